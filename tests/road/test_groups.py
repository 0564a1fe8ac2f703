"""Alana where others read along: what is private stays so, and who did not ask is left alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Subject
from tests.platforms.telegram import Seen, TelegramServer
from tests.road.street import SMALL, Road, road

ANNA, BEN = 4711, 4712
GROUP, UPGRADED = -4000, -1004000
BOT = "@alana_test_bot"
SUBJECT = Subject("telegram", str(ANNA))
KINDS = ("group", "supergroup", "upgraded", "topic")
PRIVATE = (
    "/export",
    "/progress",
    "/journal",
    "/forget",
    "/remind 20:00",
    "/pause 3 days",
    "I want to kill myself",
)


class Village:
    """Anna's direct chat and a group, with the program at work."""

    def __init__(self, server: TelegramServer, on_the_road: Road) -> None:
        self.server, self.road = server, on_the_road
        self.chat = GROUP
        self.thread: int | None = None

    def open(self, kind: str) -> None:
        place = self.server.group(GROUP, forum=kind in ("supergroup", "topic"))
        if kind == "topic":
            place.topics.add(7)
            self.thread = 7

    def upgrade(self) -> None:
        self.server.migrate(GROUP, UPGRADED, told="")
        self.chat = UPGRADED

    async def home(self, text: str, user: int = ANNA) -> list[Seen]:
        """What Anna's direct chat gets for it."""
        before = len(self.server.from_bot(user))
        await self.server.say(user, text, language="en")
        await self.calm()
        return self.server.from_bot(user)[before:]

    async def here(self, text: str, user: int = ANNA, *, reply: bool = False) -> list[Seen]:
        """What the group gets for it."""
        before = self.shared()
        to = before[-1].id if reply else None
        await self.server.say(user, text, chat=self.chat, thread=self.thread, reply_to=to, language="en")
        await self.calm()
        return self.shared()[len(before) :]

    async def tap(self, button: str) -> list[Seen]:
        before = len(self.shared())
        await self.server.tap(ANNA, button, chat=self.chat)
        await self.calm()
        return self.shared()[before:]

    def shared(self) -> list[Seen]:
        return [seen for chat in (GROUP, UPGRADED) for seen in self.server.from_bot(chat)]

    async def calm(self) -> None:
        await self.server.until(lambda: not self.server.world.queue)
        for _ in range(3):
            await self.road.program.conversations.idle()
            await self.road.program.sender.idle()
            await asyncio.sleep(0.01)


@pytest.fixture
async def village(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Village]:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        yield Village(telegram, on_the_road)


def words(seen: list[Seen]) -> str:
    return "\n".join(one.text for one in seen)


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_private_is_ever_said_in_a_group(village: Village, kind: str) -> None:
    village.open(kind)
    await village.home("/talk")
    await village.home("1")
    await village.home("Wilhelmine")
    await village.here(f"/start{BOT}")
    if kind == "upgraded":
        village.upgrade()
    await village.home("/talk")
    for text in PRIVATE:
        at_home = len(village.server.from_bot(ANNA))
        command = text.startswith("/")
        name, _, argument = text.partition(" ")
        said = await village.here(
            f"{name}{BOT} {argument}".strip() if command else f"{BOT} {text}", reply=not command
        )
        assert len(village.server.from_bot(ANNA)) > at_home, f"{text}: answered where it is private"
        assert [one for one in said if one.document or one.buttons] == [], text
        for piece in ("Wilhelmine", "evening done", "everything I keep", "erase", "20:00", "emergency"):
            assert piece not in words(said), text
    saved = await village.road.program.store.load(SUBJECT)
    assert saved.direct is not None
    assert (saved.direct.chat, saved.direct.direct) == (str(ANNA), True)


