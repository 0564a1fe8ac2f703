"""/journal in pages, /export once an hour: what belongs to the person alone."""

import itertools
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.commands.journal import ROOM
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"


async def _write(chat: Chat, page: str) -> None:
    """A reflection at the end of the evening of the light."""
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.say("Ottilie")
    await chat.tap("Skip")
    await chat.tap("May I sit down?")
    await chat.say(page)


def _without_spaces(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    "page",
    [
        " ".join(f"word{number}" for number in range(5_000 // 8)),
        "x" * 5_000,
        "🙂 " * 2_500,
        "\n".join(f"line {number}" for number in range(500)),
    ],
    ids=["words", "one word", "emoji", "lines"],
)
async def test_a_long_reflection_is_shown_whole_in_pages(chat: Chat, page: str) -> None:
    await _write(chat, page)
    shown = len(chat.messages)
    await chat.command("journal")
    first = "".join(m.text for m in chat.messages[shown:])  # emoji are longer than they look
    assert "2026-" in first
    count = int(first.rpartition(" ")[2])
    assert count == 1 + len(page) // ROOM
    seen = [first]
    for number in range(2, count + 1):
        shown = len(chat.messages)
        await chat.tap(f"Page {number}")
        seen.append("".join(m.text for m in chat.messages[shown:]))
    for number, text in enumerate(seen, 1):
        assert text.endswith(f"\n\nPage {number} of {count}")
    whole = "".join(text.rpartition("\n\nPage ")[0] for text in seen)
    assert _without_spaces(page) in _without_spaces(whole)
    assert all(len(m.text.encode("utf-16-le")) // 2 <= chat.screen.limits.max_text for m in chat.messages)
    labels = [button.label for button in chat.last.buttons]
    assert labels == [f"Page {count - 1}"], "back, and nothing after the last"
    await chat.tap("Page 1")
    assert "Page 1 of" in chat.last.text


@pytest.mark.parametrize("argument", ["", "0", "99999999999999999999", "-1", "two", "٣", "1.5"])
async def test_a_page_that_is_none_is_the_nearest(chat: Chat, argument: str) -> None:
    await _write(chat, "A brass one, from my aunt.")
    await chat.command("journal", argument)
    assert "A brass one, from my aunt." in chat.last.text
    assert not chat.last.buttons, "one page needs none"


# ---------------------------------------------------------------- exports


async def test_an_export_is_made_once_an_hour(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await _write(chat, "A brass one, from my aunt.")
        await chat.command("export")
        assert len(screen.files) == 2
        chat.later(minutes=1)
        await chat.command("export")
        assert "again in 59 minutes" in chat.last.text
        chat.later(minutes=58, seconds=30)
        await chat.command("export")
        assert "again in 1 minute." in chat.last.text
        assert len(screen.files) == 2
        chat.later(seconds=30)
        await chat.command("export")
        assert len(screen.files) == 4
        chat.later(days=-1)  # a clock that was put back
        await chat.command("export")
        assert len(screen.files) == 6


async def test_an_export_does_not_grow_with_what_was_said_to_its_person(tmp_path: Path) -> None:
    """Neither with messages that the bot sent nor with those that wait, an earlier export among them."""
    screen, sizes = Screen(), []
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        for _ in range(4):
            await chat.command("export")
            sizes.append(len(screen.files[-2].content))
            for _ in range(20):
                await chat.command("help")
                chat.later(seconds=2)  # at once it would be the same act
            chat.later(hours=1)
        kept = json.loads(screen.files[-2].content)
    assert "outbox" not in kept
    assert "What you can do here" not in screen.files[-2].content
    with closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        [(rows,)] = database.execute("SELECT count(*) FROM outbox")
    assert rows > 80, "else this test shows nothing"
    steps = [after - before for before, after in itertools.pairwise(sizes)]
    assert max(steps) - min(steps) < 100, "each turn adds its line to the log of turns, and no more"


@pytest.mark.parametrize("words", ["i don't want to write", "ich mag nix schreiben", "nothing to write"])
async def test_whoever_would_rather_not_write_skips_the_page(chat: Chat, words: str) -> None:
    await _write(chat, words)
    await chat.command("journal")
    assert "empty" in chat.last.text


async def test_a_short_question_is_no_page_unasked(chat: Chat) -> None:
    await _write(chat, "is it about the lamp?")
    assert "Shall I keep" in chat.last.text
    await chat.command("journal")
    assert "empty" in chat.last.text


async def test_who_reads_a_page_is_answered(chat: Chat) -> None:
    await _write(chat, "liest das wer")
    assert not any("Shall I keep" in message.text for message in chat.messages)
    await chat.command("journal")
    assert "empty" in chat.last.text
