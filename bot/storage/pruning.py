"""Keeping the database bounded: what is old goes, in small steps that hold no long lock, of all its bots.

Goes by age: seen ids, claimed nudge dates, outbox rows that are done, the log of turns, missed phrases,
poison, and what was decided in venues that the bot was taken out of. Goes when nobody stands in it any more:
what is kept of an old script revision. Never goes: what waits to be sent (but for last words to someone who
was forgotten: their platform is not served any more), and the row of the message whose keyboard still stands.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import Connection, Table, delete, select, tuple_

from bot.errors import StorageError
from bot.frozen import frozen
from bot.storage import schema as s
from bot.storage import venues, written
from bot.storage.change_rows import NOBODY
from bot.storage.database import Database
from bot.storage.leases import forget_members
from bot.storage.writer import Writer

STEP = 500  # rows looked at in one transaction
EVERY = 3600.0  # seconds between rounds
VENUES = timedelta(days=30)  # how long a venue's rules are kept after the bot was taken out of it
FIRST = 60.0  # seconds after the start
BREATH = 0.05  # seconds between steps: turns go first

o = s.outbox.c


@frozen
class Ages:
    """How long each kind is kept."""

    seen: timedelta
    outbox: timedelta
    log: timedelta


class Pruner:
    """`run` for ever. `playing` gives the digests of the scripts that are played now."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        ages: Ages,
        *,
        clock: Callable[[], datetime],
        playing: Callable[[], Collection[str]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        note: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._database, self._writer, self._ages = database, writer, ages
        self._clock, self._playing, self._sleep, self._note = clock, playing, sleep, note

    async def run(self) -> None:
        await self._sleep(FIRST)
        while True:
            try:
                await self.once()
            except StorageError as error:
                self._note(str(error))
            await self._sleep(EVERY)

    async def once(self) -> int:
        """One round; gives how many rows went."""
        now, ages = self._clock(), self._ages
        gone = await self._by_age(s.seen, "at", now - ages.seen)
        gone += await self._by_age(s.nudge, "at", now - ages.seen)
        gone += await self._by_age(s.turn, "id", now - ages.log)
        gone += await self._by_age(s.miss, "id", now - ages.log)
        gone += await self._by_age(s.feedback, "id", now - ages.log)
        gone += await self._by_age(s.poison, "at", now - ages.log)
        gone += await self._outbox(now - ages.outbox)
        gone += await self._venues(now - VENUES)
        if self._database.shared:
            gone += await forget_members(self._database)
        else:  # of several processes another may play other scripts
            gone += await self._revisions()
        if gone:
            self._database.erased()
        return gone

    async def _venues(self, before: datetime) -> int:
        gone: int = await self._writer.submit(venues.prune, written.stamp(before))
        return gone

    async def _by_age(self, table: Table, order: str, before: datetime) -> int:
        """Oldest first, until a step finds nothing old. `order` is a column whose order is that of age."""
        total = 0
        while True:
            item = (table, order, written.stamp(before))
            removed: int = await self._writer.submit(_step, item)
            if not removed:
                return total
            total += removed
            await self._sleep(BREATH)

    async def _outbox(self, before: datetime) -> int:
        total: int = 0
        last: int = 0
        removed: int
        while True:
            item = (last, written.stamp(before))
            removed, last = await self._writer.submit(_outbox_step, item)
            total += removed
            if last < 0:
                return total
            await self._sleep(BREATH)

    async def _revisions(self) -> int:
        """A digest goes when it is not played and no stored state comes from it."""
        unused = await self._database.read(_unused)
        old = sorted(unused - set(self._playing()))
        if old:
            await self._writer.submit(_forget_revisions, old)
        return len(old)


# ---------------------------------------------------------------- in the transaction


def _step(connection: Connection, items: Sequence[tuple[Table, str, int]]) -> Sequence[int]:
    return [_remove(connection, *item) for item in items]


def _remove(connection: Connection, table: Table, order: str, before: int) -> int:
    c, key = table.c, table.primary_key.columns
    oldest = select(*key, c.at).order_by(c[order]).limit(STEP).subquery()
    old = select(*(oldest.c[part.name] for part in key)).where(oldest.c.at < before)
    removed: int = connection.execute(delete(table).where(tuple_(*key).in_(old), c.at < before)).rowcount
    return removed


def _outbox_step(connection: Connection, items: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    return [_outbox_window(connection, last, before) for last, before in items]


def _outbox_window(connection: Connection, last: int, before: int) -> tuple[int, int]:
    """(rows removed, where to go on; -1: nothing older is left)."""
    columns = (o.seq, o.bot, o.id, o.person_id, o.ref, o.created_at, o.done_at)
    window = select(*columns).where(o.seq > last).order_by(o.seq).limit(STEP)
    found = [r for r in connection.execute(window) if r.created_at < before]
    if not found:
        return 0, -1
    done = [r for r in found if r.person_id == NOBODY or (r.done_at is not None and r.done_at < before)]
    standing = _standing(connection, {(r.bot, r.person_id) for r in done if r.ref})
    old = [r.seq for r in done if (r.bot, r.id) not in standing]
    for at in range(0, len(old), STEP):
        connection.execute(delete(s.outbox).where(o.seq.in_(old[at : at + STEP])))
    return len(old), found[-1].seq


def _standing(connection: Connection, people: Collection[tuple[str, int]]) -> set[tuple[str, str]]:
    """The messages of these people whose keyboard still stands: they will be settled one day."""
    p = s.person.c
    wanted = tuple_(p.bot, p.id).in_(people)
    shown = connection.execute(select(p.bot, p.shown).where(wanted, p.shown.is_not(None)))
    return {(bot, orjson.loads(text)[0]) for bot, text in shown}


def _unused(connection: Connection) -> set[str]:
    unused = set(connection.scalars(select(s.revision.c.digest).distinct()))
    for table in s.STATES:
        unused -= set(connection.scalars(select(table.c.digest).distinct()))
    return unused


def _forget_revisions(connection: Connection, items: Sequence[Any]) -> Sequence[None]:
    for digests in items:
        connection.execute(delete(s.revision).where(s.revision.c.digest.in_(digests)))
    return [None] * len(items)
