"""What is looked at on Discord is laid out: the menu, progress; plain where that is not taken."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer, Message
from tests.platforms.discord.rules import LAID_OUT
from tests.road.street import SMALL, Road, road
from tests.road.test_commands import after, command
from tests.road.travellers import Discorder, plain
from tests.texts.test_signs import SIGNS

MARKED = "1. The walk (you are here)"


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=SMALL) as on_the_road:
        yield on_the_road


@pytest.fixture(params=["direct", "server"])
async def anna(request: pytest.FixtureRequest, discord: DiscordServer, serving: Road) -> Discorder:
    square = discord.world.channel(discord.world.server("village"), "square")
    found = Discorder(discord, discord.world.person("anna"), square if request.param == "server" else None)
    await command(found, serving, "talk")
    return found


async def shown(anna: Discorder, serving: Road, name: str) -> Message:
    return anna.place.messages[(await command(anna, serving, name))[-1].ref]


def kinds(message: Message) -> list[int]:
    return [one["type"] for one in message.components]


async def test_the_menu_has_each_evening_its_state_and_its_button(anna: Discorder, serving: Road) -> None:
    menu = await shown(anna, serving, "menu")
    assert menu.flags & LAID_OUT
    assert kinds(menu) == [10, 9, 9, 10, 1]
    first = menu.components[1]
    assert [plain(one["content"]) for one in first["components"]] == [MARKED]
    assert first["accessory"]["label"] == "1"
    seen = len(anna.seen())
    await anna.server.press(anna.user, menu, "2")
    await after(anna, serving, seen)
    assert menu.buttons() == []
    assert MARKED in plain(menu.words), "it can still be read"
    assert kinds(menu) == [10, 10, 10, 10]


async def test_progress_is_its_picture_and_its_words(anna: Discorder, serving: Road) -> None:
    message = await shown(anna, serving, "progress")
    assert kinds(message) == [10, 12, 1]
    (item,) = message.components[1]["items"]
    assert item["description"].startswith("A house with a window for each evening.")
    assert item["media"]["url"] == f"attachment://{message.attachments[0]['filename']}"
    seen = len(anna.seen())
    await anna.server.press(anna.user, message, "Hide the streak")
    await after(anna, serving, seen)
    assert kinds(message) == [10, 12]


@pytest.mark.parametrize("name", ["menu", "progress"])
async def test_where_no_layout_is_taken_it_is_a_plain_message(
    discord: DiscordServer, anna: Discorder, serving: Road, name: str
) -> None:
    discord.world.no_layouts = True
    message = await shown(anna, serving, name)
    assert not message.flags & LAID_OUT
    assert MARKED in plain(message.content)
    if name == "menu":  # what the text says the buttons need not say again
        assert message.labels() == ["1", "2", "Go on where we were"]
        assert [len(row["components"]) for row in message.components] == [3]
    assert message.buttons()
    assert bool(message.attachments) is (name == "progress")


@pytest.mark.parametrize("language", ["en", "de"])
async def test_what_is_laid_out_can_be_read_aloud(anna: Discorder, serving: Road, language: str) -> None:
    """Each state of an evening is a word."""
    await anna.server.slash(anna.user, anna.place, "language", {"language": language})
    for number in ("2", "1"):
        await command(anna, serving, "talk", number)
    words = {"en": ("you are here", "begun"), "de": ("hier bist du gerade", "angefangen")}[language]
    for name in ("menu", "progress"):
        text = plain((await shown(anna, serving, name)).words)
        assert f"1. The walk ({words[0]})" in text
        assert f"({words[1]})" in text
        assert SIGNS.isdisjoint(text)
    assert SIGNS.isdisjoint((await shown(anna, serving, "journal")).words)
