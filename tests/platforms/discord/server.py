"""The loopback Discord: REST under /api/v10 and the gateway, on one port of 127.0.0.1.

    async with DiscordServer() as server:
        anna = server.world.person("anna")
        ... DiscordAdapter(server.token, server.api_url)
        await server.say_dm(anna, "hello")
        call = await server.slash(anna, server.world.direct(anna), "talk", {"episode": "two"})
        await server.press(anna, server.people.last(anna, call.channel), "Why?")
        server.transcript(anna, call.channel)

It is written to the platform's published rules, not to the adapter that is tested against it.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.platforms.discord.faults import NO_LIMITS, Buckets, Fault, Faults, cloudflare, limited
from tests.platforms.discord.gateway import Gateway
from tests.platforms.discord.interactions import Interactions
from tests.platforms.discord.people import People
from tests.platforms.discord.posting import Posting
from tests.platforms.discord.rest import Rest
from tests.platforms.discord.rules import Refusal
from tests.platforms.discord.world import Clock, World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
TOKEN = "MTI4MDAwMDAwMDAwMDAwMDAwMA.Gloop0.loopback-secret-token-of-the-test-bot"
_ERROR_PAGE = "<html><head><title>{0}</title></head><body>error {0}</body></html>"


@dataclass
class Call:
    """One REST call as it came and how it was answered (`status` 0: dropped before an answer)."""

    method: str
    path: str
    body: dict | list | None = field(repr=False)
    status: int = 0
    code: int = 0


class DiscordServer:
    """Start with `async with` or `start()`/`stop()`. `calls` is everything that REST was asked."""

    def __init__(
        self, *, token: str = TOKEN, limits: Mapping[str, tuple[int, float]] = NO_LIMITS, port: int = 0
    ) -> None:
        self.token, self.port = token, port
        self.clock = Clock()
        self.world = World(self.clock)
        self.gateway = Gateway(self.world, token)
        self.posting = Posting(self.world, self.gateway)
        self.people = people = People(self.world, self.gateway)
        self.say_dm, self.slash, self.autocomplete = people.say_dm, people.slash, people.autocomplete
        self.press, self.submit_modal, self.transcript = people.press, people.submit_modal, people.transcript
        self.rest = Rest(self.world, self.gateway, self.posting)
        self.faults, self.buckets = Faults(), Buckets(limits, self.clock)
        self.calls: list[Call] = []
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def connections(self) -> int:
        """How many sockets stand open to it, of the gateway and of REST."""
        served = self._runner.server if self._runner is not None else None
        return len(served.connections) if isinstance(served, web.Server) else 0

    async def start(self) -> "DiscordServer":
        api = web.Application(middlewares=[self._serve], client_max_size=30 * 2**20)
        api.add_routes(self.rest.routes())
        api.add_routes(Interactions(self.world, self.posting).routes())
        api.router.add_route("*", "/{tail:.*}", _unknown)
        app = web.Application()
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.add_subapp("/api/v10", api)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.url = f"ws://127.0.0.1:{self.port}/gateway"
        return self

    async def stop(self) -> None:
        self.gateway.cut(forget=True)
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> "DiscordServer":
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def until(self, true: Callable[[], object], seconds: float = 10.0) -> None:
        """Waits until `true()` holds; AssertionError when it does not in time."""
        end = asyncio.get_running_loop().time() + seconds
        while not true():
            assert asyncio.get_running_loop().time() < end, "it did not happen in time"
            await asyncio.sleep(0.005)

    def called(self, method: str, ending: str) -> list[Call]:
        """Calls by method and path ending."""
        return [call for call in self.calls if call.method == method and call.path.endswith(ending)]

    # ------------------------------------------------------------ one call

    @web.middleware
    async def _serve(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        path = request.path.removeprefix("/api/v10")
        call = Call(request.method, path, await _body(request))
        self.calls.append(call)
        fault = self.faults.strike(f"{request.method} {path}")
        headers: dict[str, str] = {}
        try:
            broken = await self._before(request, fault)
            if broken is not None:
                call.status = broken.status if broken.status != 499 else 0
                return broken
            self._authorize(request, path)
            headers = self.buckets.take(request.method, path)
            response = await handler(request)
        except Refusal as refusal:
            call.code = refusal.code
            response = _refused(refusal)
        if response.content_type == "application/json":
            headers["Content-Type"] = "application/json"  # Discord names no charset, and clients compare
        response.headers.update(headers | {"Via": "1.1 google"})
        call.status = response.status
        if fault is not None and fault.kind == "drop_after":
            return _drop(request)
        return response

    async def _before(self, request: web.Request, fault: Fault | None) -> web.Response | None:
        match fault.kind if fault is not None else None:
            case "drop_before":
                return _drop(request)
            case "delay":
                await asyncio.sleep(fault.seconds)
            case "held" if fault is not None and fault.done is not None:
                await fault.done.wait()
            case "status":
                page = _ERROR_PAGE.format(fault.status)
                return web.Response(status=fault.status, text=page, content_type="text/html")
            case "limited":
                raise limited(fault.seconds)
            case "cloudflare":
                refusal = cloudflare()
                page = _ERROR_PAGE.format("1015")
                return web.Response(status=429, text=page, content_type="text/html", headers=refusal.headers)
        return None

    def _authorize(self, request: web.Request, path: str) -> None:
        open_ = path == "/gateway" or path.startswith(("/interactions/", "/webhooks/"))
        given = request.headers.get("Authorization")
        if given != f"Bot {self.token}" and not (open_ and given is None):
            raise Refusal(401, 0, "401: Unauthorized")


async def _body(request: web.Request) -> dict | list | None:
    """The JSON of a call for the record; uploads are recorded by their payload."""
    if request.content_type.startswith("multipart/"):
        part = (await request.post()).get("payload_json")
        return json.loads(part) if isinstance(part, str) else None
    try:
        return json.loads(await request.text() or "null")
    except ValueError:
        return None


async def _unknown(request: web.Request) -> web.Response:
    raise Refusal(404, 0, "404: Not Found")


def _refused(refusal: Refusal) -> web.Response:
    return web.json_response(refusal.json(), status=refusal.status, headers=refusal.headers)


def _drop(request: web.Request) -> web.Response:
    """Cuts the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=499)
