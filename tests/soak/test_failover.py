"""A database that fails over under talk: two processes, a primary that crashes, a standby that is promoted.

make soak ARGS="-s -k failover"
"""

import asyncio
from pathlib import Path

import pytest

from tests import postgres
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import on_telegram
from tests.road.crowd import Crowd, differences, expectations
from tests.road.kills import report
from tests.road.replicas import overseer, replicas
from tests.road.street import SMALL
from tests.road.travellers import Telegrapher, Traveller

PEOPLE = 24
WITHOUT = 5.0  # seconds without any database that takes changes


async def test_talks_go_on_when_the_standby_is_promoted(tmp_path: Path) -> None:
    """The primary takes for durable what the standby has; so nothing that was answered is lost."""
    programs = postgres.programs()
    if programs is None:
        pytest.skip(postgres.MISSING)
    with postgres.cluster(programs) as first, postgres.standby(programs, first) as second:
        url = f"postgresql://alana@127.0.0.1:{first.port},127.0.0.1:{second.port}/postgres"
        async with TelegramServer(rates=False) as telegram:
            everybody: list[Traveller] = [Telegrapher(telegram, 1001 + n) for n in range(PEOPLE)]
            people = Crowd(telegram, DiscordServer(), everybody, opening="2")
            expected = await expectations(tmp_path, SMALL, people)
            async with (
                overseer(url) as watch,
                replicas(2, tmp_path, SMALL, [url], **on_telegram(telegram)) as processes,
            ):
                playing = asyncio.create_task(people.play())
                calls = len(telegram.calls)
                await telegram.until(lambda: len(telegram.calls) > calls + 2 * PEOPLE, 60, "talks have begun")
                assert not playing.done()
                await asyncio.to_thread(first.crash)
                await asyncio.sleep(WITHOUT)
                await asyncio.to_thread(second.promote)
                async with asyncio.timeout(300):
                    await playing
                    await watch.until_sent()
                assert await watch.count("status = 'dead'") == 0
                assert [await one.terminate() for one in processes] == [0, 0]
            logs = "\n".join(one.log for one in processes)
    allowed, wrong = differences(people, expected)
    assert not wrong, f"{len(wrong)} screens differ; the first:\n{wrong[0]}\n{logs[-3000:]}"
    assert "Traceback" not in logs, logs[-3000:]
    print(f"\n{report(people.tally + allowed, people)}")
