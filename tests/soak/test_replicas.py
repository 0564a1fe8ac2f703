"""Four processes on one PostgreSQL and a crowd on Telegram, while everything happens to them that may: kills,
pauses, a restarted database, a process that is cut off from it.

    make soak ARGS="-s -k replicas"
"""

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from tests import postgres
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import on_telegram
from tests.road.crowd import Crowd, differences, expectations
from tests.road.gate import Gate
from tests.road.kills import report
from tests.road.replicas import Overseer, Replica, leader, overseer, replicas
from tests.road.street import packaged_copy
from tests.road.travellers import Telegrapher, Traveller

PROCESSES, PEOPLE, EVENINGS, KILLS = 4, 60, 1, 30
PAUSED, CUT = 30.0, 20.0  # seconds
TAKEOVER = 10.0


async def test_whatever_happens_every_talk_is_as_if_nothing_were(tmp_path: Path) -> None:
    programs = postgres.programs()
    if programs is None:
        pytest.skip(postgres.MISSING)
    with postgres.cluster(programs) as database:
        async with TelegramServer() as telegram, Gate(database.url) as gate:
            everybody: list[Traveller] = [Telegrapher(telegram, 1001 + n) for n in range(PEOPLE)]
            people = Crowd(telegram, DiscordServer(), everybody, opening="2", evenings=EVENINGS)
            evenings = packaged_copy(tmp_path)
            expected = await expectations(tmp_path, evenings, people)
            urls = [gate.url, *[database.url] * (PROCESSES - 1)]
            settings = on_telegram(telegram)
            async with (
                overseer(database.url) as watch,
                replicas(PROCESSES, tmp_path, evenings, urls, **settings) as processes,
            ):
                events = Events(watch, processes, gate, database)
                playing = asyncio.create_task(people.play())
                await events.all(playing)
                async with asyncio.timeout(1800):
                    await playing
                    await watch.until_sent()
                assert await watch.count("status = 'dead'") == 0
                codes = [await one.terminate() for one in processes if one.ended is None]
            logs = "\n".join(one.log for one in processes)
    allowed, wrong = differences(people, expected)
    assert not wrong, f"{len(wrong)} screens differ; the first:\n{wrong[0]}\n{logs[-3000:]}"
    assert set(codes) == {0}
    assert "Traceback" not in logs, logs[-3000:]
    print(f"\n{report(people.tally + allowed + events.tally, people)}")
    took = sorted(events.took)
    print(f"taken over in {took[len(took) // 2]:.1f} s (median), {took[-1]:.1f} s at most, {len(took)} times")
    assert took[-1] < TAKEOVER


class Events:
    """What happens to the processes, one thing after the other. `took`: seconds until another process held
    the lease that was lost."""

    def __init__(
        self, watch: Overseer, processes: list[Replica], gate: Gate, database: postgres.Cluster
    ) -> None:
        self._watch, self._processes, self._gate, self._database = watch, processes, gate, database
        self._dice = random.Random(7)
        self.took: list[float] = []
        self.tally: Counter[str] = Counter()

    async def all(self, playing: "asyncio.Task[None]") -> None:
        for number in range(KILLS):
            await asyncio.sleep(self._dice.uniform(1.0, 4.0))
            await self._start_again()
            if number % 2:  # every other kill comes at any moment, also when all the others just start
                await self._somebody_stands_by()
            await self._kill()
            if number in (KILLS // 5, KILLS // 2):
                await self._restart()
            if number == KILLS // 3:
                await self._pause()
            if number == 2 * KILLS // 3:
                await self._cut_off()
            if playing.done():
                break
        await self._start_again()
        self.tally["the talks were over sooner"] += playing.done()

    async def _somebody_stands_by(self) -> None:
        async with asyncio.timeout(120):
            while sum(one.ready for one in self._processes) < 2:  # noqa: ASYNC110 - they tell it by a socket
                await asyncio.sleep(0.2)

    async def _start_again(self) -> None:
        """Who was started while the database could not be reached has ended with a line, as it is to; a
        service manager starts it again."""
        for one in self._processes:
            if one.ended is not None:
                assert one.ended == 2, one.log[-3000:]
                await one.start()
                self.tally["started without a database"] += 1

    async def _kill(self) -> None:
        one = self._dice.choice(self._processes)
        holder, token = await self._watch.holder("telegram")
        leads = one.is_called(holder)
        await one.kill()
        self.tally["kills"] += 1
        if leads:
            await self._taken_over(one, token)
        await one.start()

    async def _taken_over(self, from_: Replica, token: int) -> None:
        """Its time is counted where somebody stood by; after many kills all others may just be starting."""
        stood_by = any(one.ready for one in self._processes if one is not from_)
        seconds = await self._watch.until_held("telegram", token)
        if stood_by:
            self.took.append(seconds)
        else:
            self.tally["taken over by one that was just starting"] += 1

    async def _restart(self) -> None:
        await asyncio.to_thread(self._database.stop)
        await asyncio.sleep(2.0)
        await asyncio.to_thread(self._database.start)
        self.tally["restarts of the database"] += 1

    async def _pause(self) -> None:
        one = await leader(self._watch, self._processes, "telegram")
        _, token = await self._watch.holder("telegram")
        one.pause()
        await self._taken_over(one, token)
        await asyncio.sleep(PAUSED)
        one.go_on()
        self.tally["pauses"] += 1

    async def _cut_off(self) -> None:
        self._gate.shut()
        await asyncio.sleep(CUT)
        self._gate.open()
        self.tally["cut off"] += 1
