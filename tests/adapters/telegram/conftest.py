"""A server and an adapter for each test."""

from collections.abc import AsyncIterator

import pytest

from adapters.telegram.adapter import TelegramAdapter
from tests.adapters.telegram.house import ANNA, Naps, adapter_for
from tests.platforms.telegram import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer() as it:
        yield it


@pytest.fixture
async def adapter(server: TelegramServer) -> AsyncIterator[TelegramAdapter]:
    """Only sends; Anna has opened her chat."""
    await server.say(ANNA, "/start")
    it = adapter_for(server, Naps())
    yield it
    await it.close()
