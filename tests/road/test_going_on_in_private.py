"""A long answer where others read along offers to go on in the direct chat, by a link that opens it there."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import Seen, TelegramServer
from tests.road.street import Road, road
from tests.road.test_commands import command
from tests.road.test_second_thoughts import ANNA, Home
from tests.road.travellers import Discorder, keyboard

BEN, GROUP, TOPIC = 4712, -4000, 7
OFFER = "Go on in private"
STORY = "It is an old house, and whoever lived there has left a sentence on every wall. " * 6


def _script() -> str:
    told = "\n".join(f"    Alana: {STORY.strip()} #line:tale-{n}" for n in range(2))
    return f"""title: House
episode: 01-house
name: The house
question: Who lived here?
---
Alana: Here is a house. #line:h1
-> Who lived here? #line:h2
{told}
-> Is it empty? #line:h3
    Alana: Nearly. #line:h4
Alana: There is a stair. #line:h5
-> Up? #line:h6
    Alana: Up. #line:h7
-> Down? #line:h8
    Alana: Down. #line:h9
Alana: A door. #line:h10
-> Through? #line:h11
    Alana: Through. #line:h12
===
title: Series
series: houses
name: Houses
---
===
"""


@pytest.fixture
def houses(tmp_path: Path) -> Path:
    folder = tmp_path / "houses"
    folder.mkdir()
    (folder / "house.yarn").write_text(_script())
    (folder / "houses.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["**/*.yarn"], "excludeFiles": [], "baseLanguage": "en"}'
    )
    return folder


@pytest.fixture
async def serving(telegram: TelegramServer, houses: Path, tmp_path: Path) -> AsyncIterator[Road]:
    telegram.group(GROUP, forum=True).topics.add(TOPIC)
    async with road(tmp_path, telegram=telegram, dialogues=houses) as on_the_road:
        yield on_the_road


@pytest.fixture
def home(telegram: TelegramServer, serving: Road) -> Home:
    return Home(telegram, serving)


async def in_the_group(home: Home, label: str = "Who lived here?", thread: int | None = None) -> Seen:
    """The question that stands in the group after that one was asked."""
    await home.server.say(ANNA, "/talk@alana_test_bot", chat=GROUP, thread=thread, language="en")
    await home.calm()
    await home.server.tap(ANNA, label, chat=GROUP)
    await home.calm()
    return home.server.from_bot(GROUP)[-1]


@pytest.mark.parametrize("thread", [None, TOPIC])
async def test_a_long_answer_in_a_group_leads_to_the_direct_chat(home: Home, thread: int | None) -> None:
    question = await in_the_group(home, thread=thread)
    assert question.labels == ("Up?", "Down?", OFFER)
    raw = home.server.world.chats[GROUP].messages[question.id]["reply_markup"]["inline_keyboard"]
    assert raw[-1] == [{"text": OFFER, "url": "https://t.me/alana_test_bot?start=answer"}]
    (there,) = await home.say("/start answer")
    assert (there.text, there.labels) == ("There is a stair.", ("Up?", "Down?"))
    assert home.server.from_bot(GROUP)[-1].labels == (), "only one keyboard stands"
    assert [seen.text for seen in await home.tap("Up?")] == ["Up.", "A door."]
    await home.server.say(ANNA, "/menu@alana_test_bot", chat=GROUP, language="en")
    await home.calm()
    assert "(you are here)" not in home.server.from_bot(GROUP)[-1].text, (
        "from here on it is between the two of us"
    )


async def test_whoever_else_follows_the_link_begins_their_own(home: Home) -> None:
    question = await in_the_group(home)
    await home.server.say(BEN, "/start answer", language="en")
    await home.calm()
    assert home.server.from_bot(BEN)[-1].labels == ("Who lived here?", "Is it empty?")
    assert home.server.from_bot(GROUP)[-1] == question


async def test_a_short_answer_and_the_direct_chat_have_no_such_button(home: Home) -> None:
    assert OFFER not in (await in_the_group(home, "Is it empty?")).labels
    await home.say("/restart")
    await home.tap("Who lived here?")
    assert home.shown()[-1].labels == ("Up?", "Down?")


async def test_a_platform_without_such_links_offers_nothing(
    discord: DiscordServer, houses: Path, tmp_path: Path
) -> None:
    place = discord.world.channel(discord.world.server("village"), "square")
    anna = Discorder(discord, discord.world.person("anna"), place)
    async with road(tmp_path, discord=discord, dialogues=houses) as on_the_road:
        await command(anna, on_the_road, "talk")
        standing = keyboard(anna)
        assert standing is not None
        await anna.tap(standing, 0)
        await anna.until(lambda: (found := keyboard(anna)) and found.text == "There is a stair.")
        await asyncio.sleep(0)
        assert OFFER not in (found.labels if (found := keyboard(anna)) else ())
