"""One SQLite connection in aiosqlite's thread, with SQLAlchemy's connection over it.

A whole transaction is one piece of work for the thread. Awaiting each statement by itself would cost a
trip to the event loop and back for each, and a busy loop takes milliseconds to come round. aiosqlite has no
call that takes a function, but it runs `commit` of the connection there, and the connection's class is ours.
"""

import contextlib
import sqlite3
import threading
from collections import deque
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import NullPool

from bot.storage.checkpointing import LATEST

T = TypeVar("T")
_Piece = Callable[[sqlite3.Connection], None]

BUSY_MS = 5_000
_PRAGMAS = (
    f"busy_timeout={BUSY_MS}",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what was forgotten is overwritten; a default of some builds only
    "cache_size=-16384",  # KB; a round of turns touches more pages than the 2 MB it has by itself
    f"wal_autocheckpoint={LATEST}",  # `WalCheckpointer` does it before
)
_READ_ONLY = (f"busy_timeout={BUSY_MS}", "query_only=ON")


class SqliteThread:
    """`begin` opens a transaction of the wished kind (BEGIN IMMEDIATE takes the write lock at once). `stored`
    counts the rows that were changed for good."""

    def __init__(self, path: str, begin: str, *, read_only: bool = False) -> None:
        self._path, self._begin, self._read_only = path, begin, read_only
        self._raw: aiosqlite.Connection | None = None
        self._work: deque[_Piece] = deque()
        self._connection: Connection | None = None
        self.stored = 0

    async def open(self) -> None:
        self._raw = await self._connect()

    async def run(self, work: Callable[[Connection], T]) -> T:
        """`work` in one transaction: durable when this returns, undone if it raises."""
        if self._raw is None:
            raise sqlite3.OperationalError("the database is closed")
        return await self._in_thread(self._raw, lambda driver: self._transaction(driver, work))

    async def close(self) -> None:
        if self._raw is not None:
            raw, self._raw = self._raw, None
            await self._in_thread(raw, self._release)
            await raw.close()

    async def _connect(self) -> aiosqlite.Connection:
        raw = _by_a_daemon(self._unopened)
        await raw
        try:
            await self._in_thread(raw, self._prepare)
        except BaseException:
            await raw.close()
            raise
        return raw

    def _unopened(self) -> aiosqlite.Connection:
        name = f"file:{escaped(self._path)}?mode=ro" if self._read_only else self._path
        return aiosqlite.connect(
            name,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=512,
            uri=self._read_only,
            factory=_driver_for(self._work),
        )

    async def _in_thread(self, raw: aiosqlite.Connection, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` gives, run there. Pieces are taken up in the order in which they were handed over."""
        results: list[T] = []
        self._work.append(lambda driver: results.append(work(driver)))
        await raw.commit()
        return results[0]

    # ------------------------------------------------------------ in the thread

    def _prepare(self, driver: sqlite3.Connection) -> None:
        for pragma in _READ_ONLY if self._read_only else _PRAGMAS:
            driver.execute(f"PRAGMA {pragma}")
        _OPENED.driver = driver
        # We begin and commit ourselves: SQLAlchemy is to leave both alone.
        self._connection = _engine().connect().execution_options(isolation_level="AUTOCOMMIT")

    def _transaction(self, driver: sqlite3.Connection, work: Callable[[Connection], T]) -> T:
        assert self._connection is not None
        before = driver.total_changes
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
        self.stored += driver.total_changes - before
        return result

    def _release(self, _: sqlite3.Connection) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


_OPENED = threading.local()  # `driver`: the connection that was opened in this thread


@cache
def _engine() -> Engine:
    """One for every thread: an engine keeps what it has compiled of each statement, and would do it anew for
    every connection."""
    return create_engine("sqlite://", creator=lambda: _OPENED.driver, poolclass=NullPool)


def _driver_for(work: deque[_Piece]) -> type[sqlite3.Connection]:
    """A connection whose `commit` does the next piece of `work`."""

    class Driver(sqlite3.Connection):
        def commit(self) -> None:
            if work:
                work.popleft()(self)
            else:
                super().commit()

    return Driver


def _by_a_daemon(make: Callable[[], T]) -> T:
    """What `make` gives. Threads that it makes are daemons, as their maker is: a crash elsewhere must not
    hang on them."""
    made: list[T] = []
    maker = threading.Thread(target=lambda: made.append(make()), daemon=True)
    maker.start()
    maker.join()
    return made[0]


def escaped(path: str) -> str:
    """A path as it stands in a `file:` address."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
