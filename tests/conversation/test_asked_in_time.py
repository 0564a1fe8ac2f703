"""Every question that the bot asks beside the dialogue stands for its time and no longer, whoever answers."""

from datetime import timedelta

import pytest

from bot.model import Body, CommandCall, Inbound, Located, Press, Text
from tests.chat import Chat
from tests.conversation.states import WAYS

ASKED = (
    "odd_name",
    "ended",
    "between",
    "did_you_mean",
    "erasing",
    "erasing_at_name",
    "hour",
    "city",
    "clock",
    "place_found",
    "pause",
    "care",
)
ANSWERS: tuple[Body, ...] = (
    Text("yes"),
    CommandCall("remind", "20:00"),
    Press("7", "forget", 0, 0, "yes"),
    Press("7", "remind", 0, 0, "20:00"),
    Located(52.5, 13.4),
)


@pytest.mark.parametrize("body", ANSWERS, ids=lambda body: type(body).__name__)
@pytest.mark.parametrize("way", ASKED)
async def test_a_question_is_over_when_its_time_is(chat: Chat, way: str, body: Body) -> None:
    await WAYS[way](chat)
    conversations = chat.running.conversations
    saved = await chat.running.store.load(chat.subject)
    assert saved.pending is not None
    end = saved.pending.expires_at
    assert timedelta(minutes=5) < end - chat.now <= timedelta(hours=1)
    for at, stands in ((end - timedelta(seconds=1), saved.pending), (end, None)):
        seen = conversations.view(saved, Inbound("x", chat.subject, chat.address, at, body))
        assert seen.saved.pending == stands


async def test_an_old_button_erases_nothing(chat: Chat) -> None:
    """Neither when its time is over, nor when the question was asked anew: each has a button of its own."""
    await chat.open()
    await chat.command("forget")
    old = chat.button("Yes, erase it all")
    chat.later(minutes=11)
    await chat.do(old)
    assert "Shall I erase everything" in chat.last.text
    await chat.do(old)
    assert "Shall I erase everything" in chat.last.text
    assert (await chat.running.store.load(chat.subject)).state is not None
    await chat.tap("Yes, erase it all")
    assert "It is done" in chat.last.text


async def test_an_old_yes_in_words_erases_nothing(chat: Chat) -> None:
    await chat.open()
    await chat.command("forget")
    chat.later(minutes=11)
    await chat.say("yes, erase it all")
    assert "It is done" not in chat.transcript
    await chat.command("forget")
    await chat.say("yes, erase it all")
    assert "It is done" in chat.last.text


async def test_a_place_that_is_shared_too_late_is_no_answer(chat: Chat) -> None:
    await WAYS["city"](chat)
    chat.later(minutes=31)
    await chat.do(Located(52.5, 13.4))
    assert "Berlin" not in chat.last.text
