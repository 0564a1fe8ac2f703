"""Commands below a command on Discord: few common names stand by themselves, all of them work."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from adapters.discord.registering import NO_MORE_TODAY
from tests.platforms.discord import DiscordServer
from tests.platforms.discord.command_rules import commands as as_discord_takes_them
from tests.platforms.discord.rest import DAILY_CREATES
from tests.road.bot_process import environment, on_discord
from tests.road.street import SMALL, Road, road
from tests.road.test_commands import after, command
from tests.road.travellers import Discorder
from tests.starting import run

FLAT = ["circle", "continue", "help", "helpnow", "menu", "remind", "setup", "talk"]


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=SMALL) as on_the_road:
        yield on_the_road


@pytest.fixture
def anna(discord: DiscordServer) -> Discorder:
    square = discord.world.channel(discord.world.server("village"), "square")
    return Discorder(discord, discord.world.person("anna"), square)


async def test_few_names_stand_by_themselves(discord: DiscordServer, serving: Road) -> None:
    assert sorted(one["name"] for one in discord.world.commands) == ["Talk about this", "alana", *FLAT]
    alana = next(one for one in discord.world.commands if one["name"] == "alana")
    below = {one["name"]: one for one in alana["options"]}
    assert {"journal", "export", "forget", "progress", "pace", "language", "privacy"} <= set(below)
    assert not set(below) & set(FLAT)
    assert below["journal"]["name_localizations"]["de"] == "tagebuch"
    talk = next(one for one in discord.world.commands if one["name"] == "talk")
    assert talk["name_localizations"]["de"] == "reden"
    assert [one["name_localizations"]["de"] for one in talk["options"]] == ["abend", "wo"]
    assert alana["description_localizations"]["de"].startswith("Alana: Tagebuch, Einstellungen")


async def test_each_name_and_description_is_there_in_german(discord: DiscordServer, serving: Road) -> None:
    """Of commands, of what they take, and of what that may be; names that are the same in both are not."""

    def spoken(one: dict) -> Iterator[tuple[str, str]]:
        for kind in ("name", "description"):
            if one.get(kind):
                yield one[kind], (one.get(f"{kind}_localizations") or {}).get("de", one[kind])
        for each in (*(one.get("options") or ()), *(one.get("choices") or ())):
            yield from spoken(each)

    same = {own for command in discord.world.commands for own, german in spoken(command) if own == german}
    assert same <= {"alana", "name", "Jo", "pause", "export", "feedback", "notes", "English", "Deutsch"}
    as_discord_takes_them(discord.world.commands)


async def test_what_stands_below_works_with_its_options(serving: Road, anna: Discorder) -> None:
    said = await command(anna, serving, "progress")
    assert any("0 evenings done" in message.text for message in said)
    seen = len(anna.seen())
    await anna.server.slash(anna.user, anna.place, "language", {"language": "de"})
    said = await after(anna, serving, seen)
    assert said[0].text == "Wir machen auf Deutsch weiter."
    offered = await anna.server.autocomplete(anna.user, anna.place, "pause", "duration", "5 d")
    assert offered


async def test_help_names_what_is_to_be_typed(discord: DiscordServer, serving: Road, anna: Discorder) -> None:
    (said,) = await command(anna, serving, "help")
    rows = said.text.splitlines()
    for start in ("/talk – ", "/continue – ", "/alana journal – ", "/alana forget – "):
        assert sum(row.startswith(start) for row in rows) == 1, start
    home = Discorder(discord, anna.user)
    seen = len(home.seen())
    await home.type("/journal")
    said = (await after(home, serving, seen))[0]
    assert said.text.startswith("Your journal is empty"), "typed in a direct chat the short name does"


async def test_nothing_is_registered_twice_over(
    discord: DiscordServer, tmp_path: Path, anna: Discorder
) -> None:
    for _ in range(2):
        async with road(tmp_path, discord=discord, dialogues=SMALL):
            pass
    assert len(discord.called("PUT", "/commands")) == 1
    alana = next(one for one in discord.world.commands if one["name"] == "alana")
    alana["options"][0]["description"] = "something else"
    async with road(tmp_path, discord=discord, dialogues=SMALL):
        await discord.until(lambda: len(discord.called("PUT", "/commands")) == 2)


async def test_talk_about_this_opens_the_evening_that_fits_privately(
    discord: DiscordServer, serving: Road, anna: Discorder
) -> None:
    ben = discord.world.person("ben")
    spoken = await discord.people.say(ben, anna.place, "is it FAR? <@&1> @everyone, which back road home")
    this = next(one for one in discord.world.commands if one["type"] == 3)
    assert this["name"] == "Talk about this"
    assert this["name_localizations"]["de"] == "Darüber reden"
    seen = len(anna.seen())
    await discord.people.on_message(anna.user, spoken, "Talk about this")
    said = await after(anna, serving, seen)
    answers = [m for m in anna.place.messages.values() if m.author.bot]
    assert {m.visible_to for m in answers} == {anna.user.id}, "nobody else sees it"
    assert said[-1].questions
    (menu,) = await command(anna, serving, "menu")
    assert next(row for row in menu.text.splitlines() if row.endswith(" (you are here)")).startswith("2.")
    other = await discord.people.say(ben, anna.place, "...")
    seen = len(anna.seen())
    await discord.people.on_message(anna.user, other, "Talk about this")
    assert (await after(anna, serving, seen))[-1].questions, "where nothing fits, the talk goes on"


@pytest.mark.parametrize("whose", ["another's", "one's own"])
async def test_whoever_shows_what_another_wrote_is_answered_as_one_who_worries(
    discord: DiscordServer, serving: Road, anna: Discorder, whose: str
) -> None:
    writer = discord.world.person("ben") if whose == "another's" else anna.user
    spoken = await discord.people.say(writer, anna.place, "I want to kill myself")
    seen = len(anna.seen())
    await discord.people.on_message(anna.user, spoken, "Talk about this")
    text = "\n".join(one.text for one in await after(anna, serving, seen))
    assert ("What you wrote sounds serious" in text) == (whose == "one's own")
    assert ("What is written there may be serious" in text) == (whose == "another's")
    assert "in danger now, call" in text


@pytest.mark.parametrize("direct", [False, True])
async def test_help_says_what_is_true_where_it_is_asked_for(
    discord: DiscordServer, serving: Road, anna: Discorder, direct: bool
) -> None:
    who = Discorder(discord, anna.user) if direct else anna
    first = await command(who, serving, "talk")
    (page,) = await command(who, serving, "helpnow")
    (help_,) = await command(who, serving, "help")
    for text, in_server, alone in (
        (page.text, "“Dismiss message”", "press and hold it in the list"),
        (help_.text, "or “In my own words…” below it", "or type it"),
        (first[0].text, "or “In my own words…” to ask", "or type it"),
    ):
        assert (in_server in text, alone in text) == (not direct, direct)


# ------------------------------------------------------------------ alana discord sync


async def sync(discord: DiscordServer, tmp_path: Path, *arguments: str, **settings: str) -> tuple[int, str]:
    """The exit code and all that was printed."""
    env = environment(tmp_path, SMALL, **(on_discord(discord) | settings))
    done = await asyncio.to_thread(run, "discord", "sync", *arguments, cwd=tmp_path, env=env)
    return done.returncode, done.stdout + done.stderr


async def test_sync_says_what_would_change_then_changes_it_then_nothing(
    discord: DiscordServer, tmp_path: Path
) -> None:
    names = [*FLAT, "alana", "Talk about this"]
    code, said = await sync(discord, tmp_path, "--dry-run")
    assert code == 0
    assert said.startswith("everywhere: new: talk, menu")
    assert said.endswith("Nothing was changed. Discord takes 200 new commands a day.\n")
    assert discord.world.commands == []
    assert await sync(discord, tmp_path) == (0, said.splitlines()[0] + "\n")
    assert sorted(one["name"] for one in discord.world.commands) == sorted(names)
    assert await sync(discord, tmp_path) == (0, "everywhere: nothing to change\n")
    assert len(discord.called("PUT", "/commands")) == 1
    discord.world.commands[0]["description"] = "old"
    discord.world.commands.append(discord.world.commands[1] | {"name": "older"})
    name = discord.world.commands[0]["name"]
    _, said = await sync(discord, tmp_path, "--dry-run")
    assert said.splitlines()[0] == f"everywhere: changed: {name}; gone: older"


async def test_what_a_server_has_besides_goes(discord: DiscordServer, tmp_path: Path) -> None:
    village = discord.world.server("village")
    village.commands = [{"name": "talk", "type": 1, "description": "twice"}]
    guild = ("--guild", str(village.id))
    _, said = await sync(discord, tmp_path, "--dry-run", *guild)
    assert said.splitlines()[1] == f"in the server {village.id}: gone: talk"
    assert village.commands
    await sync(discord, tmp_path, *guild)
    assert village.commands == []
    assert (await sync(discord, tmp_path, *guild))[1].count("nothing to change") == 2


async def test_what_discord_takes_a_day_is_used_up(
    discord: DiscordServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Asked for once, and said; the bot serves all the same."""
    discord.rest.created_commands = DAILY_CREATES
    code, said = await sync(discord, tmp_path)
    assert (code, said.splitlines()[-1]) == (2, NO_MORE_TODAY)
    assert len(discord.called("PUT", "/commands")) == 1
    async with road(tmp_path, discord=discord, dialogues=SMALL, connected=False):
        await discord.until(lambda: len(discord.called("PUT", "/commands")) == 2)
        await discord.until(lambda: discord.gateway.connected and NO_MORE_TODAY in caplog.text)
    assert len(discord.called("PUT", "/commands")) == 2


