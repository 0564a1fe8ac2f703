"""Processes that stand by for one another. The long tests are in tests/soak."""

import asyncio
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import on_discord, on_telegram
from tests.road.crowd import Crowd, crowd, differences, expectations
from tests.road.kills import report
from tests.road.replicas import Overseer, leader, overseer, replicas
from tests.road.street import SMALL

pytestmark = pytest.mark.waits


def six(telegram: TelegramServer, discord: DiscordServer) -> Crowd:
    """All on Telegram."""
    people = crowd(telegram, discord, 6)
    people.people = people.people[:6]
    people.opening = "2"
    return people


async def test_a_standby_takes_over_from_a_killed_and_a_paused_process(
    telegram: TelegramServer, discord: DiscordServer, server: str, tmp_path: Path
) -> None:
    """The paused one wakes up when another sends already; nothing is lost, and it sends nothing."""
    people = six(telegram, discord)
    expected = await expectations(tmp_path, SMALL, people)
    settings = on_telegram(telegram)
    async with overseer(server) as watch, replicas(3, tmp_path, SMALL, [server], **settings) as processes:
        playing = asyncio.create_task(people.play())
        took = [await _killed(watch, await leader(watch, processes, "telegram"))]
        paused = await leader(watch, processes, "telegram")
        took.append(await _paused(watch, paused))
        sent = len(telegram.calls)
        await telegram.until(lambda: len(telegram.calls) > sent + 5, 30, "the new holder sends")
        paused.go_on()
        async with asyncio.timeout(120):
            await playing
            await watch.until_sent()
        assert await watch.count("status = 'dead'") == 0
        codes = await asyncio.gather(*(one.terminate() for one in processes if one.ended is None))
        logs = "\n".join(one.log for one in processes)
    allowed, wrong = differences(people, expected)
    assert not wrong, f"{wrong[0]}\n{logs[-3000:]}"
    assert codes == [0, 0]
    assert "Traceback" not in logs, logs[-3000:]
    print(f"taken over after {took[0]:.1f} s and {took[1]:.1f} s\n{report(people.tally + allowed, people)}")


async def _killed(watch: Overseer, process) -> float:  # type: ignore[no-untyped-def]
    _, token = await watch.holder("telegram")
    await process.kill()
    return await watch.until_held("telegram", token)


async def _paused(watch: Overseer, process) -> float:  # type: ignore[no-untyped-def]
    _, token = await watch.holder("telegram")
    process.pause()
    return await watch.until_held("telegram", token)


async def test_a_talk_on_discord_goes_on_in_another_process(
    telegram: TelegramServer, discord: DiscordServer, server: str, tmp_path: Path
) -> None:
    """One process stands by for the gateway of another, and identifies when that one is gone."""
    people = crowd(telegram, discord, 4, apart=1)
    people.people = people.people[4:]  # on Discord
    people.opening, people.thinking = "2", 2.0
    expected = await expectations(tmp_path, SMALL, people)
    settings = on_discord(discord)
    async with overseer(server) as watch, replicas(2, tmp_path, SMALL, [server], **settings) as processes:
        playing = asyncio.create_task(people.play())
        first = await leader(watch, processes, "discord")
        calls = len(discord.calls)
        await discord.until(lambda: len(discord.calls) > calls + 20, 60)  # a talk has begun
        _, token = await watch.holder("discord")
        await first.kill()
        await watch.until_held("discord", token)
        async with asyncio.timeout(180):
            await playing
            await watch.until_sent()
        assert await watch.count("status = 'dead'") == 0
        assert [await one.terminate() for one in processes if one.ended is None] == [0]
        logs = "\n".join(one.log for one in processes)
    allowed, wrong = differences(people, expected)
    assert not wrong, f"{wrong[0]}\n{logs[-3000:]}"
    assert "Traceback" not in logs, logs[-3000:]
    print(report(people.tally + allowed, people))


async def test_nothing_is_lost_or_said_twice_while_one_process_after_the_other_is_restarted(
    telegram: TelegramServer, discord: DiscordServer, server: str, tmp_path: Path
) -> None:
    """Twice round; the one that serves is among them each time."""
    people = six(telegram, discord)
    expected = await expectations(tmp_path, SMALL, people)
    settings = on_telegram(telegram)
    async with overseer(server) as watch, replicas(2, tmp_path, SMALL, [server], **settings) as processes:
        first = await leader(watch, processes, "telegram")
        playing = asyncio.create_task(people.play())
        took = []
        for one in (first, *(other for other in processes if other is not first), first):
            calls = len(telegram.calls)
            await telegram.until(lambda: len(telegram.calls) > calls + 10, 60, "they talk")  # noqa: B023
            _, token = await watch.holder("telegram")
            assert await one.terminate() == 0
            took.append(await watch.until_held("telegram", token))
            await one.start()
        async with asyncio.timeout(120):
            await playing
            await watch.until_sent()
        assert await watch.count("status = 'dead'") == 0
        assert await asyncio.gather(*(one.terminate() for one in processes)) == [0, 0]
        logs = "\n".join(one.log for one in processes)
    allowed, wrong = differences(people, expected)
    assert not wrong, f"{wrong[0]}\n{logs[-3000:]}"
    assert not allowed + people.tally, "a clean stop leaves nothing in doubt"
    assert "Traceback" not in logs, logs[-3000:]
    print(f"handed over after {', '.join(f'{seconds:.1f}' for seconds in took)} s")
