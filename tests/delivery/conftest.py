"""A sender on a real outbox, with a clock that only tests move."""

import asyncio
import heapq
import itertools
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.delivery.sender import Sender
from bot.model import Address, Limits, Open, Outgoing, Rebutton, Receipt, Settle
from bot.ports import Claimed, Host, Saved
from bot.storage.database import Database
from tests.storage.conftest import NOW, Kit

FREE = Limits(4096, "utf16", 64, 32, 24)


class Time:
    """Sleeps end when `pass_` says so, in order; nothing waits for real."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    @property
    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.seconds + max(0.0, seconds), next(self._numbers), done))
        await done

    def next_at(self) -> float | None:
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def wake(self) -> None:
        self.seconds, _, done = heapq.heappop(self._sleepers)
        if not done.done():
            done.set_result(None)


@dataclass
class Phone:
    """An adapter that keeps what it was sent and when; `fails[id]` holds what it raises first."""

    time: Time
    name: str = "chat"
    connected: bool = True
    limits: Limits = FREE
    sent: list[tuple[float, str]] = field(default_factory=list)
    tried: list[tuple[float, str]] = field(default_factory=list)
    rows: list[Outgoing] = field(default_factory=list)
    targets: list[Receipt | None] = field(default_factory=list)
    typed: list[float] = field(default_factory=list)
    fails: dict[str, list[Exception]] = field(default_factory=lambda: defaultdict(list))

    async def run(self, host: Host) -> None:
        """Nothing connects."""

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        self.tried.append((self.time.seconds, outgoing.id))
        if self.fails[outgoing.id]:
            raise self.fails[outgoing.id].pop(0)
        self.sent.append((self.time.seconds, outgoing.id))
        self.rows.append(outgoing)
        if isinstance(outgoing.action, Settle | Rebutton | Open):
            self.targets.append(target)
        return Receipt(f"ref-{outgoing.id}", outgoing.address)

    async def typing(self, address: Address) -> None:
        self.typed.append(self.time.seconds)

    async def close(self) -> None:
        """Nothing is open."""

    @property
    def order(self) -> list[str]:
        return [id_ for _, id_ in self.sent]


@dataclass
class Post:
    """Everything of one run of the sender."""

    kit: Kit
    time: Time
    phone: Phone
    sender: Sender
    notes: list[tuple[str, str, str]]
    task: "asyncio.Task[None] | None" = None

    async def start(self) -> None:
        self.task = asyncio.create_task(self.sender.run())
        await self.settle()

    async def settle(self) -> None:
        """Until nothing moves any more without time passing."""
        for _ in range(4):
            await self.kit.writer.close()
            await self.kit.database.read(lambda c: None)
            await self.kit.database.read(lambda c: None)
            for _ in range(12):
                await asyncio.sleep(0)
        if self.kit.writer._gatherer._task is not None:
            await self.settle()

    async def pass_(self, seconds: float) -> None:
        """Time passes: everything that was to happen in it happens, in order."""
        until = self.time.seconds + seconds
        await self.settle()
        while (at := self.time.next_at()) is not None and at <= until:
            self.time.wake()
            self.kit.now = self.time.now
            await self.settle()
        self.time.seconds, self.kit.now = until, NOW + timedelta(seconds=until)

    async def met(self, key: str = "7") -> Saved:
        return await self.kit.met(key)

    async def say(self, saved: Saved, *rows: Outgoing, **more: object) -> Saved:
        saved = await self.kit.say(saved, *rows, **more)  # type: ignore[arg-type]
        await self.settle()
        return saved

    async def statuses(self) -> dict[object, object]:
        return dict(await self.kit.all("SELECT id, status FROM outbox"))  # type: ignore[arg-type]

    async def stop(self) -> None:
        await self.sender.stop()
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
            self.task = None


def make(kit: Kit, time: Time, limits: Limits = FREE, **changes: object) -> Post:
    phone = Phone(time, limits=replace(limits, **changes))  # type: ignore[arg-type]
    notes: list[tuple[str, str, str]] = []

    def note(event: str, row: Claimed | None, reason: str) -> None:
        notes.append((event, row.outgoing.id if row else "", reason))

    class Even(Random):
        def random(self) -> float:
            return 0.5

    sender = Sender(
        kit.outbox,
        {"chat": phone},
        clock=lambda: time.now,
        random=Even(),
        note=note,
        words=lambda name, locale: f"({name} {locale})",
        sleep=time.sleep,
        monotonic=lambda: time.seconds,
    )
    kit.outbox.listener = sender
    return Post(kit, time, phone, sender, notes)


@pytest.fixture
async def kit(tmp_path: Path) -> AsyncIterator[Kit]:
    database = Database(f"sqlite:///{tmp_path}/alana.db")
    await database.open()
    found = Kit(database)
    yield found
    await found.store.close()
    await database.close()


@pytest.fixture
async def post(kit: Kit) -> AsyncIterator[Post]:
    found = make(kit, Time())
    await found.start()
    yield found
    await found.stop()
