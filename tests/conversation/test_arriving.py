"""Every stored state enters the present script by one door, and only what a person did makes it speak."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.engine.state import State
from bot.errors import StorageError
from bot.model import Membership
from bot.reloading import Reloader
from bot.storage.pruning import Ages, Pruner
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "scripts"
    shutil.copytree(SERIES, folder)
    return folder


@pytest.fixture
async def chat(tmp_path: Path, scripts: Path) -> AsyncIterator[Chat]:
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        yield Chat(program, screen)


def cut(scripts: Path, start: str, end: str) -> None:
    """Takes a piece out of the first evening, from the one place up to the other."""
    file = scripts / "01-light.yarn"
    before, rest = file.read_text("utf-8").split(start, 1)
    file.write_text(before + end + rest.split(end, 1)[1], "utf-8")


def cut_the_chair(scripts: Path) -> None:
    cut(scripts, "-> May I sit down?", "<<jump Light_End>>")


async def reach_the_chair(chat: Chat) -> None:
    await chat.command("talk", "01-light")
    await chat.tap("Who put the lamp there?")
    await chat.say("Mia")
    await chat.say("40")
    assert "May I sit down?" in chat.questions


async def played(chat: Chat) -> str:
    """The revision that the person's stored place comes from."""
    saved = await chat.running.store.load(chat.subject)
    assert saved.state is not None
    return saved.state.digest


def present(chat: Chat) -> str:
    return chat.running.library.current.series["lamps"].program.digest


async def prune(chat: Chat) -> int:
    program, year = chat.running, timedelta(days=365)
    pruner = Pruner(
        program.database,
        program.writer,
        Ages(year, year, year),
        clock=lambda: chat.now,
        playing=lambda: {present(chat)},
    )
    return await pruner.once()


# ---------------------------------------------------------------- what comes by itself


async def test_a_late_wake_up_after_an_edit_says_nothing_and_moves_nobody(chat: Chat, scripts: Path) -> None:
    await chat.open()
    await chat.command("remind", "20:00")
    await chat.say("Berlin")
    await chat.say("yes")
    await reach_the_chair(chat)
    before = await played(chat)
    cut_the_chair(scripts)
    await chat.reload()
    shown = len(chat.messages)
    chat.now = datetime(2026, 3, 3, 22, 30, tzinfo=UTC)  # 23:30 in Berlin: too late for 20:00
    while await chat.running.scheduler.once():
        pass
    await chat.running.sender.idle()
    assert chat.messages[shown:] == []
    assert await played(chat) == before != present(chat)


@pytest.mark.parametrize("reachable", [False, True])
async def test_news_of_the_chat_after_an_edit_says_nothing(
    chat: Chat, scripts: Path, reachable: bool
) -> None:
    await chat.open()
    await reach_the_chair(chat)
    before = await played(chat)
    cut_the_chair(scripts)
    await chat.reload()
    shown = len(chat.messages)
    await chat.do(Membership(reachable))
    assert chat.messages[shown:] == []
    assert await played(chat) == before
    await chat.command("continue")  # the person's own word does move them, and says so
    assert "rewritten a little" in chat.messages[shown].text
    assert await played(chat) == present(chat)


# ---------------------------------------------------------------- /back


async def test_back_after_an_edit_stands_in_the_present_script(chat: Chat, scripts: Path) -> None:
    """The question that /back would show is gone: the nearest earlier one is put, with its buttons."""
    await chat.open()
    await reach_the_chair(chat)
    await chat.tap("May I sit down?")
    assert "your own lamp" in chat.last.text
    cut_the_chair(scripts)
    await chat.reload()
    await chat.command("back")
    assert "rewritten a little" in chat.transcript
    assert chat.last.text == "How many winters have you seen?"
    assert [b.label for b in chat.last.buttons] == ["Skip this"]
    assert await played(chat) == present(chat)
    await chat.say("41")
    assert "So 41 it is." in chat.transcript


