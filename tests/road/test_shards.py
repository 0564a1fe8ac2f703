"""Discord's shards over real processes on one PostgreSQL: shared out, taken over, handed over."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from tests.platforms.discord import Channel, DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import on_discord
from tests.road.crowd import Crowd, differences, expectations
from tests.road.kills import report
from tests.road.replicas import Overseer, Replica, overseer, replicas
from tests.road.street import SMALL
from tests.road.travellers import Discorder

pytestmark = pytest.mark.waits

SHARDS = 4
ALL = [(number, SHARDS) for number in range(SHARDS)]


def towns(server: DiscordServer) -> list[Channel]:
    """A place on each of the shards."""
    found: dict[int, Channel] = {}
    while len(found) < SHARDS:
        town = server.world.server(f"town {len(found)}")  # its number is of the moment
        found.setdefault((town.id >> 22) % SHARDS, server.world.channel(town, "square"))
    return [found[number] for number in range(SHARDS)]


def everybody(telegram: TelegramServer, discord: DiscordServer) -> Crowd:
    """One in each place, and one in the direct chat."""
    places = [*towns(discord), None]
    people = [Discorder(discord, discord.world.person(f"person{n}"), place) for n, place in enumerate(places)]
    return Crowd(telegram, discord, people, opening="2")


async def groups(watch: Overseer, processes: Sequence[Replica]) -> list[int]:
    """How many groups of shards each of the processes holds."""
    held = await watch.holders("discord group %")
    return [sum(one.is_called(holder) for holder in held.values()) for one in processes]


async def until_groups(watch: Overseer, processes: Sequence[Replica], wanted: list[int]) -> float:
    """How many seconds it takes until each holds so many."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    async with asyncio.timeout(60):
        while await groups(watch, processes) != wanted:  # noqa: ASYNC110 - it is in the database
            await asyncio.sleep(0.05)
    return loop.time() - began


@asynccontextmanager
async def by_themselves(
    folder: Path, server: str, discord: DiscordServer, watch: Overseer
) -> AsyncIterator[list[Replica]]:
    settings = on_discord(discord) | {"ALANA_DISCORD_SHARDS": "auto"}
    async with replicas(2, folder, SMALL, [server], **settings) as processes:
        await until_groups(watch, processes, [2, 2])
        yield processes


@asynccontextmanager
async def by_hand(
    folder: Path, server: str, discord: DiscordServer, watch: Overseer
) -> AsyncIterator[list[Replica]]:
    async with AsyncExitStack() as stack:
        found = []
        for name, ids in (("a", "0,1"), ("b", "2-3")):
            told = {"ALANA_DISCORD_SHARD_IDS": ids, "ALANA_DISCORD_SHARD_COUNT": str(SHARDS)}
            one = Replica(folder / name, SMALL, server, **on_discord(discord), **told)
            found.append(await stack.enter_async_context(one))
        yield found


@asynccontextmanager
async def shared_out(
    telegram: TelegramServer,
    discord: DiscordServer,
    server: str,
    folder: Path,
    thinking: float = 1.0,
    how: Callable[
        [Path, str, DiscordServer, Overseer], AbstractAsyncContextManager[list[Replica]]
    ] = by_themselves,
) -> AsyncIterator[tuple[Crowd, list[Replica], Overseer, "asyncio.Task[None]"]]:
    """Two processes with two shards each, and people who talk; at the end their talks are looked at."""
    discord.gateway.recommended, discord.gateway.concurrency = SHARDS, 2
    people = everybody(telegram, discord)
    people.thinking = thinking
    expected = await expectations(folder, SMALL, people)
    async with overseer(server) as watch, how(folder, server, discord, watch) as processes:
        await discord.until(lambda: discord.gateway.shards() == ALL, 60)
        playing = asyncio.create_task(people.play())
        calls = len(discord.calls)
        await discord.until(lambda: len(discord.calls) > calls + 30, 60)  # talks have begun
        yield people, processes, watch, playing
        async with asyncio.timeout(180):
            await playing
            await watch.until_sent()
        assert await watch.count("status = 'dead'") == 0
        assert {await one.terminate() for one in processes if one.ended is None} <= {0}
        logs = "\n".join(one.log for one in processes)
    allowed, wrong = differences(people, expected)
    assert not wrong, f"{wrong[0]}\n{logs[-3000:]}"
    assert "Traceback" not in logs, logs[-3000:]
    assert not discord.gateway.too_soon, "they identified faster than Discord takes it"
    print(report(people.tally + allowed, people))


