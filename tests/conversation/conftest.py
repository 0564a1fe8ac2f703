"""A chat with a small series of its own, on a database in a temporary folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        yield Chat(program, screen)
