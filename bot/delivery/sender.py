"""The sender: takes rows as they are committed, keeps a queue for each address, claims what was left.

One for all platforms of a process; what one platform does never slows another.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from random import Random

from bot.delivery.chat_queue import ChatQueue, QueueKey
from bot.delivery.driving import QueueDriver, Reporter
from bot.delivery.marks import STORAGE_PAUSE
from bot.delivery.observed import ObservedAdapter
from bot.delivery.prefetch import PlatformQueues
from bot.delivery.pulse import Pulse
from bot.delivery.rates import RateLimiter, Sleep
from bot.delivery.receipts import Receipts
from bot.delivery.tools import QueueTools
from bot.errors import StorageError
from bot.leasing import Alone
from bot.model import Address, OfMessage, Settle
from bot.observing import Observer
from bot.ports import Adapter, Claimed, Lease, Outbox

POLL_SECONDS = 20.0
ALONE = Alone()


class Sender:
    """`bot.ports.Listener`. `run` for ever; `stop` gives back what is in hand."""

    def __init__(
        self,
        outbox: Outbox,
        adapters: Mapping[str, Adapter],
        *,
        clock: Callable[[], datetime],
        random: Random,
        note: Reporter = lambda event, row, reason: None,
        words: Callable[[str, str | None], str] = lambda name, locale: "",
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        leases: Mapping[str, Lease] | None = None,
        observer: Observer | None = None,
    ) -> None:
        self._outbox, self._clock, self._sleep = outbox, clock, sleep
        self._receipts = Receipts(outbox)
        self._wake = asyncio.Event()
        self._stopping = False
        self._held: dict[Address, int] = {}  # inbounds in hand by address
        self._driver = QueueDriver(note, sleep)
        self._level = asyncio.Event()  # nothing of ours waits in the outbox to be claimed
        self._note = note
        self._leases = leases or {}
        self._given_back: set[asyncio.Task[None]] = set()
        watching = observer or Observer()

        def platform(adapter: Adapter) -> PlatformQueues:
            name = adapter.name
            limiter = RateLimiter(adapter.limits, monotonic, sleep, partial(watching.waited, name))
            pulse = Pulse(monotonic, lambda: self._wake_queues(name))
            keep, target = self._receipts.keep, self._receipts.target
            told = ObservedAdapter(adapter, watching) if watching.hears_sends else adapter

            def drop(ids: Collection[str]) -> None:
                self._platforms[name].drop(ids)

            before = told, outbox, limiter, clock, sleep, random, note, keep, target
            after = drop, words, pulse, self._leases.get(name, ALONE)
            return PlatformQueues(lambda done: QueueTools(*before, done, *after), self._wake.set)

        self._platforms = {name: platform(adapter) for name, adapter in adapters.items()}

    # ------------------------------------------------------------ the listener

    def room(self, platform: str, rows: int, *, urgent: bool = True) -> bool:
        found = self._platforms.get(platform)
        if found is None or self._stopping or not (found.serving and found.tools.lease.held):
            return False
        window = found.windows[urgent]
        if window.take(rows):
            return True
        if window.has_room:  # else a row that goes out wakes us
            self._wake.set()
        return False

    def leave(self, platform: str, rows: int, *, urgent: bool = True, behind: bool = False) -> None:
        for _ in range(rows):
            self._platforms[platform].done(urgent)
        if behind:
            self.news(platform, urgent=urgent)

    def news(self, platform: str, *, urgent: bool = True) -> None:
        """Rows wait there that another process has stored."""
        found = self._platforms.get(platform)
        if found is not None and found.serving:
            found.windows[urgent].backlog = True
            self._wake.set()

    @property
    def serving(self) -> bool:
        """Whether it sends for any platform: whoever holds the leases does."""
        return any(platform.serving for platform in self._platforms.values())

    def moved(self, platform: str, chat: str, to: str) -> None:
        if found := self._platforms.get(platform):
            for queue in found.moved(chat, to):
                self._driver.start(found, queue)  # whoever held it lets go of a lane that is no more

    def offer(self, rows: Sequence[Claimed]) -> None:
        """The rows of one turn, all of one window."""
        if not rows:
            return
        if not self._ours(rows[0]):
            self._give_back(rows)
            return
        first = rows[0].outgoing
        platform = self._platforms[first.address.platform]
        by_queue = _by_queue(rows)
        for key, _ in by_queue:
            if queue := platform.queues.get(key):
                queue.repeated_by(rows)
        for row in rows:
            action = row.outgoing.action
            if isinstance(action, Settle) and action.at is not None:
                queue = platform.queues.get((row.outgoing.lane, True))
                if queue is not None:
                    queue.drop({action.of})  # it was pressed: it is not sent again
        held = platform.windows[first.urgent].held
        if held is None:
            self._enqueue(platform, by_queue)
        else:
            held.extend(rows)

    # ------------------------------------------------------------ the life of it

    async def run(self) -> None:
        """Claims what earlier processes left, then whatever did not fit, until cancelled."""
        await self._patiently(self._outbox.recover)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._look_again())
            for platform in self._platforms.values():
                group.create_task(platform.lead(self._wake.set))

    def flush(self, lane: Address, wake: bool = True) -> None:
        """Skips the pauses that are left in this lane: the person went on. `wake`: what waits there to be
        tried again goes at once, too."""
        platform = self._platforms.get(lane.platform)
        queue = platform.queues.get((lane, True)) if platform else None
        if queue is not None:
            queue.flush(wake=wake)

    def reached(self, platform: str) -> None:
        """The platform is there again: what waits to be tried again goes at once."""
        if found := self._platforms.get(platform):
            found.tools.pulse.back()

    def hold(self, lane: Address) -> None:
        """More is coming for that lane: what is said twice by then is sent once."""
        self._held[lane] = self._held.get(lane, 0) + 1

    def let_go(self, lane: Address) -> None:
        left = self._held.pop(lane) - 1
        if left > 0:
            self._held[lane] = left
            return
        platform = self._platforms.get(lane.platform)
        if platform is not None and (queue := platform.queues.get((lane, True))) is not None:
            self._driver.start(platform, queue)

    async def idle(self) -> None:
        """Returns when nothing is in hand (what waits for its time is in hand too)."""
        while True:
            await self._driver.quiet.wait()
            if not any(platform.backlog for _, platform in self._serving()):
                return
            self._level.clear()
            self._wake.set()
            await self._level.wait()

    async def stop(self) -> None:
        """Finishes the messages in hand and gives the rest back, in order."""
        self._stopping = True
        self._driver.stop()
        self._wake.set()
        tasks: list[asyncio.Task[None]] = []
        for platform in self._platforms.values():
            for queue in platform.queues.values():
                queue.stop()
                tasks += [queue.task] if queue.task is not None else []
        if tasks:
            await asyncio.wait(tasks)
        for platform in self._platforms.values():
            if left := platform.ids():
                await self._outbox.release(left, platform.fence)

    def waiting(self, lane: Address) -> int:
        """How many answers are in memory for a lane."""
        platform = self._platforms.get(lane.platform)
        queue = platform.queues.get((lane, True)) if platform else None
        return len(queue.rows) if queue is not None else 0

    def in_hand(self) -> Mapping[str, int]:
        """How many rows are in memory, by platform."""
        return {name: sum(h.rows for h in p.windows.values()) for name, p in self._platforms.items()}

    # ------------------------------------------------------------ whose rows they are

    def _ours(self, row: Claimed) -> bool:
        platform = self._platforms[row.outgoing.address.platform]
        return platform.serving and row.fence == platform.fence

    def _give_back(self, rows: Sequence[Claimed]) -> None:
        """Rows that came into our hands when the lease was not ours any more."""
        ids, fence = [row.outgoing.id for row in rows], rows[0].fence
        task = asyncio.create_task(self._patiently(lambda: self._outbox.release(ids, fence)))
        self._given_back.add(task)
        task.add_done_callback(partial(self._has_given_back, rows[0]))

    def _has_given_back(self, row: Claimed, task: "asyncio.Task[None]") -> None:
        self._given_back.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._note("crashed", row, type(error).__name__)

    # ------------------------------------------------------------ claiming

    async def _follow(self) -> None:
        """Claims while there is a backlog, whenever there is room."""
        while not self._stopping:
            self._wake.clear()
            for name, platform in self._serving():
                await self._patiently(lambda n=name, p=platform: self._top_up(n, p))  # type: ignore[misc]
            await self._wake.wait()

    async def _look_again(self) -> None:
        """What a dead process held, and rows whose moment has come."""
        while not self._stopping:
            await self._sleep(POLL_SECONDS)
            for name, platform in self._serving():
                await self._patiently(lambda n=name, p=platform: self._poll(n, p))  # type: ignore[misc]

    def _serving(self) -> Sequence[tuple[str, PlatformQueues]]:
        return [(name, platform) for name, platform in self._platforms.items() if platform.serving]

    async def _patiently(self, work: Callable[[], Awaitable[object]]) -> None:
        """Tries until the database answers."""
        while not self._stopping:
            try:
                await work()
                return
            except StorageError as error:
                self._note("waiting", None, str(error))
                await self._sleep(STORAGE_PAUSE)

    async def _poll(self, name: str, platform: PlatformQueues) -> None:
        for urgent, window in platform.windows.items():
            if window.has_room:
                await self._claim(name, platform, urgent)

    async def _top_up(self, name: str, platform: PlatformQueues) -> None:
        for urgent, window in platform.windows.items():
            while window.backlog and (window.has_room or window.held is not None) and platform.serving:
                if self._stopping:
                    return
                found = await self._claim(name, platform, urgent)
                if window.held is None and found < window.chunk:
                    window.held = []  # whatever was turned away is stored before the next claim looks
                elif window.held is not None and not found:
                    held, window.held, window.backlog = window.held, None, False
                    self.offer(held)
        if not any(other.backlog for _, other in self._serving()):
            self._level.set()

    async def _claim(self, name: str, platform: PlatformQueues, urgent: bool) -> int:
        window = platform.windows[urgent]
        found = await self._outbox.claim(
            name, self._clock(), window.chunk, urgent=urgent, in_hand=platform.ids
        )
        if found and not self._ours(found[0]):
            self._give_back(found)
            return 0
        window.rows += len(found)
        for row in found:
            action = row.outgoing.action
            if row.target is not None and isinstance(action, OfMessage):
                self._receipts.keep(action.of, row.target)
        self._enqueue(platform, _by_queue(found))
        return len(found)

    # ------------------------------------------------------------ queues

    def _enqueue(self, platform: PlatformQueues, by_queue: Sequence[tuple[QueueKey, list[Claimed]]]) -> None:
        for key, rows in by_queue:
            queue = platform.queues.get(key)
            if queue is None:
                queue = platform.queues[key] = ChatQueue(platform.tools, key)
            queue.add(rows)
            lane, _ = key
            if self._held.get(lane, 0) <= 1:  # what is in hand just now may be its last
                self._driver.start(platform, queue)

    def _wake_queues(self, platform: str) -> None:
        for queue in self._platforms[platform].queues.values():
            queue.wake()


def _by_queue(rows: Sequence[Claimed]) -> list[tuple[QueueKey, list[Claimed]]]:
    """The same in stretches, each of one queue."""
    return [(key, [*found]) for key, found in groupby(rows, _queue_of)]


def _queue_of(row: Claimed) -> QueueKey:
    return row.outgoing.lane, row.outgoing.urgent
