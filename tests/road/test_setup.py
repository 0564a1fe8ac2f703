"""/setup: what the admins of a server decide by lists, and what it means for those who come to talk."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord import Channel, DiscordServer, Guild, Message, User
from tests.road.street import Road, road
from tests.road.test_commands import after, command
from tests.road.travellers import Discorder, Standing, keyboard, plain

RAIN = Path(__file__).parent / "long"
CHANNELS, WHERE, ROLES, LANGUAGES = 0, 1, 2, 3


@pytest.fixture
def anna(discord: DiscordServer, square: Channel) -> Discorder:
    return Discorder(discord, discord.world.person("anna"), square)


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=RAIN) as on_the_road:
        yield on_the_road


async def panel(admin: Discorder, serving: Road) -> Message:
    await command(admin, serving, "setup")
    return admin.server.people.last(admin.user, admin.place, with_buttons=True)


async def decide(admin: Discorder, serving: Road, list_: int, *picked: object) -> list[str]:
    """What is answered to it."""
    seen = len(admin.seen())
    shown = await panel(admin, serving)
    await admin.server.people.pick(admin.user, shown, list_, *picked)  # type: ignore[arg-type]
    return texts(await after(admin, serving, seen + 1))


async def switch(admin: Discorder, serving: Road, label: str) -> None:
    """Presses a button of the panel, and waits for the answer."""
    seen = len(admin.seen())
    await admin.server.press(admin.user, await panel(admin, serving), label)
    await after(admin, serving, seen + 1)


def texts(said: list[Standing]) -> list[str]:
    return [message.text for message in said]


async def test_setup_is_for_servers_and_those_who_manage_them(
    discord: DiscordServer, serving: Road, anna: Discorder
) -> None:
    (setup,) = [one for one in discord.world.commands if one["name"] == "setup"]
    assert (setup["default_member_permissions"], setup["contexts"], setup["integration_types"]) == (
        "32",
        [0],
        [0],
    )
    assert setup["description_localizations"]["de"] != setup["description"]
    talk = next(one for one in discord.world.commands if one["name"] == "talk")
    assert talk["default_member_permissions"] is None
    with pytest.raises(AssertionError, match="not shown to anna"):
        await anna.command("setup")
    said = await command(anna, serving, "help")
    assert "/setup" not in "\n".join(texts(said))


async def test_admins_of_discord_may_show_it_to_others_who_decide_nothing(
    discord: DiscordServer, serving: Road, anna: Discorder
) -> None:
    """The command's own permissions can be overridden; who manages the server cannot."""
    next(one for one in discord.world.commands if one["name"] == "setup")["default_member_permissions"] = None
    said = await command(anna, serving, "setup")
    assert texts(said) == ["Only those who manage this server can set me up here."]


async def test_the_panel_shows_what_holds(serving: Road, mayor: Discorder, square: Channel) -> None:
    shown = await panel(mayor, serving)
    assert shown.visible_to == mayor.user.id
    assert plain(shown.content).splitlines()[:4] == [
        "Talks begin: in every channel",
        "They go on: here, seen by one alone",
        "Who may begin one: everybody",
        "Language: each one's own",
    ]
    assert [one["type"] for one in shown.items()] == [8, 3, 6, 3, 2, 2, 2]
    await decide(mayor, serving, CHANNELS, square)
    shown = await panel(mayor, serving)
    assert shown.content.splitlines()[0] == f"Talks begin: <#{square.id}>", "as it is called now, to tap"
    assert shown.items()[0]["default_values"] == [{"id": str(square.id), "type": "channel"}]
    await decide(mayor, serving, LANGUAGES, "de")
    shown = await panel(mayor, serving)
    assert [one["value"] for one in shown.items()[LANGUAGES]["options"] if one["default"]] == ["de"]


