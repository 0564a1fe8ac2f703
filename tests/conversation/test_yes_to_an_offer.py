"""A yes beside a button that offers something does what the button does; beside answers it is the one that
begins with it."""

import pytest

from bot.conversation.meanings import Chosen
from bot.conversation.understand import Openness, at_once
from bot.matching.verdict import Candidate
from bot.model import Subject
from bot.ports import Saved
from tests.chat import Chat


async def to_the_end(chat: Chat) -> None:
    """Both evenings of the small series are done, and the last word is offered."""
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.tap("Skip")
    await chat.tap("Skip")
    await chat.tap("I'd rather stand.")
    await chat.command("talk", "door")
    await chat.tap("Is it open?")
    assert [b.label for b in chat.last.buttons] == ["A last word", "The menu"]


@pytest.mark.parametrize("words", ["yes", "yes please", "ok", "ja gern"])
async def test_a_last_word_is_heard(chat: Chat, words: str) -> None:
    await to_the_end(chat)
    await chat.say(words)
    assert chat.last.text == "The lamp stays on."


async def test_and_when_it_is_offered_again(chat: Chat) -> None:
    await to_the_end(chat)
    chat.later(hours=20)
    await chat.say("/talk")
    assert [b.label for b in chat.last.buttons] == ["A last word", "The menu"]
    await chat.say("yes")
    assert chat.last.text == "The lamp stays on."


async def test_a_no_to_it_is_a_goodbye(chat: Chat) -> None:
    await to_the_end(chat)
    await chat.say("no")
    assert chat.last.text.startswith("Good. I've kept your place.")
    await chat.say("/talk")
    assert "A last word" in [b.label for b in chat.last.buttons]


async def test_another_evening_is_opened(shipped: Chat) -> None:
    for words in ("hi", "Ada"):
        await shipped.say(words)
    questions = shipped.questions
    await shipped.say("whats karma")
    await shipped.say("no")
    assert shipped.questions == questions
    await shipped.say("whats karma")
    await shipped.say("yes")
    assert "Karma" in shipped.last.text or "Karmic" in shipped.last.text
    assert shipped.questions != questions


async def test_another_language_is_spoken(shipped: Chat) -> None:
    for words in ("hi", "Ada"):
        await shipped.say(words)
    await shipped.say("ich verstehe leider nicht so gut englisch")
    assert "Deutsch" in shipped.last.text
    await shipped.say("ja")
    assert "Was macht zwei Menschen seelenverwandt?" in shipped.questions


YES_AND_NO = ["Yes, with someone.", "I didn't look.", "No, with no one."]


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("yes", 0),
        ("ja", 0),
        ("Yep!", 0),
        ("oh yes", 0),
        ("no", 2),
        ("nein", 2),
        ("nö", 2),
        ("ok", None),
        ("hm", None),
    ],
)
def test_an_offered_answer_that_begins_with_it(typed: str, option: int | None) -> None:
    saved = Saved(1, Subject("chat", "7"))
    options = tuple(enumerate(Candidate(text, text) for text in YES_AND_NO))
    meaning = at_once(typed, Openness(saved, "en", options))
    assert meaning == (Chosen(option) if option is not None else None)


def test_of_two_that_begin_with_it_neither() -> None:
    saved = Saved(1, Subject("chat", "7"))
    options = tuple(enumerate(Candidate(text, text) for text in ("Yes, once.", "Yes, often.", "No.")))
    assert at_once("yes", Openness(saved, "en", options)) is None
    assert at_once("no", Openness(saved, "en", options)) == Chosen(2)
