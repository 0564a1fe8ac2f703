"""The sender: takes rows as they are committed, keeps a lane for each address, claims what was left.

One for all platforms of a process; what one platform does never slows another.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from random import Random

from bot.delivery.lane import STORAGE_PAUSE, Lane, Tools
from bot.delivery.rates import Gate, Sleep
from bot.errors import StorageError
from bot.model import Address, Receipt, Settle
from bot.ports import Adapter, Claimed, Outbox

IN_HAND = 20_000  # rows a platform may have in memory; more wait in the outbox
CHUNK = 500
POLL_SECONDS = 20.0
_RECEIPTS = 20_000

Note = Callable[[str, Claimed | None, str], None]


class Platform:
    """What is in hand for one platform. `wake` is called when a backlog has room again."""

    def __init__(
        self, make_tools: Callable[[Callable[[int], None]], Tools], wake: Callable[[], None]
    ) -> None:
        self.tools = make_tools(self.done)
        self.lanes: dict[Address, Lane] = {}
        self.tasks: dict[Address, asyncio.Task[None]] = {}
        self.rows = 0
        # While rows wait in the outbox none may overtake them: everything goes through it.
        self.backlog = True
        self.declined = 0
        self._wake = wake

    def done(self, rows: int) -> None:
        self.rows -= rows
        if self.backlog and self.rows <= IN_HAND - CHUNK:
            self._wake()


class Sender:
    """`bot.ports.Listener`. `run` for ever; `stop` gives back what is in hand."""

    def __init__(
        self,
        outbox: Outbox,
        adapters: Mapping[str, Adapter],
        *,
        clock: Callable[[], datetime],
        random: Random,
        note: Note = lambda event, row, reason: None,
        sleep: Sleep = asyncio.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._outbox, self._clock, self._sleep = outbox, clock, sleep
        self._receipts: OrderedDict[str, Receipt] = OrderedDict()
        self._wake = asyncio.Event()
        self._stopping = False
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._level = asyncio.Event()  # nothing of ours waits in the outbox to be claimed
        self._note = note

        def platform(adapter: Adapter) -> Platform:
            gate = Gate(adapter.limits, monotonic, sleep)
            return Platform(
                lambda done: Tools(
                    adapter, outbox, gate, clock, sleep, random, note, self._keep, self._target, done
                ),
                self._wake.set,
            )

        self._platforms = {name: platform(adapter) for name, adapter in adapters.items()}

    # ------------------------------------------------------------ the listener

    def room(self, platform: str, rows: int) -> bool:
        found = self._platforms.get(platform)
        if found is None or self._stopping:
            return False
        if found.backlog or found.rows + rows > IN_HAND:
            found.backlog = True
            found.declined += 1
            self._wake.set()
            return False
        found.rows += rows
        return True

    def leave(self, platform: str, rows: int) -> None:
        self._platforms[platform].done(rows)

    def offer(self, rows: Sequence[Claimed]) -> None:
        for row in rows:
            self._enqueue(self._platforms[row.outgoing.address.platform], row)

    # ------------------------------------------------------------ the life of it

    async def run(self) -> None:
        """Claims what earlier processes left, then whatever did not fit, until cancelled."""
        await self._patiently(self._outbox.recover)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self._look_again())

    def flush(self, address: Address) -> None:
        """Skips the pauses that are left at this address: the person went on."""
        platform = self._platforms.get(address.platform)
        lane = platform.lanes.get(address) if platform else None
        if lane is not None:
            lane.flush()

    async def idle(self) -> None:
        """Returns when nothing is in hand (what waits for its time is in hand too)."""
        while True:
            await self._quiet.wait()
            if not any(platform.backlog for platform in self._platforms.values()):
                return
            self._level.clear()
            self._wake.set()
            await self._level.wait()

    async def stop(self) -> None:
        """Finishes the messages in hand and gives the rest back, in order."""
        self._stopping = True
        self._wake.set()
        tasks: list[asyncio.Task[None]] = []
        for platform in self._platforms.values():
            for lane in platform.lanes.values():
                lane.stop()
            tasks += platform.tasks.values()
        if tasks:
            await asyncio.wait(tasks)
        left = [id_ for platform in self._platforms.values() for id_ in _ids(platform)]
        if left:
            await self._outbox.release(left)

    def in_hand(self) -> Mapping[str, int]:
        """How many rows are in memory, by platform."""
        return {name: platform.rows for name, platform in self._platforms.items()}

    # ------------------------------------------------------------ claiming

    async def _follow(self) -> None:
        """Claims while there is a backlog, whenever there is room."""
        while not self._stopping:
            self._wake.clear()
            for name, platform in self._platforms.items():
                await self._patiently(lambda n=name, p=platform: self._top_up(n, p))  # type: ignore[misc]
            await self._wake.wait()

    async def _look_again(self) -> None:
        """What a dead process held, and rows whose moment has come."""
        while not self._stopping:
            await self._sleep(POLL_SECONDS)
            for name, platform in self._platforms.items():
                await self._patiently(lambda n=name, p=platform: self._poll(n, p))  # type: ignore[misc]

    async def _patiently(self, work: Callable[[], Awaitable[object]]) -> None:
        """Tries until the database answers."""
        while not self._stopping:
            try:
                await work()
                return
            except StorageError as error:
                self._note("waiting", None, str(error))
                await self._sleep(STORAGE_PAUSE)

    async def _poll(self, name: str, platform: Platform) -> None:
        await self._outbox.renew(_ids(platform))
        if platform.rows <= IN_HAND - CHUNK:
            await self._claim(name, platform)

    async def _top_up(self, name: str, platform: Platform) -> None:
        while platform.backlog and platform.rows <= IN_HAND - CHUNK and not self._stopping:
            platform.declined = 0
            found = await self._claim(name, platform)
            # Nothing was left, and nothing was turned away while we looked: rows may come directly.
            if not found and not platform.declined:
                platform.backlog = False
        if not any(other.backlog for other in self._platforms.values()):
            self._level.set()

    async def _claim(self, name: str, platform: Platform) -> int:
        found = await self._outbox.claim(name, self._clock(), CHUNK)
        platform.rows += len(found)
        for row in found:
            if row.target is not None and isinstance(row.outgoing.action, Settle):
                self._keep(row.outgoing.action.of, row.target)
            self._enqueue(platform, row)
        return len(found)

    # ------------------------------------------------------------ lanes

    def _enqueue(self, platform: Platform, row: Claimed) -> None:
        address = row.outgoing.address
        lane = platform.lanes.get(address)
        if lane is None:
            lane = platform.lanes[address] = Lane(platform.tools)
        lane.rows.append(row)
        if address not in platform.tasks and not self._stopping:
            self._quiet.clear()
            platform.tasks[address] = asyncio.create_task(self._drive(platform, address, lane))

    async def _drive(self, platform: Platform, address: Address, lane: Lane) -> None:
        try:
            while lane.rows and not self._stopping:
                try:
                    await lane.run()
                except Exception as error:  # the row stays in front and is tried again
                    expected = isinstance(error, StorageError)
                    reason = str(error) if expected else type(error).__name__
                    self._note("waiting" if expected else "crashed", lane.rows[0], reason)
                    await self._sleep(0.0 if self._stopping else STORAGE_PAUSE)
        finally:
            del platform.tasks[address]
            if not lane.rows:
                del platform.lanes[address]
            if not any(p.tasks for p in self._platforms.values()):
                self._quiet.set()

    def _keep(self, outgoing_id: str, receipt: Receipt) -> None:
        self._receipts[outgoing_id] = receipt
        if len(self._receipts) > _RECEIPTS:
            self._receipts.popitem(last=False)

    async def _target(self, claimed: Claimed) -> Receipt | None:
        action = claimed.outgoing.action
        if not isinstance(action, Settle):
            return None
        if claimed.target is not None:
            return claimed.target
        return self._receipts.get(action.of) or await self._outbox.receipt(action.of)


def _ids(platform: Platform) -> list[str]:
    return [row.outgoing.id for lane in platform.lanes.values() for row in lane.rows]
