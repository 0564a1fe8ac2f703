"""The life of a server: the bot is added, renamed around, out of reach, taken out; channels and roles go."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app import now
from bot.storage.pruning import VENUES, Ages, Pruner
from tests.adapters.discord.reader import read
from tests.platforms.discord import Channel, DiscordServer, Guild
from tests.platforms.discord.allowed import ADMINISTRATOR, SEND, VIEW
from tests.platforms.discord.gateway import GUILDS
from tests.platforms.discord.world import DM
from tests.road.street import Road, discord_adapter, road
from tests.road.test_commands import command
from tests.road.test_setup import CHANNELS, ROLES, WHERE, decide, panel, switch, texts
from tests.road.test_threads import ask, inside, talk
from tests.road.travellers import Discorder, keyboard, plain

RAIN = Path(__file__).parent / "long"
NONE_LEFT = (
    "What was chosen for my talks in this server is gone, so none begins here until those who manage it "
    "choose again in /setup. Our direct chat is open."
)


@pytest.fixture
def mayor(discord: DiscordServer, village: Guild, square: Channel) -> Discorder:
    user = discord.world.person("mayor")
    village.managers.add(user.id)
    village.owner = user.id
    return Discorder(discord, user, square)


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path, mayor: Discorder) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=RAIN) as on_the_road:
        yield on_the_road


def anna_in(discord: DiscordServer, place: Channel) -> Discorder:
    return Discorder(discord, discord.world.person("anna"), place)


def said_in(place: Channel) -> list[str]:
    return [message.content for message in place.messages.values()]


async def added(discord: DiscordServer, guild: Guild) -> None:
    await discord.gateway.dispatch("GUILD_CREATE", discord.gateway.created(guild), GUILDS)


async def gone(discord: DiscordServer, guild: Guild, **more: bool) -> None:
    await discord.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)} | more, GUILDS)


async def there(discord: DiscordServer, serving: Road, guild: Guild, present: bool) -> None:
    """Waits until that is known of a server that has decided something."""
    for _ in range(2000):
        if (await serving.program.store.venues("discord")).get(str(guild.id)) is present:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it is not known")


async def test_whoever_adds_it_gets_a_word_where_the_bot_may_write(
    discord: DiscordServer, serving: Road
) -> None:
    town = discord.world.server("town")
    for number in range(3):  # told of as hidden, with nothing else about them
        discord.world.channel(town, f"hidden {number}").denied = VIEW
    closed, hall, other = (discord.world.channel(town, name) for name in ("closed", "hall", "other"))
    closed.denied, town.system = SEND, closed
    await added(discord, town)
    await discord.until(lambda: hall.messages)
    assert len(said_in(hall)) == 1
    assert said_in(hall)[0].startswith("Hello! I'm Alana")
    assert "/setup" in said_in(hall)[0]
    await added(discord, town)  # once more, after an outage
    await command(anna_in(discord, hall), serving, "help")
    assert sum("Hello! I'm Alana" in words for words in said_in(hall)) == 1
    assert not closed.messages
    assert not other.messages


async def test_an_administrator_may_write_where_others_may_not(discord: DiscordServer, serving: Road) -> None:
    town = discord.world.server("town")
    hall = discord.world.channel(town, "hall")
    hall.denied = VIEW | SEND
    discord.world.role(town, "bots", discord.world.bot, permissions=ADMINISTRATOR)
    await added(discord, town)
    await discord.until(lambda: greetings(hall))


async def test_where_it_may_write_nowhere_the_owner_gets_it(discord: DiscordServer, serving: Road) -> None:
    town, owner = discord.world.server("**town** https://t.example"), discord.world.person("owner")
    discord.world.channel(town, "hall").denied = SEND
    town.owner = owner.id
    await added(discord, town)
    home = Discorder(discord, owner)
    await discord.until(lambda: home.seen())
    said = [message.content for message in discord.world.direct(owner).messages.values()]
    why, words = said[0].split("\n\n")
    assert read(why).text.startswith("I was added to your server **town** https://t.example. There is no")
    assert read(why).acts == read(why).links == []
    assert words.startswith("Hello! I'm Alana")


async def test_a_start_greets_nobody(discord: DiscordServer, serving: Road, square: Channel) -> None:
    await command(anna_in(discord, square), serving, "help")
    assert not any("Hello! I'm Alana" in words for words in said_in(square))


HELLO = "Hello! I'm Alana"


def greetings(*places: Channel) -> int:
    return sum(HELLO in words for place in places for words in said_in(place))


async def listening(discord: DiscordServer, serving: Road, anna: Discorder) -> None:
    """Whatever a session brought was looked at: something that came later is answered."""
    await command(anna, serving, "help")
    for guild in discord.world.guilds.values():
        if guild.has_bot:
            await there(discord, serving, guild, present=True)


async def a_session(discord: DiscordServer, folder: Path, place: Channel, *greeted: Channel) -> None:
    """From a start to an end; what it brought was looked at, and these were greeted, now or before."""
    async with road(folder, discord=discord, dialogues=RAIN) as serving:
        await discord.until(lambda: all(greetings(each) for each in greeted))
        await listening(discord, serving, anna_in(discord, place))


async def test_a_server_that_added_it_while_it_was_away_is_greeted_once(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, square: Channel
) -> None:
    await a_session(discord, tmp_path, square)
    hall = discord.world.channel(discord.world.server("town"), "hall")
    for _ in range(2):
        async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
            await discord.until(lambda: greetings(hall))
            await listening(discord, serving, anna_in(discord, square))
            before = len(discord.gateway.identified)
            await discord.gateway.invalidate()  # a new session names them all again
            await discord.until(lambda before=before: len(discord.gateway.identified) > before)
            await listening(discord, serving, anna_in(discord, square))
    assert (greetings(hall), greetings(square)) == (1, 0)


async def test_an_update_greets_none_of_the_servers_that_it_was_in_before(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, square: Channel
) -> None:
    """An earlier version noted no servers but those that had decided something."""
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await decide(mayor, serving, CHANNELS, square)
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database, database:
        database.execute("DELETE FROM venue WHERE rule = 'known'")
        database.execute("DELETE FROM cursor WHERE key LIKE 'servers:%'")
    hall = discord.world.channel(discord.world.server("town"), "hall")
    await a_session(discord, tmp_path, square)
    assert greetings(hall, square) == 0
    court = discord.world.channel(discord.world.server("castle"), "court")
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await discord.until(lambda: greetings(court))
    assert greetings(hall, square) == 0


async def test_each_share_of_the_servers_has_a_first_time_of_its_own(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder
) -> None:
    """However many connections serve them later."""
    halls = [discord.world.channel(discord.world.server(f"town {n}"), "hall") for n in range(6)]
    for shards in (2, 2, 3, 1):
        adapter = discord_adapter(discord, shards=shards)
        async with road(tmp_path, discord=discord, dialogues=RAIN, adapters={"discord": adapter}) as serving:
            await discord.until(lambda shards=shards: discord.gateway.connected == shards)
            await listening(discord, serving, anna_in(discord, halls[0]))
    assert greetings(*halls) == 0
    late = discord.world.channel(discord.world.server("late"), "hall")
    adapter = discord_adapter(discord, shards=4)
    async with road(tmp_path, discord=discord, dialogues=RAIN, adapters={"discord": adapter}):
        await discord.until(lambda: greetings(late) and discord.gateway.connected == 4)
    assert greetings(*halls) == 0


async def test_a_greeting_whose_answer_was_lost_is_not_said_again(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, square: Channel
) -> None:
    await a_session(discord, tmp_path, square)
    hall = discord.world.channel(discord.world.server("town"), "hall")
    discord.faults.once("drop_after", f"POST /channels/{hall.id}/messages")
    for _ in range(2):
        await a_session(discord, tmp_path, square, hall)
    assert greetings(hall) == 1


async def test_who_adds_it_again_is_greeted_again(
    discord: DiscordServer, serving: Road, village: Guild, square: Channel
) -> None:
    await listening(discord, serving, anna_in(discord, square))
    await gone(discord, village)
    await there(discord, serving, village, present=False)
    await added(discord, village)
    await discord.until(lambda: greetings(square))


async def test_where_it_was_called_already_it_greets_nobody(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, square: Channel
) -> None:
    """Though the event that it was added was lost."""
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        hall = discord.world.channel(discord.world.server("town"), "hall")
        await listening(discord, serving, anna_in(discord, hall))
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await listening(discord, serving, anna_in(discord, hall))
    assert greetings(hall) == 0


async def test_events_that_come_twice_greet_once(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, square: Channel
) -> None:
    await a_session(discord, tmp_path, square)
    hall = discord.world.channel(discord.world.server("town"), "hall")
    court = discord.world.channel(discord.world.server("castle", has_bot=False), "court")
    discord.gateway.repeat = 2
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await discord.until(lambda: greetings(hall))
        assert court.guild is not None
        court.guild.has_bot = court.bot_access = True
        await added(discord, court.guild)
        await discord.until(lambda: greetings(court))
        for place in (hall, court):  # after an outage
            assert place.guild is not None
            await added(discord, place.guild)
        await listening(discord, serving, anna_in(discord, square))
    assert (greetings(hall), greetings(court)) == (1, 1)


async def test_what_a_server_decided_goes_thirty_days_after_the_bot_did(
    discord: DiscordServer, serving: Road, mayor: Discorder, square: Channel, village: Guild
) -> None:
    other = discord.world.channel(village, "other")
    await decide(mayor, serving, CHANNELS, other)
    await gone(discord, village, unavailable=True)  # out of reach for a while
    await command(Discorder(discord, discord.world.person("ben")), serving, "help")
    assert (await serving.program.store.venues("discord"))[str(village.id)], "it was not left"
    await added(discord, village)
    await gone(discord, village)
    await there(discord, serving, village, present=False)
    assert await pruned(serving, timedelta(days=29)) == 0
    await added(discord, village)  # it came back in time
    await there(discord, serving, village, present=True)
    assert await pruned(serving, timedelta(days=400)) == 0
    said = await command(anna_in(discord, square), serving, "talk")
    assert texts(said)[-1:] == ["In this server I talk here: #other. Our direct chat is open, too."]
    await gone(discord, village)
    await there(discord, serving, village, present=False)
    assert await pruned(serving, timedelta(days=31)) == 3, (
        "that it was known, what it decided, and since when"
    )
    assert await serving.program.store.venues("discord") == {}


async def pruned(serving: Road, later: timedelta) -> int:
    """How much of venues goes at that time from now."""
    day = timedelta(days=1)
    pruner = Pruner(
        serving.program.database,
        serving.program.store._writer,
        Ages(seen=500 * day, outbox=500 * day, log=500 * day),
        clock=lambda: now() + later,
        playing=lambda: (),
    )
    return await pruner._venues(now() + later - VENUES)


async def test_a_server_that_was_left_while_nobody_listened(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, square: Channel, village: Guild
) -> None:
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await decide(mayor, serving, CHANNELS, square)
    village.has_bot = False
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await there(discord, serving, village, present=False)
    village.has_bot = True
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await there(discord, serving, village, present=True)


async def test_a_channel_and_a_role_that_are_gone_open_nothing(
    discord: DiscordServer, serving: Road, mayor: Discorder, square: Channel, village: Guild
) -> None:
    """Else the deletion of a channel would open every other one. The admin sees it in /setup, and chooses."""
    other = discord.world.channel(village, "other")
    await decide(mayor, serving, CHANNELS, other)
    discord.world.delete(other)
    anna = anna_in(discord, square)
    said = await command(anna, serving, "talk")
    assert texts(said)[-1:] == [NONE_LEFT]
    shown = (await panel(mayor, serving)).content
    assert "Talks begin: nowhere" in shown
    assert "#other is not there any more: choose again in /setup.\nUntil then no talk begins" in plain(shown)
    await decide(mayor, serving, CHANNELS)
    role = discord.world.role(village, "guests", anna.user)
    await decide(mayor, serving, ROLES, role)
    village.held[anna.user.id].clear()
    said = await command(anna, serving, "talk")
    assert "is for certain roles" in said[0].text
    other_role = discord.world.role(village, "friends")
    await decide(mayor, serving, ROLES, other_role)
    village.roles.remove(other_role)
    said = await command(anna, serving, "talk")
    assert texts(said) == [NONE_LEFT]
    shown = (await panel(mayor, serving)).content
    assert "The role @friends is not there any more: choose again in /setup.\nUntil then nobody" in plain(
        shown
    )


async def test_of_several_channels_people_are_led_to_those_that_are_there(
    discord: DiscordServer, serving: Road, mayor: Discorder, square: Channel, village: Guild
) -> None:
    """Each is looked at once in a while, however many ask."""
    hall, gone = (discord.world.channel(village, name) for name in ("hall", "gone"))
    await decide(mayor, serving, CHANNELS, hall, gone)
    discord.world.delete(gone)
    calls = len(discord.called("GET", f"/channels/{hall.id}"))
    for _ in range(3):
        said = await command(anna_in(discord, square), serving, "talk")
        assert texts(said) == ["In this server I talk here: #hall. Our direct chat is open, too."]
    assert len(discord.called("GET", f"/channels/{hall.id}")) == calls + 1
    shown = await panel(mayor, serving)
    assert f"Talks begin: <#{hall.id}>" in shown.content.splitlines()
    assert [one["id"] for one in shown.items()[CHANNELS]["default_values"]] == [str(hall.id)]


async def test_defaults_that_discord_does_not_know_any_more_are_left_out(
    discord: DiscordServer, serving: Road, mayor: Discorder, square: Channel, village: Guild
) -> None:
    other = discord.world.channel(village, "other")
    await decide(mayor, serving, CHANNELS, other, square)
    discord.world.delete(other)
    discord.world.strict_defaults = True
    shown = await panel(mayor, serving)
    assert len([item for item in shown.items() if item["type"] != 2]) == 4


@pytest.mark.parametrize(
    ("label", "row"), [("Quiet", "Quiet: on"), ("No evenings together", "Evenings together: off")]
)
async def test_setup_decides_by_buttons_what_is_on_or_off(
    discord: DiscordServer, serving: Road, mayor: Discorder, label: str, row: str
) -> None:
    shown = await panel(mayor, serving)
    assert row not in shown.content
    await switch(mayor, serving, label)
    assert row in (await panel(mayor, serving)).content


async def test_a_quiet_server_gets_one_message_a_turn_and_no_line_at_a_mention(
    discord: DiscordServer, serving: Road, mayor: Discorder, square: Channel
) -> None:
    await switch(mayor, serving, "Quiet")
    anna = anna_in(discord, square)
    said = await command(anna, serving, "talk")
    assert len(said) == 1
    assert said[0].text.endswith("It rains.")
    seen = len(square.messages)
    await discord.people.say(
        anna.user, square, f"<@{discord.world.bot.id}> hello", mentions=[discord.world.bot]
    )
    await command(anna, serving, "help")
    assert sum(m.visible_to is None for m in list(square.messages.values())[seen:]) == 1, "hers alone"


@pytest.mark.parametrize("who", ["the person", "the bot"])
async def test_who_is_not_in_a_server_any_more_goes_on_in_the_direct_chat(
    discord: DiscordServer, serving: Road, mayor: Discorder, square: Channel, village: Guild, who: str
) -> None:
    """What they talked of in a thread is theirs: the next question is the one that stood there."""
    await decide(mayor, serving, WHERE, "private")
    anna = anna_in(discord, square)
    await talk(anna, serving)
    own = inside(anna, village)
    await ask(own, serving)
    standing = keyboard(own)
    assert standing is not None
    if who == "the bot":
        village.has_bot = False
        await gone(discord, village)
    discord.world.delete(own.place)
    home = Discorder(discord, anna.user)
    await command(home, serving, "continue")
    shown = keyboard(home)
    assert shown is not None
    assert shown.labels == standing.labels
    await ask(home, serving)
    assert "For tonight." in texts(home.seen())


async def test_a_chat_between_two_people_is_none_of_ours_to_read_again(
    discord: DiscordServer, serving: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where an account brought the app along, its direct chats are of the same type as ours with it."""
    anna, ben, cleo = (discord.world.person(name) for name in ("anna", "ben", "cleo"))
    theirs = Channel(discord.world.snowflake(), DM, person=cleo)
    discord.world.channels[theirs.id] = theirs
    payload = discord.people.payload

    def between_people(*what: Any) -> dict[str, Any]:
        owners = {"authorizing_integration_owners": {"1": str(anna.id)}}
        return payload(*what) | {"context": 2} | owners

    monkeypatch.setattr(discord.people, "payload", between_people)
    await discord.slash(anna, theirs, "help")
    await serving.program.conversations.idle()
    monkeypatch.setattr(discord.people, "payload", payload)
    own = Discorder(discord, ben)
    await command(own, serving, "help")
    known = await serving.program.host.cursors("discord")
    assert str(theirs.id) not in known
    assert str(own.place.id) in known, "our own chat with somebody is"
