"""Who does what, where several processes serve one database: leases that are kept alive, and work under them.

A lease is asked for again long before it runs out. The holder counts from before it asked, by a clock that
goes on while the process is paused, and stops a moment early: when another may take the lease, its old
holder has stopped already, or knows at its next look that it must.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from typing import Protocol

from bot.errors import StorageError
from bot.ports import Lease, LeaseName
from bot.time_limits import within

LENGTH = timedelta(seconds=6)
MARGIN = 1.0  # seconds that a holder stops before its lease has run out
BEAT = 1.5  # seconds between two looks
TICK = 0.25  # seconds between two looks at the clock alone
ANSWER = 3.0  # seconds that the database may take to answer one

log = logging.getLogger("alana.leases")


class LeaseStore(Protocol):
    async def take(self, wanted: Sequence[LeaseName], length: timedelta) -> Mapping[LeaseName, int]: ...

    async def free(self, held: Collection[LeaseName]) -> None: ...


class HeldLease:
    """`bot.ports.Lease` of this process: asked for and kept by `Leases`."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._until = float("-inf")
        self._token = 0
        self._news = asyncio.Event()

    @property
    def held(self) -> bool:
        return self._monotonic() < self._until

    @property
    def token(self) -> int:
        return self._token

    async def acquired(self) -> None:
        while not self.held:
            await self._changed()

    async def expired(self) -> None:
        token = self._token
        while self.held and token == self._token:
            await self._changed()

    async def lost(self) -> None:
        token = self._token
        while token == self._token:
            await self._changed()

    def keep(self, until: float, token: int) -> None:
        """It is ours until then."""
        self._until, self._token = until, token
        self.tell()

    def lose(self) -> None:
        """Another holds it."""
        self._until, self._token = float("-inf"), 0
        self.tell()

    def tell(self) -> None:
        """Whoever waits looks again."""
        self._news.set()

    async def _changed(self) -> None:
        self._news.clear()
        await self._news.wait()


class Alone:
    """The lease of a process that no other can disturb."""

    held = True
    token = 0

    async def acquired(self) -> None:
        """At once."""

    async def expired(self) -> None:
        await asyncio.Event().wait()

    async def lost(self) -> None:
        await asyncio.Event().wait()


class Leases:
    """All leases of a process, for all its bots. `store` None: nobody else can serve the database, and every
    lease is ours."""

    def __init__(
        self,
        store: LeaseStore | None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._store, self._monotonic, self._sleep = store, monotonic, sleep
        self._wanted: dict[LeaseName, HeldLease] = {}
        self._late = False  # the database did not answer in time
        self._asked = asyncio.Event()  # another lease is wanted: not to wait for the next look

    def of(self, bot: str, name: str) -> HeldLease | Alone:
        """That lease, asked for from now on."""
        if self._store is None:
            return Alone()
        if (bot, name) not in self._wanted:
            self._wanted[bot, name] = HeldLease(self._monotonic)
            self._asked.set()
        return self._wanted[bot, name]

    async def give_up(self, bot: str, name: str) -> None:
        """It is wanted no more, and others may have it at once."""
        found = self._wanted.pop((bot, name), None)
        if found is not None and self._store is not None:
            await _free(self._store, {(bot, name): found})

    async def run(self) -> None:
        """Keeps and takes, until cancelled; what we hold is then given up."""
        if self._store is None:
            return
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._beat(self._store))
                group.create_task(self._tick())
        finally:
            await _free(self._store, self._wanted)

    async def _beat(self, store: LeaseStore) -> None:
        while True:
            self._asked.clear()
            await self.look(store)
            waiting = {asyncio.ensure_future(self._sleep(BEAT)), asyncio.ensure_future(self._asked.wait())}
            try:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in waiting:
                    task.cancel()

    async def _tick(self) -> None:
        """Time runs out by itself: whoever holds a lease is told of it while the database does not answer."""
        while True:
            await self._sleep(TICK)
            for lease in self._wanted.values():
                if lease.token and not lease.held:
                    lease.tell()

    async def look(self, store: LeaseStore) -> None:
        """Asks once for all that is wanted."""
        asked_at = self._monotonic()
        wanted = dict(self._wanted)
        try:
            async with asyncio.timeout(ANSWER):
                found = await store.take(sorted(wanted), LENGTH)
        except StorageError:  # the database says it
            return
        except TimeoutError:
            if not self._late:
                log.warning("leases: the database did not answer in time; they are asked for until it does")
            self._late = True
            return
        self._late = False
        until = asked_at + LENGTH.total_seconds() - MARGIN
        for name, lease in wanted.items():
            token = found.get(name)
            if lease.token and token != lease.token:
                # Where it came back to us meanwhile, what we had in hand is let go all the same.
                log.warning("leases: %s of %s went to another process", name[1], name[0])
                lease.lose()
            elif token is not None:
                if not lease.token:
                    log.info("leases: %s of %s is ours, number %d", name[1], name[0], token)
                lease.keep(until, token)


async def _free(store: LeaseStore, leases: Mapping[LeaseName, HeldLease]) -> None:
    held = [name for name, lease in leases.items() if lease.held]
    for lease in leases.values():
        lease.lose()
    with contextlib.suppress(StorageError, TimeoutError):
        await within(MARGIN, store.free(held))


async def under(lease: Lease, work: Callable[[], Awaitable[None]]) -> None:
    """`work` while we hold the lease, again each time that we have it; ends when the work does."""
    while True:
        await lease.acquired()
        working = asyncio.ensure_future(work())
        watching = asyncio.ensure_future(lease.expired())
        try:
            await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                return await working
        finally:
            for task in (working, watching):
                task.cancel()
            await asyncio.wait({working, watching})
