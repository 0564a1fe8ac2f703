"""Where a talk in a server goes on: a thread of one's own, the direct chat, or here, for one alone."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.ports import Adapter
from tests.platforms.discord import Channel, DiscordServer, Guild, Refusal, User
from tests.platforms.discord.allowed import CREATE_PRIVATE, CREATE_PUBLIC, MANAGE_THREADS, SEND_IN_THREADS
from tests.platforms.discord.world import (
    FORUM,
    MEDIA,
    NEWS,
    NEWS_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    STAGE,
    VOICE,
    Interaction,
)
from tests.road.street import SMALL, Road, discord_adapter, road
from tests.road.test_commands import after, command
from tests.road.test_setup import RAIN, WHERE, decide, texts
from tests.road.travellers import Discorder, keyboard, plain

KINDS = {"private": PRIVATE_THREAD, "public": PUBLIC_THREAD}
HELLO = "Welcome to"


@pytest.fixture
def anna(discord: DiscordServer, square: Channel) -> Discorder:
    return Discorder(discord, discord.world.person("anna"), square)


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=RAIN) as on_the_road:
        yield on_the_road


def threads(village: Guild) -> list[Channel]:
    return [place for place in village.channels.values() if place.parent is not None]


def inside(anna: Discorder, village: Guild) -> Discorder:
    """The same person in the one thread there is."""
    (thread,) = threads(village)
    return Discorder(anna.server, anna.user, thread)


async def opened(anna: Discorder, mayor: Discorder, serving: Road, village: Guild, kind: str) -> Discorder:
    """The mayor allows that kind of thread, she begins, and is in hers."""
    await decide(mayor, serving, WHERE, kind)
    await talk(anna, serving)
    return inside(anna, village)


async def settle(serving: Road) -> None:
    await serving.program.conversations.idle()
    await serving.program.sender.idle()


async def talk(anna: Discorder, serving: Road, where: str = "") -> None:
    await anna.server.slash(anna.user, anna.place, "talk", {"where": where} if where else None)
    await settle(serving)


async def ask(anna: Discorder, serving: Road) -> None:
    standing = keyboard(anna)
    assert standing is not None
    await anna.tap(standing, 0)
    await settle(serving)


async def test_a_name_turns_no_thread_round(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    anna.user.name = "anna\u202e\u200b\x07 e"
    own = await opened(anna, mayor, serving, village, "public")
    assert own.place.name.startswith("Anna E – ")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_talk_goes_on_in_a_thread_of_ones_own(
    serving: Road, mayor: Discorder, anna: Discorder, village: Guild, kind: str
) -> None:
    own = await opened(anna, mayor, serving, village, kind)
    thread = own.place
    assert thread.kind == KINDS[kind]
    assert thread.name == "Anna – The rain"
    assert anna.user.id in thread.members
    said = texts(anna.seen())
    assert said[0].startswith(HELLO)
    assert anna.seen()[-1].text == f"We talk over here: #{thread.name}"
    assert all(m.visible_to is not None for m in anna.place.messages.values()), "the channel stays as it was"
    await ask(own, serving)
    await ask(own, serving)
    assert all(m.visible_to is None for m in thread.messages.values()), "everybody in the thread sees it"
    assert [m.quoted for m in own.seen() if m.quoted] == ["For how long?", "Is it over?"]
    assert "For tonight." in texts(own.seen())


async def test_a_thread_is_named_for_the_evening_that_goes_on_in_it(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    """What was begun in another server is not shown unasked: another evening begins."""
    town = discord.world.server("town")
    town.managers.add(mayor.user.id)
    hall = discord.world.channel(town, "hall")
    async with road(tmp_path, discord=discord, dialogues=SMALL) as serving:
        for place in (mayor.place, hall):
            await decide(Discorder(discord, mayor.user, place), serving, WHERE, "private")
            await talk(Discorder(discord, anna.user, place), serving)
        (first,), (second,) = threads(village), threads(town)
        assert first.name != second.name
        seen = len(anna.seen())
        await discord.slash(anna.user, anna.place, "menu")
        (menu, *_) = texts(await after(anna, serving, seen))
        (here,) = (row for row in menu.splitlines() if "(you are here)" in row)
        assert second.name.removeprefix("Anna – ") in here


async def test_calling_again_goes_on_in_the_same_thread_also_after_a_restart(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await decide(mayor, serving, WHERE, "private")
        await talk(anna, serving)
        await talk(anna, serving)
        assert len(threads(village)) == 1
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        own = inside(anna, village)
        await ask(own, serving)
        assert own.seen()[-1].text == "And now it eases off."
        await talk(anna, serving)
        assert len(threads(village)) == 1


async def test_an_archived_thread_is_opened_again(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    own = await opened(anna, mayor, serving, village, "private")
    own.place.archived = True
    await ask(own, serving)
    assert own.seen()[-1].labels, "the tap was answered"
    assert any(m.quoted for m in own.seen()), "and its keyboard went, once the thread was open"
    own.place.archived = True
    seen, calls = len(own.seen()), len(discord.calls)
    await talk(anna, serving)
    assert not own.place.archived
    assert len(own.seen()) > seen
    assert not any(call.code for call in discord.calls[calls:]), "nothing was refused"


async def test_a_deleted_thread_is_replaced(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    await decide(mayor, serving, WHERE, "public")
    await talk(anna, serving)
    (old,) = threads(village)
    discord.world.delete(old)
    await talk(anna, serving)
    own = inside(anna, village)
    assert own.place is not old
    assert keyboard(own) is not None


@pytest.mark.parametrize("reachable", [True, False])
async def test_a_locked_thread_is_explained_and_the_talk_goes_on_for_its_person_alone(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild, reachable: bool
) -> None:
    own = await opened(anna, mayor, serving, village, "private")
    own.place.locked = own.place.archived = True
    anna.user.dms_open = reachable
    for _ in range(2):
        seen = len(anna.seen())
        await talk(anna, serving)
        said = texts(anna.seen())[seen:]
        assert said[0] == "Our thread here is locked. So we talk here, for you alone."
        assert keyboard(anna) is not None
        assert sum("so I go on here" in text for text in said) == 0, "it was said once"
    assert texts(Discorder(discord, anna.user).seen()) == []
    await ask(anna, serving)
    assert anna.seen()[-1].text == "And now it eases off."
    assert len(threads(village)) == 1
    assert all(m.visible_to is not None for m in anna.place.messages.values())


@pytest.mark.parametrize("chosen", ["", "direct"])
async def test_where_the_direct_chat_is_closed_the_talk_goes_on_here_for_that_person_alone(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, chosen: str
) -> None:
    if chosen:
        await talk(anna, serving)
    else:
        await decide(mayor, serving, WHERE, "direct")
    anna.user.dms_open = False
    for _ in range(2):
        seen = len(anna.seen())
        await talk(anna, serving, chosen)
        said = texts(anna.seen())[seen:]
        assert "We talk in our direct chat." in said
        assert sum("Our direct chat is closed to me" in text for text in said) == 1
        assert keyboard(anna) is not None, "the buttons stand here"
    assert not any(message.loading for message in anna.place.messages.values())
    await ask(anna, serving)
    assert anna.seen()[-1].text == "And now it eases off."
    assert all(m.visible_to is not None for m in anna.place.messages.values())
    anna.user.dms_open = True
    await talk(anna, serving, chosen)
    assert keyboard(Discorder(discord, anna.user)) is not None


@pytest.mark.parametrize("where", ["POST /channels/.*/threads", "PUT /channels/.*/thread-members"])
async def test_a_lost_answer_makes_no_second_thread(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild, where: str
) -> None:
    """The thread was made, but nobody heard of it: the next try finds it."""
    await decide(mayor, serving, WHERE, "private")
    discord.faults.once("drop_after", where)
    await talk(anna, serving)
    assert keyboard(inside(anna, village)) is not None


async def test_two_of_one_name_have_a_thread_each(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    other = Discorder(discord, discord.world.person("anna"), anna.place)
    await decide(mayor, serving, WHERE, "private")
    await talk(anna, serving)
    await talk(other, serving)
    first, second = threads(village)
    assert (anna.user.id in first.members, other.user.id in first.members) == (True, False)
    assert (anna.user.id in second.members, other.user.id in second.members) == (False, True)


async def test_a_thread_of_that_name_in_which_nothing_was_said_yet_stays_its_persons(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    other = Discorder(discord, discord.world.person("anna"), anna.place)
    await decide(mayor, serving, WHERE, "private")
    with discord.faults.held("POST /channels/.*/messages"):
        await anna.begin()
        await discord.until(lambda: len(threads(village)) == 1)
        await other.begin()
        await discord.until(lambda: len(threads(village)) == 2)


@pytest.mark.parametrize(
    ("denied", "kind", "named"),
    [
        (CREATE_PRIVATE, "private", "Create Private Threads"),
        (CREATE_PUBLIC, "public", "Create Public Threads"),
        (SEND_IN_THREADS, "public", "Send Messages in Threads"),
    ],
)
async def test_what_is_not_allowed_is_found_before_and_said(
    discord: DiscordServer,
    serving: Road,
    mayor: Discorder,
    anna: Discorder,
    village: Guild,
    denied: int,
    kind: str,
    named: str,
) -> None:
    await decide(mayor, serving, WHERE, kind)
    anna.place.denied = denied
    await talk(anna, serving)
    assert threads(village) == []
    assert not any(call.path.endswith("/threads") for call in discord.calls), "nothing was tried"
    assert (
        f"I can't open a thread in this channel: I would need {named}. So we talk here, for you alone."
        in [message.text for message in anna.seen()]
    )
    assert keyboard(anna) is not None


WITHIN = {NEWS: NEWS_THREAD, FORUM: PUBLIC_THREAD, MEDIA: PUBLIC_THREAD}


@pytest.mark.parametrize(
    ("kind", "where", "inside_one"),
    [
        (NEWS, "private", False),
        (NEWS, "private", True),
        *((kind, where, True) for kind in (FORUM, MEDIA) for where in KINDS),
        *((kind, where, False) for kind in (VOICE, STAGE) for where in KINDS),
    ],
)
async def test_where_there_can_be_no_such_thread_that_is_known_before(
    discord: DiscordServer,
    serving: Road,
    mayor: Discorder,
    anna: Discorder,
    village: Guild,
    kind: int,
    where: str,
    inside_one: bool,
) -> None:
    """In the channel and in its threads, which in a forum are its posts."""
    await decide(mayor, serving, WHERE, where)
    place = discord.world.channel(village, "place", kind=kind)
    if inside_one:
        place = discord.world.thread(place, "about the rain", kind=WITHIN[kind])
    there = Discorder(discord, anna.user, place)
    calls = len(discord.calls)
    await talk(there, serving)
    await there.until(lambda: keyboard(there))
    lines = [text for text in texts(there.seen()) if "I would need a text channel." in text]
    assert len(lines) == 1
    assert keyboard(there) is not None
    assert all(m.visible_to == anna.user.id for m in place.messages.values())
    assert not any(call.code for call in discord.calls[calls:]), "nothing was tried that is refused"
    assert not discord.world.direct(anna.user).messages


@pytest.mark.parametrize("denied", [0, CREATE_PUBLIC, SEND_IN_THREADS])
@pytest.mark.parametrize("inside_one", [False, True])
async def test_in_announcements_a_public_thread_is_one_of_theirs(
    discord: DiscordServer,
    serving: Road,
    mayor: Discorder,
    anna: Discorder,
    village: Guild,
    inside_one: bool,
    denied: int,
) -> None:
    await decide(mayor, serving, WHERE, "public")
    news = discord.world.channel(village, "news", kind=NEWS)
    news.denied = denied
    place = discord.world.thread(news, "about the rain", kind=NEWS_THREAD) if inside_one else news
    there = Discorder(discord, anna.user, place)
    calls = len(discord.calls)
    await talk(there, serving)
    opened = [one for one in threads(village) if one.owner == discord.world.bot.id]
    assert [one.kind for one in opened] == ([] if denied else [NEWS_THREAD])
    assert keyboard(Discorder(discord, anna.user, opened[0]) if opened else there) is not None
    assert any("I would need" in text for text in texts(there.seen())) is bool(denied)
    assert not any(call.code for call in discord.calls[calls:]), "nothing was tried that is refused"


async def test_from_inside_a_thread_of_a_text_channel_one_is_opened_beside_it(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    """What kind of channel a thread is in is asked once."""
    await decide(mayor, serving, WHERE, "private")
    there = Discorder(discord, anna.user, discord.world.thread(anna.place, "about the rain"))
    calls = len(discord.calls)
    for _ in range(2):
        seen = len(there.seen())
        await talk(there, serving)
        await there.until(lambda seen=seen: len(there.seen()) > seen)
        await settle(serving)
    (own,) = [one for one in threads(village) if one.owner == discord.world.bot.id]
    assert own.parent is anna.place
    looked = [c for c in discord.calls[calls:] if c.method == "GET" and c.path.endswith(f"/{anna.place.id}")]
    assert len(looked) == 2, "once for its kind, once as the thread was made"


@pytest.mark.parametrize("allowed", [False, True])
async def test_in_a_locked_thread_a_tap_is_answered_for_that_person_alone(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild, allowed: bool
) -> None:
    """But where the bot may write in it all the same."""
    if allowed:
        discord.world.role(village, "moderators", discord.world.bot, permissions=MANAGE_THREADS)
    own = await opened(anna, mayor, serving, village, "private")
    await own.until(lambda: keyboard(own))
    own.place.locked = True
    standing, seen, calls = keyboard(own), len(own.seen()), len(discord.calls)
    assert standing is not None
    await own.tap(standing, 0)
    await after(own, serving, seen)
    told = "I can't write in this thread: I would need Manage Threads. So we talk here, for you alone."
    assert (told in texts(own.seen()[seen:])) is not allowed
    assert all((own.place.messages[m.ref].visible_to is None) is allowed for m in own.seen()[seen:])
    assert not any(call.code for call in discord.calls[calls:]), "nothing was tried that is refused"


@pytest.mark.parametrize("name", ["talk", "continue", "restart"])
async def test_each_command_that_opens_a_thread_looks_first(
    discord: DiscordServer,
    serving: Road,
    mayor: Discorder,
    anna: Discorder,
    village: Guild,
    name: str,
) -> None:
    await talk(anna, serving)  # here, seen by her alone
    await decide(mayor, serving, WHERE, "private")
    anna.place.denied = CREATE_PRIVATE
    seen, calls = len(anna.seen()), len(discord.calls)
    await anna.server.slash(anna.user, anna.place, name)
    said = await after(anna, serving, seen)
    lines = [text for text in texts(said) if "I would need Create Private Threads." in text]
    assert len(lines) == 1, said
    assert keyboard(anna) is not None
    assert threads(village) == []
    assert not any(call.path.endswith("/threads") for call in discord.calls[calls:])
    assert all(m.visible_to is not None for m in anna.place.messages.values() if m.author.bot)


async def test_in_a_thread_where_it_may_not_write_any_more_it_says_so_and_goes_on_for_that_person(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    own = await opened(anna, mayor, serving, village, "public")
    await own.until(lambda: keyboard(own))
    anna.place.denied = SEND_IN_THREADS
    standing, seen = keyboard(own), len(own.seen())
    assert standing is not None
    calls = len(discord.calls)
    await own.tap(standing, 0)
    await own.until(lambda: keyboard(own) not in (None, standing))
    told = (
        "I can't write in this thread: I would need Send Messages in Threads. So we talk here, for you alone."
    )
    assert told in texts(own.seen()[seen:])
    assert all(own.place.messages[one.ref].visible_to == own.user.id for one in own.seen()[seen:])
    assert not any(call.code == 50013 for call in discord.calls[calls:]), "it was not tried"
    assert not discord.world.direct(anna.user).messages


async def test_what_is_missing_is_called_as_in_the_persons_own_app(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild, square: Channel
) -> None:
    await decide(mayor, serving, WHERE, "private")
    person = discord.world.person("ute")
    person.locale = "de"
    ute = Discorder(discord, person, square)
    await talk(ute, serving)
    own = inside(ute, village)
    await own.until(lambda: keyboard(own))
    square.denied = SEND_IN_THREADS
    standing = keyboard(own)
    assert standing is not None
    await own.tap(standing, 0)
    await own.until(
        lambda: any("Dazu bräuchte ich Nachrichten in Threads senden." in t for t in texts(own.seen()))
    )
    await talk(ute, serving)
    assert any("Dazu bräuchte ich Nachrichten in Threads senden." in text for text in texts(ute.seen()))


async def test_a_person_may_choose_what_is_less_open_but_not_more(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    talk_ = next(one for one in discord.world.commands if one["name"] == "talk")
    where = next(one for one in talk_["options"] if one["name"] == "where")
    assert [choice["value"] for choice in where["choices"]] == ["direct", "here", "private", "public"]
    assert where["choices"][1]["name_localizations"]["de"] == "hier, nur für einen sichtbar"
    await talk(anna, serving, "public")
    assert threads(village) == [], "nobody allowed threads"
    assert keyboard(anna) is not None
    await decide(mayor, serving, WHERE, "private")
    ben = Discorder(discord, discord.world.person("ben"), anna.place)
    await talk(ben, serving, "public")
    assert [thread.kind for thread in threads(village)] == [PRIVATE_THREAD]
    clara = Discorder(discord, discord.world.person("clara"), anna.place)
    await talk(clara, serving, "here")
    assert keyboard(clara) is not None
    dora = Discorder(discord, discord.world.person("dora"), anna.place)
    await talk(dora, serving, "direct")
    assert dora.seen()[-1].text == "We talk in our direct chat."
    assert keyboard(Discorder(discord, dora.user)) is not None
    assert len(threads(village)) == 1


async def call(anna: Discorder, place: Channel, words: str, *, mention: bool = True) -> None:
    bot = anna.server.world.bot
    text = f"<@{bot.id}> {words}" if mention else words
    await anna.server.people.say(anna.user, place, text, mentions=[bot] if mention else [])


async def test_typing_in_ones_thread_works_by_mention_without_any_privileged_intent(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    assert not any(intents & 1 << 15 for intents in discord.gateway.identified)
    own = await opened(anna, mayor, serving, village, "private")
    seen = len(own.seen())
    await call(own, own.place, "1")
    said = await after(own, serving, seen)
    assert "Since noon." in texts(said)
    assert keyboard(own) is not None
    seen = len(own.seen())
    await call(own, own.place, "hello", mention=False)
    await call(own, own.place, "1")
    said = await after(own, serving, seen)
    assert not any("only" in text and "words" in text for text in texts(said)), (
        "what is withheld is no answer"
    )


async def test_typing_works_entirely_where_the_operator_lets_it_be_read(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    discord.gateway.enabled = 1 << 15
    adapter = discord_adapter(discord, message_content=True)
    async with road(tmp_path, discord=discord, dialogues=RAIN, adapters={"discord": adapter}) as serving:
        own = await opened(anna, mayor, serving, village, "private")
        seen = len(own.seen())
        await call(own, anna.place, "1", mention=False)  # in the channel it concerns nobody
        await call(own, own.place, "1", mention=False)
        assert "Since noon." in texts(await after(own, serving, seen))


@pytest.mark.parametrize("limited", [False, True])
async def test_another_evening_gives_the_thread_its_name_where_discord_takes_one(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, anna: Discorder, village: Guild, limited: bool
) -> None:
    async with road(tmp_path, discord=discord, dialogues=SMALL) as serving:
        own = await opened(anna, mayor, serving, village, "public")
        assert own.place.name == "Anna – The walk"
        if limited:  # two names in ten minutes
            discord.faults.once("limited", rf"PATCH /channels/{own.place.id}$", seconds=600.0)
        seen = len(own.seen())
        await anna.server.slash(anna.user, anna.place, "talk", {"episode": "2"})
        said = texts(await after(own, serving, seen))
        assert any("Back again" in text for text in said)
        assert own.place.name == ("Anna – The walk" if limited else "Anna – The way back")
        assert len(threads(village)) == 1


@pytest.mark.parametrize("first", ["the first words", "later ones"])
async def test_what_was_typed_in_a_thread_while_nobody_listened_is_read(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, anna: Discorder, village: Guild, first: str
) -> None:
    discord.gateway.enabled = 1 << 15

    def adapters() -> dict[str, Adapter]:
        return {"discord": discord_adapter(discord, message_content=True)}

    async with road(tmp_path, discord=discord, dialogues=RAIN, adapters=adapters()) as serving:
        own = await opened(anna, mayor, serving, village, "public")
        if first == "later ones":
            seen = len(own.seen())
            await call(own, own.place, "hello", mention=False)
            await after(own, serving, seen)
    ben = Discorder(discord, discord.world.person("ben"), own.place)
    await call(ben, own.place, "2", mention=False)  # not his talk
    await call(own, own.place, "1", mention=False)
    seen = len(own.seen())
    async with road(tmp_path, discord=discord, dialogues=RAIN, adapters=adapters()) as serving:
        said = texts(await after(own, serving, seen))
        assert said.count("Since noon.") == 1
        seen = len(own.seen())
    async with road(tmp_path, discord=discord, dialogues=RAIN, adapters=adapters()) as serving:
        await call(own, own.place, "hm", mention=False)
        assert "Since noon." not in texts(await after(own, serving, seen)), "once is enough"
        home = Discorder(discord, anna.user)
        await command(home, serving, "forget")
        await home.tap(home.seen()[-1], 0)
        await settle(serving)
        assert not any(str(anna.user.id) in key for key in await serving.program.notes.cursors("discord"))


async def test_a_mention_elsewhere_is_answered_in_one_line(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    await call(anna, anna.place, "are you there?")
    await discord.until(lambda: anna.seen())
    assert texts(anna.seen()) == ["Write /talk, and we begin. In our direct chat we can talk, too."]
    own = await opened(anna, mayor, serving, village, "public")
    seen = len(own.seen())
    ben: User = discord.world.person("ben")
    await call(Discorder(discord, ben), own.place, "1")
    await discord.until(lambda: len(own.seen()) > seen)
    said = own.seen()[-1].text
    assert said == f"This is <@{anna.user.id}>'s talk. /talk starts yours."
    assert discord.posting.pings == [], "nobody was pinged"


async def test_somebody_elses_button_in_a_thread(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    own = await opened(anna, mayor, serving, village, "public")
    standing = keyboard(own)
    assert standing is not None
    ben = Discorder(discord, discord.world.person("ben"), own.place)
    await ben.tap(standing, 0)
    await settle(serving)
    told = [m for m in own.place.messages.values() if m.visible_to == ben.user.id]
    assert [plain(m.content) for m in told] == [f"This is <@{anna.user.id}>'s talk. /talk starts yours."]
    assert discord.posting.pings == []
    assert keyboard(own) == standing


async def test_the_form_is_there_in_a_thread(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    own = await opened(anna, mayor, serving, village, "private")
    standing = keyboard(own)
    assert standing is not None
    assert standing.labels[-1] == "In my own words…"
    seen = len(own.seen())
    await own.type("1")
    assert "Since noon." in texts(await after(own, serving, seen))


async def test_what_is_private_is_not_said_in_a_thread(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    own = await opened(anna, mayor, serving, village, "public")
    seen = len(own.place.messages)
    await command(own, serving, "progress")
    new = list(own.place.messages.values())[seen:]
    assert new
    assert all(message.visible_to == anna.user.id for message in new)


async def test_forget_leaves_no_trace_of_whose_thread_that_was(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    await decide(mayor, serving, WHERE, "private")
    await talk(anna, serving)
    assert any(str(anna.user.id) in key for key in await serving.program.notes.cursors("discord"))
    home = Discorder(discord, anna.user)
    await command(home, serving, "forget")
    await home.tap(home.seen()[-1], 0)
    await settle(serving)
    assert not any(str(anna.user.id) in key for key in await serving.program.notes.cursors("discord"))


async def test_a_thread_that_the_bot_was_taken_out_of_is_replaced(
    serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    own = await opened(anna, mayor, serving, village, "private")
    own.place.members.discard(anna.server.world.bot.id)
    await talk(anna, serving)
    old, new = threads(village)
    assert old is own.place
    assert keyboard(Discorder(anna.server, anna.user, new)) is not None
    assert anna.seen()[-1].text == f"We talk over here: #{new.name}"


@pytest.mark.parametrize("gone", ["taken out", "locked", "forbidden"])
async def test_a_tap_where_the_thread_takes_nothing_any_more_is_answered_there_for_its_person_alone(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild, gone: str
) -> None:
    """Also where that happens just after the tap, which says nothing of it."""
    own = await opened(anna, mayor, serving, village, "private")
    await own.until(lambda: keyboard(own))
    payload = discord.people.payload

    def tapped(call: Interaction, data: dict[str, object]) -> dict[str, object]:
        said: dict[str, object] = payload(call, data)
        own.place.members -= {discord.world.bot.id} if gone == "taken out" else set()
        own.place.locked = gone == "locked"
        anna.place.denied = SEND_IN_THREADS if gone == "forbidden" else 0
        return said

    discord.people.payload = tapped  # type: ignore[method-assign]
    seen = len(own.seen())
    await ask(own, serving)
    said = own.seen()[seen:]
    assert texts(said)[0].startswith("I couldn't go on where we were, so I go on here.\n\nSince noon.")
    assert all(own.place.messages[one.ref].visible_to == anna.user.id for one in said)
    assert not discord.world.direct(anna.user).messages
    seen = len(own.seen())
    await ask(own, serving)
    assert "For tonight." in texts(own.seen()[seen:]), "and the talk goes on"


async def test_a_tap_in_a_thread_that_is_gone_is_answered_in_the_direct_chat(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    """With the channel it was in, at that moment: nothing can be said in either."""
    own = await opened(anna, mayor, serving, village, "private")
    await own.until(lambda: keyboard(own))
    own.place.refuses = Refusal(404, 10003, "Unknown Channel")
    await ask(own, serving)
    home = Discorder(discord, anna.user)
    assert texts(home.seen())[0].startswith("I couldn't go on where we were, so I go on here.\n\nSince noon.")


async def test_what_went_on_beside_a_thread_goes_on_in_it_once_it_takes_something_again(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    """It was no wish of hers that nobody should read it."""
    own = await opened(anna, mayor, serving, village, "public")
    stood = await own.until(lambda: keyboard(own))
    anna.place.denied = SEND_IN_THREADS
    await ask(own, serving)
    await own.until(lambda: keyboard(own) not in (None, stood))
    await settle(serving)
    alone = keyboard(own)
    assert alone is not None
    assert own.place.messages[alone.ref].visible_to == anna.user.id
    anna.place.denied = 0
    await talk(anna, serving)
    shown = keyboard(own)
    assert shown is not None
    assert shown.ref > alone.ref
    assert own.place.messages[shown.ref].visible_to is None
    assert shown.labels == alone.labels
