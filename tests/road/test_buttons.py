"""What a tap leaves behind, and what other taps do: old ones, foreign ones, those beside typed words."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, Road, road
from tests.road.test_commands import after
from tests.road.travellers import Answer as Given
from tests.road.travellers import (
    Discorder,
    Standing,
    Telegrapher,
    Traveller,
    by_numbers,
    by_tapping,
    by_words,
    keyboard,
    transcript,
)

PLATFORMS = ("telegram", "discord", "discord server")
LONG = "Why does the lamp burn so late, when nobody is on the road any more and the snow has stopped?"


def person(name: str, platform: str, telegram: TelegramServer, discord: DiscordServer) -> Traveller:
    if platform == "telegram":
        return Telegrapher(telegram, 1000 + len(name))
    user = next((u for u in discord.world.users.values() if u.name == name), None)
    user = user or discord.world.person(name)
    if platform == "discord":
        return Discorder(discord, user)
    guild = next(iter(discord.world.guilds.values()), None) or discord.world.server("village")
    square = next(iter(guild.channels.values()), None) or discord.world.channel(guild, "square")
    return Discorder(discord, user, square)


@pytest.fixture(params=PLATFORMS)
async def place(
    request: pytest.FixtureRequest, telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> AsyncIterator[tuple[str, Road]]:
    """(platform, road) with the small series."""
    servers = {"telegram": telegram} if request.param == "telegram" else {"discord": discord}
    async with road(tmp_path, dialogues=SMALL, **servers) as on_the_road:
        yield request.param, on_the_road


@pytest.fixture
async def anna(place: tuple[str, Road], telegram: TelegramServer, discord: DiscordServer) -> Traveller:
    """In the first evening, at its first questions."""
    platform, on_the_road = place
    found = person("anna", platform, telegram, discord)
    await found.begin()
    await after(found, on_the_road, 0)
    return found


def first(traveller: Traveller) -> Standing:
    standing = keyboard(traveller)
    assert standing is not None, transcript(traveller)
    return standing


def again(traveller: Traveller, ref: int) -> Standing:
    return next(message for message in traveller.seen() if message.ref == ref)


@pytest.mark.parametrize("way", [by_tapping, by_numbers, by_words])
@pytest.mark.parametrize("number", [0, 1])
async def test_the_chosen_question_stands_quoted(
    place: tuple[str, Road], anna: Traveller, way: object, number: int
) -> None:
    standing, seen = first(anna), len(anna.seen())
    assert standing.questions == ("What is it?", LONG)
    await way(anna, standing, Given(number=number))  # type: ignore[operator]
    await after(anna, place[1], seen)
    settled = again(anna, standing.ref)
    assert settled.presses == ()
    assert settled.quoted == standing.questions[number]
    assert settled.text == "🪔🔥 Look at the lamp 👩‍🚀 now."
    assert [m.ref for m in anna.seen() if m.asks] == [first(anna).ref] != [standing.ref]


async def test_long_questions_are_listed_and_numbered(place: tuple[str, Road], anna: Traveller) -> None:
    standing = first(anna)
    assert standing.text.endswith(f"\n1. What is it?\n2. {LONG}")
    if place[0] == "telegram":
        assert standing.labels[0] == "1. What is it?"
        assert re.fullmatch(r"2\. Why does .+…", standing.labels[1])
        assert len(standing.labels[1]) <= 64
    else:
        assert standing.labels == ("1", "2", "In my own words…")


async def test_an_old_button_is_healed(place: tuple[str, Road], anna: Traveller) -> None:
    """An old client still shows the buttons of a question that has gone by."""
    old = first(anna)
    kept = _kept(anna, old)
    seen = len(anna.seen())
    await anna.tap(old, 0)
    await after(anna, place[1], seen)
    present = first(anna)
    seen = len(anna.seen())
    await kept(1)
    said = await after(anna, place[1], seen)
    assert "That question has gone by" in said[0].text
    assert said[-1].questions == present.questions
    assert [m.ref for m in anna.seen() if m.asks] == [said[-1].ref]
    assert again(anna, old.ref).quoted == "What is it?", "the old answer stands"


def _kept(traveller: Traveller, message: Standing):  # type: ignore[no-untyped-def]
    """A tap on that message as it stands now, to be made later."""
    if isinstance(traveller, Telegrapher):
        raw = traveller.server.world.chats[traveller.chat].messages[message.ref]
        data = [b["callback_data"] for row in raw["reply_markup"]["inline_keyboard"] for b in row]

        async def tap(number: int) -> None:
            traveller.server.press(traveller.account, data[number], traveller.chat, message.ref)

        return tap
    assert isinstance(traveller, Discorder)
    shown = traveller.place.messages[message.ref]
    ids = [button["custom_id"] for button in shown.buttons()]

    async def press(number: int) -> None:
        await traveller.server.press(traveller.user, shown, 0, custom_id=ids[number])

    return press


async def test_a_foreign_tap_changes_nothing(
    place: tuple[str, Road], anna: Traveller, telegram: TelegramServer, discord: DiscordServer
) -> None:
    _platform, on_the_road = place
    standing, before = first(anna), transcript(anna)
    if isinstance(anna, Telegrapher):
        raw = telegram.world.chats[anna.chat].messages[standing.ref]
        data = raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        query = telegram.press(666, data, anna.chat, standing.ref)
        answered = await telegram.until(lambda: telegram.answer_to(query))
        assert answered["show_alert"]
        assert "someone else" in answered["text"]
    else:
        assert isinstance(anna, Discorder)
        mallory = discord.world.person("mallory")
        call = await discord.press(mallory, anna.place.messages[standing.ref], 0)
        assert call.original is not None
        assert call.original.visible_to == mallory.id
        assert call.original.content == f"This is <@{anna.user.id}>'s talk. /talk starts yours."
    await on_the_road.program.conversations.idle()
    assert transcript(anna).startswith(before)
    assert first(anna) == standing
    # The question can still be asked by her.
    seen = len(anna.seen())
    await anna.tap(standing, 0)
    assert await after(anna, on_the_road, seen)


async def test_a_question_shown_again_is_the_same_question(place: tuple[str, Road], anna: Traveller) -> None:
    """Whoever asks to be shown it twice, and taps the first one that comes, is not told that it has gone."""
    standing, seen = first(anna), len(anna.seen())
    tap = _kept(anna, standing)
    await anna.command("talk")
    await after(anna, place[1], seen)
    shown_again = first(anna)
    assert shown_again.ref != standing.ref
    seen = len(anna.seen())
    await tap(0)
    said = await after(anna, place[1], seen)
    assert said[0].text == "A lamp."
    assert again(anna, shown_again.ref).presses == () or place[0] == "discord server"


async def test_two_taps_at_once_count_once(place: tuple[str, Road], anna: Traveller) -> None:
    standing, seen = first(anna), len(anna.seen())
    tap = _kept(anna, standing)
    await asyncio.gather(tap(0), tap(0))
    await after(anna, place[1], seen)
    await place[1].program.sender.idle()
    assert transcript(anna).count("has gone by") == 0
    assert transcript(anna).count("A lamp.") == 1


async def test_marks_stand_right_after_emoji(place: tuple[str, Road], anna: Traveller) -> None:
    """Offsets are UTF-16 on Telegram; on Discord markup wraps the same words."""
    standing = first(anna)
    if isinstance(anna, Telegrapher):
        seen = next(m for m in anna.server.from_bot(anna.chat) if m.id == standing.ref)
        assert ("bold", "lamp") in seen.styles
        assert ("italic", "👩‍🚀") in seen.styles
    else:
        assert isinstance(anna, Discorder)
        content = anna.place.messages[standing.ref].content
        assert "**lamp**" in content
