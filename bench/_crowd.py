"""The whole program for the benches, on a new SQLite file, and people who tap when they are answered."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from bench import _interview
from bot import app
from bot.model import Address, Body, Inbound, Limits, Opened, Outgoing, Press, Receipt, Say, Settle, Subject
from bot.ports import Adapter, Host
from bot.settings import load_settings


class Instant:
    """An adapter that takes everything at once, and tells when a person's keyboard is there."""

    name = "bench"
    connected = True
    limits = Limits(max_text=4096, measure="utf16", max_label=64, short_label=32, max_buttons=24)

    def __init__(self) -> None:
        self.rows = 0
        self.waiting: dict[str, asyncio.Future[None]] = {}

    async def run(self, host: Host) -> None:
        """Nothing connects: the bench hands its taps in itself."""

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        self.rows += 1
        action = outgoing.action
        if isinstance(action, Settle):
            return None
        if isinstance(action, Say) and action.message.buttons:
            waiting = self.waiting.pop(outgoing.address.chat, None)
            if waiting is not None:
                waiting.set_result(None)
        return Receipt(str(self.rows), outgoing.address)

    async def typing(self, address: Address) -> None:
        """Nobody watches."""

    async def close(self) -> None:
        """Nothing is open."""


@contextlib.asynccontextmanager
async def program(folder: Path, adapter: Adapter) -> AsyncIterator[app.App]:
    """The whole program on a new SQLite file."""
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/{adapter.name}.db",
        "ALANA_DIALOGUES": str(_interview.write(folder / "dialogues")),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        "ALANA_MAX_NEW_PEOPLE_PER_MINUTE": "1000000",
    }
    async with app.program(load_settings(env, None), {adapter.name: adapter}) as running:
        app.settle_interpreter()
        sending = app.start_sending(running)
        try:
            yield running
        finally:
            await running.sender.stop()
            sending.cancel()


class Crowd:
    """People who tap the first question whenever it is there."""

    def __init__(self, running: app.App, adapter: Instant, first: int, people: int) -> None:
        self.handle, self.adapter = running.conversations.handle, adapter
        self.sender, self.store = running.sender, running.store
        self.people = range(first, first + people)
        self.seconds: list[float] = []
        self.memory: list[float] = []
        self.turns = 0

    async def begin(self) -> None:
        await asyncio.gather(*(self.handle(self.inbound(p, 0, Opened())) for p in self.people))
        await self.sender.idle()

    async def play(self, turns: int) -> None:
        """Everybody at once, each as fast as they are answered."""

        async def person(p: int) -> None:
            for turn in range(1, turns + 1):
                shown = self.adapter.waiting[str(p)] = asyncio.get_running_loop().create_future()
                await self.tap(p, turn)
                await shown
                self.turns += 1
                if self.turns % len(self.people) == 0:
                    self.memory.append(resident_mb())

        await asyncio.gather(*(person(p) for p in self.people))
        await self.sender.idle()

    async def arrive(self, turns: int, per_second: float) -> None:
        """At a steady rate, whatever the answers take."""
        began, tasks, number = time.perf_counter(), [], 0
        for turn in range(1, turns + 1):
            for p in self.people:
                late = began + number / per_second - time.perf_counter()
                if late > 0:
                    await asyncio.sleep(late)
                tasks.append(asyncio.create_task(self.tap(p, turn)))
                number += 1
        await asyncio.gather(*tasks)
        await self.sender.idle()

    async def tap(self, p: int, turn: int) -> None:
        began = time.perf_counter()
        await self.handle(self.inbound(p, turn, Press(str(p), "o", 1, turn, "0")))
        self.seconds.append(time.perf_counter() - began)

    def inbound(self, p: int, turn: int, body: Body) -> Inbound:
        here = Address("bench", str(p))
        return Inbound(f"bench:{p}:{turn}", Subject("bench", str(p)), here, datetime.now(UTC), body, "en")


def resident_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 / 1e6
