"""A loopback Discord, and a bot connected to it."""

from collections.abc import AsyncIterator

import pytest

from tests.adapters.discord.stage import Stage
from tests.platforms.discord import DiscordServer


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as running:
        yield running


@pytest.fixture
async def stage(server: DiscordServer) -> AsyncIterator[Stage]:
    made = Stage(server)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()
