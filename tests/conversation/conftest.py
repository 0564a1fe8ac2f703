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
async def newcomer(tmp_path: Path) -> AsyncIterator[Chat]:
    """Somebody whom the series that ships has just asked for a name."""
    screen = Screen()
    async with running(tmp_path, DIALOGUES, screen) as program:
        chat = Chat(program, screen)
        await chat.say("hi")
        yield chat
