"""The terminal in this process: lines in, the screen out, and the real program behind it."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rich.console import Console

from adapters.terminal.adapter import LONGEST, TerminalAdapter
from adapters.terminal.screen import PlainScreen, RichScreen, Screen, printable
from bot import app
from bot.model import Rich
from bot.settings import load_settings
from tests.chat import START
from tests.conversation.conftest import SERIES


async def played(folder: Path, screen: Screen, *typed: str) -> None:
    """The talk to its end, each line typed once everything said before it is shown."""

    async def lines() -> AsyncIterator[str]:
        for line in typed:
            yield f"{line}\n"

    async def delivered() -> None:
        await program.sender.idle()

    def save(name: str, content: str) -> str:
        (folder / name).write_text(content, encoding="utf-8")
        return name

    adapter = TerminalAdapter(
        lines(), screen, delivered=delivered, save_file=save, clock=lambda: START, locale="en"
    )
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(SERIES),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
    }
    async with app.program(load_settings(env, None), {adapter.name: adapter}) as program:
        sending = app.start_sending(program)
        await adapter.run(program.host)
        await program.sender.stop()
        sending.cancel()


async def shown(folder: Path, *typed: str) -> list[str]:
    out = io.StringIO()
    await played(folder, PlainScreen(out), *typed)
    return out.getvalue().splitlines()


async def test_the_person_is_called_in_the_language_of_the_talk(tmp_path: Path) -> None:
    said = await shown(tmp_path, "hello", "/language de", "hallo", "1")
    turned = next(place for place, line in enumerate(said) if "auf Deutsch" in line)
    assert "Questioner: hello" in said[:turned]
    assert "Du: hallo" in said[turned:]
    assert not any(line.startswith("Questioner") for line in said[turned:])


async def test_a_number_asks_the_question_that_stands_under_it(tmp_path: Path) -> None:
    said = await shown(tmp_path, "1")
    asked = said.index("  1. Who put the lamp there?")
    assert said[asked + 1] == "  2. Why is it still burning at this hour of the night?"
    assert said.index("Questioner: Who put the lamp there?") > asked
    assert said.index("Questioner: Who put the lamp there?") < said.index("Alana: I did, the first winter.")
    assert said.count("Questioner: Who put the lamp there?") == 1
    assert "Alana: It was dark by four." in said


async def test_what_was_typed_stands_before_its_answer(tmp_path: Path) -> None:
    said = await shown(tmp_path, "1", "Mia")
    assert said[said.index("Questioner: Mia") + 1] == "Alana: Thank you, Mia."


@pytest.mark.parametrize("number", ["0", "99", "0001"])
async def test_a_number_without_a_button_is_words(tmp_path: Path, number: str) -> None:
    said = await shown(tmp_path, number)
    assert f"Questioner: {number}" in said
    assert "Questioner: Who put the lamp there?" not in said


@pytest.mark.parametrize("word", ["/quit", "/exit", "quit", "EXIT"])
async def test_leaving_says_goodbye_and_reads_no_more(tmp_path: Path, word: str) -> None:
    said = await shown(tmp_path, word, "1")
    assert said[-1] == "Alana: Your place is kept. Until next time."
    assert not any(line.startswith("Questioner") for line in said)


async def test_blank_lines_are_nothing_and_an_endless_one_is_cut(tmp_path: Path) -> None:
    said = await shown(tmp_path, "", "   ", "x" * (LONGEST + 5))
    assert [line for line in said if line.startswith("Questioner")] == [f"Questioner: {'x' * LONGEST}"]


async def test_a_command_takes_its_argument_and_a_file_is_saved(tmp_path: Path) -> None:
    said = await shown(tmp_path, "/TALK  2 ", "/export")
    assert "Alana: Here is a door." in said
    assert any(line.endswith("→ alana.json") for line in said)
    assert (tmp_path / "alana.json").read_text(encoding="utf-8").startswith("{")


async def test_a_real_terminal_shows_the_same_words(tmp_path: Path) -> None:
    out = io.StringIO()
    await played(tmp_path, RichScreen(Console(file=out, width=60, force_terminal=True)), "1")
    assert "Good evening. There is a lamp on the sill." in out.getvalue()
    assert "Who put the lamp there?" in out.getvalue()


def test_nothing_that_is_shown_can_steer_the_terminal() -> None:
    assert printable("a\x1b[2J\x9bb\x7f\nc") == "a·[2J·b·\nc"
    for screen_out in (io.StringIO(),):
        PlainScreen(screen_out).message("Alana", Rich("red \x1b[31m"), ["one \x07"])
        assert screen_out.getvalue() == "Alana: red ·[31m\n  1. one ·\n"


async def test_a_picture_is_said_in_words(tmp_path: Path) -> None:
    said = await shown(tmp_path, "/progress")
    assert any(line.startswith("Alana: A house with a window for each evening. Lit: none.") for line in said)
