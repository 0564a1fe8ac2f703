"""The sender: takes rows as they are committed, keeps a lane for each address, claims what was left.

One for all platforms of a process; what one platform does never slows another.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from random import Random

from bot.delivery.lane import Lane, Tools
from bot.delivery.rates import Gate, Sleep
from bot.errors import StorageError
from bot.model import Address, Receipt, Settle
from bot.ports import Adapter, Claimed, Outbox

IN_HAND = 5_000  # rows a platform may have in memory; more wait in the outbox
CHUNK = 500
POLL_SECONDS = 20.0
STORAGE_PAUSE = 5.0
_RECEIPTS = 20_000


class Platform:
    """What is in hand for one platform."""

    def __init__(self, make_tools: Callable[[Callable[[int], None]], Tools]) -> None:
        self.tools = make_tools(self._done)
        self.lanes: dict[Address, Lane] = {}
        self.tasks: dict[Address, asyncio.Task[None]] = {}
        self.rows = 0
        # While rows wait in the outbox none may overtake them: everything goes through it.
        self.backlog = True
        self.declined = 0

    def _done(self, rows: int) -> None:
        self.rows -= rows


class Sender:
    """`bot.ports.Listener`. `run` for ever; `stop` gives back what is in hand."""

    def __init__(
        self,
        outbox: Outbox,
        adapters: Mapping[str, Adapter],
        *,
        clock: Callable[[], datetime],
        random: Random,
        note: Callable[[str, Claimed, str], None] = lambda event, row, reason: None,
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
                )
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

    def offer(self, rows: Sequence[Claimed]) -> None:
        for row in rows:
            self._enqueue(self._platforms[row.outgoing.address.platform], row)

    # ------------------------------------------------------------ the life of it

    async def run(self) -> None:
        """Claims what earlier processes left, then whatever did not fit, until cancelled."""
        await self._outbox.recover()
        while not self._stopping:
            self._wake.clear()
            for name, platform in self._platforms.items():
                await self._top_up(name, platform)
            try:
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)
            except TimeoutError:
                await self._poll()

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
        left = [r.outgoing.id for p in self._platforms.values() for la in p.lanes.values() for r in la.rows]
        if left:
            await self._outbox.release(left)

    # ------------------------------------------------------------ inside

    async def _poll(self) -> None:
        for name, platform in self._platforms.items():
            ids = [row.outgoing.id for lane in platform.lanes.values() for row in lane.rows]
            await self._outbox.renew(ids)
            await self._claim(name, platform)

    async def _top_up(self, name: str, platform: Platform) -> None:
        """Claims while there is a backlog and room for it."""
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

    def _enqueue(self, platform: Platform, row: Claimed) -> None:
        address = row.outgoing.address
        lane = platform.lanes.get(address)
        if lane is None:
            lane = platform.lanes[address] = Lane(platform.tools)
        lane.rows.append(row)
        if address not in platform.tasks:
            self._quiet.clear()
            task = asyncio.create_task(self._drive(platform, address, lane))
            platform.tasks[address] = task

    async def _drive(self, platform: Platform, address: Address, lane: Lane) -> None:
        try:
            while lane.rows and not self._stopping:
                try:
                    await lane.run()
                except StorageError as error:  # nothing is lost: the row is tried again
                    self._note("waiting", lane.rows[0], str(error))
                    await self._sleep(STORAGE_PAUSE)
        finally:
            del platform.tasks[address]
            if not lane.rows:
                del platform.lanes[address]
            if not any(p.tasks for p in self._platforms.values()):
                self._quiet.set()
            if platform.backlog:
                self._wake.set()

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
