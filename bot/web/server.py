"""An HTTP server that costs little whatever is done to it: few connections, each for a short time.

File descriptors are for the platforms first. A connection that came and asked nothing makes room for the
next one; none outlives `LONGEST` seconds; a bad request is answered and not written about.
"""

import asyncio
import ipaddress
import logging
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from bot.errors import SettingsError

LONGEST = 10.0  # seconds of a connection, from its first byte or none to its last
MOST = 32  # connections at once
WAITING = 16  # that the system accepts at once, before we can count them
_SHARE = 8  # of the files that this process may open, one in so many is for connections

Responder = Callable[[web.BaseRequest], Awaitable[web.Response]]

_silent = logging.Logger("alana.web.silent", logging.CRITICAL + 1)


@asynccontextmanager
async def listening(
    host: str, port: int, answer: Responder, names: Collection[str] = (), longest: float = LONGEST
) -> AsyncIterator[int]:
    """Serves while the block runs; gives the port. Requests for another host than this machine, by its
    number, its name or one of `names`, are refused: a web page could make a browser send them."""
    known = {name.lower() for name in (host, socket.gethostname(), *names)}

    async def guarded(request: web.BaseRequest) -> web.Response:
        response = await (answer(request) if _is_ours(request, known) else _not_ours())
        response.force_close()
        return response

    server = _Bounded(guarded, _most(), longest)
    loop = asyncio.get_running_loop()
    try:
        listener = await loop.create_server(server, host, port, backlog=WAITING)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "no such host"
        raise SettingsError(f"ALANA_HTTP_PORT: cannot listen on {host}:{port}: {reason}") from None
    try:
        yield int(listener.sockets[0].getsockname()[1])
    finally:
        listener.close()
        await server.shutdown(1.0)


class _Bounded(web.Server):
    """aiohttp's server with a number of connections and an end to each of them."""

    def __init__(self, handler: Responder, most: int, longest: float) -> None:
        super().__init__(handler, access_log=None, logger=_silent, keepalive_timeout=longest)
        self._most, self._longest = most, longest
        self._open: dict[RequestHandler, tuple[asyncio.Transport, asyncio.TimerHandle]] = {}

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        end = asyncio.get_running_loop().call_later(self._longest, transport.abort)
        self._open[handler] = (transport, end)
        while len(self._open) > self._most:
            self._let_go(next(iter(self._open)))[0].abort()

    def connection_lost(self, handler: RequestHandler, exc: BaseException | None = None) -> None:
        super().connection_lost(handler, exc)
        if handler in self._open:
            self._let_go(handler)

    def _let_go(self, handler: RequestHandler) -> tuple[asyncio.Transport, asyncio.TimerHandle]:
        transport, end = self._open.pop(handler)
        end.cancel()
        return transport, end


def _most() -> int:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if files == resource.RLIM_INFINITY else max(4, min(MOST, files // _SHARE))


async def _not_ours() -> web.Response:
    return web.Response(status=421, text="Ask by this machine's address; ALANA_HTTP_NAMES adds names.\n")


def _is_ours(request: web.BaseRequest, names: Collection[str]) -> bool:
    given = request.headers.getall("Host", [])
    if not given:  # browsers always say which host they mean
        return request.version.minor == 0
    host = _host_of(given[0]) if len(given) == 1 else None
    if host is None:
        return False
    return host in names or host == "localhost" or host.endswith(".localhost") or _is_number(host)


def _host_of(value: str) -> str | None:
    """A Host header without its port, in lower case; None where it is no host."""
    name, colon, port = value.rpartition(":")
    if not colon or value.endswith("]"):
        name, port = value, "0"
    return name.strip("[]").rstrip(".").lower() if port.isdecimal() and name else None


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
