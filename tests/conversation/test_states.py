"""Tried in every state of a conversation: silence never answers, and words of danger leave nothing behind."""

import contextlib
import logging
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model import Address, Body, CommandCall, Press, Text
from tests.chat import Chat, Screen, running
from tests.conversation.states import WAYS
from tests.examples import with_examples

SERIES = Path(__file__).parent / "series"
TRACE = "zebrafinch"  # stands nowhere else
ALARM = f"my husband hits me and says {TRACE}"
GROUP = Address("chat", "group", direct=False)


def traces(folder: Path) -> list[str]:
    """The files of the database, its log among them, that hold the trace in any spelling."""
    found = []
    for file in folder.glob("alana.db*"):
        raw = file.read_bytes().lower()
        if any(TRACE.encode(code) in raw for code in ("utf-8", "utf-16-le", "utf-16-be")):
            found.append(file.name)
    return found


async def place_of(chat: Chat) -> tuple[object, ...]:
    saved = await chat.running.store.load(chat.subject)
    return saved.series, saved.episode, saved.state, saved.run, saved.step


# ---------------------------------------------------------------- never silence


@with_examples(60)
@given(
    way=st.sampled_from(sorted(WAYS)),
    texts=st.lists(
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(
                [
                    "yes",
                    "no",
                    "stop",
                    "1",
                    "a",
                    "skip",
                    "/",
                    "//",
                    "/x",
                    "thanks",
                    "20:00",
                    "Berlin",
                    "\ud800",
                    " ",
                ]
            ),
        ),
        min_size=1,
        max_size=4,
    ),
)
@example(way="erasing", texts=["yes", "", "yes"])
@example(way="odd_name", texts=["yes", "yes", "no"])
@example(way="clock", texts=["\u202e", "25:61", "/"])
async def test_nothing_typed_is_answered_by_silence(way: str, texts: list[str]) -> None:
    with TemporaryDirectory() as folder:
        screen = Screen()
        async with running(Path(folder), SERIES, screen) as program:
            chat = Chat(program, screen)
            await WAYS[way](chat)
            for text in texts:
                before = len(screen.sent)
                await chat.say(text)
                said = [o for o in screen.sent[before:] if type(o.action).__name__ != "Settle"]
                assert said, (way, text)
            await chat.say("/menu")  # and everybody finds back
            assert "The Lamp Evenings" in chat.last.text


# ---------------------------------------------------------------- care in every state

FORMS: dict[str, Body] = {
    "typed": Text(ALARM),
    "in a form": Text(ALARM, showing=(1, 1)),
    "behind a command": CommandCall("remind", ALARM),
    "behind no command": CommandCall(TRACE, ALARM),
    "as a command": Text(f"/journal {ALARM}"),
    "in an option": CommandCall("remind", "20:00", (("time", "20:00"), ("zone", ALARM))),
    "in a forged button": Press("7", "talk", 1, 1, ALARM),
}


