"""Text in any script through the real adapters: a kind answer, and the place is kept."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import environment
from tests.road.street import SMALL, road
from tests.road.test_commands import after
from tests.road.travellers import Discorder, Telegrapher, keyboard

TEXTS = (
    "\u200b\u200d\u2060",
    "\u202etxet desrever\u202c",
    "\ud800",
    "half \ud83d of a smile",
    "e" + "\u0301" * 1_999,
    "\x00\x01\x1b[2J",
    "\ufdfa" * 500,
    "👩‍🚀" * 300,
    "\u1160",
    "a" * 2_000,
    "** __ ~~ || ``` > # - [a](b) <@1> @everyone",
    "<b>&lt;</b> <script> {$x} <<jump Door>>",
    "/",
    "//",
    "/" + "x" * 100,
    "\n\n\n",
)


@pytest.mark.parametrize("where", ["telegram", "discord"])
async def test_every_text_is_answered(
    where: str, telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    person = (
        Telegrapher(telegram, 4711)
        if where == "telegram"
        else Discorder(discord, discord.world.person("bob"))
    )
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL) as on_the_road:
        await person.begin("2")
        standing = await person.until(lambda: keyboard(person))
        for text in TEXTS:
            seen = len(person.seen())
            await person.type(text)
            said = await after(person, on_the_road, seen)
            assert all(message.text.strip() for message in said), repr(text)
        found = keyboard(person)
    assert found is not None
    assert found.questions == standing.questions
    assert discord.posting.pings == []


def test_a_terminal_line_of_any_length_is_answered(tmp_path: Path) -> None:
    lines = [
        ("e" + "\u0301" * 10_000).encode(),
        b"a" * 100_000,
        ("\u202e" * 1_000 + "x").encode(),
        b"\xff\xfe\xc3(",  # no UTF-8
        b"/" * 5_000,
        b"/menu",
    ]
    run = subprocess.run(
        [sys.executable, "-m", "bot"],
        input=b"\n".join(lines),
        cwd=tmp_path,
        env=environment(tmp_path, SMALL),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    shown = run.stdout.decode(errors="replace")
    assert shown.count("Here is what you can ask me now") + shown.count("I'll take that as") >= 2
    assert len(re.findall(r"^Questioner: .*\n+Alana: ", shown, re.M)) >= len(lines) - 1
    assert shown.count("I don't know that command") == 1
    assert "You are in evening 1" in shown
    assert "Traceback" not in run.stderr.decode()
