"""Who asks what a word means gets a sentence, for the house's own words as for others; "next" where several
ways lead on, and somebody who is only named, have words of their own."""

import pytest

from bot.care.judge import care
from bot.commands.glossary import WORDS
from bot.hearing.choose import certain
from bot.hearing.hear import Moment, hear
from bot.hearing.kinds import Kind
from bot.matching.phrases import table
from bot.matching.pick import pick
from tests.chat import Chat

EVENING_TWO = "02-karmic-soul-mates"
WHO = """my therapist; my mother; my boss; a friend of mine; my aunt; a man at the station; the baker; my
    old doctor; my dad and my brother; maybe my neighbour; mein Therapeut; meine Therapeutin; meine
    beste Freundin; der Nachbar von nebenan; mein Vater und mein Bruder; eine Frau im Bus"""
MORE = """my therapist says no; my mother is ill; is my mother a soul mate?; my mother never called; my turn;
    my heart; meine Mutter ist krank; mein Chef hat mich angeschrien; meine Frage"""


def listed(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(";")]


@pytest.fixture
def chat(shipped: Chat) -> Chat:
    return shipped


async def begin(chat: Chat, locale: str = "en", episode: str = EVENING_TWO) -> None:
    chat.locale = locale
    await chat.say("hi")
    await chat.say("Ada")
    await chat.command("talk", episode)


async def answer(chat: Chat, typed: str) -> str:
    before = len(chat.messages)
    await chat.say(typed)
    return chat.messages[before].text


def test_each_word_of_the_house_is_known_and_explained() -> None:
    assert set(table("house").values()) == set(WORDS)


@pytest.mark.parametrize(
    ("locale", "typed", "begins"),
    [
        ("en", "what is a keepsake", "A keepsake is what stays of a circle"),
        ("en", "what's an evening?", "An evening is one talk of ours"),
        ("en", "who is the questioner", "The Questioner is you"),
        ("en", "what does nudge mean", "A nudge is one line from me"),
        ("en", "so what is a circle exactly", "A circle is an evening that several"),
        ("en", "whats the weekly thought", "The weekly thought is a short note"),
        ("de", "was ist ein Andenken", "Ein Andenken ist, was von einer Runde bleibt"),
        ("de", "was heißt eigentlich Abend?", "Ein Abend ist ein Gespräch mit mir"),
        ("de", "was ist eine Erinnerung", "Eine Erinnerung ist eine Zeile von mir"),
        ("de", "was bedeutet Runde", "Eine Runde ist ein Abend, den mehrere"),
        ("en", "what is love", "Nothing was written for me about that"),
        ("de", "was ist liebe", "Dazu wurde mir nichts geschrieben"),
        ("en", "what is a twin flame", "That word has an evening of its own, “Twin flames”"),
    ],
)
async def test_a_word_that_is_asked_about(chat: Chat, locale: str, typed: str, begins: str) -> None:
    await begin(chat, locale)
    questions = chat.questions
    assert (await answer(chat, typed)).startswith(begins)
    if "evening of its own" not in begins:
        assert chat.questions == questions


@pytest.mark.parametrize(
    ("locale", "typed"),
    [
        *(("en", "what does karma mean"), ("en", "what is karma"), ("en", "define karma")),
        *(("de", "was bedeutet karma"), ("de", "was ist karma eigentlich")),
    ],
)
async def test_a_word_of_this_evening_is_its_question(chat: Chat, locale: str, typed: str) -> None:
    await begin(chat, locale)
    told = await answer(chat, typed)
    before = "Two people who, so the belief goes" if locale == "en" else "Zwei, die einander, so der Glaube"
    assert told.startswith(before)
    again = len(chat.messages)
    await chat.say(typed)
    assert any(each.text.startswith(before) for each in chat.messages[again:])


@pytest.mark.parametrize(
    ("locale", "typed"), [("en", "next"), ("en", "go on please"), ("de", "weiter"), ("de", "was jetzt")]
)
async def test_next_where_several_ways_lead_on(chat: Chat, locale: str, typed: str) -> None:
    await begin(chat, locale)
    questions = chat.questions
    assert len(questions) == 3
    there_are = (
        "From here there are three ways on"
        if locale == "en"
        else "Von hier aus geht es auf drei Wegen weiter"
    )
    assert (await answer(chat, typed)).startswith(there_are)
    assert chat.questions == questions


@pytest.mark.parametrize("typed", listed(WHO))
async def test_somebody_who_is_only_named(chat: Chat, typed: str) -> None:
    await begin(chat)
    assert (await answer(chat, typed)).startswith("So somebody comes to mind.")
    assert care(typed) is None


@pytest.mark.parametrize("typed", listed(MORE))
def test_what_says_more_than_who(typed: str) -> None:
    heard = hear(typed, Moment()).heard
    assert heard is None or heard.kind is not Kind.SOMEBODY


def test_an_offered_answer_goes_before_who_is_named() -> None:
    hearing = hear("my mother", Moment())
    assert hearing.heard is not None
    assert hearing.heard.kind is Kind.SOMEBODY
    assert not certain(hearing)


@pytest.mark.parametrize(
    "typed",
    [
        "no wait i meant the second one",
        "the second one i guess",
        "maybe 2",
        "doch lieber die zweite",
        "ich meinte die zweite",
    ],
)
def test_an_option_is_pointed_at_with_a_change_of_mind(typed: str) -> None:
    assert pick(typed, ["Why?", "And then?", "I see."]) == 1


@pytest.mark.parametrize("typed", ["my mum says hi", "my dad said hello", "meine Mama sagt hallo"])
def test_a_greeting_from_somebody_is_no_danger(typed: str) -> None:
    assert care(typed) is None
