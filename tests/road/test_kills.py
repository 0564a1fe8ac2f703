"""People on both platforms, and a process that is killed again and again. A crowd and a hundred kills are in
tests/soak."""

from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.crowd import crowd
from tests.road.kills import report, survive
from tests.road.street import SMALL

pytestmark = pytest.mark.waits

KILLS = 4


async def test_nothing_is_lost_when_the_process_is_killed(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    people = crowd(telegram, discord, 8, apart=3)
    people.opening, people.thinking = "2", 2.0
    tally = await survive(tmp_path, SMALL, people, kills=KILLS, seed=7, within=240)
    print(report(tally, people))
