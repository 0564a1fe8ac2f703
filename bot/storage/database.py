"""Opening a database: drivers, pragmas, the single-instance lock, migrations, errors in plain words."""

import fcntl
import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError
from bot.storage.schema import HEAD

BUSY_MS = 5_000
_READERS = 2


class Database:
    """Two pools on one database: `read()` for look-ups, `write()` for transactions that change it.

    On SQLite writers take the write lock at their start (`BEGIN IMMEDIATE`), so that a transaction
    never fails half-way for another's sake. `serving=True` takes the single-instance lock as well.
    """

    def __init__(self, url: str) -> None:
        self.url = driver_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._lock: TextIO | None = None
        self._writer = self._engine(immediate=True)
        self._reader = self._engine(immediate=False) if self.sqlite else self._writer

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for PostgreSQL and for a database in memory."""
        name = self.url.database
        return Path(name) if self.sqlite and name and name != ":memory:" else None

    @property
    def shared(self) -> bool:
        """Whether other processes may serve the same database at the same time."""
        return not self.sqlite

    async def open(self, *, serving: bool = True) -> None:
        """Locks, creates or migrates. Raises `StorageError` with one clear line."""
        file = self.file
        if file is not None:
            _prepare_file(file)
            if serving:
                self._lock = lock_file(file)
        try:
            async with self.write() as connection:
                await connection.run_sync(migrate)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        await self._writer.dispose()
        await self._reader.dispose()
        if self._lock is not None:
            self._lock.close()  # the kernel lets the lock go with the file
            self._lock = None

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, durable when the block ends."""
        async with _plain_errors(self.url), self._writer.begin() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        async with _plain_errors(self.url), self._reader.connect() as connection:
            yield connection

    def _engine(self, *, immediate: bool) -> AsyncEngine:
        if not self.sqlite:
            return create_async_engine(self.url, pool_size=_READERS + 2, pool_pre_ping=True)
        size = 1 if immediate else _READERS
        engine = create_async_engine(self.url, pool_size=size, max_overflow=0)
        begin = "BEGIN IMMEDIATE" if immediate else "BEGIN"
        event.listen(engine.sync_engine, "connect", _set_pragmas)
        event.listen(engine.sync_engine, "begin", lambda c: c.exec_driver_sql(begin) and None)
        return engine


def driver_url(url: str) -> URL:
    """`sqlite:///…` and `postgresql://…` with the async driver put in."""
    parsed = make_url(url)
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    name = parsed.get_backend_name()
    if name not in drivers:
        raise StorageError(f"ALANA_DATABASE_URL: {name!r} is not supported; use sqlite: or postgresql:")
    return parsed.set(drivername=drivers[name])


def lock_file(file: Path) -> TextIO:
    """Takes the lock beside the database, or says who holds it. Its holder's death releases it."""
    handle = open(f"{file}.lock", "a+", encoding="ascii")  # noqa: SIM115 - held as long as we serve
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        holder = handle.read().strip() or "unknown"
        handle.close()
        raise StorageError(
            f"{file} is in use by another Alana (process {holder}): stop that one first, "
            "or set ALANA_DATABASE_URL to another file"
        ) from None
    handle.truncate(0)
    handle.write(f"{os.getpid()}\n")
    handle.flush()
    return handle


def lock_holder(file: Path) -> str | None:
    """The process that holds the lock now, without taking it; None if it is free."""
    try:
        with open(f"{file}.lock", encoding="ascii") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return handle.read().strip() or "unknown"
    except OSError:
        return None
    return None


def _prepare_file(file: Path) -> None:
    """Creates the file for its owner alone, and turns away what cannot be a database of ours."""
    if file.is_dir():
        raise StorageError(f"{file} is a folder, not a database file: check ALANA_DATABASE_URL")
    try:
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageError(
            f"cannot open the database {file}: {error.strerror}. Check the folder and its permissions, "
            "or set ALANA_DATABASE_URL"
        ) from None
    with os.fdopen(descriptor, "rb") as handle:
        head = handle.read(16)
    if head and head != b"SQLite format 3\x00":
        raise StorageError(f"{file} is not a SQLite database: move it away or set ALANA_DATABASE_URL")


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # our own BEGIN, see Database._engine
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def migrate(connection: Connection) -> None:
    """Brings the schema to `HEAD`, in the caller's transaction. Refuses a newer or a foreign one."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(4153116)"))
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if version == HEAD:
            return
    elif tables:
        raise StorageError(
            "the database holds tables that are not Alana's: set ALANA_DATABASE_URL to one of its own"
        )
    _run_alembic(connection)


def _run_alembic(connection: Connection) -> None:
    # Imported here: a start with an up-to-date schema needs none of it.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        if "Can't locate revision" not in str(error):
            raise
        raise StorageError(
            "the database was written by a newer Alana: update the program, "
            "or restore a backup made with this version"
        ) from None


@asynccontextmanager
async def _plain_errors(url: URL) -> AsyncIterator[None]:
    """Driver errors that an operator can act on, as one line; the rest stay loud."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        line = _plain_line(error, url)
        if line is None:
            raise
        raise StorageError(line) from error


_SQLITE_LINES = (
    ("locked", "the database {db} is locked by another program: close it and try again"),
    ("full", "the disk is full, nothing was changed in {db}: make room and try again"),
    ("disk i/o", "the disk under {db} reports an error: check it, then restore a backup if needed"),
    ("malformed", "the database {db} is damaged: restore a backup (`alana restore FILE`)"),
    ("not a database", "{db} is not a database: move it away or set ALANA_DATABASE_URL"),
    ("unable to open", "cannot open the database {db}: check the folder and its permissions"),
    ("readonly", "the database {db} cannot be written: check its permissions"),
)


def _plain_line(error: Exception, url: URL) -> str | None:
    shown = url.database if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
    if isinstance(error, OSError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        return f"cannot reach the database {shown}: {type(error).__name__}. Check that it runs"
    words = str(getattr(error, "orig", None) or error).lower()
    for mark, line in _SQLITE_LINES:
        if mark in words:
            return line.format(db=shown)
    return None
