"""What platforms bring over HTTP: taken only with the secret that was agreed on, and never much at once."""

import hmac
from collections.abc import Callable

from aiohttp import web

from bot.ports import Hook

LARGEST = 1024 * 1024  # bytes of a body


async def answer(request: web.BaseRequest, hook: Hook, known: Callable[[], None]) -> web.Response:
    """The answer to a request at the hook's path; `known` is called once it has shown the secret. Nothing of
    a body is read before that."""
    if request.method != "POST":
        return web.Response(status=405, headers={"Allow": "POST"})
    if not _has_secret(request, hook):
        return web.Response(status=403)
    known()
    body = await _body(request)
    if body is None:
        return web.Response(status=413)
    return web.Response(status=await hook.take(body))


def _has_secret(request: web.BaseRequest, hook: Hook) -> bool:
    """Compared in a time that says nothing of how much of it was right."""
    given = request.headers.getall(hook.header, [])
    shown = given[0] if len(given) == 1 else ""
    return hmac.compare_digest(shown.encode(errors="surrogateescape"), hook.secret.encode())


async def _body(request: web.BaseRequest) -> bytes | None:
    """None: it is larger than anything a platform writes."""
    if (request.content_length or 0) > LARGEST:
        return None
    found = bytearray()
    async for piece in request.content.iter_chunked(64 * 1024):
        found += piece
        if len(found) > LARGEST:
            return None
    return bytes(found)
