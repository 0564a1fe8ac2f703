"""What is for one person alone, asked for in a group by who never opened the direct chat, where
only people open one."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import Failure, SendFailed
from bot.model import ANSWER, Address, CommandCall, Membership, Press, Text
from tests.chat import PHONE, Chat, Screen, Shown, running
from tests.conversation.conftest import SERIES

GROUP = Address("chat", "-500", direct=False)
LINE = "Your answer waits in our direct chat, for you alone."
ALARM = "I am afraid of my husband, he hits me"
UNSURE = "i always have to ask him before i may visit my mother"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    screen = Screen(limits=replace(PHONE, writes_first=False))
    async with running(tmp_path, SERIES, screen) as program:
        yield Chat(program, screen)


def in_group(chat: Chat) -> list[Shown]:
    return chat.screen.shown.setdefault(GROUP.chat, [])


def seen(message: Shown) -> tuple[object, ...]:
    """Everything of it that others see, or could."""
    return message.text, tuple((b.label, b.press) for b in message.buttons)


async def follow(chat: Chat) -> None:
    """The link of the group's message."""
    assert in_group(chat)[-1].buttons[0].press == Press(chat.key, ANSWER)
    await chat.command("start", ANSWER)


@pytest.mark.parametrize("words", [ALARM, UNSURE, "I want to kill myself"])
async def test_others_see_the_same_for_words_of_danger_and_for_a_page_of_the_journal(
    chat: Chat, words: str
) -> None:
    await chat.command("journal", address=GROUP)
    await chat.say(words, address=GROUP)
    harmless, alarming = in_group(chat)
    assert seen(harmless) == seen(alarming)
    assert (alarming.text, [b.label for b in alarming.buttons]) == (LINE, ["Open our chat"])
    assert chat.messages == []


async def test_with_a_direct_chat_they_see_the_same_too(chat: Chat) -> None:
    await chat.open()
    await chat.say(ALARM, address=GROUP)
    await chat.command("journal", address=GROUP)
    first, second = in_group(chat)
    assert seen(first) == seen(second)
    assert any("no help line" in message.text for message in chat.messages)


@pytest.mark.parametrize(
    "opening", [CommandCall("start", ANSWER), CommandCall("start"), Text("hello"), CommandCall("menu")]
)
async def test_the_page_of_help_is_the_first_thing_there(chat: Chat, opening: CommandCall | Text) -> None:
    await chat.say(ALARM, address=GROUP)
    await chat.say("what a nice lamp", address=GROUP)  # whatever they say meanwhile
    await chat.command("journal", address=GROUP)
    await chat.command("talk", address=GROUP)
    await chat.do(opening)
    assert "no help line" in chat.messages[0].text
    assert len(chat.messages) == (2 if opening == CommandCall("menu") else 1)
    await chat.say("thank you, I needed that")
    assert "I'm glad you said it" in chat.last.text


async def test_what_was_not_sure_is_asked_there(chat: Chat) -> None:
    await chat.say(UNSURE, address=GROUP)
    await follow(chat)
    assert chat.last.text == "That sounds hard. Do you mean that you are in danger, or somebody with you?"
    await chat.tap("Yes")
    assert "no help line" in chat.last.text


async def test_what_was_sure_once_stays_so(chat: Chat) -> None:
    await chat.say(ALARM, address=GROUP)
    await chat.say(UNSURE, address=GROUP)
    await follow(chat)
    assert "no help line" in chat.last.text


async def test_the_link_tapped_once_more_shows_the_page_once_more(chat: Chat) -> None:
    await chat.say(ALARM, address=GROUP)
    await follow(chat)
    chat.later(minutes=1)
    await follow(chat)
    assert ["no help line" in message.text for message in chat.messages] == [True, True]


async def test_nothing_of_it_is_told_a_week_later(chat: Chat) -> None:
    await chat.say(ALARM, address=GROUP)
    chat.later(days=7, seconds=1)
    await chat.open()
    assert not any("no help line" in message.text for message in chat.messages)


async def test_it_is_counted_once_and_none_of_the_words_is_kept(chat: Chat, tmp_path: Path) -> None:
    await chat.say(ALARM, address=GROUP)
    await follow(chat)
    with closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        assert database.execute("SELECT value FROM counter WHERE name = 'care'").fetchone() == (1,)
        assert "husband" not in "\n".join(database.iterdump())


async def test_what_was_asked_for_is_answered_when_they_follow_the_link(chat: Chat) -> None:
    await chat.command("remind", "21:30", address=GROUP)
    assert [message.text for message in in_group(chat)] == [LINE]
    await follow(chat)
    assert "where are you?" in chat.last.text
    await chat.say("Lisbon")
    assert "right?" in chat.last.text
    assert "Lisbon" not in "".join(message.text for message in in_group(chat))


async def test_a_link_behind_which_nothing_waits_begins_the_talk(chat: Chat) -> None:
    await chat.command("start", ANSWER)
    assert "Welcome to The Lamp Evenings" in chat.messages[0].text


async def test_who_has_blocked_the_bot_finds_it_when_they_come_back(chat: Chat) -> None:
    """A word in a group opens no direct chat."""
    await chat.open()
    await chat.do(Membership(reachable=False))
    before = len(chat.messages)
    await chat.say(ALARM, address=GROUP)
    await chat.command("journal", address=GROUP)
    assert [seen(message) for message in in_group(chat)[:1]] == [
        (LINE, (("Open our chat", Press(chat.key, ANSWER)),))
    ]
    assert in_group(chat)[-1].text == LINE
    assert len(chat.messages) == before
    await follow(chat)
    assert "no help line" in chat.messages[before].text


async def test_where_the_bot_may_write_first_it_does(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.say(ALARM, address=GROUP)
        assert [seen(message) for message in in_group(chat)] == [(LINE, ())]
        assert "no help line" in chat.last.text


async def test_where_the_bot_may_write_first_a_closed_one_is_tried_again(tmp_path: Path) -> None:
    """Whoever opened it says nothing of that; `test_danger_in_thread.py` has those who did not."""
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        screen.fails.append(SendFailed(Failure.UNREACHABLE))
        await chat.command("menu")
        before = len(chat.messages)
        await chat.say(ALARM, address=GROUP)
        assert [message.text for message in in_group(chat)] == [LINE]
        assert any("no help line" in message.text for message in chat.messages[before:])


async def test_for_whom_the_bot_is_not_help_waits_all_the_same(tmp_path: Path) -> None:
    screen = Screen(limits=replace(PHONE, writes_first=False))
    async with running(tmp_path, SERIES, screen, ALANA_ALLOWED="77") as program:
        chat = Chat(program, screen)
        await chat.say(ALARM, address=GROUP)
        await follow(chat)
        await chat.say("hello")
    assert ["no help line" in message.text for message in chat.messages] == [True, False]
    assert "invited people only" in chat.last.text
