"""Bringing a database to the newest schema, and telling which one it has."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StorageError
from bot.storage.error_translation import plain_line
from bot.storage.files import beside, size
from bot.storage.schema import HEAD, metadata
from bot.storage.thread import escaped

NEWER = (
    "the database was written by a newer Alana: update the program, "
    "or restore a backup made with this version"
)
UNCLEAR = "the database does not say which schema it has (alembic_version): restore a backup"
_LOCK = 4_153_116  # any number, the same in every process
_VERSION = Table(  # as Alembic makes it
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def version_of(connection: Connection) -> str | None:
    """The schema version; None: empty. Raises `StorageError` where the tables are somebody else's."""
    asked = text("SELECT version_num FROM alembic_version")
    return _version(inspect(connection).get_table_names(), lambda: connection.execute(asked).scalars())


def refuse_newer(connection: Connection) -> None:
    """Raises `StorageError` where the tables are somebody else's, or a newer program's."""
    version = version_of(connection)
    if version is not None and not known(version):
        raise StorageError(NEWER)


def look(file: Path) -> str | None:
    """The schema version of a SQLite file, without writing anything, there or beside it. Raises
    `StorageError` where it is not ours to open."""
    try:
        with contextlib.closing(sqlite3.connect(_to_look(file), uri=True)) as raw:
            tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            asked = "SELECT version_num FROM alembic_version"
            version = _version(tables, lambda: [row[0] for row in raw.execute(asked)])
    except sqlite3.Error as error:
        line = plain_line(error, str(file))
        raise StorageError(line or f"the database {file} cannot be read: {error}") from None
    if version is not None and not known(version):
        raise StorageError(NEWER)
    return version


def known(version: str) -> bool:
    """Whether this program can bring that version to its own."""
    folder = Path(__file__).parent / "migrations/versions"
    return version in {path.name.partition("_")[0] for path in folder.glob("[0-9]*.py")}


def _version(tables: Iterable[str], versions: Callable[[], Iterable[object]]) -> str | None:
    there = set(tables)
    ours = "alembic_version" in there and {"person", "outbox"} <= there
    if not ours and there - {"alembic_version", "sqlite_sequence"}:
        raise StorageError(
            "the database holds tables that are not Alana's: set ALANA_DATABASE_URL to one of its own"
        )
    if not there:
        return None
    try:
        found = [version for version in versions() if version is not None]
    except (sqlite3.OperationalError, SQLAlchemyError):  # a table of that name, but another one
        raise StorageError(UNCLEAR) from None
    if len(found) == ours:
        return str(found[0]) if found else None
    raise StorageError(UNCLEAR)


def _to_look(file: Path) -> str:
    """SQLite makes a log beside a file that has none, even to read; told that nobody writes, it does not."""
    alone = "" if size(beside(file, "-wal")) else "&immutable=1"
    return f"file:{escaped(str(file))}?mode=ro{alone}"


def upgrade(connection: Connection) -> None:
    """Brings the schema to `HEAD` in the caller's transaction; an empty database gets it in one step, as
    the migrations would make it. Refuses a newer or a foreign one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))  # a new key of a big table takes its time
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    version = version_of(connection)
    if version == HEAD:
        return
    if version is not None and not known(version):
        raise StorageError(NEWER)
    if version is None:
        _create(connection)
    else:
        _run_alembic(connection)


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    _VERSION.create(connection, checkfirst=True)
    connection.execute(_VERSION.insert(), {"version_num": HEAD})


def _run_alembic(connection: Connection) -> None:
    # Imported here: a start with a new database, or an up-to-date one, needs none of it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
