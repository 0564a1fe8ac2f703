"""Many people talk with the bot in one channel, each seeing their own answers alone."""

import asyncio
from pathlib import Path

from tests.platforms.discord import DiscordServer
from tests.road.street import SMALL, road
from tests.road.travellers import Discorder, keyboard

SECONDS = 3_600.0  # whoever waited for that would not be done before the test gives up


async def test_nobody_waits_for_somebody_elses_answer(discord: DiscordServer, tmp_path: Path) -> None:
    square = discord.world.channel(discord.world.server("village"), "square")
    anna, *others = (
        Discorder(discord, discord.world.person(name), square) for name in ("anna", "ben", "clara", "dora")
    )
    async with road(tmp_path, discord=discord, dialogues=SMALL):
        held = discord.faults.once("delay", "PATCH /webhooks", seconds=SECONDS)
        await anna.begin("2")
        await discord.until(lambda: held.hit)
        await asyncio.gather(*(one.begin("2") for one in others))
        for one in others:
            await one.until(lambda one=one: keyboard(one))
        assert anna.seen() == []
