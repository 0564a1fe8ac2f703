"""Scripts change while people are in the middle of them."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"
LIGHT = "01-light.yarn"


async def before_and_after(
    folder: Path, before: Callable[[Chat], object], edit: Callable[[str], str], word: str | None
) -> Chat:
    """Plays `before`, edits the script, starts again, and says `word` (or only opens the chat)."""
    scripts = folder / "series"
    shutil.copytree(SERIES, scripts)
    screen = Screen()
    async with running(folder, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await before(chat)  # type: ignore[misc]
    script = scripts / LIGHT
    script.write_text(edit(script.read_text("utf-8")), "utf-8")
    screen = Screen()
    async with running(folder, scripts, screen) as program:
        chat = Chat(program, screen)
        chat._ids = iter(range(1000, 2000))  # type: ignore[assignment]
        await (chat.open() if word is None else chat.say(word))
    return chat


async def stay(chat: Chat) -> None:
    """At the first question."""


async def name(chat: Chat) -> None:
    await chat.tap("Who put the lamp there?")
    await chat.say("Mia")
    await chat.say("40")


async def test_an_edit_elsewhere_is_not_noticed(tmp_path: Path) -> None:
    chat = await before_and_after(
        tmp_path,
        name,
        lambda s: s.replace("It was dark by four.", "It was dark by three."),
        "may i sit down?",
    )
    assert "rewritten" not in chat.transcript
    assert chat.last.text == "What does your own lamp look like?"


async def test_a_changed_wording_of_the_open_question_is_kept_by_its_id(tmp_path: Path) -> None:
    chat = await before_and_after(
        tmp_path, stay, lambda s: s.replace("Who put the lamp there?", "Whose lamp is it?"), None
    )
    assert "Whose lamp is it?" in chat.questions
    assert "rewritten" not in chat.transcript


async def test_a_vanished_question_moves_to_the_nearest_earlier_one(tmp_path: Path) -> None:
    def cut(script: str) -> str:
        start, end = script.index("-> May I sit"), script.index("<<jump Light_End>>")
        return script[:start] + script[end:]

    chat = await before_and_after(tmp_path, name, cut, "may i sit down?")
    assert "rewritten a little" in chat.messages[0].text
    assert chat.last.text == "How many winters have you seen?"


async def test_what_was_told_is_kept_when_the_evening_restarts(tmp_path: Path) -> None:
    def other(script: str) -> str:
        head, _, rest = script.partition("---\n")
        body = "Alana: All new, {$name}. #line:new-1\n-> And now? #line:new-2\n<<jump Light_End>>\n===\n"
        return head + "---\n" + body + rest.partition("===\n")[2]

    chat = await before_and_after(tmp_path, name, other, None)
    assert chat.last.text == "All new, Mia."
    assert chat.questions == ["And now?"]


async def test_a_removed_evening_leads_to_the_menu(tmp_path: Path) -> None:
    door = (SERIES / "02-door.yarn").read_text("utf-8").replace("02-door", "03-gate").replace("dor-", "gte-")
    chat = await before_and_after(tmp_path, name, lambda s: door.replace("Door", "Gate"), "2")
    assert "changed a lot" in chat.messages[0].text
    assert "2. The door" in chat.last.text


@pytest.mark.parametrize("broken", ["<<if", "<<jump Nowhere>>", "-> \n===\n===\n"])
async def test_one_broken_evening_does_not_take_the_others_down(tmp_path: Path, broken: str) -> None:
    scripts = tmp_path / "series"
    shutil.copytree(SERIES, scripts)
    script = scripts / LIGHT
    script.write_text(script.read_text("utf-8").replace("<<once>>", broken, 1), "utf-8")
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        assert chat.questions == ["Is it open?"]
