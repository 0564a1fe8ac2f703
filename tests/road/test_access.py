"""For whom the bot is; how somebody comes to it by a link, sends one along, and is met after a long time."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import Seen, TelegramServer
from tests.road.street import SMALL, Road, road

ANNA, BEN, GROUP = 4711, 4712, -4000
INVITED = "invited people"


async def said(
    server: TelegramServer, on_the_road: Road, user: int, text: str, chat: int | None = None
) -> str:
    """What somebody, or their group, gets for it."""
    place = user if chat is None else chat
    before = len(server.from_bot(place))
    await server.say(user, text, chat=chat, language="en")
    await server.until(lambda: not server.world.queue)
    for _ in range(3):
        await on_the_road.program.conversations.idle()
        await on_the_road.program.sender.idle()
    new: list[Seen] = server.from_bot(place)[before:]
    return "\n".join(seen.text for seen in new)


def people(folder: Path) -> int:
    with closing(sqlite3.connect(f"file:{folder}/alana.db?mode=ro", uri=True)) as database:
        count: int = database.execute("SELECT count(*) FROM person").fetchone()[0]
    return count


@pytest.mark.parametrize("allowed", [f"{ANNA}", f"5, telegram:{ANNA}", "@Anna_B", f"@other,{ANNA}"])
async def test_who_is_named_may_talk_and_nobody_else(
    telegram: TelegramServer, tmp_path: Path, allowed: str
) -> None:
    telegram.world.person(ANNA).username = "anna_b"
    telegram.group(GROUP)
    contact = "Kim, kim@example.org"
    settings = {"ALANA_ALLOWED": allowed, "ALANA_OPERATOR_CONTACT": contact}
    async with road(tmp_path, telegram=telegram, dialogues=SMALL, **settings) as on_the_road:
        assert "lamp" in await said(telegram, on_the_road, ANNA, "/talk")
        for text in ("/start", "hello", "/start 2", "/forget"):
            answer = await said(telegram, on_the_road, BEN, text)
            assert INVITED in answer
            assert contact in answer
        assert INVITED in await said(telegram, on_the_road, BEN, "/talk@alana_test_bot", GROUP)
        assert await said(telegram, on_the_road, BEN, "haha", GROUP) == ""
    assert people(tmp_path) == 1


async def test_a_group_that_is_named_may_talk(telegram: TelegramServer, tmp_path: Path) -> None:
    telegram.group(GROUP)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL, ALANA_ALLOWED=str(GROUP)) as on_the_road:
        assert "lamp" in await said(telegram, on_the_road, BEN, "/talk@alana_test_bot", GROUP)
        assert INVITED in await said(telegram, on_the_road, BEN, "/menu")


async def test_an_id_of_another_platform_opens_nothing(telegram: TelegramServer, tmp_path: Path) -> None:
    async with road(
        tmp_path, telegram=telegram, dialogues=SMALL, ALANA_ALLOWED=f"discord:{ANNA}"
    ) as on_the_road:
        assert INVITED in await said(telegram, on_the_road, ANNA, "/start")


async def test_danger_is_heard_from_everybody(telegram: TelegramServer, tmp_path: Path) -> None:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL, ALANA_ALLOWED="1") as on_the_road:
        answer = await said(telegram, on_the_road, BEN, "I want to kill myself")
        assert INVITED not in answer
        assert "help" in answer


async def test_who_is_invited_no_more_can_have_everything_erased(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        await said(telegram, on_the_road, BEN, "/start")
    async with road(tmp_path, telegram=telegram, dialogues=SMALL, ALANA_ALLOWED="1") as on_the_road:
        assert INVITED in await said(telegram, on_the_road, BEN, "1")
        assert people(tmp_path) == 1, "what is kept stays until they say so"
        assert INVITED not in await said(telegram, on_the_road, BEN, "/forget")
        await said(telegram, on_the_road, BEN, "yes, erase everything")
    assert people(tmp_path) == 0


async def test_discord_keeps_to_the_same_list(discord: DiscordServer, tmp_path: Path) -> None:
    anna, ben = discord.world.person("anna"), discord.world.person("ben")
    async with road(tmp_path, discord=discord, dialogues=SMALL, ALANA_ALLOWED="@anna"):
        for user, welcome in ((anna, True), (ben, False)):
            place = discord.world.direct(user)
            await discord.slash(user, place, "talk", None)
            await discord.until(lambda at=place: [m for m in at.messages.values() if m.content], 20)
            shown = "\n".join(m.content for m in discord.people.messages(user, place))
            assert (INVITED not in shown) is welcome, shown


async def test_a_link_opens_its_evening_and_a_bad_one_the_menu(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        assert "last house" in await said(telegram, on_the_road, ANNA, "/start 02-way-back")
        for bad in ("99-no-such-evening", "ref_12345", "x" * 64):
            answer = await said(telegram, on_the_road, BEN, f"/start {bad}")
            assert "That link leads to no evening" in answer
            assert "1. The walk" in answer


async def test_a_link_is_sent_along(telegram: TelegramServer, tmp_path: Path) -> None:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        await said(telegram, on_the_road, ANNA, "/start 2")
        answer = await said(telegram, on_the_road, ANNA, "/share")
        (link,) = [word for word in answer.split() if word.startswith("https://")]
        assert link == "https://t.me/alana_test_bot?start=02-way-back"
        payload = link.partition("start=")[2]
        assert "last house" in await said(telegram, on_the_road, BEN, f"/start {payload}")
        assert "01-walk" in await said(telegram, on_the_road, ANNA, "/share 1")
        assert "don't know an evening" in await said(telegram, on_the_road, ANNA, "/share 99")


async def test_the_first_words_call_people_by_their_first_name(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    telegram.world.person(ANNA).first_name = "An\u202ena"
    telegram.world.person(BEN).first_name = "@spam https://spam.example"
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        assert (await said(telegram, on_the_road, ANNA, "/start")).startswith("Hello, Anna. ")
        await said(telegram, on_the_road, BEN, "/start")
    raw = next(m for m in telegram.world.chats[BEN].messages.values() if "Hello" in m.get("text", ""))
    assert {"url", "mention"} & {entity["type"] for entity in raw["entities"]} == set(), "a name stays words"
