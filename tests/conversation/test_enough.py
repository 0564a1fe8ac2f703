"""“Stop it”, “leave me alone”: it is asked what shall stop, and no setting is announced as changed."""

import pytest

from tests.chat import Chat

ASKS = "What shall stop?"
OFF = "All right, no reminders."
HUSH = [
    *("stop it", "leave me alone", "let me be", "please stop", "stop this", "go away", "back off"),
    *("hör auf", "lass mich in Ruhe", "lass mich los", "Schluss damit", "lass das", "hör endlich auf"),
]


@pytest.fixture
def chat(shipped: Chat) -> Chat:
    return shipped


async def with_notes(chat: Chat) -> None:
    await chat.command("remind", "20:00")
    await chat.say("Oslo")
    await chat.say("yes")


@pytest.mark.parametrize("words", HUSH)
@pytest.mark.parametrize("evening", ["2", "11"])
async def test_what_shall_stop_is_asked(chat: Chat, words: str, evening: str) -> None:
    await chat.open()
    await chat.command("talk", evening)
    questions = chat.questions
    await chat.say(words)
    assert chat.last.text.startswith(ASKS)
    assert "Stop the notes" not in [button.label for button in chat.last.buttons]
    await chat.tap("Nothing, go on")
    assert chat.questions == questions


async def test_a_bare_stop_ends_the_notes_where_there_are_any(chat: Chat) -> None:
    await chat.open()
    await chat.command("talk", "2")
    await chat.say("stop")
    assert chat.last.text.startswith(ASKS)
    await with_notes(chat)
    await chat.say("leave me alone")
    assert "Stop the notes" in [button.label for button in chat.last.buttons]
    await chat.say("stop")
    assert chat.last.text.startswith(OFF)


async def test_in_the_evening_of_harm_it_may_be_quoted(chat: Chat) -> None:
    await chat.open()
    await with_notes(chat)
    await chat.command("talk", "11")
    await chat.say("stop")
    assert chat.last.text.startswith(ASKS)


@pytest.mark.parametrize(
    "words", ["i want to stop", "stop for today", "enough for tonight", "ich will aufhören"]
)
async def test_an_end_for_today_keeps_the_place(chat: Chat, words: str) -> None:
    await chat.open()
    await chat.command("talk", "11")
    await chat.say(words)
    assert "I've kept your place" in chat.last.text


@pytest.mark.parametrize("words", ["unsubscribe", "no more messages", "keine Nachrichten mehr"])
async def test_the_notes_by_name_are_the_notes(chat: Chat, words: str) -> None:
    await chat.open()
    await with_notes(chat)
    await chat.say(words)
    assert chat.last.text.startswith(OFF)
