"""What would come by itself does not come to somebody for whom the bot is not any more, and comes again once
it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import Address, CommandCall
from bot.venues import Venue
from tests.chat import Chat, Screen, running
from tests.conversation.conftest import SERIES
from tests.conversation.test_admin import NOON, agreed, announced
from tests.conversation.test_nudge_rules import counted
from tests.conversation.test_nudges import due, set_for_eight, wake

HOUSE = Address("telegram", "-40", direct=False)


@asynccontextmanager
async def with_allowed(folder: Path, allowed: str, screen: Screen) -> AsyncIterator[Chat]:
    settings = {"ALANA_ALLOWED": allowed} if allowed else {}
    async with running(folder, SERIES, screen, **settings) as program:
        yield Chat(program, screen)


async def nudges(chat: Chat, day: int) -> int:
    """How many messages the clock brings that evening."""
    before = len(chat.screen.sent)
    await wake(chat, due(day))
    return len(chat.screen.sent) - before


@pytest.mark.parametrize(
    ("named", "still", "no_more"),
    [
        ("7", "8, telegram:7", "8"),
        ("telegram:7", "7", "telegram:8"),
        ("@Anna_B", "8, @anna_b", "@other"),
        ("@Anna_B", "7", "8"),
        ("", "7", "8"),
    ],
)
async def test_a_nudge_goes_to_whoever_is_named_and_to_nobody_else(
    tmp_path: Path, named: str, still: str, no_more: str
) -> None:
    screen = Screen(name="telegram")
    async with with_allowed(tmp_path, named, screen) as chat:
        chat.username = "anna_b"
        await set_for_eight(chat)
        assert await nudges(chat, 3) == 1
    async with with_allowed(tmp_path, no_more, screen) as chat:
        assert await nudges(chat, 4) == 0
        assert (await counted(chat))["nudge:uninvited"] == 1
    async with with_allowed(tmp_path, still, screen) as chat:
        assert await nudges(chat, 6) == 1, "the clock has not stopped"


@pytest.mark.parametrize(("allowed", "comes"), [("telegram:8", 0), ("telegram:7", 1)])
async def test_a_nudge_that_waits_to_be_sent_is_looked_at_once_more(
    tmp_path: Path, allowed: str, comes: int
) -> None:
    """Stored by a process that ended before it was sent."""
    screen = Screen(name="telegram")
    async with with_allowed(tmp_path, "", screen) as chat:
        await set_for_eight(chat)
        await chat.running.sender.stop()
        screen.now = due(3)
        await chat.running.scheduler.once()
    before = len(screen.sent)
    async with with_allowed(tmp_path, allowed, screen) as chat:
        await chat.running.sender.idle()
        assert len(screen.sent) - before == comes
        assert (await counted(chat)).get("dropped:uninvited", 0) == 1 - comes


async def test_a_member_of_a_group_is_let_in_for_as_long_as_the_group_is(tmp_path: Path) -> None:
    screen = Screen(name="telegram")
    async with with_allowed(tmp_path, "", screen) as chat:
        await set_for_eight(chat)
    async with with_allowed(tmp_path, "-40", screen) as chat:
        venue = Venue("-40", (), (), False, group=True)
        await chat.do(CommandCall("menu"), address=HOUSE, venue=venue, id="another")
        assert await nudges(chat, 3) == 1
    async with with_allowed(tmp_path, "-41", screen) as chat:
        assert await nudges(chat, 4) == 0


@pytest.mark.parametrize(("allowed", "comes"), [("8", False), ("7, 8", True)])
async def test_neither_does_a_note_of_the_operators(tmp_path: Path, allowed: str, comes: bool) -> None:
    screen = Screen(name="telegram")
    async with with_allowed(tmp_path, "", screen) as chat:
        await agreed(chat)
    settings = {"ALANA_ALLOWED": allowed, "ALANA_OPERATORS": "telegram:8"}
    async with running(tmp_path, SERIES, screen, **settings) as program:
        anna, boss = Chat(program, screen), Chat(program, screen, key="8")
        before = len(anna.messages)
        await announced(boss, "A new evening is there.", NOON)
        await wake(anna, NOON + timedelta(minutes=1))
        assert [m.text for m in anna.messages[before:]] == ["A new evening is there."] * comes
