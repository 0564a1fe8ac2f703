"""A chat with a small series of its own, on a database in a temporary folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"
DIALOGUES = Path(__file__).resolve().parents[2] / "dialogues"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        yield Chat(program, screen)


@pytest.fixture
async def shipped(tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat with the series that ships, in which nothing was said yet."""
    screen = Screen()
    async with running(tmp_path, DIALOGUES, screen) as program:
        yield Chat(program, screen)


@pytest.fixture
async def newcomer(shipped: Chat) -> Chat:
    """Somebody whom the series that ships has just asked for a name."""
    await shipped.say("hi")
    return shipped
