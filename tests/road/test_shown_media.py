"""A picture and a sound of a script on each platform: shown where they can be, said in words where not."""

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from tests.chat import Chat, Screen, running
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, road
from tests.road.travellers import Discorder, Telegrapher, keyboard

ALT = "A lamp in the snow"
SHOWN = f'<<image "pictures/lamp.png" alt="{ALT}">>\n<<audio "rain.mp3">>\n'


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The small series, which begins with a picture and a sound."""
    folder = tmp_path / "dialogues"
    shutil.copytree(SMALL, folder)
    (folder / "pictures").mkdir()
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(drawn, "PNG")
    (folder / "pictures" / "lamp.png").write_bytes(drawn.getvalue())
    (folder / "rain.mp3").write_bytes(b"ID3 rain")
    walk = folder / "01-walk.yarn"
    walk.write_text(walk.read_text().replace("---\n", "---\n" + SHOWN, 1))
    return folder


async def begun(server: TelegramServer, account: int) -> list[dict[str, object]]:
    """What stands before somebody who has just begun."""
    anna = Telegrapher(server, account)
    await anna.begin("1")
    await anna.until(lambda: keyboard(anna))
    return [
        m for m in server.world.chats[account].messages.values() if m["from"]["id"] == server.world.bot.id
    ]


def sent(server: TelegramServer, method: str) -> list[object]:
    field = method.removeprefix("send").lower()
    return [call.params[field] for call in server.calls if call.method == method]


async def test_on_telegram_a_file_is_uploaded_once(
    telegram: TelegramServer, scripts: Path, tmp_path: Path
) -> None:
    async with road(tmp_path, telegram=telegram, dialogues=scripts):
        picture, sound, *_ = await begun(telegram, 1)
        await begun(telegram, 2)
    async with road(tmp_path, telegram=telegram, dialogues=scripts):
        await begun(telegram, 3)
    assert picture["caption"] == ALT
    assert "caption" not in sound
    for method in ("sendPhoto", "sendAudio"):
        first, *others = sent(telegram, method)
        assert isinstance(first, tuple), "the file itself"
        assert len(others) == 2
        assert len({*others}) == 1
        assert isinstance(others[0], str), "its number, after a restart too"
    (scripts / "pictures" / "lamp.png").write_bytes((scripts / "pictures" / "lamp.png").read_bytes() + b"\0")
    async with road(tmp_path, telegram=telegram, dialogues=scripts):
        await begun(telegram, 4)
    assert isinstance(sent(telegram, "sendPhoto")[-1], tuple), "another file is sent anew"


async def test_on_telegram_a_number_that_is_good_no_more_is_replaced(
    telegram: TelegramServer, scripts: Path, tmp_path: Path
) -> None:
    async with road(tmp_path, telegram=telegram, dialogues=scripts):
        await begun(telegram, 1)
        telegram.world.files.clear()
        picture, *_ = await begun(telegram, 2)
    assert picture["caption"] == ALT
    assert [type(given) for given in sent(telegram, "sendPhoto")] == [tuple, str, tuple]


@pytest.mark.parametrize("why", ["refused", "missing"])
async def test_on_telegram_words_come_in_its_place(
    telegram: TelegramServer, scripts: Path, tmp_path: Path, why: str
) -> None:
    if why == "missing":
        shutil.rmtree(scripts / "pictures")
        (scripts / "rain.mp3").unlink()
    telegram.methods.no_photos = why == "refused"
    async with road(tmp_path, telegram=telegram, dialogues=scripts):
        picture, sound, *_ = await begun(telegram, 1)
    assert (picture["text"], sound["text"]) == (ALT, "♪ rain")


async def test_on_discord_it_is_an_attachment(discord: DiscordServer, scripts: Path, tmp_path: Path) -> None:
    anna = Discorder(discord, discord.world.person("anna"))
    async with road(tmp_path, discord=discord, dialogues=scripts):
        await anna.begin("1")
        await anna.until(lambda: keyboard(anna))
    picture, sound, *_ = [m for m in anna.place.messages.values() if m.author.bot]
    assert [a["filename"] for a in (*picture.attachments, *sound.attachments)] == ["lamp.png", "rain.mp3"]
    assert picture.attachments[0]["description"] == ALT
    assert (picture.content, sound.content) == ("", "")
    assert sound.files["rain.mp3"] == b"ID3 rain"


async def test_elsewhere_it_is_said(scripts: Path, tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.command("start", "1")
        assert [shown.text for shown in chat.messages[:2]] == [ALT, "♪ rain"]