async def test_what_sync_did_before_it_failed_is_said(discord: DiscordServer, tmp_path: Path) -> None:
    village = discord.world.server("village")
    village.commands = [{"name": "talk", "type": 1, "description": "twice"}]
    discord.faults.every(1, "status", f"PUT /applications/{discord.world.bot.id}/guilds", status=403)
    code, said = await sync(discord, tmp_path, "--guild", str(village.id))
    assert code == 2
    done, failed = said.strip().splitlines()
    assert done.startswith("everywhere: new: ")
    assert "Discord did not take it" in failed


async def test_sync_in_trouble_is_one_line(discord: DiscordServer, tmp_path: Path) -> None:
    town = discord.world.server("town", has_bot=False)
    code, said = await sync(discord, tmp_path, "--guild", str(town.id))
    assert code == 2
    assert f"The bot is not in the server {town.id}: nothing was changed." in said
    assert discord.called("PUT", "/commands") == []
    for wrong in ("-5", "1", "town"):
        code, said = await sync(discord, tmp_path, f"--guild={wrong}")
        assert code == 2
        assert said.strip().endswith("--guild: an id is a number of 17 to 20 digits")
    wrong = discord.token.replace("loopback", "mistyped")
    code, said = await sync(discord, tmp_path, ALANA_DISCORD_TOKEN=wrong)
    assert (code, "Traceback" in said) == (2, False)
    assert "check ALANA_DISCORD_TOKEN" in said
    assert "secret" not in said


async def test_texts_name_commands_as_they_are_typed(serving: Road, anna: Discorder) -> None:
    """What stands below /alana is named so; what stands by itself, and what people wrote, as it is."""
    await command(anna, serving, "talk")
    said = await command(anna, serving, "privacy")
    text = "\n".join(message.text for message in said)
    assert "/alana journal, /alana export." in text
    assert "/alana forget" in text
    for name in ("journal", "export", "forget"):
        assert f" /{name}" not in text.replace(f"/alana {name}", "")
    said = await command(anna, serving, "helpnow")
    assert any("/alana forget" in message.text for message in said)
