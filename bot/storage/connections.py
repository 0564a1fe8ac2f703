"""The connections of one process to a PostgreSQL server, kept open: to check one out of a pool, to have a
library begin and commit there and to give it back costs more than all that most transactions ask.

So each is in SQLAlchemy's AUTOCOMMIT, and whoever has it says BEGIN and COMMIT, as on SQLite (`thread.py`).
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from bot.storage.error_translation import ConnectionGone, is_cut


@dataclass(frozen=True, slots=True)
class HeldConnection:
    """A connection as SQLAlchemy has it, and the driver's own below it."""

    connection: Any  # AsyncConnection
    driver: Any  # asyncpg.Connection

    async def end(self) -> None:
        """Whatever happens on the way: it is not used any more."""
        self.driver.terminate()
        with contextlib.suppress(Exception):
            await self.connection.invalidate()
        with contextlib.suppress(Exception):
            await self.connection.close()


class HeldConnections:
    """At most `most` at a time, made as they are needed by `engine`, an AsyncEngine without a pool, in
    `patience` seconds each."""

    def __init__(self, engine: Any, most: int, patience: float) -> None:
        self._engine, self._patience = engine, patience
        self._room = asyncio.Semaphore(most)
        self._idle: list[HeldConnection] = []
        self._closed = False

    @contextlib.asynccontextmanager
    async def one(self) -> AsyncIterator[HeldConnection]:
        """One for a piece of work. Where that fails, all that it did in a transaction is undone. Raises
        `ConnectionGone` where it was cut meanwhile."""
        async with self._room:
            held = await self._take()
            try:
                yield held
            except BaseException as error:
                lost = held.driver.is_closed() or (isinstance(error, Exception) and is_cut(error))
                await self._undo(held, error, lost)
                if lost and isinstance(error, Exception):
                    raise ConnectionGone(error) from error
                raise
            await self._put(held)

    async def close_idle(self) -> None:
        """They lead to a server that will not do any more, or to none."""
        while self._idle:
            await self._idle.pop().end()

    async def close(self) -> None:
        """Those in use follow as soon as they are given back."""
        self._closed = True
        await self.close_idle()
        await self._engine.dispose()

    async def _take(self) -> HeldConnection:
        while self._idle:
            held = self._idle.pop()
            if not held.driver.is_closed():
                return held
            await held.end()
        async with asyncio.timeout(self._patience):
            connection = await self._engine.connect()
            return HeldConnection(connection, (await connection.get_raw_connection()).driver_connection)

    async def _put(self, held: HeldConnection) -> None:
        if self._closed:
            await held.end()
        else:
            self._idle.append(held)

    async def _undo(self, held: HeldConnection, error: BaseException, lost: bool) -> None:
        """Of one that was cut, or that we do not wait for any more, nothing is asked: the server undoes
        what was begun there. Others are likely to be cut as well."""
        if lost or isinstance(error, OSError):
            await held.end()
            await self.close_idle()
        elif isinstance(error, Exception) and await _undone(held):
            await self._put(held)
        else:
            await held.end()


async def _undone(held: HeldConnection) -> bool:
    try:
        if held.driver.is_in_transaction():
            await held.driver.execute("ROLLBACK")
        await held.connection.rollback()
    except Exception:
        return False
    return True
