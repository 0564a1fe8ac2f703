"""The bot is mentioned in a server where no talk of the writer is: what is said there, to whom, how often."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.care.judge import Care, care
from bot.conversation import understand
from tests.platforms.discord import Channel, DiscordServer, Guild
from tests.road.street import SMALL, Road, road
from tests.road.test_commands import command
from tests.road.test_guilds import NONE_LEFT, anna_in
from tests.road.test_setup import CHANNELS, LANGUAGES, ROLES, decide, switch, texts
from tests.road.test_threads import call, opened, settle
from tests.road.travellers import Discorder, plain

WORDS = "I want to kill myself"
LINE = "Write /talk, and we begin. In our direct chat we can talk, too."
ANSWERED = "I have answered you in our direct chat. If that is closed to me, take /helpnow: only you see it."
HELP = "If you are in danger now"


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path, mayor: Discorder) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=SMALL) as on_the_road:
        yield on_the_road


@pytest.fixture
def anna(discord: DiscordServer, square: Channel) -> Discorder:
    return anna_in(discord, square)


async def mention(who: Discorder, serving: Road, words: str) -> list[str]:
    """What everybody reads there as the answer."""
    seen = len(who.place.messages)
    await call(who, who.place, words)
    await command(who, serving, "help")  # one person's turns come in their order
    await settle(serving)
    news = list(who.place.messages.values())[seen:]
    return [one.content for one in news if one.author is who.server.world.bot and one.visible_to is None]


@pytest.mark.parametrize("quiet", [False, True])
async def test_words_of_danger_are_answered_in_the_direct_chat(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, quiet: bool
) -> None:
    if quiet:
        await switch(mayor, serving, "Quiet")
    assert await mention(anna, serving, WORDS) == [ANSWERED]
    assert any(HELP in text for text in texts(Discorder(discord, anna.user).seen()))


@pytest.mark.parametrize("words", [WORDS, "hello"])
async def test_a_mention_is_looked_through_for_danger_once(
    serving: Road, anna: Discorder, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_through: list[str] = []

    def counted(text: str) -> Care | None:
        looked_through.append(text)
        return care(text)

    monkeypatch.setattr(understand, "care", counted)
    await mention(anna, serving, words)
    assert looked_through.count(words) == 1


async def test_where_the_direct_chat_is_closed_the_line_names_what_helps(
    discord: DiscordServer, serving: Road, anna: Discorder
) -> None:
    anna.user.dms_open = False
    assert await mention(anna, serving, "hello") == [LINE]
    assert await mention(anna, serving, WORDS) == [ANSWERED], "whatever was said before"


async def test_words_of_danger_in_somebody_elses_thread(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    own = await opened(anna, mayor, serving, village, "public")
    ben = Discorder(discord, discord.world.person("ben"), own.place)
    assert await mention(ben, serving, WORDS) == [ANSWERED]
    assert any(HELP in text for text in texts(Discorder(discord, ben.user).seen()))


async def test_the_line_is_in_the_language_of_its_reader_else_in_the_servers(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder
) -> None:
    await decide(mayor, serving, LANGUAGES, "de")
    (line,) = await mention(anna, serving, "hallo")
    assert line.startswith("Schreib /talk")
    await decide(mayor, serving, LANGUAGES, "each")
    ben = anna_in(discord, anna.place)
    ben.user.locale = "de"
    await discord.slash(ben.user, ben.place, "help")
    await settle(serving)
    (line,) = await mention(ben, serving, "hallo")
    assert line.startswith("Schreib /talk")


async def test_where_no_talk_begins_the_line_says_what_talk_would(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    """Elsewhere than in the chosen channels; and to each who asks, for a channel may be chosen meanwhile."""
    hall = discord.world.channel(village, "hall")
    await decide(mayor, serving, CHANNELS, hall)
    (line,) = await mention(anna, serving, "hello")
    assert plain(line) == f"In this server I talk here: <#{hall.id}>. Our direct chat is open, too."
    for place in (hall, discord.world.thread(hall, "about the rain")):
        assert await mention(Discorder(discord, anna.user, place), serving, "hello") == [LINE]


@pytest.mark.parametrize("kind", ["channel", "role"])
async def test_where_nothing_that_was_chosen_is_left_the_line_says_so(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild, kind: str
) -> None:
    if kind == "channel":
        gone = discord.world.channel(village, "gone")
        await decide(mayor, serving, CHANNELS, gone)
        discord.world.delete(gone)
    else:
        role = discord.world.role(village, "gone")
        await decide(mayor, serving, ROLES, role)
        village.roles.remove(role)
    assert [plain(line) for line in await mention(anna, serving, "hello")] == [NONE_LEFT]
    ben = anna_in(discord, anna.place)
    ben.user.locale = "de"
    await command(ben, serving, "help")
    (line,) = await mention(ben, serving, "hallo")
    assert line.startswith("Was auf diesem Server für Gespräche mit mir gewählt war, gibt es nicht mehr.")


async def test_a_role_that_may_not_begin_is_told_so_and_one_that_may_how(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    ben = Discorder(discord, discord.world.person("ben"), anna.place)
    await decide(mayor, serving, ROLES, discord.world.role(village, "guests", ben.user))
    assert await mention(ben, serving, "hello") == [LINE]
    (line,) = await mention(anna, serving, "hello")
    assert "is for certain roles" in line


async def test_the_same_line_comes_once_in_some_minutes_to_each_in_each_channel(
    discord: DiscordServer, serving: Road, anna: Discorder, village: Guild
) -> None:
    assert await mention(anna, serving, "hello") == [LINE]
    for _ in range(3):
        assert await mention(anna, serving, "hello") == []
    ben = Discorder(discord, discord.world.person("ben"), anna.place)
    assert await mention(ben, serving, "hello") == [LINE]
    other = Discorder(discord, anna.user, discord.world.channel(village, "hall"))
    assert await mention(other, serving, "hello") == [LINE]
