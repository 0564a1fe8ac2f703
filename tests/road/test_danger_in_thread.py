"""Words of danger in a thread whose person's direct chat is closed: the page of help waits, and is seen by
them alone as soon as they take any command."""

import pytest

from tests.platforms.discord import Channel, DiscordServer
from tests.road.street import Road
from tests.road.test_commands import after
from tests.road.test_nudged_in_thread import anna as anna
from tests.road.test_nudged_in_thread import serving as serving
from tests.road.test_setup import texts
from tests.road.test_threads import ask, settle
from tests.road.travellers import Discorder

WORDS = "I want to kill myself"
LINE = "Your answer waits in our direct chat, for you alone."
SHUT = (
    "Our direct chat is closed to me, and what I have for you is for you alone. You open it in this server's "
    "menu: Privacy Settings, direct messages. Or take one of my commands here, such as /help: only you see "
    "what it answers."
)
HELP = "If you are in danger now"


async def say(anna: Discorder, serving: Road, words: str) -> list[str]:
    bot, seen = anna.server.world.bot, len(anna.seen())
    await anna.server.people.say(anna.user, anna.place, f"<@{bot.id}> {words}", mentions=[bot])
    await after(anna, serving, seen)
    await settle(serving)
    return texts(anna.seen()[seen:])


@pytest.mark.parametrize("between", ["", "a tap", "a word", "the words again"])
async def test_the_page_of_help_is_seen_with_the_next_command(
    anna: Discorder, serving: Road, between: str
) -> None:
    assert await say(anna, serving, WORDS) == [LINE, SHUT]
    if between == "a tap":
        await ask(anna, serving)
    elif between == "the words again":
        assert await say(anna, serving, WORDS) == [LINE, SHUT], "it was tried again"
    elif between:
        await say(anna, serving, "hello")
    assert not any(HELP in text for text in texts(anna.seen())), "others read here"
    seen = len(anna.seen())
    await anna.server.slash(anna.user, anna.place, "help")
    said = await after(anna, serving, seen)
    assert sum(text.count(HELP) for text in texts(said)) == 1
    assert all(anna.place.messages[one.ref].visible_to == anna.user.id for one in said)
    seen = len(anna.seen())
    await anna.server.slash(anna.user, anna.place, "help")
    assert not any(HELP in text for text in texts(await after(anna, serving, seen))), "it was seen"


async def test_where_the_direct_chat_is_open_it_is_there_and_not_said_again(
    discord: DiscordServer, anna: Discorder, serving: Road, square: Channel
) -> None:
    anna.user.dms_open = True
    await say(anna, serving, WORDS)
    home = Discorder(discord, anna.user)
    assert any(HELP in text for text in texts(home.seen()))
    seen = len(anna.seen())
    await anna.server.slash(anna.user, anna.place, "help")
    assert not any(HELP in text for text in texts(await after(anna, serving, seen)))


@pytest.mark.parametrize("between", [False, True])
async def test_what_else_is_for_them_alone_comes_with_the_next_command(
    anna: Discorder, serving: Road, between: bool
) -> None:
    assert await say(anna, serving, "/helpnow") == [LINE, SHUT]
    if between:
        await ask(anna, serving)
        await say(anna, serving, "hello")
    assert not any(HELP in text for text in texts(anna.seen()))
    for times in (1, 0):
        seen = len(anna.seen())
        await anna.server.slash(anna.user, anna.place, "menu")
        said = texts(await after(anna, serving, seen))
        assert sum(text.count(HELP) for text in said) == times


@pytest.mark.parametrize("called", ["talk", "continue"])
async def test_what_is_said_of_a_locked_thread_stands_below_the_page_of_help(
    discord: DiscordServer, anna: Discorder, serving: Road, square: Channel, called: str
) -> None:
    await say(anna, serving, WORDS)
    anna.place.locked = True
    caller = Discorder(discord, anna.user, square)
    seen = len(caller.seen())
    await discord.slash(anna.user, square, called)
    await settle(serving)
    said = caller.seen()[seen:]
    helped, locked, *_ = (text for text in texts(said) if HELP in text or "is locked" in text)
    assert HELP in helped
    assert "is locked" in locked
    shown = square.messages[next(one.ref for one in said if one.text == locked)]
    assert not shown.items(), "no button of another answer stands there"


async def test_a_direct_chat_that_was_opened_meanwhile_has_it(
    discord: DiscordServer, anna: Discorder, serving: Road
) -> None:
    """Whoever does as the line says needs no other word for it."""
    assert await say(anna, serving, "/alana journal") == [LINE, SHUT]
    anna.user.dms_open = True
    assert await say(anna, serving, "/helpnow") == [LINE]
    assert any(HELP in text for text in texts(Discorder(discord, anna.user).seen()))


async def test_the_line_is_in_the_language_of_its_person(anna: Discorder, serving: Road) -> None:
    anna.user.locale = "de"
    await anna.server.slash(anna.user, anna.place, "help")
    await settle(serving)
    (_, line) = await say(anna, serving, "/helpnow")
    assert line.startswith("Unser Direktchat ist mir verschlossen, und was ich für dich habe")


@pytest.mark.parametrize("words", [WORDS, "/helpnow"])
async def test_what_is_asked_for_by_a_form_is_shown_at_once_for_its_person_alone(
    discord: DiscordServer, anna: Discorder, serving: Road, words: str
) -> None:
    """And why it is shown there, and how to open the direct chat."""
    seen = len(anna.seen())
    await anna.type(words)
    await settle(serving)
    said = anna.seen()[seen:]
    assert all(anna.place.messages[one.ref].visible_to == anna.user.id for one in said), "nobody reads of it"
    (page,) = [one for one in said if HELP in one.text]
    assert page.text.startswith(
        "Our direct chat is closed to me, so I go on here, for you alone. You open it"
    )
    assert anna.place.messages[page.ref].visible_to == anna.user.id
    seen = len(anna.seen())
    await discord.slash(anna.user, anna.place, "help")
    assert not any(HELP in text for text in texts(await after(anna, serving, seen))), "it was seen"
