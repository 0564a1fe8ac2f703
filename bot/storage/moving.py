"""A database copied from one engine to the other, while it is used: row by row, and only what differs.

Both sides are read in the order of their keys, and compared; what is new, changed or gone is put right in
small transactions. So a copy that was cut off goes on where it was, and a second one takes what has happened
since. At the end both are read once more, and counts and checksums must be the same.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeVar

import orjson
from sqlalchemy import (
    Column,
    Connection,
    Select,
    Table,
    and_,
    case,
    collate,
    create_engine,
    delete,
    func,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.errors import StorageError
from bot.frozen import frozen
from bot.storage import copying, locking
from bot.storage import schema as s
from bot.storage.backup import go_on_numbering
from bot.storage.changes import upsert_of
from bot.storage.database import Database
from bot.storage.error_translation import connecting, plain_errors
from bot.storage.in_use import refuse_served
from bot.storage.schema import HEAD, metadata
from bot.storage.upgrade import version_of

STEP = 1_000  # rows in one transaction
# Who does what just now is no part of a copy.
TABLES = tuple(table for table in metadata.sorted_tables if table is not s.lease)

T = TypeVar("T")
_Row = tuple[Any, ...]


@frozen
class Copied:
    """A table on both sides after a copy. `checksum` is of all its rows, the same on both."""

    table: str
    rows: int
    checksum: str
    changed: int
    gone: int


@dataclass
class _Difference:
    """What is to be put right in a table."""

    put: list[_Row] = field(default_factory=list)
    gone: list[_Row] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.put) + len(self.gone)


async def move(source: str, target: str, *, force: bool = False) -> AsyncIterator[Copied]:
    """Makes the database `target` the same as `source`, table by table; both are URLs. Raises `StorageError`
    with one line where that cannot be, where they are not the same in the end, and, without `force`, where
    the target would lose what it has learned since."""
    there, here = Database(target), Database(source)
    if (there.file is None) == (here.file is None):
        raise StorageError(
            "--to names a database of the other engine; of the same one `alana backup` makes a copy"
        )
    await there.open(at_leisure=True)
    try:
        async with _snapshots(here, there) as (reading, writing_side):
            newest = await _refuse_source(reading)
            await there.write(lambda connection: _begin(connection, newest, force))
            for table in TABLES:
                changed, gone = await _put_right(table, reading, writing_side, there)
                yield await _compared(table, reading, there, changed, gone)
        if there.file is None:
            await there.write(_number)
        await there.write(copying.end)
    finally:
        await there.close()


def served(url: str) -> str | None:
    """The process that serves a SQLite database just now; None: nobody, or it is not SQLite."""
    file = Database(url).file
    return locking.holder(file) if file is not None else None


# ---------------------------------------------------------------- reading


class _Snapshot:
    """One database as it was at one moment, read in the order of keys."""

    def __init__(self, sync: Connection | None, over: AsyncConnection | None) -> None:
        self._sync, self._over = sync, over

    async def rows(self, table: Table) -> AsyncIterator[_Row]:
        query = _ordered(table, postgres=self._over is not None)
        if self._over is not None:
            streamed = await self._over.stream(query, execution_options={"yield_per": STEP})
            async for part in streamed.partitions(STEP):
                for row in part:
                    yield tuple(row)
            return
        assert self._sync is not None
        for part in self._sync.execute(query, execution_options={"yield_per": STEP}).partitions(STEP):
            for row in part:
                yield tuple(row)

    async def ask(self, work: Callable[[Connection], T]) -> T:
        if self._over is not None:
            return await self._over.run_sync(work)
        assert self._sync is not None
        return work(self._sync)


@asynccontextmanager
async def _snapshots(here: Database, there: Database) -> AsyncIterator[tuple[_Snapshot, _Snapshot]]:
    async with _snapshot(here) as source, _snapshot(there) as target:
        yield source, target


@asynccontextmanager
async def _snapshot(database: Database) -> AsyncIterator[_Snapshot]:
    if database.file is not None:
        with _sqlite(database) as connection:
            yield _Snapshot(connection, None)
        return
    engine = create_async_engine(database.url, pool_size=1, max_overflow=0)
    try:
        with connecting(database.shown):
            over = await engine.connect()
        try:
            with plain_errors(database.shown):
                await over.execution_options(isolation_level="REPEATABLE READ")
                yield _Snapshot(None, over)
        finally:
            await over.close()
    finally:
        await engine.dispose()


@contextmanager
def _sqlite(database: Database) -> Iterator[Connection]:
    """A reader of its own: the file may be served by another process at the same time."""
    engine = create_engine(f"sqlite:///{database.file}")
    try:
        with plain_errors(database.shown), engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only=ON")
            connection.exec_driver_sql("BEGIN")
            yield connection
    finally:
        engine.dispose()


def _ordered(table: Table, *, postgres: bool) -> Select[Any]:
    """In the order of the bytes of the key, which is the same everywhere."""
    keys = (collate(c, "C") if postgres and c.type.python_type is str else c for c in table.primary_key)
    return select(*table.c).order_by(*keys)


# ---------------------------------------------------------------- what differs


async def _put_right(table: Table, source: _Snapshot, target: _Snapshot, there: Database) -> tuple[int, int]:
    """How many rows were put there, and how many are gone."""
    changed = gone = 0
    difference = _Difference()
    async for old, new in _side_by_side(table, source, target):
        if new is None:
            difference.gone.append(_key(table, old or ()))
        elif old != new:
            difference.put.append(new)
        if len(difference) >= STEP:
            changed, gone = changed + len(difference.put), gone + len(difference.gone)
            await _write(table, difference, there)
            difference = _Difference()
    await _write(table, difference, there)
    return changed + len(difference.put), gone + len(difference.gone)


async def _side_by_side(
    table: Table, source: _Snapshot, target: _Snapshot
) -> AsyncIterator[tuple[_Row | None, _Row | None]]:
    """(there, here) of each key, in order; None where a side does not have it."""
    news, olds = source.rows(table), target.rows(table)
    new, old = await anext(news, None), await anext(olds, None)
    while new is not None or old is not None:
        ahead = _compare(table, new, old)
        if ahead < 0:
            yield None, new
            new = await anext(news, None)
        elif ahead > 0:
            yield old, None
            old = await anext(olds, None)
        else:
            yield old, new
            new, old = await anext(news, None), await anext(olds, None)


def _compare(table: Table, new: _Row | None, old: _Row | None) -> int:
    """Which comes first: below 0 the new one, above 0 the old one."""
    if new is None or old is None:
        return -1 if old is None else 1
    first, second = _key(table, new), _key(table, old)
    return (first > second) - (first < second)


def _key(table: Table, row: _Row) -> _Row:
    places = {column.name: place for place, column in enumerate(table.c)}
    return tuple(row[places[column.name]] for column in table.primary_key)


async def _write(table: Table, difference: _Difference, there: Database) -> None:
    if difference:
        await there.write(lambda connection: _apply(connection, table, difference))


def _apply(connection: Connection, table: Table, difference: _Difference) -> None:
    keys = list(table.primary_key)
    for start in range(0, len(difference.gone), 100):
        some = difference.gone[start : start + 100]
        same = (and_(*(c == v for c, v in zip(keys, key, strict=True))) for key in some)
        connection.execute(delete(table).where(or_(*same)))
    if not difference.put:
        return
    statement = upsert_of(connection)(table)
    others = {c.name: statement.excluded[c.name] for c in table.c if not c.primary_key}
    names = [c.name for c in keys]
    doing = (
        statement.on_conflict_do_update(index_elements=names, set_=others)
        if others
        else statement.on_conflict_do_nothing(index_elements=names)
    )
    columns = [c.name for c in table.c]
    connection.execute(doing, [dict(zip(columns, row, strict=True)) for row in difference.put])


async def _compared(table: Table, source: _Snapshot, there: Database, changed: int, gone: int) -> Copied:
    """Both sides read once more, each for itself."""
    wanted = await _sum(source, table)
    async with _snapshot(there) as written:
        found = await _sum(written, table)
    if found != wanted:
        raise StorageError(
            f"{table.name} is not the same on both sides ({wanted[0]} rows here, {found[0]} there): "
            "is something else writing to it? Run this again"
        )
    return Copied(table.name, *wanted, changed, gone)


async def _sum(side: _Snapshot, table: Table) -> tuple[int, str]:
    """(rows, checksum over all of them in order)."""
    rows, digest = 0, sha256()
    async for row in side.rows(table):
        rows += 1
        digest.update(orjson.dumps(row))
    return rows, digest.hexdigest()[:16]


# ---------------------------------------------------------------- what may be written to


async def _refuse_source(source: _Snapshot) -> Mapping[str, int]:
    """When each of its bots learned the newest that it holds."""
    if await source.ask(version_of) != HEAD:
        raise StorageError("the database has an older schema: start this version of Alana on it once")
    await source.ask(copying.refuse_unfinished)
    return await source.ask(_newest)


def _newest(connection: Connection) -> Mapping[str, int]:
    """Whoever asked to be forgotten left the id of that word alone."""
    times = (s.turn.c.at, s.person.c.seen_at, s.seen.c.at)
    asked = union_all(*(select(at.table.c.bot, func.max(at)).group_by(at.table.c.bot) for at in times))
    newest: dict[str, int] = {}
    for bot, at in connection.execute(asked):
        newest[bot] = max(at, newest.get(bot, 0))
    return newest


def _begin(connection: Connection, newest: Mapping[str, int], force: bool) -> None:
    """Marks the target as unfinished. A copy that was cut off holds nothing of its own, and goes on."""
    refuse_served(connection, where="the database that --to names")
    if not force and not copying.unfinished(connection):
        _refuse_newer(connection, newest)
    copying.begin(connection)


def _refuse_newer(connection: Connection, newest: Mapping[str, int]) -> None:
    turns, people = (_newer(connection, at, newest) for at in (s.turn.c.at, s.person.c.seen_at))
    if turns or people:
        raise StorageError(
            "the database that --to names has gone on by itself: it holds what is newer than anything of its "
            f"bot here (turns: {turns:,}, people: {people:,}). Copy the other way, or lose that by "
            "--force; nothing was changed"
        )


def _newer(connection: Connection, at: Column[Any], newest: Mapping[str, int]) -> int:
    here = case({"": 0, **newest}, value=at.table.c.bot, else_=0)
    return connection.scalar(select(func.count()).select_from(at.table).where(at > here)) or 0


def _number(connection: Connection) -> None:
    """New rows get numbers behind those that came along."""
    for table in TABLES:
        for column in table.columns:
            if column.autoincrement is True:
                go_on_numbering(connection, table.name, column.name)
