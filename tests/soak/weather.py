"""Hostile weather over one bot: floods, half-open sockets, a full disk, a clock that jumps, a reader that
never ends; and people who talk beside all that, each waiting for an answer before they say the next thing.
"""

import asyncio
import contextlib
import itertools
import os
import random
import resource
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from bot.model import Press, press_data
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import BotProcess
from tests.road.travellers import Telegrapher

DAY = 86_400
PEOPLE = range(1_000, 1_010)
FLOODERS = range(6_660, 6_665)
PATIENCE = 120.0  # seconds after which an answer counts as lost
SAYS = ("/help", "/privacy", "/menu", "/progress", "/journal")
OPEN_FILES = 256
STICKER = {
    "file_id": "s",
    "file_unique_id": "s",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}


@dataclass
class Record:
    """Seconds that people waited for an answer, by the weather; what they never got; what the bot held."""

    waits: dict[str, list[float]] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    memory: int = 0  # KB, the most
    files: int = 0  # open at once, the most

    def line(self, weather: str) -> str:
        waits = sorted(self.waits.get(weather, ()))
        if not waits:
            return f"{weather}: nobody asked"
        middle, slow = (waits[min(len(waits) - 1, int(len(waits) * part))] for part in (0.5, 0.99))
        count, longest = len(waits), waits[-1]
        return f"{weather}: {count} answers, p50 {middle:.2f} s, p99 {slow:.2f} s, longest {longest:.2f} s"


@dataclass
class Weather:
    """`name` says what rages now; people note it with the answers they get."""

    server: TelegramServer
    bot: BotProcess
    port: int
    clock: Path
    record: Record
    name: str = "quiet"
    dice: random.Random = field(default_factory=lambda: random.Random(13))

    # ------------------------------------------------------------ people beside it

    async def person(self, account: int) -> None:
        """Asks, waits for the answer, thinks, asks again."""
        someone = Telegrapher(self.server, account)
        for words in itertools.cycle(SAYS):
            seen, began, weathers = len(someone.seen()), monotonic(), {self.name}
            await someone.type(words)
            while len(someone.seen()) == seen and monotonic() - began < PATIENCE:
                await asyncio.wait({self.server.next_change()}, timeout=0.2)
                weathers.add(self.name)
            if len(someone.seen()) == seen:
                self.record.lost.append(f"{account}: {words}")
            name = "disk full" if "disk full" in weathers else self.name
            self.record.waits.setdefault(name, []).append(monotonic() - began)
            await asyncio.sleep(2 + self.dice.random() * 3)

    # ------------------------------------------------------------ what rages

    async def flood(self, account: int) -> None:
        """Whatever one account can send, in bursts."""
        forged = press_data(Press(str(account), "o", 1, 1, "0"))
        long = "why do you ask me that, and what is it about? " * 90
        kinds: tuple[Callable[[], Awaitable[object]], ...] = (
            lambda: self.server.say(account, "/help"),
            lambda: self.server.say(account, "/export"),
            lambda: self.server.say(account, "/restart"),
            lambda: self.server.say(account, long),
            lambda: self.server.post(account, {"sticker": STICKER}),
            lambda: asyncio.sleep(0, self.server.press(account, forged, account, 1)),
        )
        await self.server.say(account, "/talk")
        while True:
            kind = self.dice.choice(kinds)
            for _ in range(self.dice.choice((1, 20, 100))):
                await kind()
            await asyncio.sleep(self.dice.random() * 4)

    async def newcomers(self) -> None:
        for account in itertools.count(20_000):
            await self.server.say(account, "hello")
            await asyncio.sleep(0.2)

    async def half_open(self) -> None:
        """Connections that begin a request and leave it at that, hundreds at a time; and nonsense."""
        kept: list[socket.socket] = []
        try:
            while True:
                for words in (b"", b"GET /health HTTP/1.1\r\n", b"\x16\x03\x01nonsense\r\n\r\n") * 40:
                    with contextlib.suppress(OSError):
                        kept.append(socket.create_connection(("127.0.0.1", self.port), 1))
                        kept[-1].sendall(words)
                await asyncio.sleep(1)
                for each in kept[:-400]:
                    each.close()
                del kept[:-400]
        finally:
            for each in kept:
                each.close()

    async def full_disk(self, seconds: float) -> None:
        """No file of the bot's may grow, its log as little as its database."""
        assert self.bot.process is not None
        self.name = "disk full"
        with _limited(self.bot.process.pid):
            await asyncio.sleep(seconds)
        await asyncio.sleep(5)  # a turn that waits for the disk is tried every few seconds

    async def rage(self, seconds: float) -> None:
        """All at once; the disk and the clock in turns."""
        raging = [asyncio.create_task(self.flood(account)) for account in FLOODERS]
        raging += [asyncio.create_task(self.half_open()), asyncio.create_task(self.newcomers())]
        end, days = monotonic() + seconds, itertools.cycle((1, 0, -1, 0))
        try:
            with endless_reader(self.bot.folder / "alana.db"):
                while monotonic() < end:
                    self.name = "hostile"
                    await asyncio.sleep(20)
                    self.clock.write_text(str(next(days) * DAY))
                    await asyncio.sleep(10)
                    await self.full_disk(10)
        finally:
            for task in raging:
                task.cancel()
            ends = await asyncio.gather(*raging, return_exceptions=True)
        for broken in ends:
            if isinstance(broken, Exception):
                raise broken

    async def watch(self) -> None:
        assert self.bot.process is not None
        folder = Path(f"/proc/{self.bot.process.pid}")
        while True:
            status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines())
            self.record.memory = max(self.record.memory, int(status["VmRSS"].split()[0]))
            self.record.files = max(self.record.files, len(os.listdir(folder / "fd")))
            await asyncio.sleep(1)


@contextlib.contextmanager
def _limited(process: int) -> Iterator[None]:
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def endless_reader(file: Path) -> Iterator[None]:
    """A snapshot of the database that is held for as long as this lasts."""
    with contextlib.closing(
        sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    ) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM person").fetchone()
        yield


@contextlib.asynccontextmanager
async def beside(*work: Awaitable[None]) -> AsyncIterator[None]:
    """Runs that beside the block; what breaks in it breaks the block's end."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    for broken in ends:
        if isinstance(broken, Exception):
            raise broken
