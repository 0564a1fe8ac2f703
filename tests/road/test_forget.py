"""After /forget nothing of a person is left, whatever platform they wrote on, but ids of what was handled."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.conftest import EVENING
from tests.road.street import road
from tests.road.test_commands import after
from tests.road.travellers import Discorder, Telegrapher, Traveller, keyboard

WORDS = "Wilhelmine Quitte"


def left_of(folder: Path, *traces: str) -> set[str]:
    """The tables of the whole database that hold one of those words or numbers."""
    with contextlib.closing(sqlite3.connect(folder / "alana.db")) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table
            for table in tables
            for row in database.execute(f'SELECT * FROM "{table}"')
            if any(trace in str(value) for value in row for trace in traces)
        }


def raw_of(folder: Path) -> bytes:
    """Every byte of the database and of what lies beside it."""
    return b"".join(file.read_bytes() for file in folder.glob("alana.db*"))


@pytest.mark.parametrize("where", ["telegram", "discord"])
@pytest.mark.parametrize("how", ["typed", "tapped"])
async def test_forget_leaves_nothing(
    where: str,
    how: str,
    telegram: TelegramServer,
    discord: DiscordServer,
    dialogues: Path,
    tmp_path: Path,
) -> None:
    person: Traveller
    if where == "telegram":
        person, traces = Telegrapher(telegram, 47110815), (WORDS, "47110815")
    else:
        bob = discord.world.person("bob")
        person = Discorder(discord, bob)
        traces = (WORDS, str(bob.id), str(person.place.id))
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=dialogues) as on_the_road:
        await person.begin(EVENING)
        await person.until(lambda: keyboard(person))
        await person.type(WORDS)
        await person.until(lambda: (found := keyboard(person)) and found.questions)
        await person.type("/remind 20:00")
        await person.until(lambda: "where are you" in person.seen()[-1].text)
        await person.type("Lisbon")
        await person.until(lambda: "Lisbon" in person.seen()[-1].text)
        assert left_of(tmp_path, *traces) >= {"person", "account"}
        await person.command("forget")
        asked = await person.until(
            lambda: next((m for m in person.seen() if "Shall I erase" in m.text), None)
        )
        seen = len(person.seen())
        await (person.type("yes") if how == "typed" else person.tap(asked, 0))
        await after(person, on_the_road, seen)
        assert "It is done" in person.seen()[-1].text
        assert await person.until(lambda: WORDS.encode() not in raw_of(tmp_path))  # while it goes on
    assert left_of(tmp_path, *traces) <= {"seen"}
    assert WORDS.encode() not in raw_of(tmp_path)