async def test_a_renamed_channel_is_named_as_it_is_called_now(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    lounge = discord.world.channel(village, "lounge")
    await decide(mayor, serving, CHANNELS, lounge)
    lounge.name = "parlour"
    (words,) = texts(await command(anna, serving, "talk"))
    assert words == "In this server I talk here: #parlour. Our direct chat is open, too."


async def test_a_talk_begins_where_the_admins_want_it(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    lounge = discord.world.channel(village, "lounge_*ä*")
    said = await decide(mayor, serving, CHANNELS, lounge)
    assert said[0] == "Good, that holds from now on."
    for name in ("talk", "restart"):
        words = texts(await command(anna, serving, name))
        assert words == ["In this server I talk here: #lounge_*ä*. Our direct chat is open, too."], name
    assert keyboard(anna) is None
    inside = Discorder(discord, anna.user, lounge)
    await command(inside, serving, "talk")
    assert keyboard(inside) is not None
    thread = Discorder(discord, anna.user, discord.world.thread(lounge, "about the rain"))
    await command(thread, serving, "talk")
    assert keyboard(thread) is not None, "a thread is in its channel"
    home = Discorder(discord, anna.user)
    await command(home, serving, "talk")
    assert keyboard(home) is not None


async def test_what_began_elsewhere_is_not_opened_here_but_may_end_where_it_stands(
    serving: Road, mayor: Discorder, anna: Discorder, discord: DiscordServer, village: Guild
) -> None:
    await command(anna, serving, "talk")
    standing = keyboard(anna)
    assert standing is not None
    await decide(mayor, serving, CHANNELS, discord.world.channel(village, "lounge"))
    (said,) = texts(await command(anna, serving, "talk"))
    assert said.startswith("In this server I talk here: #lounge.")
    seen = len(anna.seen())
    await anna.tap(standing, 0)
    await serving.program.conversations.idle()
    await serving.program.sender.idle()
    assert len(anna.seen()) > seen
    assert keyboard(anna) is not None


async def test_a_talk_is_for_the_roles_that_the_admins_want(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    ben = Discorder(discord, discord.world.person("ben"), anna.place)
    await decide(mayor, serving, ROLES, discord.world.role(village, "readers", ben.user))
    words = texts(await command(anna, serving, "talk"))
    assert words == ["In this server a talk with me is for certain roles. Our direct chat is open to you."]
    await command(ben, serving, "talk")
    assert keyboard(ben) is not None
    await decide(mayor, serving, ROLES)
    await command(anna, serving, "talk")
    assert keyboard(anna) is not None, "an empty list is everybody"


async def test_a_server_has_its_language_until_somebody_chooses_their_own(
    serving: Road, mayor: Discorder, anna: Discorder
) -> None:
    await decide(mayor, serving, LANGUAGES, "de")
    said = "\n".join(texts(await command(anna, serving, "help")))
    assert "Tipp eine Frage an" in said
    await anna.server.slash(anna.user, anna.place, "language", {"language": "en"})
    said = "\n".join(texts(await command(anna, serving, "help")))
    assert "Tap a question" in said


async def test_the_answer_that_decides_a_language_is_in_it(serving: Road, mayor: Discorder) -> None:
    """The lists too; and in that of their own app again where each one's counts."""
    said = await decide(mayor, serving, LANGUAGES, "de")
    assert said[0] == "Gut, das gilt ab jetzt."
    assert "Sprache: Deutsch" in said[-1]
    said = await decide(mayor, serving, LANGUAGES, "each")
    assert said[0] == "Good, that holds from now on."
    assert "Language: each one's own" in said[-1]
    await mayor.server.slash(mayor.user, mayor.place, "language", {"language": "en"})
    await serving.program.conversations.idle()
    await serving.program.sender.idle()
    said = await decide(mayor, serving, LANGUAGES, "de")
    assert "Good, that holds from now on." in said, "they have chosen their own"


async def test_rules_outlive_the_process_and_concern_one_server(
    discord: DiscordServer, tmp_path: Path, mayor: Discorder, anna: Discorder, village: Guild
) -> None:
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        await decide(mayor, serving, CHANNELS, discord.world.channel(village, "lounge"))
    other = Discorder(discord, anna.user, discord.world.channel(discord.world.server("town"), "square"))
    async with road(tmp_path, discord=discord, dialogues=RAIN) as serving:
        assert len(texts(await command(anna, serving, "talk"))) == 1
        await command(other, serving, "talk")
        assert keyboard(other) is not None


async def test_a_pick_in_somebody_elses_name_decides_nothing(
    discord: DiscordServer, serving: Road, mayor: Discorder, anna: Discorder, square: Channel
) -> None:
    """The panel is seen by its admin alone; a press on it by anybody else is not theirs."""
    shown = await panel(mayor, serving)
    shown.visible_to = None
    ben: User = anna.user
    await discord.people.pick(ben, shown, LANGUAGES, "de")
    await serving.program.conversations.idle()
    shown = await panel(mayor, serving)
    assert "Language: each one's own" in plain(shown.content)


@pytest.mark.parametrize("seen", [True, False])
async def test_lists_that_hold_what_is_gone_are_shown_without_it_and_no_refusal_is_told(
    discord: DiscordServer, serving: Road, mayor: Discorder, village: Guild, seen: bool
) -> None:
    """Also where it could not be seen before that it is gone."""
    lounge = discord.world.channel(village, "lounge")
    await decide(mayor, serving, CHANNELS, lounge)
    discord.world.delete(lounge)
    discord.world.strict_defaults = True
    before = len(discord.calls)
    if not seen:
        discord.faults.every(1, "status", "GET /(guilds|channels)/", status=403)
    shown = await panel(mayor, serving)
    assert not shown.items()[0].get("default_values")
    filled = [call for call in discord.calls[before:] if call.path.endswith("/messages/@original")]
    assert filled[0].code == (0 if seen else 50035), "what is known to be gone is not offered"
    said = [str((call.body or {}).get("content")) for call in filled if call.method == "PATCH"]
    assert all(words.startswith("Talks begin:") for words in said)
