"""What operators decided in the bot itself, carried out: by every process that serves, soon after.

Belongs to the composition root.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from bot.errors import StorageError
from bot.operating import NOTICED, Health, Rulings, rulings
from bot.oversight import Watched
from bot.reminders.stored import ASLEEP, NOTES
from bot.storage import queries
from bot.storage import rulings as stored
from bot.storage.database import Database
from bot.storage.writer import Writer
from bot.versions import version

EVERY = 10.0  # seconds between looks where other processes may decide; what is decided here is seen at once
BREATH = 0.05  # seconds between two steps of waking everybody


class OperatorDesk:
    """`now` is what holds, for turns; `look` once read it."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database, self._writer, self._clock, self._sleep = database, writer, clock, sleep
        self._now = Rulings()
        self._asked = asyncio.Event()

    def now(self) -> Rulings:
        return self._now

    def decided(self) -> None:
        """Something was decided just now."""
        self._asked.set()

    async def look(self) -> Rulings:
        """Reads what holds; gives what held before."""
        before = self._now
        self._now = rulings(await self._database.read(stored.rulings))
        return before

    async def run(self, reload: Callable[[], None], note: Callable[[str], None]) -> None:
        """For ever: takes up what was decided, here or in another process."""
        while True:
            try:
                self._asked.clear()
                before = await self.look()
                if self._now.reload != before.reload:
                    reload()
                await self.notify()
            except StorageError as error:
                note(str(error))
                await self._sleep(EVERY)
                continue
            await self._news()

    async def _news(self) -> None:
        """Returns when somebody has decided something, or might have in another process."""
        if not self._database.shared:
            await self._asked.wait()
            return
        waiting: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._asked.wait())]
        waiting.append(asyncio.ensure_future(self._sleep(EVERY)))
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()

    async def notify(self) -> None:
        """Wakes everybody who wants notes, once for each; some at a time."""
        notice = self._now.notice
        if notice is None or notice.id == self._now.noticed:
            return
        now, last = self._clock(), -1
        while last is not None:
            last = await self._writer.submit(stored.wake_readers, (NOTES, ASLEEP, now, last))
            await self._sleep(BREATH)
        await self._writer.submit(stored.rule, (NOTICED, notice.id))
        await self.look()


async def health_of(watched: Watched) -> Health | None:
    """The figures for `/admin`; None where the database does not answer."""
    try:
        waiting, dead, poison, people, readers = await watched.database.read(
            lambda c: (
                queries.waiting(c),
                queries.dead_by_platform(c),
                queries.poison_rows(c),
                queries.known(c),
                stored.readers(c, NOTES),
            )
        )
    except StorageError:
        return None
    now = watched.clock()
    return Health(
        version=version(),
        scripts=len(watched.library.current.series),
        people=people,
        readers=readers,
        waiting=sum(each.rows for each in waiting),
        oldest=max((each.seconds(now) for each in waiting), default=0.0),
        dead=sum(dead.values()),
        poison=poison,
        connected=tuple((n, a.connected) for n, a in watched.adapters.items() if watched.ours(n)),
    )
