"""One SQLite connection in aiosqlite's thread, with SQLAlchemy's connection over it.

A whole transaction is one piece of work for the thread. Awaiting each statement by itself would cost a
trip to the event loop and back for each, and a busy loop takes milliseconds to come round.
"""

import contextlib
import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from bot.storage.copying import LATEST

T = TypeVar("T")

BUSY_MS = 5_000
_PRAGMAS = (
    f"busy_timeout={BUSY_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what was forgotten is overwritten; a default of some builds only
    "cache_size=-16384",  # KB; a round of turns touches more pages than the 2 MB it has by itself
    f"wal_autocheckpoint={LATEST}",  # `LogCopier` does it before
)
_READ_ONLY = (f"busy_timeout={BUSY_MS}", "query_only=ON")


class SqliteThread:
    """`begin` opens a transaction of the wished kind (BEGIN IMMEDIATE takes the write lock at once)."""

    def __init__(self, path: str, begin: str, *, read_only: bool = False) -> None:
        self._path, self._begin, self._read_only = path, begin, read_only
        self._raw: aiosqlite.Connection | None = None
        self._connection: Connection | None = None
        self._engine: Engine | None = None

    async def open(self) -> None:
        self._raw = await self._connect()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """`work` in one transaction: durable when this returns, undone if it raises."""
        if self._raw is None:
            raise sqlite3.OperationalError("the database is closed")
        result: T = await _in_thread(self._raw, self._transaction, work)
        return result

    def changes(self) -> int:
        """How many rows were changed through this connection since it was opened; 0 once it is closed."""
        return self._raw.total_changes if self._raw is not None else 0

    async def close(self) -> None:
        if self._raw is not None:
            raw, self._raw = self._raw, None
            await _in_thread(raw, self._release)
            await raw.close()

    async def _connect(self) -> aiosqlite.Connection:
        name = f"file:{_escaped(self._path)}?mode=ro" if self._read_only else self._path
        raw = aiosqlite.connect(
            name, isolation_level=None, check_same_thread=False, cached_statements=512, uri=self._read_only
        )
        thread: Any = getattr(raw, "_thread", raw)
        thread.daemon = True  # a crash elsewhere must not hang on it
        await raw
        try:
            await _in_thread(raw, self._prepare, raw._conn)
        except BaseException:
            await raw.close()
            raise
        return raw

    # ------------------------------------------------------------ in the thread

    def _prepare(self, driver: sqlite3.Connection) -> None:
        for pragma in _READ_ONLY if self._read_only else _PRAGMAS:
            driver.execute(f"PRAGMA {pragma}")
        self._engine = create_engine("sqlite://", creator=lambda: driver, poolclass=StaticPool)
        # We begin and commit ourselves: SQLAlchemy is to leave both alone.
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        assert self._connection is not None
        driver: Any = self._connection.connection.dbapi_connection
        driver.execute(self._begin)
        try:
            result = work(self._connection)
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # a full disk has undone it already
                driver.execute("ROLLBACK")
            raise
        try:
            driver.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                driver.execute("ROLLBACK")
            raise
        return result

    def _release(self) -> None:
        if self._engine is not None:
            self._engine.dispose()
        self._connection = self._engine = None


async def _in_thread(raw: Any, work: Callable[..., Any], *arguments: Any) -> Any:
    """Runs `work` in the connection's thread. aiosqlite's public methods are single statements, each
    sent there through `_execute`; we send more at once by the same way."""
    return await raw._execute(work, *arguments)


def _escaped(path: str) -> str:
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
