"""Updates, fetched or brought: every one goes to the host, and only what is finished is confirmed.

The library's own poller confirms an update when it is queued; killed then, a bot loses it. Here the
offset follows the `Ledger`. One slow person holds the offset but not the others: younger updates are
fetched and handled meanwhile, up to the 100 that the platform shows past the oldest unfinished one.
What a webhook brings comes on many connections beside each other, taps and messages apart: the ledger
says there, too, that an older one may be on its way, and the younger waits a moment for it.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from adapters.telegram.albums import Act, Albums
from adapters.telegram.inbound import Found, Ignored, Remark, Upgraded, inbound
from adapters.telegram.ledger import Ledger
from adapters.telegram.mentions import Json, Me
from adapters.telegram.waiting import Outage
from bot.errors import StorageError
from bot.model import Inbound
from bot.ports import Host

TRIES = 3  # of a turn that raises, before its update counts as poisonous
MOST_IN_HAND = 1_000
SETTLE = 0.02  # seconds given to a fresh batch before the next poll
SLOWEST_LOOK = 0.5  # seconds between polls while only known updates come back
MOST_AT_ONCE = 40  # updates that Telegram brings beside each other, where it brings them
GAP_LOOK = 0.1  # seconds between two looks, where updates are brought, whether a missing one came
RENUMBERED_AFTER = timedelta(days=6)

log = logging.getLogger(__name__)
Fetch = Callable[[int | None], Awaitable[list[Any]]]
ReadUpdate = Found | Exception


class RawUpdates(BaseRequest):
    """The request object of getUpdates: keeps each answer's list as it came, unparsed, in `batch`.

    The library parses a batch as a whole, so that one unreadable update blocks all others for ever.
    It is shown an empty list; each update is parsed by itself here.
    """

    def __init__(self, inner: BaseRequest) -> None:
        self._inner = inner
        self.batch: list[Any] = []

    @property
    def read_timeout(self) -> float | None:
        return self._inner.read_timeout

    async def initialize(self) -> None:
        await self._inner.initialize()

    async def shutdown(self) -> None:
        await self._inner.shutdown()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        self.batch = []
        code, payload = await self._inner.do_request(url, method, request_data, *timeouts, **named)
        if not 200 <= code <= 299:
            return code, payload
        try:
            result = json.loads(payload)["result"]
        except (ValueError, KeyError, TypeError):
            raise NetworkError("getUpdates answered with something else than JSON") from None
        self.batch = result if isinstance(result, list) else []
        return code, b'{"ok":true,"result":[]}'


class UpdateIntake:
    """`answer_tap` is called for every tap, at once, and `remark` for what gets a
    line outside of any turn; both await nothing. `look` asks what an update does not say of who did it."""

    def __init__(
        self,
        host: Host,
        me: Me,
        answer_tap: Callable[[Json, ReadUpdate], None],
        remark: Callable[[Remark], None],
        look: Callable[[Inbound], Awaitable[Inbound]],
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
    ) -> None:
        self._host = host
        self._me = me
        self._answer_tap, self._remark, self._look = answer_tap, remark, look
        self._clock = clock
        self._sleep = sleep
        self._random = random
        self._storage = Outage("storing what people do", sleep, random)
        self._progress = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._behind_a_gap: list[dict[str, Any]] = []
        self._gap = asyncio.Event()  # something waits behind one
        self._brought: dict[int, asyncio.Future[bool]] = {}  # whether that update was finished
        self._albums = Albums()
        self._last_at = clock()
        self._looks = 0
        self.ledger = Ledger()

    @property
    def full(self) -> bool:
        """Whether so much is in hand that nothing more is taken."""
        return self.ledger.in_hand >= MOST_IN_HAND

    async def once(self, fetch: Fetch) -> None:
        """One poll: what is new goes to the host, each update in its own task. Errors of `fetch` are the
        caller's."""
        while self.full:
            await self._some_progress(SLOWEST_LOOK)
        self._renumber()
        raws = await fetch(self.ledger.offset())
        self.ledger.polled()
        fresh = [raw for raw in _in_order(raws) if self.ledger.admit(raw["update_id"])]
        self._start_what_is_next(fresh)
        await self._breathe(bool(raws), bool(fresh))

    async def take(self, raw: dict[str, Any]) -> bool:
        """One update that was brought, with a whole number as its id; returns when it is finished. Brought
        again meanwhile, it is waited for; brought again later, it was. False: we stopped before that, and it
        must be brought again."""
        number = raw["update_id"]
        self._renumber()
        self.ledger.begin_with(number, MOST_AT_ONCE)
        if self.ledger.admit(number):
            self._last_at = self._clock()
            self._brought[number] = asyncio.get_running_loop().create_future()
            self._start_what_is_next([raw])
        finished = self._brought.get(number)
        return finished is None or await asyncio.shield(finished)

    async def close_gaps(self) -> None:
        """For ever: what was brought before an older one waits for that a moment, and goes on without it."""
        while True:
            await self._gap.wait()
            self._gap.clear()
            while self._behind_a_gap:
                await self._sleep(GAP_LOOK)
                self.ledger.polled()
                self._start_what_is_next([])

    def _renumber(self) -> None:
        if self._clock() - self._last_at > RENUMBERED_AFTER:
            self.ledger.renumber()

    def _start_what_is_next(self, fresh: list[dict[str, Any]]) -> None:
        """Each update in its own task, in the order of their ids; behind a gap they wait for it."""
        waiting, self._behind_a_gap = _in_order([*self._behind_a_gap, *fresh]), []
        ready: list[Json] = []
        for raw in waiting:
            behind = self.ledger.follows_a_gap(raw["update_id"])
            (self._behind_a_gap if behind else ready).append(raw)
        if self._behind_a_gap:
            self._gap.set()
        for act in self._albums.acts(ready):
            task = asyncio.create_task(self._handle(act), name=f"tg:{act.numbers[0]}")
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("telegram: an update was not finished: %s", type(error).__name__)

    async def finish(self, within: float) -> None:
        """Lets the turns in hand end, at most `within` seconds; the rest comes again at a restart."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1)
        for brought in self._brought.values():
            brought.set_result(False)
        self._brought.clear()

    # ------------------------------------------------------------ pace

    async def _breathe(self, some: bool, fresh: bool) -> None:
        """Waits a moment for what is in hand, longer where a poll brought nothing new, so that known
        updates are not fetched in a hot loop."""
        if fresh or not some:
            self._looks = 0
        if fresh:
            self._last_at = self._clock()
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=SETTLE)
        elif some:
            self._looks += 1
            await self._some_progress(min(SLOWEST_LOOK, SETTLE * 2 ** min(self._looks, 10)))

    async def _some_progress(self, within: float) -> None:
        self._progress.clear()
        try:
            async with asyncio.timeout(within):
                await self._progress.wait()
        except TimeoutError:
            return

    # ------------------------------------------------------------ one update

    async def _handle(self, act: Act) -> None:
        """Reads, answers the tap, hands over; finished only when the host has it for good."""
        if act.raw is not None:
            try:
                await self._handle_one(act.numbers[0], act.raw)
            except Exception as trouble:  # unfinished it would come again for ever
                await self._poisoned(act.numbers[0], act.raw, trouble)
        for number in act.numbers:
            self.ledger.finish(number)
            if (brought := self._brought.pop(number, None)) is not None:
                brought.set_result(True)
        self._progress.set()

    async def _handle_one(self, number: int, raw: Json) -> None:
        found = self._read(raw)
        if isinstance(query := raw.get("callback_query"), dict):
            self._beside(self._answer_tap, query, found)
        match found:
            case Inbound():
                await self._deliver(number, raw, partial(self._receive, found))
            case Upgraded(chat, to):
                await self._deliver(number, raw, partial(self._host.moved, "telegram", chat, to))
            case Remark():
                self._beside(self._remark, found)
            case Ignored(reason):
                log.debug("telegram: update %d ignored: %s", number, reason)
            case error:
                await self._poisoned(number, raw, error)

    async def _receive(self, found: Inbound) -> None:
        await self._host.receive(await self._look(found))

    def _beside(self, answer: Callable[..., None], *about: object) -> None:
        try:
            answer(*about)
        except Exception as trouble:  # the turn matters more than the button's clock
            log.error("telegram: nothing could be answered at once: %s", type(trouble).__name__)

    def _read(self, raw: Json) -> ReadUpdate:
        """Pure, so one try decides: what cannot be read now cannot be read at any time."""
        try:
            return inbound(raw, self._me, self._clock())
        except Exception as trouble:  # whatever it is, this update must not stop the others
            return trouble

    async def _deliver(self, number: int, raw: Json, hand_over: Callable[[], Awaitable[object]]) -> None:
        """Until the host has it. A store that is away is waited for; anything else has three tries."""
        tries = 0
        while True:
            try:
                await hand_over()
                self._storage.over()
                break
            except StorageError as trouble:
                await self._storage.pause(type(trouble).__name__)
            except Exception as trouble:
                tries += 1
                if tries == TRIES:
                    await self._poisoned(number, raw, trouble)
                    break
                await self._sleep(0.1 * tries)

    async def _poisoned(self, number: int, raw: Json, error: Exception) -> None:
        """Recorded by type and id, then let go: kept, it would come again for ever."""
        log.error("telegram: update %d raised %s; recorded and skipped", number, type(error).__name__)
        while True:
            try:
                await self._host.poisoned(f"tg:{number}", _kind(raw), error)
                return
            except Exception as trouble:
                await self._storage.pause(type(trouble).__name__)


def _in_order(raws: list[Any]) -> list[dict[str, Any]]:
    """Sorted by id, as people acted. What has no id cannot even be confirmed: left out."""
    whole = [raw for raw in raws if isinstance(raw, dict) and type(raw.get("update_id")) is int]
    if len(whole) < len(raws):
        log.warning("telegram: %d updates without an id were left out", len(raws) - len(whole))
    return sorted(whole, key=lambda raw: int(raw["update_id"]))


def _kind(raw: Json) -> str:
    """The field that says what an update is, if its name is a plain one."""
    names = [name for name in raw if name != "update_id" and name.isidentifier()]
    return names[0][:40] if names else "unknown"
