"""What people see last is what they can press: in the order of the platform itself, at an unhurried pace."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation import handle
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.street import Road, road
from tests.road.test_buttons import PLATFORMS, first, person
from tests.road.test_commands import after
from tests.road.test_refused_places import ANSWER, LONG
from tests.road.travellers import Discorder, Traveller, transcript


@pytest.fixture(params=PLATFORMS)
async def place(
    request: pytest.FixtureRequest,
    telegram: TelegramServer,
    discord: DiscordServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[tuple[Road, Traveller]]:
    """The default pace, ten times as fast: pauses are there, and nobody waits for them."""
    natural = handle.pace_of
    monkeypatch.setattr(handle, "pace_of", lambda name: lambda text: natural(name)(text) / 10)
    servers = {"telegram": telegram} if request.param == "telegram" else {"discord": discord}
    async with road(tmp_path, dialogues=LONG, ALANA_PACE="natural", **servers) as on_the_road:
        yield on_the_road, person("anna", request.param, telegram, discord)


def said(who: Traveller, words: str) -> int:
    return sum(message.text == words for message in who.seen())


async def rested(on: Road, who: Traveller, words: str, times: int) -> None:
    """Once those words were said so often and nobody thinks any more."""
    await who.until(lambda: said(who, words) >= times and not thinking(who))
    await on.program.conversations.idle()
    await on.program.sender.idle()


def thinking(who: Traveller) -> bool:
    if not isinstance(who, Discorder):
        return False
    return any(message.loading for message in who.server.people.messages(who.user, who.place))


def assert_last_is_alive(who: Traveller) -> None:
    asking = [message for message in who.seen() if message.asks]
    assert [message.ref for message in asking] == [who.seen()[-1].ref], transcript(who)


async def begun(on: Road, who: Traveller) -> None:
    await who.begin()
    await who.until(lambda: any(m.asks for m in who.seen()))
    await after(who, on, 0)


async def test_a_question_asked_again_in_the_middle_of_an_answer(place: tuple[Road, Traveller]) -> None:
    on, anna = place
    await begun(on, anna)
    await anna.tap(first(anna), 0)
    await anna.until(lambda: said(anna, ANSWER[1]))  # five lines and the question are still to come
    await anna.command("talk")
    await rested(on, anna, ANSWER[6], 2)
    assert [m.text for m in anna.seen() if m.text in ANSWER] == [*ANSWER, ANSWER[6]]
    assert_last_is_alive(anna)


async def test_a_command_in_the_middle_of_an_answer_is_answered_below_it(
    place: tuple[Road, Traveller],
) -> None:
    on, anna = place
    await begun(on, anna)
    await anna.tap(first(anna), 0)
    await anna.until(lambda: said(anna, ANSWER[1]))
    await anna.command("help")
    await anna.until(lambda: said(anna, ANSWER[6]) and not anna.seen()[-1].asks and not thinking(anna))
    assert [m.text for m in anna.seen() if m.text in ANSWER] == ANSWER


async def test_two_commands_at_once(place: tuple[Road, Traveller]) -> None:
    on, anna = place
    await begun(on, anna)
    await asyncio.gather(anna.command("talk"), anna.command("talk"))
    await rested(on, anna, "It rains.", 3)
    assert_last_is_alive(anna)


async def test_keyboards_do_not_pile_up(place: tuple[Road, Traveller]) -> None:
    on, anna = place
    await begun(on, anna)
    for times in (2, 3, 4):
        await anna.command("talk")
        await rested(on, anna, "It rains.", times)
        assert_last_is_alive(anna)
    await anna.tap(first(anna), 0)
    await rested(on, anna, ANSWER[6], 1)
    assert_last_is_alive(anna)


@pytest.mark.parametrize("at_home", [False, True])
async def test_buttons_that_have_gone_by_go_when_they_are_pressed(
    discord: DiscordServer, tmp_path: Path, at_home: bool
) -> None:
    """Of a copy that nobody knows of: what stood there was sent by a process that died."""
    anna = person("anna", "discord" if at_home else "discord server", None, discord)  # type: ignore[arg-type]
    assert isinstance(anna, Discorder)
    async with road(tmp_path, dialogues=LONG, discord=discord) as on:
        await begun(on, anna)
        old = anna.place.messages[first(anna).ref]
        buttons = old.components
        await anna.tap(first(anna), 0)
        await rested(on, anna, ANSWER[6], 1)
        await anna.tap(first(anna), 0)
        await rested(on, anna, "For tonight.", 1)
        old.components = buttons
        await anna.server.press(anna.user, old, 0)
        await rested(on, anna, "That question has gone by. Here is where we are.", 1)
        assert old.components == [], transcript(anna)


async def test_the_same_tap_once_more_says_nothing_and_takes_the_buttons_away(
    discord: DiscordServer, tmp_path: Path
) -> None:
    """Its answer was slow to come: the process died in between, and knows of no earlier tap."""
    anna = person("anna", "discord server", None, discord)  # type: ignore[arg-type]
    assert isinstance(anna, Discorder)
    async with road(tmp_path, dialogues=LONG, discord=discord) as on:
        await begun(on, anna)
        old = anna.place.messages[first(anna).ref]
        buttons = old.components
        await anna.tap(first(anna), 0)
        await rested(on, anna, ANSWER[6], 1)
    old.components = buttons
    async with road(tmp_path, dialogues=LONG, discord=discord) as on:
        count = len(anna.seen())
        await anna.server.press(anna.user, old, 0)
        await anna.until(lambda: not old.components)
        await on.program.sender.idle()
        assert len(anna.seen()) == count
        assert_last_is_alive(anna)