async def test_a_group_that_is_closed_to_the_bot_closes_nobodys_direct_chat(village: Village) -> None:
    """The keyboard that stands in the group cannot be taken away any more; that is all."""
    village.open("group")
    await village.here(f"/start{BOT}")
    await village.home("/start")
    await village.here(f"/talk{BOT}")
    village.server.kick(ANNA, GROUP)
    said = await village.home("/continue")
    assert said
    assert said[-1].buttons
    saved = await village.road.program.store.load(SUBJECT)
    assert not saved.profile.unreachable


async def test_what_was_begun_in_private_is_not_shown_in_a_group_unasked(village: Village) -> None:
    village.open("group")
    await village.home("/start 2")
    (question,) = [one for one in village.server.from_bot(ANNA) if one.buttons]
    secrets = (question.text, "The way back", *question.labels)
    menu = await village.here(f"/menu{BOT}")
    assert "(you are here)" not in words(menu)
    assert "You are in" not in words(menu)
    for text, reply in (
        (f"/continue{BOT}", False),
        (f"/back{BOT}", False),
        (f"/restart{BOT}", False),
        (f"/talk{BOT} 2", False),
        (f"/language{BOT} en", False),
        ("1", True),
        ("what is this?", True),
        (f"{BOT} hello", False),
    ):
        said = await village.here(text, reply=reply)
        assert said, f"{text}: no silence"
        assert [s for s in secrets if s in words(said) or any(s in m.labels for m in said)] == [], text
    assert await village.here("haha nice", reply=True) == [], "whose talk is elsewhere may laugh, too"
    shown = await village.tap("Go on with it here")
    assert shown[-1].text == question.text
    assert shown[-1].labels == question.labels
    again = await village.here(f"/talk{BOT}")
    assert again[-1].text == question.text, "she has said that it may be read here"


async def test_a_group_has_a_talk_of_its_own(village: Village) -> None:
    village.open("group")
    await village.home("/start 2")
    begun = await village.here(f"/start{BOT}")
    assert begun[-1].text.startswith("🪔🔥 Look at the lamp"), "another evening begins"
    at_home = await village.home("/talk 2")
    assert at_home[-1].text == "The last house has put its light out."
    on = await village.here(f"/talk{BOT}")
    assert on[-1].text == begun[-1].text, "and in the group the group's goes on"
    assert "1. The walk (you are here)" in words(await village.here(f"/menu{BOT}"))


@pytest.mark.parametrize("told", ["old", "new", "old new"])
async def test_a_group_that_says_it_has_another_id_is_followed_at_once(village: Village, told: str) -> None:
    village.open("group")
    village.server.world.chats[GROUP].admins.add(ANNA)
    await village.here(f"/setup{BOT}")
    await village.tap("Deutsch")
    await village.here(f"/talk{BOT}")
    await village.here(f"/circle{BOT} 2")
    village.server.migrate(GROUP, UPGRADED, told=told)
    village.chat = UPGRADED
    await village.calm()
    store, server = village.road.program.store, village.server
    saved = await store.load(SUBJECT)
    assert saved.address is not None
    assert (saved.address.chat, saved.address.direct) == (str(UPGRADED), False)
    rules = await store.rules("telegram", str(UPGRADED))
    assert rules.locale == "de"
    circles = [await store.load(Subject("telegram", f"c{chat}", "circle")) for chat in (GROUP, UPGRADED)]
    assert circles[0].person == circles[1].person
    assert circles[1].version
    assert "1. The walk (hier bist du gerade)" in words(await village.here(f"/menu{BOT}")), (
        "what was shown there is still theirs"
    )
    assert [call for call in server.calls if "upgraded to a supergroup" in call.description] == []


async def test_who_passes_by_in_a_group_is_left_alone(village: Village) -> None:
    village.open("group")
    begun = await village.here(f"/start{BOT}")
    for text in ("haha nice", "lol", "👍", "thanks"):
        assert await village.here(text, BEN, reply=True) == []
    for content in ({"sticker": {"file_id": "x"}}, {"photo": [{"file_id": "x"}]}):
        answered = village.server.world.chats[GROUP].messages[begun[-1].id]
        await village.server.post(BEN, content | {"reply_to_message": answered}, chat=GROUP)
        await village.calm()
    assert village.shared() == begun
    (line,) = await village.here("and who wrote that?", BEN, reply=True)
    assert "/talk" in line.text
    assert line.buttons == ()
    assert await people(village) == 1, "nothing is kept of who passes by"


