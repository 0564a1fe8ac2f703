"""Nudges where the direct chat is closed: to a thread of one's own for those who agreed, pinging them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.frozen import replace
from bot.model import Subject
from bot.person.plan import Plan
from bot.ports import Change, Saved, SetWakeup
from bot.reminders import stored
from tests.platforms.discord import Channel, DiscordServer, Guild
from tests.platforms.discord.allowed import SEND_IN_THREADS
from tests.road.street import Road, road
from tests.road.test_commands import after
from tests.road.test_setup import RAIN, WHERE, decide, texts
from tests.road.test_threads import ask, inside, settle, talk
from tests.road.travellers import Discorder, Standing

CLOSED = "I couldn't write to you in our direct chat the other day."
OFFER = "Or I remind you here: whoever reads this thread sees it, and only you are pinged."
HOURLY = ["Continue", "In an hour", "Not today", "Stop"]


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=RAIN) as on_the_road:
        yield on_the_road


@pytest.fixture(params=["private", "public"])
async def anna(
    request: pytest.FixtureRequest,
    discord: DiscordServer,
    serving: Road,
    mayor: Discorder,
    village: Guild,
    square: Channel,
) -> Discorder:
    """In her own thread, with her direct chat closed."""
    await decide(mayor, serving, WHERE, request.param)
    caller = Discorder(discord, discord.world.person("anna"), square)
    await talk(caller, serving)
    caller.user.dms_open = False
    return inside(caller, village)


async def person(anna: Discorder, serving: Road) -> Saved:
    return await serving.program.store.load(Subject("discord", str(anna.user.id)))


async def nudged(anna: Discorder, serving: Road) -> None:
    """A message that she asked for is due now."""
    saved, now = await person(anna, serving), datetime.now(UTC)
    plan = saved.profile.reminder or Plan(time(12), quiet=None)
    zone = next(f"Etc/GMT{n:+d}" for n in range(-11, 13) if (now.hour - n) % 24 == 12)
    saved = stored.with_plan(saved, replace(plan, zone=zone, snoozed_at=now - timedelta(seconds=1)))
    wakeups = (SetWakeup(stored.SNOOZE, now - timedelta(seconds=1)),)
    assert await serving.program.store.commit(Change(None, saved, wakeups=wakeups))
    calls = len(anna.server.calls)
    await anna.server.until(lambda: len(anna.server.calls) > calls)
    await settle(serving)


async def tap(anna: Discorder, serving: Road, label: str) -> list[Standing]:
    """Presses that button of the newest message that has it."""
    seen = len(anna.seen())
    shown = next(m for m in reversed(anna.place.messages.values()) if label in m.labels())
    await anna.server.press(anna.user, shown, label)
    return await after(anna, serving, seen)


async def agreed(anna: Discorder, serving: Road) -> None:
    await nudged(anna, serving)
    await ask(anna, serving)
    said = await tap(anna, serving, "Remind me here")
    assert texts(said)[0] == "Good. As long as our direct chat is closed to me, I write to you here."


async def test_who_could_not_be_written_to_is_asked_and_then_written_to_in_the_thread(
    discord: DiscordServer, anna: Discorder, serving: Road
) -> None:
    before = len(anna.seen())
    await nudged(anna, serving)
    assert len(anna.seen()) == before, "unasked nothing is said there"
    assert (await person(anna, serving)).profile.unreachable
    await ask(anna, serving)
    (told,) = [text for text in texts(anna.seen()) if text.startswith(CLOSED)]
    assert told.endswith(OFFER)
    await tap(anna, serving, "Remind me here")
    await nudged(anna, serving)
    newest = list(anna.place.messages.values())[-1]
    assert newest.labels() == HOURLY
    assert newest.content.startswith(f"<@{anna.user.id}> ")
    pinged = [who for id_, who in discord.posting.pings if id_ == newest.id]
    assert pinged == [str(anna.user.id)], "nobody else"
    assert newest.visible_to is None
    assert not (await person(anna, serving)).profile.unreachable, "the next one comes, too"
    assert not discord.world.direct(anna.user).messages


async def test_what_is_pressed_there_is_answered_there(anna: Discorder, serving: Road) -> None:
    await agreed(anna, serving)
    await nudged(anna, serving)
    said = await tap(anna, serving, "Not today")
    assert "Good. Not today." in texts(said)
    assert not (await person(anna, serving)).profile.unreachable


async def test_a_direct_chat_that_is_open_again_comes_first(
    discord: DiscordServer, anna: Discorder, serving: Road
) -> None:
    await agreed(anna, serving)
    anna.user.dms_open = True
    before = len(anna.seen())
    await nudged(anna, serving)
    assert len(anna.seen()) == before
    (message,) = discord.world.direct(anna.user).messages.values()
    assert message.labels() == HOURLY


async def test_who_does_not_want_it_any_more_says_so_in_remind(
    discord: DiscordServer, anna: Discorder, serving: Road, square: Channel
) -> None:
    await agreed(anna, serving)
    outside = Discorder(discord, anna.user, square)
    seen = len(outside.seen())
    await discord.slash(anna.user, square, "remind")
    (shown,) = texts(await after(outside, serving, seen))
    assert shown.endswith("As long as our direct chat is closed to me, I do so in our thread.")
    assert texts(await tap(outside, serving, "Not in the thread")) == ["Good. In our direct chat only, then."]
    before = len(anna.seen())
    await nudged(anna, serving)
    assert len(anna.seen()) == before
    assert (await person(anna, serving)).profile.unreachable


@pytest.mark.parametrize("why", ["forbidden", "deleted", "locked"])
async def test_where_the_thread_takes_nothing_either_they_hear_of_it_at_their_next_word(
    discord: DiscordServer, anna: Discorder, serving: Road, square: Channel, why: str
) -> None:
    await agreed(anna, serving)
    if why == "forbidden":
        square.denied = SEND_IN_THREADS
    elif why == "deleted":
        discord.world.delete(anna.place)
    else:
        anna.place.locked = True
    await nudged(anna, serving)
    assert (await person(anna, serving)).profile.unreachable
    outside = Discorder(discord, anna.user, square)
    seen = len(outside.seen())
    await discord.slash(anna.user, square, "help")
    assert any(text.startswith(CLOSED) for text in texts(await after(outside, serving, seen)))


async def test_outside_of_a_thread_of_ones_own_nothing_is_offered(
    discord: DiscordServer, anna: Discorder, serving: Road, square: Channel
) -> None:
    await nudged(anna, serving)
    outside = Discorder(discord, anna.user, square)
    seen = len(outside.seen())
    await discord.slash(anna.user, square, "help")
    said = texts(await after(outside, serving, seen))
    assert any(text.startswith(CLOSED) for text in said)
    assert not any(OFFER in text for text in said)