async def test_back_to_a_question_that_stays_shows_its_buttons_and_takes_them(
    chat: Chat, scripts: Path
) -> None:
    await chat.open()
    await reach_the_chair(chat)
    await chat.tap("May I sit down?")
    file = scripts / "01-light.yarn"
    file.write_text(file.read_text("utf-8").replace("dark by four", "dark by three"), "utf-8")
    await chat.reload()
    await chat.command("back")
    assert "rewritten" not in chat.transcript
    assert await played(chat) == present(chat)
    await chat.tap("May I sit down?")
    assert "your own lamp" in chat.last.text


async def test_back_reads_the_place_before_once(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    await chat.open()
    await reach_the_chair(chat)
    await chat.tap("May I sit down?")
    read, undo = list[int](), chat.running.store.undo

    async def noted(person: int) -> State | None:
        read.append(person)
        return await undo(person)

    monkeypatch.setattr(chat.running.store, "undo", noted)
    await chat.command("back")
    assert "May I sit down?" in [b.label for b in chat.last.buttons]
    assert len(read) == 1


async def test_the_step_before_a_move_is_no_place_to_go_back_to(chat: Chat, scripts: Path) -> None:
    """Moving puts a question again; /back then leads to a question too, never to a line without buttons."""
    await chat.open()
    await reach_the_chair(chat)
    cut_the_chair(scripts)
    await chat.reload()
    await chat.command("continue")
    shown = len(chat.messages)
    await chat.command("back")
    assert chat.messages[shown:][-1].buttons


# ---------------------------------------------------------------- bookmarks


async def test_a_bookmark_outlives_pruning_with_its_revision(tmp_path: Path, scripts: Path) -> None:
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await reach_the_chair(chat)
        await chat.command("talk", "02-door")
    door = scripts / "02-door.yarn"
    door.write_text(door.read_text("utf-8").replace("never had a lock", "never had a key"), "utf-8")
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.command("restart", "2", id="again")  # only the bookmark is in the old revision now
        await prune(chat)
    cut_the_chair(scripts)
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.command("talk", "01-light", id="and again")
        assert chat.last.text == "How many winters have you seen?"


async def test_a_bookmark_is_a_row_and_goes_when_its_evening_is_opened_or_the_person_forgotten(
    chat: Chat,
) -> None:
    async def rows() -> list[tuple[str, str]]:
        query = text("SELECT series, episode FROM bookmark")
        found = await chat.running.database.read(lambda c: c.execute(query).all())
        return [(series, episode) for series, episode in found]

    await chat.open()
    await reach_the_chair(chat)
    await chat.command("talk", "02-door")
    assert await rows() == [("lamps", "01-light")]
    await chat.command("talk", "01-light")
    assert await rows() == [("lamps", "02-door")]
    assert "May I sit down?" in chat.questions
    await chat.command("forget")
    await chat.tap("Yes, erase it all")
    assert await rows() == []


async def test_a_bookmark_survives_a_restart(tmp_path: Path, scripts: Path) -> None:
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await reach_the_chair(chat)
        await chat.command("talk", "02-door")
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.command("talk", "01-light", id="again")
        assert "May I sit down?" in chat.questions


# ---------------------------------------------------------------- publishing


async def test_a_revision_is_remembered_before_it_is_published(chat: Chat, scripts: Path) -> None:
    """A crash between the two, and a second edit: nobody may stand in a revision whose keys are not known."""
    before = chat.running.library.current
    published: list[bool] = []
    pauses: list[float] = []

    async def remember(series: object) -> None:
        published.append(chat.running.library.current is not before)
        if len(published) == 1:
            raise StorageError("the database is busy")

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    cut_the_chair(scripts)
    assert await Reloader(chat.running.library, remember, sleep).reload()
    assert published == [False, False]
    assert len(pauses) == 1
    assert chat.running.library.current is not before