async def test_shards_of_a_killed_process_are_taken_over(
    telegram: TelegramServer, discord: DiscordServer, server: str, tmp_path: Path
) -> None:
    async with shared_out(telegram, discord, server, tmp_path) as (_, processes, watch, _playing):
        await processes[1].kill()
        took = await until_groups(watch, processes, [4, 0])
        await discord.until(lambda: discord.gateway.shards() == ALL, 60)
    print(f"taken over after {took:.1f} s")


async def test_shards_are_handed_over_one_process_after_the_other(
    telegram: TelegramServer, discord: DiscordServer, server: str, tmp_path: Path
) -> None:
    """A rolling restart: each is stopped and started again while people talk."""
    async with shared_out(telegram, discord, server, tmp_path) as (_, processes, watch, _playing):
        for number, one in enumerate(processes):
            assert await one.terminate() == 0
            await until_groups(watch, processes, [0 if n == number else 4 for n in range(2)])
            await one.start()
            await until_groups(watch, processes, [2, 2])
        await discord.until(lambda: discord.gateway.shards() == ALL, 60)


async def test_a_process_that_was_told_its_shards_falls_and_comes_back(
    telegram: TelegramServer, discord: DiscordServer, server: str, tmp_path: Path
) -> None:
    """Nobody takes its shards over; who sends for all is found anew, as ever."""
    beginning = shared_out(telegram, discord, server, tmp_path, how=by_hand)
    async with beginning as (_, processes, watch, _playing):
        assert await groups(watch, processes) == [0, 0]
        await processes[0].kill()
        calls = len(discord.calls)
        await discord.until(lambda: len(discord.calls) > calls + 5, 60)  # the other serves its own
        assert discord.gateway.shards() == [(2, SHARDS), (3, SHARDS)]
        await processes[0].start()
        await discord.until(lambda: discord.gateway.shards() == ALL, 60)


async def test_two_that_were_told_different_counts_say_so(
    discord: DiscordServer, server: str, tmp_path: Path
) -> None:
    discord.gateway.recommended, discord.gateway.concurrency = 2, 2
    first_told = {"ALANA_DISCORD_SHARD_IDS": "0-1", "ALANA_DISCORD_SHARD_COUNT": "2"}
    second_told = {"ALANA_DISCORD_SHARD_IDS": "2", "ALANA_DISCORD_SHARD_COUNT": "3"}
    async with (
        Replica(tmp_path / "a", SMALL, server, **on_discord(discord), **first_told) as first,
        Replica(tmp_path / "b", SMALL, server, **on_discord(discord), **second_told) as second,
    ):
        await discord.until(lambda: "SHARD_COUNT is 2 here and 3 in another process" in first.log, 60)
        await discord.until(lambda: "SHARD_COUNT is 3 here and 2 in another process" in second.log, 60)


async def test_the_second_of_two_that_were_told_the_same_shards_says_so_and_waits(
    discord: DiscordServer, server: str, tmp_path: Path
) -> None:
    discord.gateway.recommended, discord.gateway.concurrency = 2, 2
    told = {"ALANA_DISCORD_SHARD_IDS": "0-1", "ALANA_DISCORD_SHARD_COUNT": "2"}
    async with Replica(tmp_path / "a", SMALL, server, **on_discord(discord), **told) as first:
        await discord.until(lambda: discord.gateway.shards() == [(0, 2), (1, 2)], 60)
        async with Replica(tmp_path / "b", SMALL, server, **on_discord(discord), **told) as second:
            await discord.until(
                lambda: "another process serves what ALANA_DISCORD_SHARD_IDS" in second.log, 60
            )
            assert len(discord.gateway.identified) == 2, "each once"
            assert await first.terminate() == 0
            await discord.until(lambda: len(discord.gateway.identified) == 4, 60)
            assert await second.terminate() == 0
            assert second.log.count("another process serves what") == 1
