"""The clock of stored moments: it sleeps until the next one, and wakes for one that is stored meanwhile."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.model import Address, Inbound, Subject
from bot.ports import Due
from bot.reminders.scheduler import LONGEST_SLEEP, Scheduler
from tests.storage.conftest import NOW


class Moments:
    """What is stored, and a clock that stands still; whoever sleeps is not woken by it."""

    def __init__(self) -> None:
        self.stored: list[datetime] = []
        self.slept: list[float] = []
        self.handed: list[str] = []

    async def due(self, now_at: datetime, limit: int) -> Sequence[Due]:
        subject, address = Subject("chat", "c-5", "circle"), Address("chat", "-5", direct=False)
        return [Due(1, subject, address, "circle-close", at) for at in self.stored if at <= now_at]

    async def next_due_at(self) -> datetime | None:
        return min(self.stored, default=None)

    async def receive(self, inbound: Inbound) -> None:
        self.handed.append(inbound.id)
        self.stored = [at for at in self.stored if at > NOW]

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if seconds:
            await asyncio.Event().wait()


async def turns() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_a_moment_that_is_stored_meanwhile_is_not_slept_through() -> None:
    moments = Moments()
    scheduler = Scheduler(moments, moments.receive, clock=lambda: NOW, sleep=moments.sleep)
    running = asyncio.create_task(scheduler.run())
    await turns()
    assert moments.slept == [LONGEST_SLEEP]
    scheduler.expect(NOW + timedelta(seconds=LONGEST_SLEEP + 1))  # it is seen in time anyway
    await turns()
    assert moments.slept == [LONGEST_SLEEP]
    moments.stored.append(NOW)
    scheduler.expect(NOW)
    await turns()
    assert len(moments.handed) == 1
    assert moments.slept == [LONGEST_SLEEP, 0.0, LONGEST_SLEEP]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
