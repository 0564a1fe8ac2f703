"""Opening a database: drivers, the single-instance lock, transactions as pieces of work.

Work is a plain function of SQLAlchemy's `Connection`, the same on both engines: on SQLite it runs in
the connection's own thread, on PostgreSQL in the event loop over asyncpg.
"""

import asyncio
import fcntl
import itertools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import StorageError
from bot.storage.copying import LogCopier
from bot.storage.thread import SqliteThread
from bot.storage.trouble import plain_errors, shown
from bot.storage.upgrade import upgrade

T = TypeVar("T")
Work = Callable[[Connection], T]

_READERS = 2
_POOL = 4
MAGIC = b"SQLite format 3\x00"


class Database:
    """`write` for transactions that change something, `read` for look-ups beside them.

    On SQLite writers take the write lock at their start, so that a transaction never fails half-way
    for another's sake.
    """

    def __init__(self, url: str) -> None:
        self.url = driver_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._lock: TextIO | None = None
        self._engine: Any = None  # PostgreSQL's, of a part of SQLAlchemy that SQLite needs not load
        self._writer: SqliteThread | None = None
        self._readers: list[SqliteThread] = []
        self._copier: LogCopier | None = None
        self._next = itertools.count()

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for PostgreSQL."""
        return Path(self.url.database or "") if self.sqlite else None

    @property
    def shared(self) -> bool:
        """Whether other processes may serve the same database at the same time."""
        return not self.sqlite

    @property
    def shown(self) -> str:
        """The database as it may be printed."""
        return shown(self.url)

    async def open(self, *, serving: bool = True) -> None:
        """Locks, creates or migrates. Raises `StorageError` with one clear line."""
        file = self.file
        if file is not None:
            prepare_file(file)
            if serving:
                self._lock = lock_file(file)
        try:
            await self._connect()
            await self.write(upgrade)
            if file is not None and serving and self._writer is not None:
                self._copier = LogCopier(file, self._writer.changes)
                self._copier.start()
        except BaseException:
            await self.close()
            raise

    async def open_to_read(self) -> None:
        """For commands that only look: creates nothing, migrates nothing, takes no lock."""
        file = self.file
        if file is not None and not file.exists():
            raise StorageError(f"there is no database {file}: check ALANA_DATABASE_URL")
        if file is None:
            self._engine = self._postgres()
            return
        _check_file(file)
        self._readers = [SqliteThread(str(file), "BEGIN", read_only=True)]
        try:
            with plain_errors(self.url):
                await self._readers[0].open()
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """Closes what is open; the lock goes last. May be called twice."""
        threads, self._readers = [*self._readers, *([self._writer] if self._writer else [])], []
        self._writer = None
        if self._copier is not None:
            await asyncio.to_thread(self._copier.stop)
            self._copier = None
        for thread in threads:
            await thread.close()
        if self._engine is not None:
            await self._engine.dispose()
            self._engine = None
        if self._lock is not None:
            self._lock.close()  # the kernel lets the lock go with the file
            self._lock = None

    async def write(self, work: Work[T]) -> T:
        """`work` in one transaction, durable when this returns. One at a time on SQLite."""
        with plain_errors(self.url):
            if self._writer is not None:
                return await self._writer.run(work)
            return await self._run_postgres(work)

    async def read(self, work: Work[T]) -> T:
        with plain_errors(self.url):
            if self._readers:
                return await self._readers[next(self._next) % len(self._readers)].run(work)
            return await self._run_postgres(work)

    def erased(self) -> None:
        """Something was erased that must not stay anywhere: SQLite's log is emptied soon."""
        if self._copier is not None:
            self._copier.empty()

    async def _run_postgres(self, work: Work[T]) -> T:
        if self._engine is None:
            raise StorageError(f"the database {self.shown} is closed")
        async with self._engine.begin() as connection:
            found: T = await connection.run_sync(work)
            return found

    async def _connect(self) -> None:
        if not self.sqlite:
            self._engine = self._postgres()
            return
        file = str(self.file)
        with plain_errors(self.url):
            self._writer = SqliteThread(file, "BEGIN IMMEDIATE")
            await self._writer.open()
            self._readers = [SqliteThread(file, "BEGIN") for _ in range(_READERS)]
            for reader in self._readers:
                await reader.open()

    def _postgres(self) -> Any:
        # Imported here: it brings the whole ORM with it, a tenth of a second and 10 MB that SQLite needs not.
        from sqlalchemy.ext.asyncio import create_async_engine

        return create_async_engine(self.url, pool_size=_POOL, max_overflow=0, pool_pre_ping=True)


def driver_url(url: str) -> URL:
    """`sqlite:///…` and `postgresql://…` with the async driver put in."""
    try:
        parsed = make_url(url)
        name = parsed.get_backend_name()
    except ArgumentError:
        name = ""
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    if name not in drivers:
        raise StorageError("ALANA_DATABASE_URL: use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    if name == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StorageError("ALANA_DATABASE_URL: a database in memory forgets everyone; name a file")
    return parsed.set(drivername=drivers[name])


# ---------------------------------------------------------------- the lock


def lock_file(file: Path) -> TextIO:
    """Takes the lock beside the database, or says who holds it. Its holder's death releases it."""
    try:
        descriptor = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StorageError(f"cannot write {file}.lock beside the database: {error.strerror}") from None
    handle = os.fdopen(descriptor, "r+", encoding="ascii")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
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


# ---------------------------------------------------------------- the file


def prepare_file(file: Path) -> None:
    """Creates the file for its owner alone, and turns away what cannot be a database of ours."""
    if file.is_dir():
        raise StorageError(f"{file} is a folder, not a database file: check ALANA_DATABASE_URL")
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise _cannot_open(file, error) from None
    _check_file(file)


def is_sqlite(file: Path) -> bool:
    """Whether it may be a SQLite file; an empty one may become one. Raises `StorageError` where it
    cannot be read."""
    try:
        with file.open("rb") as handle:
            return handle.read(len(MAGIC)) in (b"", MAGIC)
    except OSError as error:
        raise _cannot_open(file, error) from None


def _check_file(file: Path) -> None:
    if not is_sqlite(file):
        raise StorageError(f"{file} is not a SQLite database: move it away or set ALANA_DATABASE_URL")


def _cannot_open(file: Path, error: OSError) -> StorageError:
    return StorageError(
        f"cannot open the database {file}: {error.strerror}. Check the folder and its permissions, "
        "or set ALANA_DATABASE_URL"
    )
