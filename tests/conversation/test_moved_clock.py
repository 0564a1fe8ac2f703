"""The machine's clock a day ahead, and set right again: nothing that people say is lost or late for it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.chat import Chat, Screen, running
from tests.conversation.conftest import SERIES
from tests.conversation.test_nudges import due, set_for_eight, wake

DAY = timedelta(days=1)


@pytest.mark.parametrize("first", [DAY, -DAY], ids=["ahead", "back"])
async def test_what_is_said_while_the_clock_is_a_day_off_is_answered_then_and_after(
    tmp_path: Path, first: timedelta
) -> None:
    """Also by a process that starts once it is right."""
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        chat.now += first
        await answered(chat)
        chat.now -= first
        await answered(chat)
        chat.now += first
        await answered(chat)
    chat.now -= first
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await answered(chat)
        dead = "SELECT count(*) FROM outbox WHERE status != 'sent'"
        assert await program.database.read(lambda c: c.exec_driver_sql(dead).scalar()) == 0


async def answered(chat: Chat) -> None:
    """By a command, by a tap, by words; and by the command that the next time begins with: within a second
    and a half it would be the same act."""
    before = len(chat.messages)
    await chat.command("talk")
    assert len(chat.messages) > before
    before = len(chat.messages)
    await chat.tap(chat.last.buttons[-1].label)
    assert len(chat.messages) > before
    before = len(chat.messages)
    await chat.say("Jo")
    assert len(chat.messages) > before
    before = len(chat.messages)
    await chat.command("talk")
    assert len(chat.messages) > before


async def test_reminders_go_on_when_a_clock_that_stood_ahead_is_right_again(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await set_for_eight(chat)
        before = len(chat.messages)
        await wake(chat, due(10))
        assert len(chat.messages) == before + 1, "by a clock a week ahead"
        sent = [day for day in range(3, 14) if await _nudged(chat, day)]
        assert sent
        assert max(sent) >= 12
        assert len(chat.messages) - before - 1 == len(sent), "one a day at most"


async def _nudged(chat: Chat, day: int) -> bool:
    before = len(chat.messages)
    await wake(chat, due(day))
    return len(chat.messages) > before
