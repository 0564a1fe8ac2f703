"""A bot as a whole: counted, erased, or copied into another database, of either engine."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Table, delete, func, insert, select

from bot.errors import StorageError
from bot.storage import schema as s
from bot.storage.bots import bot_of, mine
from bot.storage.database import Database
from bot.storage.in_use import refuse_served

_STEP = 1_000  # rows in one statement


def census(connection: Connection) -> Mapping[str, int]:
    """How many people each bot of the database knows. A circle is nobody."""
    p, c = s.person.c, s.circle.c
    several = select(c.person_id).where(c.bot == p.bot, c.person_id == p.id).exists()
    found = select(p.bot, func.count()).where(~several).group_by(p.bot).order_by(p.bot)
    return {row.bot: row[1] for row in connection.execute(found)}


def erase(connection: Connection) -> int:
    """Deletes all rows of the connection's bot; how many that were. Refuses while it is served."""
    refuse_served(connection, bot=bot_of(connection))
    return sum(
        connection.execute(delete(table).where(mine(connection, table))).rowcount
        for table in reversed(s.metadata.sorted_tables)
    )


async def copy(source: Database, target: Database) -> int:
    """All rows of the source's bot into the target, in one transaction there; how many that were. Raises
    `StorageError` where the target knows the bot already, and while a process serves it on either side."""
    await source.read(lambda connection: refuse_served(connection, bot=source.bot))
    pages = await source.read(_all)
    return await target.write(lambda connection: _put(connection, pages))


def _all(connection: Connection) -> Sequence[tuple[Table, Sequence[Mapping[str, object]]]]:
    """The rows of each table, of one moment, in order. Those that number themselves are numbered anew; leases
    are of that database alone."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    tables = [table for table in s.metadata.sorted_tables if table is not s.lease]
    return [(table, _rows(connection, table)) for table in tables]


def _rows(connection: Connection, table: Table) -> Sequence[Mapping[str, object]]:
    anew = not table.c.bot.primary_key  # its rows number themselves
    columns = [column for column in table.c if not (anew and column.primary_key)]
    ordered = select(*columns).where(mine(connection, table)).order_by(*table.primary_key.columns)
    return [dict(row) for row in connection.execute(ordered).mappings()]


def _put(connection: Connection, pages: Sequence[tuple[Table, Sequence[Mapping[str, object]]]]) -> int:
    bot = bot_of(connection)
    refuse_served(connection, bot=bot, where="the other database")
    if connection.scalar(select(func.count()).select_from(s.person).where(mine(connection, s.person))):
        raise StorageError(f"that database knows people of {bot} already: erase it there first")
    for table, rows in pages:
        for at in range(0, len(rows), _STEP):
            connection.execute(insert(table), list(rows[at : at + _STEP]))
    return sum(len(rows) for _, rows in pages)
