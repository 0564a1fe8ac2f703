"""An hour or a city that nobody asked for is likely meant for the message once a day: it is offered."""

from datetime import time

import pytest

from bot.places.resolving import large_city
from tests.chat import Chat

OFFERED = {"en": ("is an hour", "from the map"), "de": ("ist eine Uhrzeit", "von der Karte")}


async def added(chat: Chat, words: str) -> list[str]:
    before = len(chat.messages)
    await chat.say(words)
    return [each.text for each in chat.messages[before:]]


@pytest.fixture(params=["en", "de"])
async def chat(shipped: Chat, request: pytest.FixtureRequest) -> Chat:
    shipped.locale = request.param
    await shipped.say("hi")
    await shipped.say("Ada")
    return shipped


@pytest.mark.parametrize(
    "words", ["20:00", "8pm", "20 Uhr", "every day at 20:00", "um acht Uhr abends", "20 h"]
)
async def test_an_hour_offers_the_message_once_a_day(chat: Chat, words: str) -> None:
    questions = chat.questions
    said = await added(chat, words)
    assert said[0].startswith("20:00 " + OFFERED[chat.locale or ""][0])
    assert "/remind 20:00" in said[0]
    assert chat.questions == questions
    await chat.say("yes")
    await chat.say("Oslo")
    await chat.say("yes")
    plan = await plan_of(chat)
    assert plan == (time(20), "Europe/Oslo")


@pytest.mark.parametrize("words", ["Berlin", "berlin", "Berlin!", "München", "new york"])
async def test_a_city_offers_it_too(chat: Chat, words: str) -> None:
    questions = chat.questions
    said = await added(chat, words)
    assert OFFERED[chat.locale or ""][1] in said[0]
    assert "/remind" in said[0]
    assert chat.questions == questions


async def test_a_yes_to_the_city_asks_for_the_hour(chat: Chat) -> None:
    for words in ("Berlin", "yes", "20:00", "yes"):
        await chat.say(words)
    assert await plan_of(chat) == (time(20), "Europe/Berlin")


@pytest.mark.parametrize("words", ["20:00", "Berlin"])
async def test_a_no_goes_on_and_so_does_a_question(chat: Chat, words: str) -> None:
    questions = chat.questions
    await chat.say(words)
    await chat.say("no")
    assert chat.questions == questions
    await chat.say(words)
    await chat.say(questions[0])
    assert questions[0] not in chat.questions
    assert await plan_of(chat) is None


@pytest.mark.parametrize(
    "words",
    [
        "20",
        "-1",
        "1a",
        "2 please",
        "2 of them",
        "i am 20",
        "ich bin 20",
        "my son is 3",
        "Nice",
        "Hanna",
        "dabei",
    ],
)
async def test_what_may_be_anything_is_no_wish_for_it(chat: Chat, words: str) -> None:
    said = await added(chat, words)
    assert not [text for text in said if "/remind" in text]


@pytest.mark.parametrize("words", ["berlin", "Oslo"])
async def test_a_city_behind_the_command_is_the_place(chat: Chat, words: str) -> None:
    await chat.command("remind", words)
    for said in ("20:00", "yes"):
        await chat.say(said)
    assert (await plan_of(chat) or (None, ""))[1].endswith(words.title())


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("berlin", "Berlin, Germany"),
        ("Wien", "Vienna, Austria"),
        ("münchen", "Munich, Germany"),
        ("in Berlin", None),
        ("Buxtehude", None),
        ("", None),
    ],
)
def test_a_large_city_by_its_name_alone(words: str, shown: str | None) -> None:
    assert large_city(words) == shown


async def plan_of(chat: Chat) -> tuple[time, str] | None:
    saved = await chat.running.store.load(chat.subject)
    plan = saved.profile.reminder
    return (plan.at, plan.zone) if plan is not None else None
