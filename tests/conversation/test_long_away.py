"""Somebody who comes back after a long time is greeted before they are answered."""

from pathlib import Path

import pytest

from bot.conversation.turn import LONG_AWAY
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"
HELLO = "Welcome back."


@pytest.mark.parametrize(
    ("days", "text", "greeted"),
    [
        (LONG_AWAY.days - 1, "1", False),
        (LONG_AWAY.days, "1", True),
        (2_000, "/start", True),
        (2_000, "hello", True),
        (2_000, "/forget", False),
        (2_000, "stop", True),
        (2_000, "I want to kill myself", False),
    ],
)
async def test_after_so_many_days(tmp_path: Path, days: int, text: str, greeted: bool) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.command("start")
        chat.later(days=days)
        before = len(chat.messages)
        name, _, argument = text.removeprefix("/").partition(" ")
        await (chat.command(name, argument) if text.startswith("/") else chat.say(text))
        new = [shown.text for shown in chat.messages[before:]]
        assert new[0].startswith(HELLO) is greeted, new
        assert len(new) >= 1 + greeted, "and what was asked is answered"
        before = len(chat.messages)
        await chat.say("1")
        assert not any(shown.text.startswith(HELLO) for shown in chat.messages[before:])