@pytest.mark.parametrize("way", sorted(WAYS))
async def test_words_of_danger_leave_nothing_in_any_state(
    way: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        chat = Chat(program, screen)
        await WAYS[way](chat)
        for form, body in FORMS.items():
            place, before = await place_of(chat), len(chat.messages)
            await chat.do(body)
            assert "no help line" in chat.messages[before].text, form  # first, and nothing else
            assert len(chat.messages) == before + 1, form
            assert await place_of(chat) == place, form
            assert traces(tmp_path) == [], form
        await chat.command("continue")
        await chat.command("export")
    assert traces(tmp_path) == []
    assert all(TRACE not in upload.content for upload in screen.files)
    assert TRACE not in chat.transcript
    assert TRACE not in caplog.text
    assert all(TRACE not in str(record.__dict__) for record in caplog.records)
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        [count] = database.execute("SELECT value FROM counter WHERE name = 'care'").fetchone()
    assert count == len(FORMS) + (way == "care")


@pytest.mark.parametrize("way", ["new", "offered", "page", "city"])
async def test_in_a_group_nobody_can_tell_what_was_written(way: str, tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        chat = Chat(program, screen)
        await WAYS[way](chat)
        for body in FORMS.values():
            await chat.do(body, address=GROUP)
        seen_by_all = "\n".join(m.text for m in screen.shown["group"])
        assert traces(tmp_path) == []
    assert "hit" not in seen_by_all
    assert "serious" not in seen_by_all
    assert set(seen_by_all.splitlines()) == {"Your answer waits in our direct chat, for you alone."}
    assert "no help line" in chat.last.text


async def test_what_follows_is_no_name_no_page_and_no_phrase_to_learn_from(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        chat = Chat(program, screen)
        await WAYS["page"](chat)
        await chat.say(ALARM)
        place = await place_of(chat)
        for words in ("it happens every evening at home", "/privacy", "mostly when the neighbours are away"):
            await chat.say(words)
        chat.later(minutes=50)
        await chat.say("the blue vase is broken as well")
        assert [button.label for button in chat.last.buttons] == ["Go on with the evening"]
        assert await place_of(chat) == place
        await chat.command("journal")
        assert "empty" in chat.last.text
        await chat.command("continue")
        assert chat.last.text == "What does your own lamp look like?"
        await chat.say("It is green.")  # asked again, it is an answer again
        await chat.command("journal")
        assert "It is green." in chat.last.text
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        dump = "\n".join(database.iterdump())
        assert database.execute("SELECT COUNT(*) FROM miss").fetchone() == (0,)
    assert not any(word in dump for word in ("every evening", "neighbours", "vase"))


async def test_beside_a_choice_what_follows_is_learnt_from_no_more_than_an_hour(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        chat = Chat(program, screen)
        await WAYS["offered"](chat)
        await chat.say(ALARM)
        for words in ("qwertz uiop asdf", "mostly vases and plates"):
            await chat.say(words)
            assert [button.label for button in chat.last.buttons] == ["Go on with the evening"]
        chat.later(hours=2)
        await chat.say("purple monkey dishwasher")
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        assert database.execute("SELECT phrase FROM miss").fetchall() == [("purple monkey dishwasher",)]


async def test_a_script_that_changed_does_not_come_before_care(tmp_path: Path) -> None:
    dialogues = tmp_path / "dialogues"
    dialogues.mkdir()
    for file in SERIES.iterdir():
        (dialogues / file.name).write_bytes(file.read_bytes())
    async with running(tmp_path, dialogues, Screen()) as program:
        await WAYS["offered"](Chat(program, Screen()))
    light = dialogues / "01-light.yarn"
    light.write_text(light.read_text("utf-8").replace("lgt-0", "new-0"), "utf-8")
    screen = Screen()
    async with running(tmp_path, dialogues, screen) as program:
        chat = Chat(program, screen)
        chat._ids = iter(range(100, 200))  # type: ignore[assignment]  # numbers after the first run's
        await chat.say(ALARM)
        assert "no help line" in chat.messages[0].text
        assert len(chat.messages) == 1
        await chat.say("stop")
        assert "rewritten" in chat.messages[1].text
        assert "What shall stop?" in chat.last.text


@pytest.mark.parametrize("word", ["ok", "thanks", "danke"])
async def test_a_small_word_after_words_of_danger_does_not_go_on_with_the_evening(
    chat: Chat, word: str
) -> None:
    await WAYS["offered"](chat)
    await chat.say(ALARM)
    await chat.say(word)
    assert "findahelpline" in chat.last.text


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("i feel awful today", "I'm sorry it is like that just now."),
        ("my wife died", "I'm sorry. You needn't say anything more"),
        ("Ich bin traurig.", "I'm sorry it is like that just now."),
    ],
)
async def test_who_is_sad_is_not_asked_about_something_else(chat: Chat, words: str, answer: str) -> None:
    await WAYS["offered"](chat)
    before = len(chat.messages)
    await chat.say(words)
    assert chat.messages[before].text.startswith(answer)
