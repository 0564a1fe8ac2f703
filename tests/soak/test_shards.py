"""Discord's shards over two processes, through kills and pauses of either.

make soak ARGS="-s -k shards"
"""

import asyncio
import random
from pathlib import Path

import pytest

from tests import postgres
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.test_shards import ALL, shared_out, until_groups

KILLS = 6
PAUSED = 12.0  # seconds, in which all that it held is another's


async def test_talks_on_every_shard_go_on_through_kills_and_pauses(tmp_path: Path) -> None:
    programs = postgres.programs()
    if programs is None:
        pytest.skip(postgres.MISSING)
    dice = random.Random(5)
    with postgres.server(programs) as server:
        async with (
            DiscordServer() as discord,
            shared_out(TelegramServer(), discord, server, tmp_path, thinking=30.0) as (
                _,
                both,
                watch,
                playing,
            ),
        ):
            took = []
            for number in range(KILLS):
                one = dice.choice(both)
                if number % 3 == 2:
                    one.pause()
                    await asyncio.sleep(PAUSED)
                    one.go_on()
                else:
                    await one.kill()
                    took.append(await until_groups(watch, both, [0 if each is one else 4 for each in both]))
                    await one.start()
                await until_groups(watch, both, [2, 2])
                await discord.until(lambda: discord.gateway.shards() == ALL, 60)
            assert not playing.done(), "there was nobody left to talk"
    print(f"taken over after {', '.join(f'{seconds:.1f}' for seconds in took)} s")
    assert max(took) < 10.0
