"""Whoever asked for the page of help, and says then that it was not meant so, is understood."""

import pytest

from tests.chat import Chat


@pytest.fixture
async def chat(newcomer: Chat) -> Chat:
    await newcomer.say("Ada")
    return newcomer


@pytest.mark.parametrize("asked", ["help me", "/helpnow", "hilf mir"])
@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("no it was a joke", "Good, then it wasn't needed just now."),
        ("I'm fine, just kidding", "Good, then it wasn't needed just now."),
        ("nein, war nur ein Witz", "Good, then it wasn't needed just now."),
        ("no", "That's good to know."),
        ("nein", "That's good to know."),
        ("I'm fine", "That's good to know."),
        ("mir geht's gut", "That's good to know."),
        ("can we go on", "Gladly."),
    ],
)
async def test_any_sort_of_no(chat: Chat, asked: str, words: str, answer: str) -> None:
    questions = chat.questions
    await chat.say(asked)
    before = len(chat.messages)
    await chat.say(words)
    assert chat.messages[before].text.startswith(answer)
    assert chat.questions == questions


@pytest.mark.parametrize("words", ["It's all right. Go on.", "lol it's all right go on"])
async def test_an_offered_answer_that_reads_like_a_no_is_what_it_always_is(chat: Chat, words: str) -> None:
    await chat.command("talk", "11")
    assert "It's all right. Go on." in chat.questions
    await chat.say("help me")
    await chat.say(words)
    assert "It's all right. Go on." not in chat.questions
