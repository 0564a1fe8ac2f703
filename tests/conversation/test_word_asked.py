"""Who asks what a word means that another evening is about is told so, and not of a wrong turn."""

import pytest

from tests.chat import Chat


@pytest.fixture
def chat(shipped: Chat) -> Chat:
    return shipped


async def begin(chat: Chat, locale: str) -> None:
    chat.locale = locale
    await chat.say("hi")
    await chat.say("Ada")


@pytest.mark.parametrize(
    ("locale", "typed", "evening"),
    [
        ("en", "whats karma", "Karmic soul mates"),
        ("en", "what does karmic mean?", "Karmic soul mates"),
        ("en", "what's a twin flame", "Twin flames"),
        ("de", "was ist karma", "Karmische Seelenverwandte"),
        ("de", "was heißt karma eigentlich?", "Karmische Seelenverwandte"),
        ("de", "was ist eine Zwillingsflamme", "Zwillingsflammen"),
    ],
)
async def test_a_word_with_an_evening_of_its_own(chat: Chat, locale: str, typed: str, evening: str) -> None:
    await begin(chat, locale)
    questions = chat.questions
    await chat.say(typed)
    own = "That word has an evening of its own" if locale == "en" else "Dieses Wort hat einen eigenen Abend"
    assert chat.last.text.startswith(own)
    assert evening in chat.last.text
    await chat.tap("Go on here" if locale == "en" else "Hier weitermachen")
    assert chat.questions == questions


@pytest.mark.parametrize("typed", ["what is a keepsake", "what is a soul mate", "what does he do"])
async def test_any_other_word_has_none(chat: Chat, typed: str) -> None:
    await begin(chat, "en")
    before = len(chat.messages)
    await chat.say(typed)
    assert "evening of its own" not in "".join(each.text for each in chat.messages[before:])
