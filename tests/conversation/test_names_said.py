"""A name as people say it in a sentence, and what they say of themselves where one is asked for."""

import pytest

from bot.care.judge import care
from bot.conversation.answers import name_in, named
from bot.hearing.kinds import Kind
from bot.yesno import yes_or_no
from tests.chat import Chat

SAID = """call me Jo please; you can call me Jo; just call me Jo; it's Jo; its Jo; it's me, Jo; I am Jo; I'm
    Jo; this is Jo; my name is Jo; my names Jo; people say Jo; people call me Jo; everyone calls me
    Jo; my friends call me Jo; I go by Jo; I'm known as Jo; Jo is my name; just Jo; you can say Jo;
    nenn mich Jo; nenn mich bitte Jo; bitte nenn mich Jo; sag Jo zu mir; sag einfach Jo zu mir; du
    kannst mich Jo nennen; du kannst Jo zu mir sagen; ich bin Jo; bin Jo; ich heiße Jo; alle nennen
    mich Jo; die Leute sagen Jo; man nennt mich Jo; ich werde Jo genannt; Jo heiße ich; einfach Jo;
    mein Name ist Jo; ich möchte Jo genannt werden; ich bin der Jo"""
STATES = """i'm sick; I'm so hungry today; i am exhausted; i'm bored; i'm back; ich bin erschöpft;
    ich bin so hungrig; bin krank; ich bin wieder da; mir ist langweilig; ich bin noch wach; i'm in bed"""


def listed(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(";")]


@pytest.mark.parametrize("words", listed(SAID))
def test_a_name_said_in_a_sentence(words: str) -> None:
    assert name_in(words) == "Jo"
    assert (named(words).move, named(words).odd) == (None, False)
    assert care(words) is None


@pytest.mark.parametrize(
    "words",
    [
        "call me an ambulance",
        "call me when he leaves please",
        "call me back please he is here",
        "call me police please",
        "call me dead please",
    ],
)
def test_whom_somebody_wants_called_is_no_name(words: str) -> None:
    assert care(words) is not None


@pytest.mark.parametrize(
    "words", ["I am Jo", "i'm jo", "it's Jo", "ich bin Jo", "ich bin die Jo", "nenn mich Jo"]
)
def test_a_name_that_sounds_like_a_yes_is_none(words: str) -> None:
    assert yes_or_no(words) is None
    assert yes_or_no("jo") is True


@pytest.mark.parametrize("words", listed(STATES))
async def test_what_somebody_is_just_now_is_no_name(newcomer: Chat, words: str) -> None:
    await newcomer.say(words)
    shown = [each.text for each in newcomer.messages]
    assert not [text for text in shown if text.startswith(("Thank you, ", "Shall I call you"))]
    assert newcomer.last.text == "What may I call you?"


@pytest.mark.parametrize("words", ["i'm tired", "ich bin müde", "enough", "i'm busy", "keine Zeit"])
async def test_a_wish_to_stop_is_one_where_a_name_is_asked_for(newcomer: Chat, words: str) -> None:
    await newcomer.say(words)
    shown = [each.text for each in newcomer.messages]
    assert not [text for text in shown if text.startswith(("Thank you, ", "Shall I call you"))]


def test_what_is_a_state_is_told() -> None:
    assert named("ich bin müde").move is Kind.TELLING
    assert named("I'm Sunny").move is None


async def test_a_name_after_the_question_about_danger_is_no_yes(newcomer: Chat) -> None:
    await newcomer.say("he scares me")
    assert "in danger" in newcomer.last.text
    await newcomer.say("I am Jo")
    assert newcomer.last.text.startswith("Shall I call you “Jo”?")
    await newcomer.say("yes")
    assert any(each.text.startswith("Thank you, Jo.") for each in newcomer.messages)
