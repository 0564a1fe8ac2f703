"""Opening a database: drivers, the single-instance lock, transactions as pieces of work.

Work is a plain function of SQLAlchemy's `Connection`, the same on both engines: on SQLite it runs in
the connection's own thread, on PostgreSQL in the event loop over asyncpg.
"""

import asyncio
import contextlib
import copy
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL

from bot import dsn
from bot.errors import StorageError
from bot.observing import Observer
from bot.storage import bots, files, postgres
from bot.storage.checkpointing import WalCheckpointer
from bot.storage.error_translation import plain_errors
from bot.storage.files import exists, keep_private
from bot.storage.locking import Lock, take
from bot.storage.thread import SqliteThread
from bot.storage.trouble import Trouble
from bot.storage.upgrade import look, refuse_newer, upgrade

T = TypeVar("T")
Work = Callable[[Connection], T]

_READERS = 2
DEFAULT_PORT = 5432


class Database:
    """`write` for transactions that change something, `read` for look-ups beside them.

    On SQLite writers take the write lock at their start, so that a transaction never fails half-way
    for another's sake. All work is bound to one bot, `of` gives the same database for another.
    """

    def __init__(self, url: str, observer: Observer | None = None, bot: str = bots.DEFAULT) -> None:
        self.bot, self.observer = bot, observer or Observer()
        parts = _parts(url)
        self.url = _for_driver(parts)
        # SQLite's; None for PostgreSQL
        self.file = files.real(parts.file) if parts.file is not None else None
        self.shown = str(parts)  # as it may be printed
        self.warning: str | None = None  # one line about its files, after it was opened
        self._lock: Lock | None = None
        self._server: postgres.Server | None = None
        self._writer: SqliteThread | None = None
        self._readers: list[SqliteThread] = []
        self._copier: WalCheckpointer | None = None
        self._next = itertools.count()
        self._trouble = Trouble()

    @property
    def shared(self) -> bool:
        """Whether other processes may serve the same database at the same time."""
        return self.file is None

    @property
    def storing(self) -> bool:
        """Whether its newest commit succeeded: a full disk can be read all the same."""
        return self._trouble.storing

    def of(self, bot: str) -> "Database":
        """This opened database for another of its bots; it closes with this one."""
        other = copy.copy(self)
        other.bot = bot
        return other

    async def open(self, *, serving: bool = True, at_leisure: bool = False) -> None:
        """Locks, creates or migrates. Raises `StorageError` with one clear line; nothing is written before
        the database is known as ours. `at_leisure`: for an operator's command, whose statements may take
        longer on PostgreSQL than those of a bot that serves."""
        file = self.file
        if file is not None:
            self._claim(file, serving)
        try:
            await self._connect(hurried=serving and not at_leisure)
            await self._upgrade()
            if file is not None and serving and (writer := self._writer) is not None:
                self._copier = WalCheckpointer(file, lambda: writer.stored)
                await asyncio.to_thread(self._copier.start)
        except BaseException:
            await self.close()
            raise
        self._trouble.serving = serving and not at_leisure

    async def open_to_read(self) -> None:
        """For commands that only look: creates nothing, migrates nothing, takes no lock. Raises as `open`."""
        file = self.file
        if file is not None:
            if not exists(file):
                raise StorageError(f"there is no database {file}: check ALANA_DATABASE_URL")
            files.check_file(file)
            self.warning = files.readable_by_all(files.with_sides(file))
        try:
            if file is None:
                self._server = await postgres.connect(self.url, self.shown, serving=False)
            else:
                self._readers = [SqliteThread(str(file), "BEGIN", read_only=True)]
                with plain_errors(self.shown):
                    await self._readers[0].open()
            await self.read(refuse_newer)
        except BaseException:
            await self.close()
            raise
        if file is not None:
            keep_private(file)

    async def close(self) -> None:
        """Closes what is open; the lock goes last. May be called twice."""
        threads, self._readers = [*self._readers, *([self._writer] if self._writer else [])], []
        self._writer = None
        if self._copier is not None:
            await asyncio.to_thread(self._copier.stop)
            self._copier = None
        for thread in threads:
            await thread.close()
        if self._server is not None:
            await self._server.dispose()
            self._server = None
        if self._lock is not None:
            self._lock.close()  # the kernel lets the lock go with the file
            self._lock = None

    async def write(self, work: Work[T]) -> T:
        """`work` in one transaction, durable when this returns. One at a time on SQLite."""
        work = self._bound(work)
        with self._trying("write"):
            if self._writer is not None:
                return await self._writer.run(work)
            return await self._opened().run(work)

    async def write_briefly(self, work: Work[T], *, aside: bool = False) -> T:
        """As `write`, for a single statement of which twice is the same as once: on PostgreSQL without a
        transaction around it, and `aside`, if it must not stand in line with all the rest."""
        if self._writer is not None:
            return await self.write(work)
        work = self._bound(work)
        with self._trying("write"):
            return await self._opened().look(work, aside=aside)

    async def read(self, work: Work[T]) -> T:
        work = self._bound(work)
        with self._trying("read"):
            if self._readers:
                return await self._readers[next(self._next) % len(self._readers)].run(work)
            return await self._opened().run(work)

    async def look(self, work: Work[T]) -> T:
        """As `read`, for what is asked all the time: on PostgreSQL each statement stands for itself."""
        if self._readers:
            return await self.read(work)
        work = self._bound(work)
        with self._trying("read"):
            return await self._opened().look(work)

    def erased(self) -> None:
        """Something was erased that must not stay anywhere: SQLite's log is emptied soon."""
        if self._copier is not None:
            self._copier.empty()

    @contextlib.contextmanager
    def _trying(self, kind: Literal["read", "write"]) -> Iterator[None]:
        """To "read" or to "write": timed, and what goes wrong in words."""
        writer = self._writer if kind == "write" else None
        before = writer.stored if writer is not None else 0
        try:
            with plain_errors(self.shown), self.observer.timing(kind):
                yield
        except StorageError as error:
            self._trouble.met(kind, error)
            raise
        if writer is None or writer.stored != before:
            self._trouble.passed(kind)  # a full disk takes a transaction that changes nothing

    async def _upgrade(self) -> None:
        if self._server is None:
            await self.write(upgrade)
            return
        with plain_errors(self.shown):
            await self._server.upgrade(self._bound(upgrade))

    def _bound(self, work: Work[T]) -> Work[T]:
        return lambda connection: work(bots.bound(connection, self.bot))

    def _opened(self) -> postgres.Server:
        if self._server is None:
            raise StorageError(f"the database {self.shown} is closed")
        return self._server

    def _claim(self, file: Path, serving: bool) -> None:
        """Makes sure of the file before anything is written to it, or beside it."""
        files.prepare_file(file)
        look(file)
        self.warning = files.readable_by_all(files.with_sides(file))
        if serving:
            self._lock = take(file)

    async def _connect(self, *, hurried: bool = True) -> None:
        if self.file is None:
            self._server = await postgres.connect(self.url, self.shown, serving=hurried)
            return
        name = str(self.file)
        with plain_errors(self.shown):
            self._writer = SqliteThread(name, "BEGIN IMMEDIATE")
            await self._writer.open()
            self._readers = [SqliteThread(name, "BEGIN") for _ in range(_READERS)]
            for reader in self._readers:
                await reader.open()
        keep_private(self.file)


def _parts(url: str) -> dsn.Dsn:
    try:
        return dsn.parse(url)
    except ValueError as error:
        raise StorageError(f"ALANA_DATABASE_URL: {error}") from None


def _for_driver(parts: dsn.Dsn) -> URL:
    """Of several servers the one that takes changes will do, if nothing else is said."""
    host, port = parts.servers[0] if len(parts.servers) == 1 else (None, None)
    query = dict(parts.options)
    if len(parts.servers) > 1:
        query["host"] = ",".join(name for name, _ in parts.servers)
        query["port"] = ",".join(str(number or DEFAULT_PORT) for _, number in parts.servers)
        query.setdefault("target_session_attrs", "read-write")
    return URL.create(
        parts.driver,
        username=parts.user,
        password=parts.password,
        host=host or None,
        port=port,
        database=parts.file if parts.file is not None else parts.name,
        query=query,
    )
