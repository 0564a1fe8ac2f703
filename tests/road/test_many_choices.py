"""Where the ways to take a question on Discord meet: how many there are, and how long they are."""

import copy
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer, Message
from tests.road.street import road
from tests.road.test_commands import after, command
from tests.road.travellers import Discorder, keyboard

PROJECT = '{"projectFileVersion": 4, "sourceFiles": ["**/*.yarn"], "excludeFiles": [], "baseLanguage": "en"}'
SERIES = "title: Series\nseries: halls\nname: Halls\nabout: Choices.\n---\n===\n"
HEAD = "title: Hall\nepisode: 01-hall\nname: The hall\nquestion: Which?\nnotice: a hall\n---\nAlana: Well?\n"


def hall(folder: Path, labels: list[str]) -> Path:
    """An evening of one question, with these to choose from; each is answered by its number."""
    folder.mkdir()
    (folder / "series.yarnproject").write_text(PROJECT)
    (folder / "series.yarn").write_text(SERIES)
    asked = "".join(f"-> {label}\n    Alana: This was {n}.\n" for n, label in enumerate(labels, 1))
    (folder / "01-hall.yarn").write_text(HEAD + asked + "Alana: Done.\n===\n")
    return folder


def named(count: int, length: int) -> list[str]:
    """So many labels of so many letters, in words of which no two are the same."""
    words = [f"{n:02} " + "so it goes on and " * 12 for n in range(1, count + 1)]
    return [text[: length - 1].rstrip().ljust(length - 1, "x") + "?" for text in words]


def lists(message: Message) -> list[dict]:
    return [item for item in message.items() if item["type"] == 3]


async def asked(discord: DiscordServer, tmp_path: Path, labels: list[str], take: int) -> tuple[Message, str]:
    """The question as it stood, and all that could be read by then. The choice of that number was taken, as a
    person can, and was answered."""
    anna = Discorder(discord, discord.world.person("anna"))
    async with road(tmp_path, discord=discord, dialogues=hall(tmp_path / "hall", labels)) as serving:
        await command(anna, serving, "talk")
        standing = keyboard(anna)
        assert standing is not None
        shown, seen = anna.place.messages[standing.ref], len(anna.seen())
        before, texts = copy.copy(shown), "\n".join(one.text for one in anna.seen())
        if take <= standing.verbs.count("o"):
            await anna.tap(standing, take - 1)
        else:
            await anna.type(str(take))
        said = await after(anna, serving, seen)
        assert said[0].text == f"This was {take}."
    return before, texts


@pytest.mark.parametrize(
    ("count", "length", "way"),
    [
        (5, 38, "buttons"),
        (5, 39, "numbers"),
        (5, 80, "numbers"),
        (5, 81, "numbers"),
        (5, 200, "numbers"),
        (6, 38, "list"),
        (6, 100, "list"),
        (6, 101, "list"),
        (6, 180, "list"),
        (6, 181, "list, written out"),
        (25, 38, "list"),
        (26, 38, "list, written out"),
        (30, 100, "list, written out"),
    ],
)
async def test_every_question_can_be_read_whole_and_taken(
    discord: DiscordServer, tmp_path: Path, count: int, length: int, way: str
) -> None:
    labels = named(count, length)
    assert {len(label) for label in labels} == {length}
    shown, texts = await asked(discord, tmp_path, labels, take=count)
    buttons = shown.labels()[: min(count, 5)]
    numbers = [str(n) for n in range(1, count + 1)]
    match way:
        case "buttons":
            assert buttons == labels
        case "numbers":
            assert buttons == numbers
            assert [len(row["components"]) for row in shown.components] == [5, 1]
        case _:
            (menu,) = lists(shown)
            assert len(menu["options"]) == min(count, 25)
    if way == "list":
        entries = [f"{o['label']} {o.get('description', '')}".strip() for o in menu["options"]]
        assert [entry.replace("… ", " ") for entry in entries] == labels
    if way in ("numbers", "list, written out"):
        missing = [n for n, label in zip(numbers, labels, strict=True) if f"{n}. {label}" not in texts]
        assert not missing, texts