async def people(village: Village) -> int:
    found = await village.road.program.database.read(
        lambda connection: connection.exec_driver_sql("SELECT count(*) FROM person").scalar()
    )
    return int(found or 0)


async def test_words_of_danger_are_heard_in_passing(village: Village) -> None:
    village.open("group")
    await village.here(f"/start{BOT}")
    said = await village.here("haha I will kill myself tonight", BEN, reply=True)
    assert words(said) == "Your answer waits in our direct chat, for you alone."


async def test_a_mention_and_a_welcome_get_one_line(village: Village) -> None:
    village.open("group")
    village.server.enter(ANNA, GROUP)
    await village.server.until(village.shared)
    await village.calm()
    (line,) = village.shared()
    assert "/talk" in line.text
    for text in (f"{BOT}", f"hi {BOT}!", f"{BOT.upper()} thanks"):
        (again,) = await village.here(text, BEN)
        assert again.text == line.text
    village.server.enter(ANNA, GROUP, "administrator")


async def test_other_bots_commands_are_left_to_them(village: Village) -> None:
    village.open("group")
    village.server.enter(ANNA, GROUP, "administrator")
    await village.calm()
    before = village.shared()
    for text in ("/ban", "/roll 2d6", "/ban@other_bot", "/menu@other_bot"):
        await village.here(text)
    assert village.shared() == before
    assert "don't know" in words(await village.here(f"/roll{BOT}"))
    assert await village.here("/talk"), "ours are answered without our name, too"


async def test_an_anonymous_admin_gets_one_line(village: Village) -> None:
    village.open("group")
    for text in (f"/talk{BOT}", "/talk"):
        before = len(village.shared())
        await village.server.say_as_group(GROUP, text)
        await village.server.until(lambda before=before: len(village.shared()) > before)  # type: ignore[misc]
        assert "under your own name" in village.shared()[-1].text
    await village.server.say_as_group(GROUP, "/ban")
    await village.calm()
    assert len(village.shared()) == 2
    assert await people(village) == 0


async def test_a_topic_that_is_gone_loses_nothing(village: Village) -> None:
    village.open("topic")
    await village.here(f"/talk{BOT}")
    chat = village.server.world.chats[GROUP]
    chat.topics.clear()
    said = await village.tap("1. What is it?")
    assert [one.thread for one in said] == [None] * len(said)
    assert "A lamp." in words(said)
    assert said[-1].buttons
    refused = [call for call in village.server.calls if "thread not found" in call.description]
    assert len(refused) == 1, "and the address is corrected, not tried for each message"
    saved = await village.road.program.store.load(SUBJECT)
    assert saved.address is not None
    assert saved.address.thread is None
    assert await _dead(village) == 0


async def _dead(village: Village) -> int:
    found = await village.road.program.database.read(
        lambda connection: connection.exec_driver_sql(
            "SELECT count(*) FROM outbox WHERE status = 'dead'"
        ).scalar()
    )
    return int(found or 0)


async def test_a_tap_on_a_message_that_is_not_shown_any_more_is_answered_in_its_topic(
    village: Village,
) -> None:
    village.open("topic")
    (*_, question) = await village.here(f"/talk{BOT}")
    chat = village.server.world.chats[GROUP]
    raw = chat.messages.pop(question.id)
    data = raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    before = len(village.shared())
    village.server.press(ANNA, data, GROUP, question.id)
    await village.server.until(lambda: len(village.shared()) > before)
    await village.calm()
    assert {one.thread for one in village.shared()} == {7}
    assert await _dead(village) == 0
