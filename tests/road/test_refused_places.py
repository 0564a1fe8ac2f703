"""Places on Discord that take an answer no more: it goes on in the direct chat, or comes at the next word."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord import Channel, DiscordServer, Refusal, User
from tests.road.street import Road, road
from tests.road.test_commands import after
from tests.road.travellers import Discorder, keyboard, transcript

LONG = Path(__file__).parent / "long"
ANSWER = [
    "Since noon.",
    "The gutter is full.",
    "So is the barrel.",
    "The cat has moved to the oven.",
    "The oven is warm.",
    "Nobody else is up.",
    "And now it eases off.",
]
WHY = "I couldn't go on where we were, so I go on here."
HERE = "Something I wrote did not arrive. Here it is:"
REFUSALS = [
    Refusal(404, 10003, "Unknown Channel"),
    Refusal(403, 50001, "Missing Access"),
    Refusal(403, 50013, "Missing Permissions"),
    Refusal(400, 50083, "Thread is archived"),
    Refusal(403, 160005, "Thread is locked"),
    Refusal(400, 200000, "Message was blocked by automatic moderation"),
    Refusal(400, 240000, "Message blocked by harmful links filter"),
    Refusal(403, 99999, "Something new"),
]


@pytest.fixture
def anna(discord: DiscordServer) -> Discorder:
    return Discorder(discord, discord.world.person("anna"), square(discord, has_bot=True))


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=LONG) as on_the_road:
        yield on_the_road


def square(discord: DiscordServer, *, has_bot: bool) -> Channel:
    return discord.world.channel(discord.world.server("village", has_bot=has_bot), "square")


def texts(who: Discorder) -> list[str]:
    return [message.text for message in who.seen()]


def at_home(discord: DiscordServer, user: User) -> Discorder:
    return Discorder(discord, user)


async def asked(anna: Discorder, serving: Road) -> int:
    """How much was said until the first question stood."""
    await anna.begin()
    await anna.until(lambda: keyboard(anna))
    return len(await after(anna, serving, 0))


async def ask(anna: Discorder, serving: Road) -> None:
    standing = keyboard(anna)
    assert standing is not None
    await anna.tap(standing, 0)
    await serving.program.conversations.idle()
    await serving.program.sender.idle()


def thinking(place: Channel) -> list[int]:
    return [message.id for message in place.messages.values() if message.loading]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: str(refusal.code))
@pytest.mark.parametrize("bears", [0, 3])
async def test_an_answer_goes_on_in_the_direct_chat(
    anna: Discorder, serving: Road, refusal: Refusal, bears: int
) -> None:
    """After `bears` calls the place takes nothing more; the first one settles the question."""
    begun = await asked(anna, serving)
    anna.place.refuses, anna.place.bears = refusal, bears
    await ask(anna, serving)
    home = at_home(anna.server, anna.user)
    took = max(0, bears - 1)
    assert texts(anna)[begun:] == ANSWER[:took]
    assert texts(home) == [f"{WHY}\n\n{ANSWER[took]}", *ANSWER[took + 1 :]]
    standing = keyboard(home)
    assert standing is not None, "the buttons arrived"
    seen = len(home.seen())
    await home.tap(standing, 0)
    await after(home, serving, seen)
    assert texts(home)[seen] == "For tonight."


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: str(refusal.code))
async def test_the_thinking_message_ends(anna: Discorder, serving: Road, refusal: Refusal) -> None:
    anna.place.refuses = refusal
    await anna.begin()
    home = at_home(anna.server, anna.user)
    await home.until(lambda: keyboard(home))
    await serving.program.sender.idle()
    assert thinking(anna.place) == []
    assert texts(home)[0].startswith(WHY)


async def test_words_that_a_server_filters_leave_a_word_where_the_bot_thought(
    anna: Discorder, serving: Road
) -> None:
    anna.place.blocked = "Welcome"
    await anna.begin()
    home = at_home(anna.server, anna.user)
    await home.until(lambda: keyboard(home))
    await serving.program.sender.idle()
    assert texts(anna) == ["I can't say it here. I go on in our direct chat."]


async def test_where_the_bot_is_no_member_lines_are_joined_so_that_the_buttons_arrive(
    discord: DiscordServer, serving: Road
) -> None:
    anna = Discorder(discord, discord.world.person("anna"), square(discord, has_bot=False))
    begun = await asked(anna, serving)
    await ask(anna, serving)
    assert "\n\n".join(texts(anna)[begun:]) == "\n\n".join(ANSWER)
    assert len(anna.seen()) == begun + 5
    assert not any(call.code == 40094 for call in discord.calls), "nothing was refused"
    standing = keyboard(anna)
    assert standing is not None
    seen = len(anna.seen())
    await anna.tap(standing, 0)
    await after(anna, serving, seen)
    settled = next(m for m in anna.seen() if m.ref == standing.ref)
    assert settled.text == standing.text, "what was joined stays"
    assert settled.quoted == "Is it over?"


async def test_follow_ups_that_run_out_all_the_same_go_on_in_the_direct_chat(
    discord: DiscordServer, serving: Road
) -> None:
    """Where Discord does not say who installed the app."""
    anna = Discorder(discord, discord.world.person("anna"), square(discord, has_bot=True))
    begun = await asked(anna, serving)
    assert anna.place.guild is not None
    payload = discord.people.payload
    discord.people.payload = lambda call, data: payload(call, data) | {"authorizing_integration_owners": {}}  # type: ignore[method-assign]
    anna.place.guild.has_bot = False
    await ask(anna, serving)
    home = at_home(discord, anna.user)
    assert texts(anna)[begun:] == ANSWER[:5]
    assert texts(home) == [f"{WHY}\n\n{ANSWER[5]}", ANSWER[6]]
    assert keyboard(home) is not None, transcript(home)


async def test_what_no_place_takes_is_said_at_the_next_word(anna: Discorder, serving: Road) -> None:
    """The server's channel is closed to the bot in the middle of an answer, and so is the direct chat."""
    begun = await asked(anna, serving)
    anna.place.refuses, anna.place.bears = Refusal(403, 50013, "Missing Permissions"), 3
    anna.user.dms_open = False
    await ask(anna, serving)
    assert texts(anna)[begun:] == ANSWER[:2]
    anna.place.refuses, anna.user.dms_open = None, True
    seen = len(anna.seen())
    await anna.command("help")
    said = [message.text for message in await after(anna, serving, seen)]
    assert said[0] == "\n\n".join((HERE, *ANSWER[2:6]))
    assert said[-1] == ANSWER[6]
    standing = keyboard(anna)
    assert standing is not None
    assert standing.labels[:2] == ("Is it over?", "And tomorrow?")
    await anna.command("help")
    again = [message.text for message in await after(anna, serving, len(anna.seen()))]
    assert HERE not in "\n".join(again), "only once"


async def test_words_to_a_question_that_nobody_saw_are_no_answer_to_it(
    anna: Discorder, serving: Road
) -> None:
    await asked(anna, serving)
    anna.place.refuses = Refusal(403, 50013, "Missing Permissions")
    anna.user.dms_open = False
    await ask(anna, serving)
    home = at_home(anna.server, anna.user)
    anna.user.dms_open = True
    await home.type("2")
    said = [message.text for message in await after(home, serving, 0)]
    assert said == ["\n\n".join((HERE, *ANSWER[:6])), ANSWER[6]]
    assert keyboard(home) is not None
