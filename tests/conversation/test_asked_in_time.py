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


@pytest.mark.parametrize("way", ASKED)
async def test_a_question_is_over_when_its_time_is(chat: Chat, way: str) -> None:
    await WAYS[way](chat)
    conversations = chat.running.conversations
    saved = await chat.running.store.load(chat.subject)
    assert saved.pending is not None
    end = saved.pending.expires_at
    assert timedelta(minutes=5) < end - chat.now <= timedelta(hours=1)
    for body in ANSWERS:
        for at, stands in ((end - timedelta(seconds=1), saved.pending), (end, None)):
            seen = conversations.view(saved, Inbound("x", chat.subject, chat.address, at, body))
            assert seen.saved.pending == stands, body


async def test_a_place_that_is_shared_too_late_is_no_answer(chat: Chat) -> None:
    await WAYS["city"](chat)
    chat.later(minutes=31)
    await chat.do(Located(52.5, 13.4))
    assert "Berlin" not in chat.last.text
