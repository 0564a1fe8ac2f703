"""Loopback platforms without send limits; the real evenings, copied once, so that they stand still."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord import Channel, DiscordServer, Guild
from tests.platforms.telegram import BotProfile, TelegramServer
from tests.road.street import packaged_copy
from tests.road.travellers import Discorder

EVENING = "02-karmic-soul-mates"


@pytest.fixture(scope="session")
def dialogues(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packaged_copy(tmp_path_factory.mktemp("evenings"))


@pytest.fixture(scope="session")
def profile() -> BotProfile:
    """The bot ran before, but for the first test of all."""
    return BotProfile()


@pytest.fixture
async def telegram(profile: BotProfile) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(rates=False, profile=profile) as server:
        yield server


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def village(discord: DiscordServer) -> Guild:
    return discord.world.server("village")


@pytest.fixture
def square(discord: DiscordServer, village: Guild) -> Channel:
    return discord.world.channel(village, "square")


@pytest.fixture
def mayor(discord: DiscordServer, village: Guild, square: Channel) -> Discorder:
    """Who may decide for the village."""
    user = discord.world.person("mayor")
    village.managers.add(user.id)
    return Discorder(discord, user, square)
