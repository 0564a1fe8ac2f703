"""A PostgreSQL server: a bounded pool, directly or behind a pooler; timeouts; what is tried again.

A pooler in transaction mode (PgBouncer) gives each transaction whatever connection is free: no prepared
statement, no setting of a session outlives one there. That one stands between is seen by itself: the number
of the server's process is then not the one that the greeting named.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection, NullPool, event
from sqlalchemy.engine import URL

from bot.errors import StorageError
from bot.storage.connections import HeldConnections
from bot.storage.error_translation import ConnectionGone, connecting, sqlstate

T = TypeVar("T")

POOL = 4  # connections of one process, however many bots it serves; its leases have one more
CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 20.0  # for a piece of work; a line that was cut says nothing
STATEMENT_SECONDS = 15  # of the server, for one statement of a bot that serves
# Another transaction was in the way, or a pooler gave us a connection that does not know our statement;
# nothing was changed. https://www.postgresql.org/docs/current/errcodes-appendix.html
# Or a newer version has changed the tables since.
AGAIN = frozenset({"40001", "40P01", "26000", "42P05", "0A000"})
PAUSES = (0.01, 0.05, 0.2, 0.5)  # seconds before the next try, each spread by half
DEMOTED = frozenset({"25006"})  # the server takes no changes any more: another does

_LIMIT = f"SET LOCAL statement_timeout = {STATEMENT_SECONDS * 1000}"


class Server:
    """`run` for transactions; `look` for statements that each stand for themselves, without a transaction
    around them, which would cost twice as much again. Made by `connect`. Not `brief`: a pooler would give
    each part of such a statement to another connection."""

    def __init__(self, engine: Any, *, serving: bool, limited: bool = False, brief: bool = False) -> None:
        self._held = HeldConnections(engine, POOL, ANSWER_SECONDS)
        self._aside = HeldConnections(engine, 1, ANSWER_SECONDS)  # for what must not stand in line
        self._brief = brief
        self._patience = ANSWER_SECONDS if serving else None
        self._begin = f"BEGIN; {_LIMIT}" if limited else "BEGIN"  # how long a statement may take

    async def run(
        self, work: Callable[[Connection], T], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> T:
        """`work` in one transaction. It is done again where the server undid it for another's sake, and where
        the connection was gone before anything was to be committed."""
        return await self._patiently(work, sleep, self._begin, self._held)

    async def upgrade(self, work: Callable[[Connection], T]) -> T:
        """`work` in one transaction, however long that takes, before anything else is asked."""
        patience, self._patience = self._patience, None
        try:
            return await self.run(work)
        finally:
            self._patience = patience

    async def look(self, work: Callable[[Connection], T], *, aside: bool = False) -> T:
        """Where a connection was gone half-way, `work` is done again: twice must be the same as once.
        `aside`: it does not stand in line with all the rest."""
        held, begin = self._aside if aside else self._held, None if self._brief else self._begin
        return await self._patiently(work, asyncio.sleep, begin, held)

    async def _patiently(
        self,
        work: Callable[[Connection], T],
        sleep: Callable[[float], Awaitable[None]],
        begin: str | None,
        held: HeldConnections,
    ) -> T:
        for pause in PAUSES:
            done: list[T] = []
            try:
                await self._once(partial(_keep, done, work), begin, held)
                return done[0]
            except Exception as error:
                if sqlstate(error) in DEMOTED:
                    await held.close_idle()
                if sqlstate(error) not in AGAIN and (done or not isinstance(error, ConnectionGone)):
                    raise
            await sleep(pause * (0.5 + random.random()))
        return await self._once(work, begin, held)

    async def dispose(self) -> None:
        await self._aside.close()
        await self._held.close()

    async def _once(self, work: Callable[[Connection], T], begin: str | None, held: HeldConnections) -> T:
        async with held.one() as one, asyncio.timeout(self._patience):
            if begin is not None:
                await one.driver.execute(begin)
            found: T = await one.connection.run_sync(work)
            if begin is not None:
                await one.driver.execute("COMMIT")
            return found


def _keep(done: list[T], work: Callable[[Connection], T], connection: Connection) -> None:
    done.append(work(connection))


async def connect(url: URL, shown: str, *, serving: bool) -> Server:
    """A server that answers. `serving`: statements have a limit of time, and only a server that takes changes
    will do; commands of operators may take longer, and may look at a standby."""
    with connecting(shown):
        careful = _engine(url, shown, pooled=True, serving=serving)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                pooled = await _is_pooled(careful)
        except BaseException:
            await careful.dispose()
            raise
    if pooled:
        return Server(careful, serving=serving, limited=serving)
    await careful.dispose()
    return Server(_engine(url, shown, pooled=False, serving=serving), serving=serving, brief=serving)


def _engine(url: URL, shown: str, *, pooled: bool, serving: bool) -> Any:
    # Imported here: it brings the whole ORM with it, a tenth of a second and 10 MB that SQLite needs not.
    from sqlalchemy.ext.asyncio import create_async_engine

    arguments: dict[str, Any] = {"timeout": CONNECT_SECONDS}
    if pooled:
        arguments |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
        arguments["prepared_statement_name_func"] = lambda: ""  # the unnamed one, which the next replaces
    elif serving:
        arguments["server_settings"] = {"statement_timeout": str(STATEMENT_SECONDS * 1000)}
    engine = create_async_engine(
        url, poolclass=NullPool, connect_args=arguments, isolation_level="AUTOCOMMIT"
    )
    if serving:
        event.listen(engine.sync_engine, "connect", lambda raw, _: _refuse_standby(raw, shown))
    return engine


def _refuse_standby(raw: Any, shown: str) -> None:
    """After a failover an old address may lead to a server that only follows another."""
    cursor = raw.cursor()
    cursor.execute("SELECT pg_is_in_recovery()")
    [following] = cursor.fetchone()
    cursor.close()
    raw.rollback()
    if following:
        raise StorageError(f"the database {shown} follows another server now: it is tried again")


async def _is_pooled(engine: Any) -> bool:
    async with engine.connect() as connection:
        greeted = (await connection.get_raw_connection()).driver_connection
        answering = (await connection.exec_driver_sql("SELECT pg_backend_pid()")).scalar()
    assert greeted is not None
    return bool(greeted.get_server_pid() != answering)
