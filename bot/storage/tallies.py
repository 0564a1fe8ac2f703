"""The roll-up of the log of turns: some of them at a time, in the background, each turn once.

A turn is counted a minute after it was made: on PostgreSQL a transaction that began before another may be
seen after it, and must not be passed over.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import Connection, and_, func, select, update

from bot.errors import StorageError
from bot.frozen import frozen
from bot.statistics.folding import Countable, LoggedTurn, TallyKey, fold
from bot.storage import rows, written
from bot.storage import schema as s
from bot.storage.bots import bot_of, mine
from bot.storage.changes import upsert_of
from bot.storage.database import Database
from bot.storage.writer import Writer

STEP = 500  # turns in one go
EVERY = 300.0  # seconds between roll-ups
FIRST = 90.0  # seconds after the start
BREATH = 0.05  # seconds between two steps: turns go first
SETTLED = timedelta(minutes=1)

t = s.turn.c
_COLUMNS = (
    t.id,
    t.person_id.label("person"),
    t.at,
    t.kind,
    t.series,
    t.episode,
    t.digest,
    t.key,
    t.asked,
    t.choice,
)


@frozen
class _Step:
    """Turns up to `high`, folded; the last roll-up had ended at `last`."""

    last: int
    high: int
    found: Mapping[TallyKey, int]


class Statistician:
    """`run` for ever."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        note: Callable[[str], None] = lambda line: None,
    ) -> None:
        self._database, self._writer, self._clock = database, writer, clock
        self._sleep, self._note = sleep, note

    async def run(self) -> None:
        await self._sleep(FIRST)
        while True:
            try:
                while await self.once():
                    await self._sleep(BREATH)
            except StorageError as error:
                self._note(str(error))
            await self._sleep(EVERY)

    async def once(self) -> bool:
        """One step; False where nothing is left to count."""
        before = written.stamp(self._clock() - SETTLED)
        step = await self._database.read(lambda connection: _step(connection, before))
        if step is None:
            return False
        await self._writer.submit(_store, step)
        return True


def uncounted(connection: Connection) -> Counter[TallyKey]:
    """The tallies of what no roll-up has counted so far."""
    found: Counter[TallyKey] = Counter()
    last = _last(connection)
    while (step := _after(connection, last, None)) is not None:
        found.update(step.found)
        last = step.high
    return found


def counted(connection: Connection, since: int) -> Counter[TallyKey]:
    """The tallies of the days from `since` on (days since 1970), added up over what is the same but for the
    day where they are of an evening; of everything else they are kept by day."""
    c = s.tally.c
    ours = and_(mine(connection, s.tally), c.day >= since)
    by_day = select(*(c[name] for name in TallyKey._fields), c.value).where(ours, c.episode == "")
    found = Counter({TallyKey(*row[:-1]): row[-1] for row in connection.execute(by_day)})
    names = [c[name] for name in TallyKey._fields if name != "day"]
    summed = select(func.max(c.day), *names, func.sum(c.value)).where(ours, c.episode != "").group_by(*names)
    found.update({TallyKey(*row[:-1]): int(row[-1]) for row in connection.execute(summed)})
    return found


def reached(connection: Connection) -> Counter[str]:
    """How many people ever came to each question, by its key, over all revisions."""
    found: Counter[str] = Counter()
    for key, value in (counted(connection, 0) + uncounted(connection)).items():
        if key.what == "reached":
            found[key.key] += value
    return found


# ---------------------------------------------------------------- in the transaction


def _last(connection: Connection) -> int:
    found = connection.scalar(select(s.rollup.c.last).where(mine(connection, s.rollup)))
    return found or 0


def _step(connection: Connection, before: int) -> _Step | None:
    return _after(connection, _last(connection), before)


def _after(connection: Connection, last: int, before: int | None) -> _Step | None:
    window = select(t.id, t.person_id, t.at).where(mine(connection, s.turn), t.id > last)
    rows_ = connection.execute(window.order_by(t.id).limit(STEP)).all()
    new = list(takewhile(lambda row: before is None or row.at < before, rows_))
    if not new:
        return None
    people = sorted({row.person_id for row in new})
    tallies = fold(_history(connection, people, new[-1].id), last, _counted(connection, people))
    return _Step(last, new[-1].id, tallies)


def _history(connection: Connection, people: Sequence[int], high: int) -> list[LoggedTurn]:
    query = select(*_COLUMNS).where(mine(connection, s.turn), t.person_id.in_(people), t.id <= high)
    return [LoggedTurn(**row) for row in connection.execute(query.order_by(t.id)).mappings()]


def _counted(connection: Connection, people: Sequence[int]) -> dict[int, Countable]:
    a, p = s.account.c, s.person.c
    both = s.person.join(s.account, and_(a.bot == p.bot, a.person_id == p.id))
    query = select(p.id, p.profile, p.created_at, a.subject).select_from(both)
    found = connection.execute(query.where(mine(connection, s.person), p.id.in_(people)))
    return {
        id_: Countable(written.parse_subject(subject).platform, rows.language(profile) or "", created_at)
        for id_, profile, created_at, subject in found
    }


def _store(connection: Connection, steps: Sequence[_Step]) -> Sequence[None]:
    for step in steps:
        if _moved_on(connection, step):
            _add(connection, step.found)
    return [None] * len(steps)


def _moved_on(connection: Connection, step: _Step) -> bool:
    """Whether these turns are ours to count: another process may have been faster."""
    bot, last = bot_of(connection), s.rollup.c.last
    if not step.last:
        begun = upsert_of(connection)(s.rollup).values(bot=bot, last=0, people=0).on_conflict_do_nothing()
        connection.execute(begun)
    moved = update(s.rollup).where(mine(connection, s.rollup), last == step.last).values(last=step.high)
    return bool(connection.execute(moved).rowcount)


def _add(connection: Connection, found: Mapping[TallyKey, int]) -> None:
    if not found:
        return
    statement = upsert_of(connection)(s.tally)
    value = s.tally.c.value + statement.excluded.value
    keys = ["bot", *TallyKey._fields]
    bot = bot_of(connection)
    connection.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"value": value}),
        [{"bot": bot, **key._asdict(), "value": number} for key, number in sorted(found.items())],
    )
