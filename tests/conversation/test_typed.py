"""What people type must land: the order of understanding, care first, and nothing answered by silence."""

import contextlib
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import Address
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"
ALARM = "I am afraid of my husband, he hits me"


def _everything_in(folder: Path) -> str:
    return "".join(file.read_bytes().decode("latin-1") for file in folder.glob("alana.db*"))


async def test_words_of_danger_are_answered_first_and_the_place_is_kept(chat: Chat) -> None:
    await chat.open()
    questions = chat.questions
    await chat.say(ALARM)
    assert "I'm a scripted program and no help line" in chat.last.text
    assert "https://findahelpline.com" in chat.last.text
    await chat.command("continue")
    assert chat.questions == questions


async def test_a_reflection_of_danger_reaches_neither_journal_nor_database(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.tap("Who put the lamp there?")
        await chat.tap("Skip")
        await chat.tap("Skip")
        await chat.tap("May I sit down?")
        await chat.say(ALARM)
        assert "no help line" in chat.last.text
        await chat.command("journal")
        assert "empty" in chat.last.text
    assert "husband" not in _everything_in(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        assert database.execute("SELECT value FROM counter WHERE name = 'care'").fetchone() == (1,)


async def test_in_a_group_the_answer_goes_to_the_direct_chat(chat: Chat) -> None:
    await chat.open()
    group = Address("chat", "group", direct=False)
    await chat.say(ALARM, address=group)
    in_group = chat.screen.shown["group"]
    assert [m.text for m in in_group] == [
        "Thank you for writing. I've sent you a message in our direct chat."
    ]
    assert "no help line" in chat.last.text


async def test_in_a_group_without_a_direct_chat_the_answer_is_general(chat: Chat) -> None:
    group = Address("chat", "group", direct=False)
    await chat.command("start", address=group)
    await chat.say(ALARM, address=group)
    text = chat.screen.shown["group"][-1].text
    assert "findahelpline" in text
    assert "serious" not in text
    assert chat.messages == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("menu", "The Lamp Evenings"),
        ("good night", "I've kept your place"),
        ("are you a real person?", "I'm not a person"),
        ("thanks!", "You're welcome"),
        ("/nonsense", "/help"),
        ("qwertz uiop", "I don't have words for that yet"),
    ],
)
async def test_everyday_words(chat: Chat, words: str, expected: str) -> None:
    await chat.open()
    before = len(chat.messages)
    if words.startswith("/"):
        await chat.command(words[1:])
    else:
        await chat.say(words)
    assert any(expected in m.text for m in chat.messages[before:]), chat.transcript


async def test_did_you_mean_is_answered_by_yes(chat: Chat) -> None:
    await chat.open()
    await chat.say("why does it burn at night hour")
    if "Did you mean" in chat.last.text:
        await chat.say("yes")
    assert "Somebody may be on the road." in chat.transcript


async def test_everything_typed_is_answered(chat: Chat) -> None:
    await chat.open()
    for words in ("", " ", "​‮", "\ud800", "?", "a" * 100_000, "é" + "́" * 10_000, "🙂" * 500, "\x00\x07"):
        before = len(chat.messages)
        await chat.say(words)
        assert len(chat.messages) > before, repr(words[:20])


async def test_export_holds_everything_and_forget_erases_it(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.tap("Who put the lamp there?")
        await chat.say("Ottilie")
        await chat.tap("Skip")
        await chat.tap("May I sit down?")
        await chat.say("A brass one, from my aunt.")
        await chat.command("export")
        names = [f.name for f in screen.files]
        assert names == ["alana.json", "alana.txt"]
        kept = json.loads(screen.files[0].content)
        assert "A brass one, from my aunt." in screen.files[0].content
        assert "A brass one, from my aunt." in screen.files[1].content
        assert kept["person"]
        await chat.command("forget")
        await chat.say("yes")
        assert "It is done" in chat.last.text
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        dump = "\n".join(database.iterdump())
    assert "Ottilie" not in dump
    assert "brass" not in dump


async def test_private_things_stay_out_of_groups(chat: Chat) -> None:
    await chat.open()
    group = Address("chat", "group", direct=False)
    for command in ("journal", "export", "progress"):
        await chat.command(command, address=group)
    assert {m.text for m in chat.screen.shown["group"]} == {"I've answered you in our direct chat."}


async def test_misses_are_kept_redacted_and_only_where_asked(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.say("quick brown foxes jump in Lisbon, 555 1234")
        await chat.command("privacy")
        assert "may be kept without names" in chat.last.text
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        found = [row[0] for row in database.execute("SELECT phrase FROM miss")]
    assert len(found) == 1
    assert "1234" not in found[0]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=60), min_size=1, max_size=5))
async def test_any_text_at_all_gets_an_answer(
    texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    screen = Screen()
    async with running(tmp_path_factory.mktemp("any"), SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        for text in texts:
            before = len(chat.messages)
            await chat.say(text)
            assert len(chat.messages) > before
