"""An evening that several people take together: called, joined, chosen by vote, to its end."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.chat import Screen, running
from tests.conversation.circle import Company
from tests.conversation.conftest import SERIES


@pytest.fixture
async def group(tmp_path: Path) -> AsyncIterator[Company]:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        yield Company(program, screen)


async def test_called_joined_begun_and_chosen_by_vote(group: Company) -> None:
    await group.call("01")
    assert "“The light”" in group.last.text
    assert "It begins in a minute." in group.last.text
    assert group.labels == ["1 · Join", "Begin now"]
    await group.join("ben", "cleo")
    await group.later(2)
    assert group.labels == ["3 · Join", "Begin now"]
    await group.later(60)
    assert group.said[1:] == ["Good evening. There is a lamp on the sill.", "Ask what you like about it."]
    await group.vote(anna="Who put", ben="Why is it")
    await group.later(2)
    assert group.labels == ["1 · 1. Who put the lamp there?", "1 · 2. Why is it still burning at this hour of the night?", "3 · Join"]
    await group.vote(cleo="Who put")
    assert [m.chosen for m in group.messages if m.chosen] == ["Who put the lamp there? · 2/3"]
    assert "I did, the first winter." in group.said
