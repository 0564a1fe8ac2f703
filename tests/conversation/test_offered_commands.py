"""A yes to a line that tells of a command is that command: what a sentence offers is done."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.called import Called, offered
from tests.chat import Chat, Screen, running
from tests.conversation.conftest import SERIES

TELLS = """title: Roof
episode: 03-roof
name: The roof
---
Alana: I could send you a thought a week. Write /remind, and one word ends it. #line:rof-01
-> These evenings did me good. #line:rof-02
    Alana: I'm glad. #line:rof-03
-> I don't agree with all of it. #line:rof-04
    Alana: That's fine. #line:rof-05
Alana: So long. #line:rof-06
===
"""


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    folder, screen = tmp_path / "dialogues", Screen()
    shutil.copytree(SERIES, folder)
    (folder / "03-roof.yarn").write_text(TELLS)
    async with running(tmp_path, folder, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.command("talk", "03-roof")
        assert "Write /remind" in chat.last.text
        yield chat


@pytest.mark.parametrize("typed", ["yes", "yes please", "ja", "sure", "gern"])
async def test_a_yes_is_what_was_offered(chat: Chat, typed: str) -> None:
    before = len(chat.messages)
    await chat.say(typed)
    assert "what time" in chat.messages[before].text.lower()
    await chat.say("at 8 in the evening")
    await chat.say("Berlin")
    assert "Europe/Berlin" in chat.transcript or "Berlin" in chat.last.text


@pytest.mark.parametrize("typed", ["no", "these evenings did me good", "exactly, I see what you mean"])
async def test_what_is_no_yes_is_not(chat: Chat, typed: str) -> None:
    before = len(chat.messages)
    await chat.say(typed)
    assert "what time" not in "".join(each.text for each in chat.messages[before:]).lower()


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Write /remind, if you like.", Called("remind")),
        ("Schreib /remind, und ein Wort beendet es.", Called("remind")),
        ("It is /helpnow. Or /menu.", None),
        ("See https://example.org/remind for it, and/or not.", None),
        ("Nothing of the sort.", None),
    ],
)
def test_the_command_that_a_line_tells_of(text: str, wish: Called | None) -> None:
    assert offered(text) == wish
