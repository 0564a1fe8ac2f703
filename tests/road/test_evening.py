"""A real evening, played whole on both platforms, by tapping, by numbers and by words: on the screen
stands what an uninterrupted telling without any network shows."""

from pathlib import Path

import pytest

from adapters.discord.adapter import DiscordAdapter
from adapters.telegram.adapter import LIMITS
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.conftest import EVENING
from tests.road.reference import references
from tests.road.street import road
from tests.road.travellers import (
    Discorder,
    Telegrapher,
    Traveller,
    by_numbers,
    by_tapping,
    by_words,
    keyboard,
    play,
    transcript,
    written,
)

WAYS = {"tapping": by_tapping, "numbers": by_numbers, "words": by_words}


async def whole(traveller: Traveller, way: str, on_the_road: object) -> None:
    await traveller.begin(EVENING)
    given = await play(traveller, WAYS[way])
    assert len(given) > 10, "the whole evening has more questions"
    await on_the_road.program.sender.idle()  # type: ignore[attr-defined]
    assert keyboard(traveller) is None, "no question stands open at the end"


@pytest.mark.parametrize("way", WAYS)
async def test_telegram(way: str, telegram: TelegramServer, dialogues: Path, tmp_path: Path) -> None:
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, dialogues=dialogues) as on_the_road:
        await whole(anna, way, on_the_road)
    expected = await references(tmp_path / "r", dialogues, [anna.name], LIMITS, "start", argument=EVENING)
    assert transcript(anna) == written(expected[anna.name])


@pytest.mark.parametrize("way", WAYS)
async def test_discord(way: str, discord: DiscordServer, dialogues: Path, tmp_path: Path) -> None:
    anna = Discorder(discord, discord.world.person("anna"))
    async with road(tmp_path, discord=discord, dialogues=dialogues) as on_the_road:
        await whole(anna, way, on_the_road)
    limits = DiscordAdapter.limits
    expected = await references(tmp_path / "r", dialogues, [anna.name], limits, "talk", argument=EVENING)
    assert transcript(anna) == written(expected[anna.name])


@pytest.mark.parametrize("way", WAYS)
async def test_discord_in_a_server(way: str, discord: DiscordServer, dialogues: Path, tmp_path: Path) -> None:
    square = discord.world.channel(discord.world.server("village"), "square")
    anna = Discorder(discord, discord.world.person("anna"), square)
    bob = Discorder(discord, discord.world.person("bob"), square)
    async with road(tmp_path, discord=discord, dialogues=dialogues) as on_the_road:
        await whole(anna, way, on_the_road)
        assert bob.seen() == [], "nobody else sees a word of it"
        assert not discord.world.direct(anna.user).messages
    limits = DiscordAdapter.limits
    expected = await references(
        tmp_path / "r", dialogues, [anna.name], limits, "talk", argument=EVENING, apart=True
    )
    assert transcript(anna) == written(expected[anna.name])
