"""Several real processes on one PostgreSQL, over the loopback platforms: killed, paused, cut off."""

import asyncio
import contextlib
import os
import signal
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from sqlalchemy import text

from bot.storage.database import Database
from tests.road.bot_process import BotProcess


class Replica(BotProcess):
    """One of the processes; each has a folder of its own for its log, and may have its own way to the
    database."""

    def __init__(self, folder: Path, dialogues: Path, url: str, **settings: str) -> None:
        folder.mkdir()
        self._told: socket.socket | None = None
        self._ready = False
        super().__init__(folder, dialogues, ALANA_DATABASE_URL=url, **settings)

    async def start(self) -> None:
        """Tells us when it is ready, as it tells a service manager."""
        if self._told is not None:
            self._told.close()
        name = self.folder / "notify"
        name.unlink(missing_ok=True)
        self._told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self._told.bind(str(name))
        self.settings["NOTIFY_SOCKET"], self._ready = str(name), False
        await super().start()

    @property
    def ready(self) -> bool:
        """Whether it serves, or stands by."""
        with contextlib.suppress(BlockingIOError):
            while not self._ready and self._told is not None:
                self._ready = b"READY=1" in self._told.recv(4096)
        return self._ready and self.ended is None

    async def __aexit__(self, *error: object) -> None:
        await super().__aexit__(*error)
        if self._told is not None:
            self._told.close()

    def pause(self) -> None:
        """SIGSTOP: everything stands still, and nothing is known of it."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        assert self.process is not None
        os.kill(self.process.pid, which)

    def is_called(self, holder: str) -> bool:
        """Whether a lease's holder is this process."""
        return self.process is not None and f":{self.process.pid}:" in holder


class Overseer:
    """Looks into the database beside the processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def holder(self, name: str) -> tuple[str, int]:
        """(the holder, its token); "" where nobody holds it now."""
        query = text("SELECT holder, token FROM lease WHERE name = :name AND until > :now_")
        now = text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")
        found = await self._database.read(
            lambda c: c.execute(query, {"name": name, "now_": c.scalar(now)}).first()
        )
        return (found.holder, found.token) if found else ("", 0)

    async def holders(self, names: str) -> dict[str, str]:
        """The holders of leases in force whose names are so (an SQL pattern)."""
        query = text(
            "SELECT name, holder FROM lease WHERE name LIKE :names"
            " AND until > extract(epoch FROM clock_timestamp()) * 1000000"
        )
        found = await self._database.read(lambda c: c.execute(query, {"names": names}).all())
        return {row.name: row.holder for row in found}

    async def until_held(self, name: str, beyond: int = 0, within: float = 180.0) -> float:
        """Waits for a holder with a later token; how many seconds that took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with asyncio.timeout(within):
            while (await self.holder(name))[1] <= beyond:  # noqa: ASYNC110 - it is in the database
                await asyncio.sleep(0.05)
        return loop.time() - began

    async def until_sent(self) -> None:
        """Returns when nothing waits in the outbox."""
        while await self.count("status IN ('waiting', 'leased', 'begun')"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)

    async def count(self, condition: str) -> int:
        """Rows of the outbox for which that is so."""
        query = text(f"SELECT count(*) FROM outbox WHERE {condition}")
        return await self._database.read(lambda connection: connection.scalar(query) or 0)


@asynccontextmanager
async def overseer(url: str) -> AsyncIterator[Overseer]:
    database = Database(url)
    await database.open()
    try:
        yield Overseer(database)
    finally:
        await database.close()


@asynccontextmanager
async def replicas(
    count: int, folder: Path, dialogues: Path, urls: Sequence[str], **settings: str
) -> AsyncIterator[list[Replica]]:
    """So many processes, started one after the other; whoever is left ends with the block."""
    async with AsyncExitStack() as stack:
        found = []
        for number in range(count):
            one = Replica(folder / f"p{number}", dialogues, urls[number % len(urls)], **settings)
            found.append(await stack.enter_async_context(one))
        yield found


async def leader(watch: Overseer, processes: Sequence[Replica], name: str, within: float = 60.0) -> Replica:
    """The process that holds a lease."""
    async with asyncio.timeout(within):
        while True:
            holder, _ = await watch.holder(name)
            found = next((one for one in processes if one.is_called(holder)), None)
            if found is not None:
                return found
            await asyncio.sleep(0.05)
