"""An HTTP server that costs little whatever is done to it: few connections, each for a short time.

File descriptors are for the platforms first. A connection that came and asked nothing makes room for the
next one; none outlives `LONGEST` seconds; a bad request is answered and not written about. Only a platform
that brings what people do, and shows its secret, is waited for, and may keep its connections.
"""

import asyncio
import ipaddress
import logging
import resource
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from bot.errors import SettingsError
from bot.ports import Hook
from bot.web import hooks as hooked

LONGEST = 10.0  # seconds of a connection, from its first byte or none to its last
LONGEST_KNOWN = 60.0  # the same from each request of a platform on; Telegram waits as long for an answer
MOST = 32  # connections at once, beside those of platforms
MOST_KNOWN = 128  # connections of platforms
WAITING = 16  # that the system accepts at once, before we can count them
_SHARE = 8  # of the files that this process may open, one in so many is for connections

Responder = Callable[[web.BaseRequest], Awaitable[web.Response]]
_Place = tuple[asyncio.Transport, asyncio.TimerHandle]
_Places = dict[RequestHandler, _Place]

_silent = logging.Logger("alana.web.silent", logging.CRITICAL + 1)


@asynccontextmanager
async def listening(
    host: str,
    port: int,
    answer: Responder,
    names: Collection[str] = (),
    longest: float = LONGEST,
    hooks: Collection[Hook] = (),
) -> AsyncIterator[int]:
    """Serves while the block runs; gives the port. Requests for another host than this machine, by its
    number, its name or one of `names`, are refused: a web page could make a browser send them. At a hook's
    path its secret is what counts: a proxy may ask by any name."""
    known = {name.lower() for name in (host, socket.gethostname(), *names)}
    by_path = {hook.path: hook for hook in hooks}

    async def guarded(request: web.BaseRequest) -> web.Response:
        hook = by_path.get(request.path)
        if hook is not None:
            return await hooked.answer(request, hook, partial(server.keep, request.protocol))
        response = await (answer(request) if _is_ours(request, known) else _not_ours())
        response.force_close()
        return response

    server = _Bounded(guarded, _share(MOST), longest)
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
        self._open: _Places = {}
        self._known: _Places = {}

    def keep(self, handler: RequestHandler) -> None:
        """It is a platform's: no stranger takes its place, and it has time again."""
        places = self._known if handler in self._known else self._open
        if handler not in places:
            return  # it has gone meanwhile
        transport, end = places.pop(handler)
        end.cancel()
        end = asyncio.get_running_loop().call_later(LONGEST_KNOWN, transport.abort)
        self._known[handler] = (transport, end)
        while len(self._known) > _share(MOST_KNOWN):
            self._let_go(self._known, next(iter(self._known)))[0].abort()

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        super().connection_made(handler, transport)
        end = asyncio.get_running_loop().call_later(self._longest, transport.abort)
        self._open[handler] = (transport, end)
        while len(self._open) > self._most:
            self._let_go(self._open, next(iter(self._open)))[0].abort()

    def connection_lost(self, handler: RequestHandler, exc: BaseException | None = None) -> None:
        super().connection_lost(handler, exc)
        for places in (self._open, self._known):
            if handler in places:
                self._let_go(places, handler)

    def _let_go(
        self, places: _Places, handler: RequestHandler
    ) -> tuple[asyncio.Transport, asyncio.TimerHandle]:
        transport, end = places.pop(handler)
        end.cancel()
        return transport, end


def _share(most: int) -> int:
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return most if files == resource.RLIM_INFINITY else max(4, min(most, files // _SHARE))


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
