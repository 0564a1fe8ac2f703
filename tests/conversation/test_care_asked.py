"""Where it is not sure that words speak of danger, the person is asked, as privately as they are answered."""

from itertools import pairwise

import pytest

from bot.care.judge import Care, care
from bot.model import Address
from tests.chat import Chat
from tests.conversation.states import WAYS

UNSURE = "i always have to ask him before i may visit my mother"
QUESTION = "That sounds hard. Do you mean that you are in danger, or somebody with you?"


def test_this_is_not_sure() -> None:
    assert care(UNSURE) == Care("ask", "fear")


async def test_three_answers_are_offered(chat: Chat) -> None:
    await chat.open()
    await chat.say(UNSURE)
    assert chat.last.text == QUESTION
    assert [button.label for button in chat.last.buttons] == [
        "Yes",
        "No, it's something else",
        "Neither, or I'd rather not say",
    ]


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("Yes", "I'm a scripted program and no help line"),
        ("No, it's something else", "Then we go on."),
        ("Neither, or I'd rather not say", "you need not say"),
        ("yes", "I'm a scripted program and no help line"),
        ("nein", "Then we go on."),
        ("neither", "you need not say"),
        ("thank you, I needed that", "I'm glad you said it"),
        ("no lol it was a joke", "a manner of speaking"),
        ("früher mal", "What is long over"),
        ("can we go on", "Gladly."),
        ("why do you ask?", "a few words"),
        ("he says nobody else would want me", "I'm a scripted program and no help line"),
    ],
)
async def test_each_is_answered(chat: Chat, answer: str, then: str) -> None:
    await chat.open()
    await chat.say(UNSURE)
    before = len(chat.messages)
    if answer in [button.label for button in chat.last.buttons]:
        await chat.tap(answer)
    else:
        await chat.say(answer)
    assert then in "\n".join(m.text for m in chat.messages[before:])


async def test_the_place_is_kept(chat: Chat) -> None:
    await chat.open()
    questions = chat.questions
    await chat.say(UNSURE)
    await chat.tap("No, it's something else")
    assert chat.questions == questions


async def test_in_a_group_nobody_sees_the_question(chat: Chat) -> None:
    await chat.open()
    group = Address("chat", "group", direct=False)
    await chat.say(UNSURE, address=group)
    assert [m.text for m in chat.screen.shown["group"]] == [
        "Your answer waits in our direct chat, for you alone."
    ]
    assert chat.last.text == QUESTION


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("is this normal?", "a real question"),
        ("am i normal", "a real question"),
        ("whatever", "I'm only a program"),
        ("should I leave him?", "a real question"),
        ("I am scared", "I believe you"),
        ("yes he does", "I'm only a program"),
        ("thank you, I needed that", "I'm glad you said it"),
        ("😭", "I believe you"),
        ("ich hab solche angst", "I believe you"),
        ("soll ich gehen", "a real question"),
    ],
)
async def test_the_hour_after_stays_gentle(chat: Chat, words: str, then: str) -> None:
    await chat.open()
    await chat.say("I am afraid of my husband, he hits me")
    await chat.say(words)
    assert then in chat.last.text, chat.transcript


async def test_an_answered_question_is_answered_once(chat: Chat) -> None:
    """After a yes, a later no is none to that question: it is not gone on with as if all were well."""
    await chat.open()
    await chat.say(UNSURE)
    await chat.say("yes")
    await chat.say("no")
    assert "I'm only a program" in chat.last.text


@pytest.mark.parametrize(
    "answer",
    [
        *("no lol it was a joke", "its just a saying", "i used to, years ago", "can we go on", "i'm fine"),
        *("nein quatsch", "früher mal", "gehts jetzt weiter", "nothing like that", "whats the next question"),
    ],
)
@pytest.mark.parametrize("first", [UNSURE, "I am afraid of my husband, he hits me"])
async def test_whoever_says_no_is_back_in_the_evening(chat: Chat, first: str, answer: str) -> None:
    await chat.open()
    asked, questions = chat.last.text, chat.questions
    await chat.say(first)
    await chat.say(answer)
    assert (chat.last.text, chat.questions) == (asked, questions)
    await chat.say(questions[0])
    assert chat.questions != questions


async def test_nobody_is_held_by_the_question(chat: Chat) -> None:
    """What is not understood is answered gently once, and then by the evening."""
    await chat.open()
    questions = chat.questions
    await chat.say(UNSURE)
    await chat.say("i had noodles for lunch")
    assert "I'm only a program" in chat.last.text
    await chat.say("and now it rains")
    assert chat.last.text == "What would you like to ask?"
    assert chat.questions == questions
    await chat.say("yes")
    assert "no help line" not in chat.transcript


@pytest.mark.parametrize("first", [UNSURE, "I am afraid of my husband, he hits me"])
async def test_a_name_and_a_command_are_taken_as_they_are(chat: Chat, first: str) -> None:
    await chat.open()
    await chat.say(first)
    await chat.say("call me Anna")
    assert "Anna" in "\n".join(m.text for m in chat.messages[-2:])
    await chat.say(first)
    await chat.say("menu")
    assert "Good to see you" not in chat.last.text
    assert any(button.press.verb == "talk" for button in chat.last.buttons)


async def test_two_answers_running_are_never_the_same(chat: Chat) -> None:
    await chat.open()
    await chat.say("I am afraid of my husband, he hits me")
    said = []
    for words in (
        "is this normal?",
        "should I go?",
        "can he find me?",
        "I am so sad",
        "I feel alone",
        "I'm sad",
    ):
        await chat.say(words)
        said.append(chat.last.text)
    assert all(one != other for one, other in pairwise(said))


async def test_a_page_is_not_lost_to_a_question(chat: Chat) -> None:
    """Whoever was only asked, and writes on, may have it in the journal."""
    await WAYS["page"](chat)
    await chat.say(UNSURE)
    await chat.say("the lamp over our kitchen table")
    assert chat.last.text.startswith("Shall I keep “the lamp over our kitchen table” in your journal?")
    await chat.say("yes")
    await chat.command("journal")
    assert "the lamp over our kitchen table" in chat.last.text
