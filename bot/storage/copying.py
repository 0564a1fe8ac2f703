"""The mark of a database into which a copy is being made: it stands from the first row to the last.

It is a row among the leases that nobody ever holds: they alone are no part of what is copied, while a backup
takes it along.
"""

from sqlalchemy import Connection, and_, delete, insert, select

from bot.errors import StorageError
from bot.storage import schema as s
from bot.storage.leases import EVERY_BOT

UNFINISHED = (
    "a copy into this database was begun and is not finished: run the same `alana migrate --to` again, "
    "or restore a backup"
)
_MARK = {"bot": EVERY_BOT, "name": "copy", "holder": "", "token": 0, "until": 0}
_MARKS = and_(s.lease.c.bot == EVERY_BOT, s.lease.c.name == "copy")


def begin(connection: Connection) -> None:
    if not unfinished(connection):
        connection.execute(insert(s.lease).values(**_MARK))


def end(connection: Connection) -> None:
    connection.execute(delete(s.lease).where(_MARKS))


def unfinished(connection: Connection) -> bool:
    """Whether a copy into it was begun and not ended."""
    return connection.scalar(select(s.lease.c.name).where(_MARKS)) is not None


def refuse_unfinished(connection: Connection) -> None:
    """Raises `StorageError` where the database is a part of another."""
    if unfinished(connection):
        raise StorageError(UNFINISHED)
