"""/setup: what the bot is allowed to do in each channel where talks may begin, and what of it is missing for
what the admins have decided."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord import Channel, DiscordServer, Guild
from tests.platforms.discord.allowed import (
    ADMINISTRATOR,
    ATTACH,
    CREATE_PRIVATE,
    CREATE_PUBLIC,
    HISTORY,
    SEND,
    SEND_IN_THREADS,
    VIEW,
)
from tests.platforms.discord.world import FORUM, VOICE
from tests.road.street import SMALL, Road, road
from tests.road.test_commands import after
from tests.road.test_setup import CHANNELS, ROLES, WHERE, decide, panel, switch, texts
from tests.road.travellers import Discorder

NEEDLESS = "What is seen by one alone, and direct chats, need no permission."
ADVICE = "Tick what is named for my role: Edit Channel, Permissions."
COMPLETE = [
    "In this channel:",
    "in a private thread: all there",
    "what was typed in threads while I was away: all there",
    "evenings together: all there",
    "pictures in threads (else I say them in words): all there",
    "a line for whoever mentions me: all there",
]


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path, mayor: Discorder) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=SMALL) as on_the_road:
        yield on_the_road


async def check(admin: Discorder, serving: Road) -> list[str]:
    seen = len(admin.seen())
    await admin.server.slash(admin.user, admin.place, "setup", {"show": "check"})
    return texts(await after(admin, serving, seen))[0].splitlines()


async def test_the_check_stands_under_the_lists_too(serving: Road, mayor: Discorder) -> None:
    await decide(mayor, serving, WHERE, "private")
    shown = await panel(mayor, serving)
    seen = len(mayor.seen())
    await mayor.server.press(mayor.user, shown, "Check the permissions")
    said = texts(await after(mayor, serving, seen))
    assert said[0].splitlines() == [*COMPLETE, NEEDLESS]


@pytest.mark.parametrize(
    ("denied", "rows"),
    [
        (CREATE_PRIVATE, ["in a private thread: missing Create Private Threads"]),
        (
            CREATE_PUBLIC,
            [
                "in a public thread: missing Create Public Threads",
                "evenings together: missing Create Public Threads",
            ],
        ),
        (
            SEND_IN_THREADS,
            [
                "in a private thread: missing Send Messages in Threads",
                "in a public thread: missing Send Messages in Threads",
                "evenings together: missing Send Messages in Threads",
            ],
        ),
        (
            SEND,
            [
                "evenings together: missing Send Messages",
                "a line for whoever mentions me: missing Send Messages",
            ],
        ),
        (HISTORY, ["what was typed in threads while I was away: missing Read Message History"]),
        (ATTACH, ["pictures in threads (else I say them in words): missing Attach Files"]),
    ],
)
async def test_each_chosen_channel_says_what_to_tick_in_it(
    discord: DiscordServer,
    serving: Road,
    mayor: Discorder,
    village: Guild,
    denied: int,
    rows: list[str],
) -> None:
    """The present one too, where it is none of them."""
    lounge, hall = (discord.world.channel(village, name) for name in ("lounge", "hall"))
    await decide(mayor, serving, WHERE, "public")
    await decide(mayor, serving, CHANNELS, lounge, hall)
    mayor.place.denied = lounge.denied = denied
    said = await check(mayor, serving)
    assert said[0] == "In this channel:"
    at = said.index("In #lounge:")
    assert [row for row in said[1:at] if ": missing " in row] == rows
    assert said[at + 1 :] == [
        *rows,
        "In #hall everything is there.",
        NEEDLESS,
        ADVICE,
    ]


async def test_only_what_the_admins_have_decided_is_asked_for(
    discord: DiscordServer, serving: Road, mayor: Discorder
) -> None:
    mayor.place.denied = CREATE_PRIVATE | CREATE_PUBLIC | SEND | HISTORY
    for label in ("Quiet", "No evenings together"):
        await switch(mayor, serving, label)
    assert await check(mayor, serving) == ["In this channel:", NEEDLESS]


@pytest.mark.parametrize("who", ["role", "bot", "administrator", "owner", "timed out administrator"])
async def test_the_permissions_are_those_that_discord_works_out(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild, who: str
) -> None:
    """Everybody's overwrite, then those of the roles together, then the bot's own; above all who may do
    everything, and cannot be timed out."""
    lounge = discord.world.channel(village, "lounge")
    bot = discord.world.bot
    role = discord.world.role(
        village, "bots", bot, permissions=ADMINISTRATOR if "administrator" in who else 0
    )
    other = discord.world.role(village, "others", bot)
    lounge.denied = CREATE_PRIVATE
    match who:
        case "role":
            lounge.overwrites = {role.id: (0, CREATE_PRIVATE), other.id: (CREATE_PRIVATE, 0)}
        case "bot":
            lounge.overwrites = {role.id: (CREATE_PRIVATE, 0), bot.id: (0, CREATE_PRIVATE)}
        case "owner":
            village.owner = bot.id
        case "timed out administrator":
            village.timed_out[discord.world.bot.id] = discord.clock.now() + 3600
    await decide(mayor, serving, WHERE, "private")
    await decide(mayor, serving, CHANNELS, lounge)
    said = "\n".join(await check(mayor, serving))
    if who == "bot":
        assert "In #lounge:\nin a private thread: missing Create Private Threads" in said
    else:
        assert "In #lounge everything is there." in said


@pytest.mark.parametrize("chosen", [True, False])
async def test_a_bot_that_is_timed_out_says_so_and_until_when_and_asks_for_no_permission(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild, square: Channel, chosen: bool
) -> None:
    if chosen:
        await decide(mayor, serving, CHANNELS, square, discord.world.channel(village, "lounge"))
    until = int(discord.clock.now()) + 3600
    village.timed_out[discord.world.bot.id] = until
    line = (
        f"I am timed out in this server until <t:{until}:f>: for so long I can write nothing in it that "
        "others see, whatever I am allowed. Whoever has Timeout Members can lift it: Remove Timeout, in my "
        "name's menu."
    )
    assert await check(mayor, serving) == [line, NEEDLESS]
    assert (await decide(mayor, serving, WHERE, "private"))[1] == f"{line}\n{NEEDLESS}"
    village.timed_out[discord.world.bot.id] = until - 3660  # Discord leaves it standing when it is over
    assert await check(mayor, serving) == [
        *COMPLETE,
        *(["In #lounge everything is there."] if chosen else []),
        NEEDLESS,
    ]


async def test_hidden_deleted_and_other_channels(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild, square: Channel
) -> None:
    hidden, gone = (discord.world.channel(village, name) for name in ("hidden", "gone"))
    forum = discord.world.channel(village, "forum", kind=FORUM)
    await decide(mayor, serving, WHERE, "private")
    await decide(mayor, serving, CHANNELS, hidden, gone, forum)
    hidden.denied = VIEW
    discord.world.delete(gone)
    said = await check(mayor, serving)
    assert "In #hidden:" in said
    assert "in a private thread: missing View Channel" in said
    assert "#gone is not there any more: choose again in /setup." in said
    assert said[said.index("In #forum:") + 1] == "in a private thread: only in a text channel"


async def test_a_role_that_is_gone_is_named(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild
) -> None:
    kept, gone = discord.world.role(village, "kept"), discord.world.role(village, "gone")
    await decide(mayor, serving, ROLES, kept, gone)
    village.roles.remove(gone)
    said = await check(mayor, serving)
    assert "The role @gone is not there any more: choose again in /setup." in said
    assert not any("@kept" in row for row in said)


async def test_what_is_missing_is_said_as_it_is_decided(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild
) -> None:
    lounge = discord.world.channel(village, "lounge")
    lounge.denied = CREATE_PRIVATE
    said = await decide(mayor, serving, WHERE, "private")
    assert said[0] == "Good, that holds from now on."
    assert len(said) == 2, "here everything is there"
    said = await decide(mayor, serving, CHANNELS, lounge)
    assert said[1] == f"In #lounge:\nin a private thread: missing Create Private Threads\n{ADVICE}"


async def test_where_discord_does_not_answer_the_present_channel_is_checked(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild
) -> None:
    await decide(mayor, serving, WHERE, "private")
    await decide(mayor, serving, CHANNELS, discord.world.channel(village, "lounge"))
    discord.faults.every(1, "status", "GET /guilds", status=403)
    said = await check(mayor, serving)
    assert said[: len(COMPLETE)] == COMPLETE
    assert said[-2] == "I could not look at the other channels just now. Please ask again in a minute."


async def test_where_nothing_was_chosen_and_discord_does_not_answer_the_present_channel_counts(
    discord: DiscordServer, serving: Road, mayor: Discorder
) -> None:
    mayor.place.denied = CREATE_PRIVATE
    discord.faults.every(1, "status", "GET /guilds", status=403)
    said = await decide(mayor, serving, WHERE, "private")
    assert (
        said[1] == f"In #{mayor.place.name}:\nin a private thread: missing Create Private Threads\n{ADVICE}"
    )


async def test_in_a_thread_its_channel_counts(
    discord: DiscordServer, serving: Road, mayor: Discorder, square: Channel
) -> None:
    await decide(mayor, serving, WHERE, "private")
    square.denied = CREATE_PRIVATE
    inside = Discorder(discord, mayor.user, discord.world.thread(square, "about the rain"))
    said = await check(inside, serving)
    assert said[1] == "in a private thread: missing Create Private Threads"
    assert "evenings together: only in a text channel" in said


async def test_a_mention_is_answered_where_older_messages_may_not_be_read(
    discord: DiscordServer, serving: Road, mayor: Discorder, square: Channel
) -> None:
    square.denied = HISTORY
    bot = discord.world.bot
    await discord.people.say(mayor.user, square, f"<@{bot.id}> hello", mentions=[bot])
    await discord.until(lambda: any(m.author is bot for m in square.messages.values()))


async def test_what_no_permission_changes_is_not_called_one(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild, square: Channel
) -> None:
    """In a voice channel there are no threads, so nothing is asked for them, and it is said what follows."""
    voice, gone = discord.world.channel(village, "voice", kind=VOICE), discord.world.channel(village, "gone")
    await decide(mayor, serving, CHANNELS, voice)
    said = (await decide(mayor, serving, WHERE, "private"))[1].splitlines()
    assert said == [
        "In #voice:",
        "in a private thread: only in a text channel",
        "evenings together: only in a text channel",
        "So no talk goes on in a thread: where it is called, its person alone sees it.",
    ]
    voice.denied = HISTORY | ATTACH
    said = await check(mayor, serving)
    assert said[-1] == NEEDLESS, "nothing is to be ticked"
    assert not any("Read Message History" in row or "Attach Files" in row for row in said)
    await decide(mayor, serving, CHANNELS, square, gone)
    discord.world.delete(gone)
    said = await check(mayor, serving)
    assert said == [*COMPLETE, "#gone is not there any more: choose again in /setup.", NEEDLESS]


async def test_channels_that_lack_the_same_share_their_rows(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild
) -> None:
    places = [discord.world.channel(village, name) for name in ("one", "two", "three")]
    for place in places:
        place.denied = CREATE_PRIVATE
    places[1].denied |= ATTACH
    await decide(mayor, serving, WHERE, "private")
    said = (await decide(mayor, serving, CHANNELS, *places))[1].splitlines()
    row = "in a private thread: missing Create Private Threads"
    assert said[:4] == ["In #one, #three:", row, "In #two:", row]
