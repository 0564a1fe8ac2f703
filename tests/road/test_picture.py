"""/progress as a picture on the platforms that show one, in words where none can be shown."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.platforms.discord import DiscordServer
from tests.platforms.discord.rules import Refusal
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, road
from tests.road.test_commands import command
from tests.road.travellers import Discorder, Telegrapher

ALT = "A house with a window for each evening."


@pytest.mark.parametrize("in_server", [False, True], ids=["direct", "in a server"])
async def test_on_discord_it_is_an_attachment_that_says_what_it_shows(
    discord: DiscordServer, tmp_path: Path, in_server: bool
) -> None:
    square = discord.world.channel(discord.world.server("village"), "square")
    anna = Discorder(discord, discord.world.person("anna"), square if in_server else None)
    async with road(tmp_path, discord=discord, dialogues=SMALL) as serving:
        await command(anna, serving, "talk")
        (said,) = await command(anna, serving, "progress")
    message = anna.place.messages[said.ref]
    (attachment,) = message.attachments
    assert attachment["description"] == f"{ALT} Lit: none. Half lit: 1. Dark: 2."
    assert Image.open(BytesIO(message.files[attachment["filename"]])).format == "PNG"
    assert ALT not in said.text
    assert "0 evenings done" in said.text
    assert said.labels == ("Hide the streak",)


async def test_on_discord_words_come_where_no_picture_is_taken(
    discord: DiscordServer, tmp_path: Path
) -> None:
    anna = Discorder(discord, discord.world.person("anna"))
    async with road(tmp_path, discord=discord, dialogues=SMALL) as serving:
        discord.world.no_files = Refusal(400, 40005, "Request entity too large")
        (said,) = await command(anna, serving, "progress")
    assert said.text.startswith(ALT)
    assert not anna.place.messages[said.ref].attachments
    assert said.labels == ("Hide the streak",)


async def test_on_telegram_the_words_are_its_caption(telegram: TelegramServer, tmp_path: Path) -> None:
    anna = Telegrapher(telegram, 7)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as serving:
        await command(anna, serving, "talk")
        (said,) = await command(anna, serving, "progress")
        assert said.text.startswith(f"{ALT} Lit: none. Half lit: 1. Dark: 2.\n\n")
        assert telegram.world.chats[7].messages[said.ref]["photo"]
        seen = len(anna.seen())
        await anna.tap(said, 0)
        await anna.until(lambda: len(anna.seen()) > seen and not anna.seen()[seen - 1].labels)


async def test_on_telegram_words_come_where_no_picture_is_taken(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    anna = Telegrapher(telegram, 7)
    telegram.methods.no_photos = True
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as serving:
        (said,) = await command(anna, serving, "progress")
    assert said.text.startswith(ALT)
    assert "photo" not in telegram.world.chats[7].messages[said.ref]
    assert said.labels == ("Hide the streak",)
