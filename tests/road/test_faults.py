"""Platforms at their worst, on both sides of every call: the same screens as on a quiet day."""

from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.crowd import crowd, differences, expectations
from tests.road.kills import report
from tests.road.street import SMALL, road

pytestmark = pytest.mark.waits


async def test_faults_leave_no_trace(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    """Every 7th call refused for a while, every 11th cut before or after it was done, every 13th answered
    by a page of somebody else's; updates twice, out of order and late."""
    people = crowd(telegram, discord, 4)
    people.opening, people.patience = "2", 20.0
    expected = await expectations(tmp_path, SMALL, people)
    bad = telegram.faults
    bad.every(7, "limited", seconds=1)
    bad.every(22, "drop_before")
    bad.every(13, "bad_gateway")
    after = bad.every(22, "drop_after")
    after.seen = 11
    bad.repeat_every, bad.shuffle_every, bad.hold_back_every = 2, 3, 5
    discord.faults.every(7, "limited", seconds=0.3)
    discord.faults.every(22, "drop_before")
    discord.faults.every(13, "status", status=502)
    discord.faults.every(22, "drop_after").seen = 11
    discord.gateway.repeat = 2
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL) as on_the_road:
        await people.play()
        await on_the_road.program.conversations.idle()
        await on_the_road.program.sender.idle()
    allowed, wrong = differences(people, expected)
    print(report(people.tally + allowed, people))
    assert not wrong, f"{len(wrong)} screens differ; the first:\n{wrong[0]}"
    assert after.struck > 3
    assert set(allowed) | set(people.tally) <= {
        "a message stands twice (Telegram)",
        "a message stands twice (Telegram), its keyboard too",
        "a tap tapped again (Discord)",
        "/talk called again (Discord)",
    }
