"""The HTTP side: tokens, parameters in all four encodings, long polls, rate limits, faults, a call log."""

import asyncio
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.platforms.telegram.faults import Fault, Faults
from tests.platforms.telegram.methods import BotProfile, Methods
from tests.platforms.telegram.person import Driver
from tests.platforms.telegram.rates import Rates
from tests.platforms.telegram.rules import Refused, decoded, integer
from tests.platforms.telegram.world import Chat, Person, World

SENDING = frozenset({"sendmessage", "senddocument", "sendphoto", "sendaudio", "sendmediagroup"})
LIMITED = SENDING | {"editmessagetext", "editmessagereplymarkup"}
HELD = 10.0  # seconds that a message waits for a slow chat at the platform, before 429 is answered instead
MAX_POLL = 50  # seconds, the longest poll the platform holds
_CONFLICT = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
_HOOKED = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
_PAGE = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass
class Call:
    """One call that reached the server. `code` is what was answered; 0: the connection was cut."""

    method: str
    params: dict[str, Any]
    at: float
    code: int = 0
    done: bool = False  # it took effect, whether or not the bot heard so
    description: str = ""
    result: Any = field(default=None, repr=False)


class TelegramServer(Driver):
    """A Bot API server on loopback for one bot. Use as an async context manager.

    `clock` gives seconds since the epoch; `rates` False lifts the send limits; `patience` caps long
    polls in seconds, so that tests need not wait. `profile` is what the bot said of itself when it ran
    before.
    """

    def __init__(
        self,
        token: str = "7000000001:AAloopback-token-for-tests_0123456789",
        *,
        username: str = "alana_test_bot",
        clock: Callable[[], float] = time.time,
        rates: bool = True,
        patience: float = MAX_POLL,
        profile: BotProfile | None = None,
    ) -> None:
        self.token = token
        self.patience = patience
        bot = Person(int(token.split(":")[0]), "Alana", is_bot=True)
        self.world = World(bot, username, clock)
        super().__init__(self.world)
        self.methods = Methods(self.world, self.changed, profile or BotProfile())
        self.faults = Faults()
        self.rates = Rates(clock) if rates else None
        self.calls: list[Call] = []
        self._poller: asyncio.Event | None = None
        self._batches = 0
        self._runner: web.AppRunner | None = None
        self.url = ""

    # ------------------------------------------------------------ life

    async def __aenter__(self) -> "TelegramServer":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        if self._poller is not None:
            self._poller.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # ------------------------------------------------------------ requests

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        refusal = self._wrong_token(request.match_info["token"])
        if refusal is not None:
            return _answer(refusal)
        try:
            call = Call(method, await _parameters(request), self.world.clock())
        except ConnectionResetError:  # the bot has gone while it was calling
            return _cut(request)
        self.calls.append(call)
        fault = self.faults.strike(method)
        if fault is not None and (early := await self._before(fault, call, request)) is not None:
            return early
        response = await self._perform(call)
        if fault is not None and fault.kind == "drop_after":
            call.code = 0
            return _cut(request)
        return response

    async def _before(self, fault: Fault, call: Call, request: web.Request) -> web.StreamResponse | None:
        match fault.kind:
            case "drop_before":
                return _cut(request)
            case "delay":
                await asyncio.sleep(fault.seconds)
                return None
            case "bad_gateway":
                call.code = 502
                return web.Response(status=502, text=_PAGE, content_type="text/html")
            case "server_error":
                return self._note(call, Refused(500, "Internal Server Error"))
            case "unauthorized":
                return self._note(call, Refused(401, "Unauthorized"))
            case "refused":
                return self._note(call, Refused(400, "Bad Request: MESSAGE_REFUSED"))
            case "limited":
                return self._note(call, _too_many(max(1, int(fault.seconds))))
            case "limited_bare":
                return self._note(call, Refused(429, "Too Many Requests"))
        return None

    async def _perform(self, call: Call) -> web.Response:
        name = call.method.lower()
        try:
            if name == "getupdates":
                result = await self._updates(call.params)
            elif name not in self.methods.table:
                raise Refused(404, "Not Found")
            else:
                chat = await self._slowly(name, call.params)
                result = self._limited(name, call.params)
                if chat is not None:
                    chat.next_at = self.world.clock() + chat.slow
        except Refused as refusal:
            return self._note(call, refusal)
        call.code, call.done, call.result = 200, True, result
        return web.json_response({"ok": True, "result": result})

    def _note(self, call: Call, refusal: Refused) -> web.Response:
        call.code, call.description = refusal.code, refusal.description
        return _answer(refusal)

    def _wrong_token(self, token: str) -> Refused | None:
        if token == self.token:
            return None
        head, _, tail = token.partition(":")
        return Refused(401, "Unauthorized") if head.isdigit() and tail else Refused(404, "Not Found")

    async def _slowly(self, name: str, params: dict[str, Any]) -> Chat | None:
        """The slow chat that a message goes to, when its moment has come: until then it is held, or
        refused where that is long. None: it is not slow, for the bot."""
        number = str(params.get("chat_id", ""))
        chat = self.world.chats.get(int(number)) if name in SENDING and number.lstrip("-").isdigit() else None
        if chat is None or not chat.slow or self.world.bot.id in chat.admins:
            return None
        left = chat.next_at - self.world.clock()
        if left > HELD:
            raise _too_many(math.ceil(left))
        await self.until(lambda: self.world.clock() >= chat.next_at, 2 * HELD, "the moment of a slow chat")
        return chat

    def _limited(self, name: str, params: dict[str, Any]) -> Any:
        """Performs a method; a call that is refused for itself does not count against the limits."""
        method = self.methods.table[name]
        chat = str(params.get("chat_id", ""))
        if self.rates is None or name not in LIMITED or not chat.lstrip("-").isdigit():
            return method(params)
        if wait := self.rates.take(int(chat)):
            raise _too_many(wait)
        try:
            return method(params)
        except Refused:
            self.rates.give_back(int(chat))
            raise

    async def _download(self, request: web.Request) -> web.StreamResponse:
        file_id = request.match_info["path"].split("/")[1:2]
        found = self.world.files.get(file_id[0]) if file_id else None
        if self._wrong_token(request.match_info["token"]) or found is None:
            return _answer(Refused(404, "Not Found"))
        return web.Response(body=found[1])

    # ------------------------------------------------------------ getUpdates

    async def _updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Answers at once where something waits, else when something comes or the time is over."""
        if self.methods.webhook:
            raise Refused(409, _HOOKED)
        if self._poller is not None:
            self._poller.set()
        mine = self._poller = asyncio.Event()
        allowed = decoded(params, "allowed_updates")
        if isinstance(allowed, list):
            self.world.allowed = frozenset(map(str, allowed)) if allowed else None
        limit = min(100, max(1, integer(params, "limit", 100) or 100))
        timeout = min(self.patience, MAX_POLL, max(0, integer(params, "timeout", 0) or 0))
        try:
            return await self._wait_for_updates(integer(params, "offset"), limit, timeout, mine)
        finally:
            if self._poller is mine:
                self._poller = None

    async def _wait_for_updates(
        self, offset: int | None, limit: int, seconds: float, mine: asyncio.Event
    ) -> list[dict[str, Any]]:
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while True:
            batch = self._disturbed(self.world.fetch(offset, limit))
            left = end - loop.time()
            if batch or left <= 0:
                return batch
            change = self.next_change()
            stop = asyncio.ensure_future(mine.wait())
            await asyncio.wait({change, stop}, timeout=left, return_when=asyncio.FIRST_COMPLETED)
            stop.cancel()
            if mine.is_set():
                raise Refused(409, _CONFLICT)
            if self.methods.webhook:
                raise Refused(409, _HOOKED)

    def _disturbed(self, batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The batch as the faults on order want it: an update held back, repeated, or out of order."""
        if not batch:
            return batch
        self._batches += 1
        faults = self.faults
        if faults.hold_back_every and self._batches % faults.hold_back_every == 0 and len(batch) > 1:
            batch = batch[1:]
        if faults.repeat_every and self._batches % faults.repeat_every == 0:
            batch = self.world.confirmed[-3:] + batch
        if faults.shuffle_every and self._batches % faults.shuffle_every == 0:
            batch = batch[::-1]
        return batch


def _too_many(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def _answer(refusal: Refused) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    headers = {}
    if refusal.parameters:
        body["parameters"] = dict(refusal.parameters)
    if "retry_after" in refusal.parameters:
        headers["Retry-After"] = str(refusal.parameters["retry_after"])
    return web.json_response(body, status=refusal.code, headers=headers)


def _cut(request: web.Request) -> web.StreamResponse:
    """Ends the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _parameters(request: web.Request) -> dict[str, Any]:
    """From the query, a form, a multipart form (files as (name, bytes)) or a JSON body."""
    found: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError:
            body = {}
        return found | body if isinstance(body, dict) else found
    for name, value in (await request.post()).items():
        found[name] = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
        if isinstance(value, web.FileField):
            value.file.close()
    return found
