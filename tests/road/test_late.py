"""What Discord takes no acknowledgement for any more is answered by an ordinary message, once."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.platforms.discord import Channel, DiscordServer, Guild
from tests.platforms.discord.world import Interaction
from tests.road.street import Road, road
from tests.road.test_commands import after
from tests.road.test_setup import RAIN, WHERE, decide, texts
from tests.road.test_threads import ask, inside, settle, talk
from tests.road.travellers import Discorder, keyboard

SECONDS = 4.0


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=RAIN) as on_the_road:
        yield on_the_road


@pytest.fixture
def anna(discord: DiscordServer, square: Channel) -> Discorder:
    return Discorder(discord, discord.world.person("anna"), square)


@contextmanager
def late(discord: DiscordServer) -> Iterator[None]:
    """What is done in here reaches the bot when its three seconds are over."""
    made = discord.world.interaction

    def older(*args: object) -> Interaction:
        call = made(*args)
        call.at -= SECONDS
        return call

    discord.world.interaction = older  # type: ignore[method-assign]
    try:
        yield
    finally:
        discord.world.interaction = made  # type: ignore[method-assign]


def refused(discord: DiscordServer) -> int:
    return sum(call.code == 10062 for call in discord.calls)


async def test_a_command_in_a_server_is_answered_in_the_direct_chat(
    discord: DiscordServer, anna: Discorder, serving: Road
) -> None:
    home = Discorder(discord, anna.user)
    with late(discord):
        await discord.slash(anna.user, anna.place, "talk")
    await home.until(lambda: keyboard(home))
    assert refused(discord) == 1
    assert not anna.place.messages
    await settle(serving)
    seen = len(home.seen())
    await ask(home, serving)
    assert len(home.seen()) > seen, "it goes on there"


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("where", ["direct", "private"])
async def test_a_tap_where_ordinary_messages_go_is_answered_there_once(
    discord: DiscordServer,
    anna: Discorder,
    serving: Road,
    mayor: Discorder,
    village: Guild,
    where: str,
    again: bool,
) -> None:
    await decide(mayor, serving, WHERE, where)
    await talk(anna, serving)
    there = Discorder(discord, anna.user) if where == "direct" else inside(anna, village)
    await there.until(lambda: keyboard(there))
    standing, seen = keyboard(there), len(there.seen())
    assert standing is not None
    with late(discord):
        await there.tap(standing, 0)
    if again:  # Discord said that it failed
        await there.tap(standing, 0)
    await after(there, serving, seen)
    await settle(serving)
    said = texts(there.seen())[seen:]
    assert len(said) == len(set(said))
    assert not any(text.startswith("That question has gone by.") for text in said)
    assert [m.quoted for m in there.seen() if m.quoted] == ["For how long?"]
    assert refused(discord) == 1


async def test_a_tap_that_only_its_person_sees_is_answered_in_the_direct_chat(
    discord: DiscordServer, anna: Discorder, serving: Road
) -> None:
    await talk(anna, serving)
    standing, home = keyboard(anna), Discorder(discord, anna.user)
    assert standing is not None
    with late(discord):
        await anna.tap(standing, 0)
    await home.until(lambda: keyboard(home))
    assert refused(discord) == 1


async def test_a_thread_is_opened_all_the_same(
    discord: DiscordServer, anna: Discorder, serving: Road, mayor: Discorder, village: Guild
) -> None:
    await decide(mayor, serving, WHERE, "private")
    with late(discord):
        await discord.slash(anna.user, anna.place, "talk")
    await anna.until(lambda: any(place.parent for place in village.channels.values()))
    there = inside(anna, village)
    await there.until(lambda: keyboard(there))
