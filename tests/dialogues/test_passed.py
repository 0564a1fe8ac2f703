"""Reading the shipped evenings again: whatever is passed by in them can be heard by itself."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.catalogue import Series, make_series
from bot.conversation.replay import replay
from bot.conversation.scene import Scene
from bot.engine.program import UNLISTED
from tests.chat import Chat, Screen, running
from tests.dialogues.conftest import FOLDER, Shipped
from tests.dialogues.paths import beginning
from tests.dialogues.test_texts import NAMES


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    screen = Screen()
    async with running(tmp_path, FOLDER, screen) as program:
        yield Chat(program, screen)


@pytest.fixture(scope="module")
def series(shipped: Shipped) -> Series:
    german = {row.id: row.text for row in shipped.german.rows}
    return make_series(shipped.program, {"de": german}, "shipped")


@pytest.mark.parametrize("place", range(12), ids=NAMES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_nearly_every_question_of_an_evening_says_something_by_itself(
    shipped: Shipped, series: Series, place: int, language: str
) -> None:
    scene, state = Scene(series, language, random.Random(1), {}), beginning(shipped.program)
    options = shipped.texts(shipped.episodes[place].file, "option")
    heard = [found for each in options if (found := replay(scene, state, each.id)) is not None]
    assert len(heard) >= 0.85 * len(options)
    assert all(say.line.spoken.plain and say.line.speaker == "Alana" for h in heard for say in h.answer)
    assert max(len(h.answer) for h in heard) <= 5


def test_of_the_eleventh_only_what_any_reader_may_see_is_listed(shipped: Shipped) -> None:
    """The list of turns not taken stands on a screen that somebody else may look at."""
    later = {"ChallengeOrHarm_Again", "ChallengeOrHarm_Turns"}  # not asked on a first reading
    options = shipped.texts(shipped.episodes[10].file, "option")
    assert {info.id[5:] for info in options if UNLISTED not in info.tags and info.node not in later} == {
        "hrm-006", "hrm-010", "hrm-013", "hrm-016", "hrm-020", "hrm-034", "hrm-036", "hrm-047", "hrm-061",
        "hrm-121",
    }  # fmt: skip


async def read(chat: Chat, episode: str, seed: int) -> set[str]:
    """An evening to its end by some way; the questions that were taken."""
    draw, taken = random.Random(seed), set[str]()
    await chat.command("talk", episode)
    for _ in range(80):
        buttons = [b for m in chat.messages[-1:] for b in m.buttons if b.press.verb in ("o", "skip")]
        if not buttons:
            return taken
        press = draw.choice(buttons).press
        if press.verb == "o":
            taken.add(chat.questions[[b.press for b in buttons].index(press)])
        await chat.do(press)
    raise AssertionError("the evening does not end")


@pytest.mark.parametrize(("place", "seed"), [(0, 0), (1, 1), (10, 3), (11, 11)])
async def test_three_that_were_not_taken_are_offered_and_each_is_heard(
    chat: Chat, place: int, seed: int
) -> None:
    taken = await read(chat, NAMES[place], seed)
    kept = (await chat.running.store.load(chat.subject)).profile.facts.passed
    assert [3 <= len(keys) <= 12 for keys in kept.values()] == [True], "those with most to say"
    await chat.command("restart", NAMES[place])
    assert chat.last.text.startswith("Here are three turns that you did not take in “")
    presses = [b.press for b in chat.last.buttons if b.press.verb == "passed"]
    rows = [words.partition(". ")[2] for words in chat.last.text.splitlines()[2:]]
    rows = rows or [b.label for b in chat.last.buttons[:3]]
    assert len(rows) == 3
    assert not taken & set(rows)
    state = (await chat.running.store.load(chat.subject)).state
    for row, press in zip(rows, presses, strict=True):
        since = len(chat.messages)
        await chat.do(press)
        said = [message.text for message in chat.messages[since:]]
        assert row in said
        assert len(said[said.index(row) + 1 : -1]) >= 1, "its answer"
        assert press not in [b.press for b in chat.last.buttons], "it is not new any more"
    assert (await chat.running.store.load(chat.subject)).state == state
