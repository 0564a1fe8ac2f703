"""A hundred kills while fifty people play real evenings: nothing lost, nothing skipped."""

import os
from pathlib import Path

import pytest

from bot.venues import WHERE, Where
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.crowd import crowd
from tests.road.kills import report, survive
from tests.road.street import packaged_copy
from tests.road.test_nudge_kills import nudged_through_kills
from tests.road.test_thread_kills import wandering_through_kills

KILLS = int(os.environ.get("ALANA_SOAK_KILLS", "100"))
SEED = int(os.environ.get("ALANA_SOAK_SEED", "1"))
KILLS_AN_EVENING = 40  # about as many fit into one


async def test_no_nudge_is_lost_or_doubled_in_many_kills(tmp_path: Path) -> None:
    async with TelegramServer(rates=False) as telegram:
        await nudged_through_kills(telegram, tmp_path, 120)


@pytest.mark.parametrize("where", WHERE)
async def test_an_evening_in_each_place_survives_ten_kills(tmp_path: Path, where: Where) -> None:
    async with TelegramServer(rates=False) as telegram, DiscordServer() as discord:
        packaged = packaged_copy(tmp_path)
        await wandering_through_kills(
            telegram, discord, tmp_path, kills=10, each=4, places=(where,), dialogues=packaged, thinking=4.0
        )


async def test_nothing_is_lost_in_a_hundred_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with TelegramServer(rates=False) as telegram, DiscordServer() as discord:
        people = crowd(telegram, discord, 25, apart=5)
        people.opening, people.thinking = "2", 16.0
        people.evenings = 1 + KILLS // KILLS_AN_EVENING
        tally = await survive(
            tmp_path, packaged_copy(tmp_path), people, kills=KILLS, seed=SEED, within=60 + 15 * KILLS
        )
    with capsys.disabled():
        print("\n" + report(tally, people))
