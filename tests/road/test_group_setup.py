"""/setup in a group on Telegram: what its admins decide, by buttons, and that it holds."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.telegram import Seen, TelegramServer
from tests.road.street import SMALL, Road, road

ANNA, BEN, GROUP, TOPIC = 4711, 4712, -1004000, 7


class Square:
    """A forum that Anna looks after."""

    def __init__(self, server: TelegramServer, on_the_road: Road) -> None:
        self.server, self.road = server, on_the_road
        group = server.group(GROUP, forum=True)
        group.topics |= {TOPIC, 8}
        group.admins.add(ANNA)

    async def calm(self) -> None:
        await self.server.until(lambda: not self.server.world.queue)
        for _ in range(3):
            await self.road.program.conversations.idle()
            await self.road.program.sender.idle()
            await asyncio.sleep(0.01)

    async def say(
        self, text: str, user: int = ANNA, thread: int | None = TOPIC, language: str = "en"
    ) -> list[Seen]:
        before = len(self.server.from_bot(GROUP))
        await self.server.say(user, text, chat=GROUP, thread=thread, language=language)
        await self.calm()
        return self.server.from_bot(GROUP)[before:]

    async def tap(self, label: str, user: int = ANNA) -> list[Seen]:
        before = len(self.server.from_bot(GROUP))
        await self.server.tap(user, label, chat=GROUP)
        await self.calm()
        return self.server.from_bot(GROUP)[before:]


@pytest.fixture
async def square(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Square]:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        yield Square(telegram, on_the_road)


async def test_only_admins_see_the_panel(square: Square) -> None:
    (panel,) = await square.say("/setup")
    assert "everywhere in this group" in panel.text
    assert {"Only in this topic", "Only admins may begin", "Deutsch", "Quiet"} <= set(panel.labels)
    (refused,) = await square.say("/setup", BEN)
    assert refused.labels == ()
    asked = [call for call in square.server.calls if call.method == "getChatAdministrators"]
    assert len(asked) == 2, "who is none is asked about once more, for they may be one by now"
    for words in ("/menu", "/help", "/privacy"):
        await square.say(words, BEN)
    asked = [call for call in square.server.calls if call.method == "getChatAdministrators"]
    assert len(asked) == 2, "and for anything else not again, for some minutes"


async def test_who_has_become_an_admin_may_at_once(square: Square) -> None:
    await square.say("/setup", BEN)
    square.server.world.chats[GROUP].admins.add(BEN)
    (panel,) = await square.say("/setup now", BEN)
    assert panel.labels


async def test_an_admins_panel_is_nobody_elses(square: Square) -> None:
    await square.say("/setup")
    assert await square.tap("Only admins may begin", BEN) == []
    assert "lamp" in (await square.say("/talk", BEN))[-1].text


async def test_only_admins_begin_where_they_say_so(square: Square) -> None:
    await square.say("/setup")
    said = await square.tap("Only admins may begin")
    assert "Who may begin one: admins" in said[-1].text
    (line,) = await square.say("/talk", BEN)
    assert line.text.startswith("In this group only admins begin")
    assert "lamp" in (await square.say("/talk"))[-1].text
    await square.tap("Everybody may begin")
    assert "lamp" in (await square.say("/talk 1", BEN))[-1].text


async def test_one_topic_is_enough(square: Square) -> None:
    await square.say("/setup")
    said = await square.tap("Only in this topic")
    assert f"Talks begin: topic {TOPIC}" in said[-1].text
    for command, elsewhere in (("/talk", 8), ("/talk 1", None)):
        (line,) = await square.say(command, BEN, elsewhere)
        assert f"topic {TOPIC}" in line.text
    begun = await square.say("/talk 01-walk", BEN)
    assert "lamp" in begun[-1].text
    assert begun[-1].thread == TOPIC


async def test_a_language_for_those_who_chose_none(square: Square) -> None:
    await square.say("/setup")
    said = await square.tap("Deutsch")
    assert said[0].text == "Gut, das gilt ab jetzt."
    (line,) = await square.say("/setup", BEN, language="en")
    assert line.text == "Nur die Admins dieser Gruppe können mich hier einrichten."


async def test_admins_that_are_not_told_are_asked_again(square: Square) -> None:
    square.server.faults.next("server_error", "getChatAdministrators")
    (refused,) = await square.say("/setup")
    assert refused.labels == ()
    (panel,) = await square.say("/setup now")
    assert panel.labels


async def test_a_direct_chat_has_nothing_to_set_up(square: Square) -> None:
    await square.server.say(ANNA, "/setup", language="en")
    await square.calm()
    assert "/setup belongs in a server or a group" in square.server.from_bot(ANNA)[-1].text
