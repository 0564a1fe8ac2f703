"""How questions are taken on Telegram: what a phone would cut stands written out, one edit settles a
question, and who wants nothing edited gets no edit at all."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.telegram import TelegramServer
from tests.road.street import Road, road
from tests.road.test_choosing import DOORS, LONG, NOTES
from tests.road.test_commands import after, command
from tests.road.travellers import Standing, Telegrapher, keyboard, transcript

ANNA = 4711
PHONE = 35  # characters of a label that a phone shows


@pytest.fixture
async def serving(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, telegram=telegram, dialogues=DOORS) as on_the_road:
        yield on_the_road


@pytest.fixture
async def anna(telegram: TelegramServer, serving: Road) -> Telegrapher:
    """At the first questions."""
    found = Telegrapher(telegram, ANNA)
    await command(found, serving, "start", "1")
    return found


def question(anna: Telegrapher) -> Standing:
    standing = keyboard(anna)
    assert standing is not None, transcript(anna)
    return standing


async def take(anna: Telegrapher, serving: Road, number: int) -> list[Standing]:
    """What comes of a tap on the button of that number from 0. Every tap's clock is stopped."""
    seen = len(anna.seen())
    tap = await anna.press(question(anna), number)
    found = await after(anna, serving, seen)
    await anna.until(lambda: anna.server.answer_to(tap) is not None)
    return found


async def choose_pace(anna: Telegrapher, serving: Road, name: str) -> None:
    """How Alana writes from now on; what was called before does not count."""
    await command(anna, serving, "pace", name)
    anna.server.calls.clear()


def edits(anna: Telegrapher) -> list[str]:
    return [call.method for call in anna.server.calls if call.method.lower().startswith("edit")]


async def test_what_a_phone_shows_whole_is_on_the_buttons_alone(anna: Telegrapher) -> None:
    standing = question(anna)
    assert standing.text == "Here is a hall."
    assert standing.labels[0] == "A small one?"
    assert max(map(len, standing.labels)) <= PHONE


async def test_what_a_phone_would_cut_is_numbered_and_written_out(anna: Telegrapher, serving: Road) -> None:
    await take(anna, serving, 2)
    standing = question(anna)
    ordinals = ("first", "second", "third", "fourth", "fifth")
    rows = [f"{n}. The {word} one?" for n, word in enumerate(ordinals, 1)]
    assert standing.text.splitlines() == ["Here are doors.", "", *rows, f"6. {NOTES}"]
    assert [label.partition(". ")[0] for label in standing.labels] == list("123456")
    assert standing.labels[5].startswith("6. And the sixth one, behind which")


@pytest.mark.parametrize(("length", "written"), [(PHONE, False), (PHONE + 1, True)])
async def test_one_character_more_than_a_phone_shows_is_too_much(
    telegram: TelegramServer, tmp_path: Path, length: int, written: bool
) -> None:
    label = "Is it far to the last house, by now".ljust(length, "?")[:length]
    scripts = await asyncio.to_thread(_one_question, tmp_path / "scripts", label)
    anna = Telegrapher(telegram, ANNA)
    async with road(tmp_path, telegram=telegram, dialogues=scripts) as on_the_road:
        await command(anna, on_the_road, "start", "1")
        assert question(anna).labels == ((f"1. {label}", "2. No?") if written else (label, "No?"))
        assert (label in question(anna).text) is written


def _one_question(folder: Path, label: str) -> Path:
    folder.mkdir()
    (folder / "one.yarn").write_text(
        "title: One\nepisode: 01-one\nname: One\n---\nAlana: Here. #line:a\n"
        f"-> {label} #line:b\n    Alana: Yes. #line:c\n-> No? #line:d\n    Alana: No. #line:e\n===\n"
        "title: Series\nseries: one\nname: One\n---\n===\n"
    )
    (folder / "one.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["**/*.yarn"], "excludeFiles": [], "baseLanguage": "en"}'
    )
    return folder


@pytest.mark.parametrize("way", ["tap", "number", "words"])
@pytest.mark.parametrize("pace", ["natural", "fast", "instant", "quiet"])
async def test_one_edit_settles_a_question(anna: Telegrapher, serving: Road, way: str, pace: str) -> None:
    await take(anna, serving, 2)
    await choose_pace(anna, serving, pace)
    standing, seen = question(anna), len(anna.seen())
    if way == "tap":
        await take(anna, serving, 5)
    else:
        await anna.type("6" if way == "number" else NOTES)
        await after(anna, serving, seen)
    await anna.until(lambda: edits(anna))
    assert edits(anna) == ["editMessageText"], "keyboard gone and question quoted at once"
    settled = next(message for message in anna.seen() if message.ref == standing.ref)
    assert (settled.text, settled.quoted, settled.labels) == ("Here are doors.", NOTES, ())


async def test_instant_and_plain_show_no_typing(anna: Telegrapher, serving: Road) -> None:
    for pace in ("instant", "plain"):
        await choose_pace(anna, serving, pace)
        await take(anna, serving, 0)
        assert [call.method for call in anna.server.calls if call.method == "sendChatAction"] == []


async def test_quiet_is_one_message(anna: Telegrapher, serving: Road) -> None:
    await choose_pace(anna, serving, "quiet")
    (said,) = await take(anna, serving, 0)
    assert said.text.startswith("It is.\n\nAnd cold.\n\nCome in.\n\nHere are doors.")
    assert said.questions[5] == NOTES


async def test_plain_changes_no_message_and_says_above_the_answer_what_was_asked(
    anna: Telegrapher, serving: Road
) -> None:
    await choose_pace(anna, serving, "plain")
    first = question(anna)
    said = await take(anna, serving, 0)
    assert said[0].text == "A small one?\n\nIt is."
    raw = anna.server.world.chats[ANNA].messages[said[0].ref]
    assert [(e["type"], e["offset"], e["length"]) for e in raw["entities"]] == [("blockquote", 0, 12)]
    seen = len(anna.seen())
    await anna.type(NOTES)
    typed = await after(anna, serving, seen)
    assert typed[0].text == f"{NOTES}\n\nMy neighbour learns."
    assert LONG in typed[-1].text
    seen = len(anna.seen())
    tap = await anna.press(first, 1)
    old = await after(anna, serving, seen)
    assert old[0].text == "That question has gone by. Here is where we are."
    assert old[-1].text == typed[-1].text, "an old button acts no more"
    await anna.until(lambda: anna.server.answer_to(tap) is not None)
    await command(anna, serving, "menu")
    assert edits(anna) == []
    await command(anna, serving, "pace", "natural")
    await take(anna, serving, 0)
    await anna.until(lambda: edits(anna))
