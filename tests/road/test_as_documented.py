"""docs/discord.md, walked by somebody new: each command that it names, what its tables and lists say."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import pytest

from adapters.discord.permissions import NEEDED
from bot.commands.table import FLAT
from bot.venues import VenueWay
from tests.platforms.discord import DiscordServer
from tests.road.bot_process import environment, on_discord
from tests.road.street import SMALL, Road, road
from tests.road.test_below import run
from tests.road.test_commands import after, command
from tests.road.test_setup import panel, texts
from tests.road.travellers import Discorder

PAGE = (Path(__file__).parents[2] / "docs" / "discord.md").read_text("utf-8")
WAYS: Mapping[str, tuple[VenueWay, ...]] = {
    "talks in a private thread": ("private",),
    "talks in a public thread": ("public",),
    "what is typed in threads while the bot is away is read later": ("history",),
    "evenings together": ("circle",),
    "pictures in threads (else they are said in words)": ("pictures",),
}
PROGRAMS = {
    "alana discord invite": "https://discord.com/oauth2/authorize?",
    "alana discord invite --threads": "https://discord.com/oauth2/authorize?",
    "alana discord sync --dry-run": "everywhere: nothing to change",
}
# How a command of the page is called, and what its answer begins with.
CALLS: Mapping[str, tuple[str, dict[str, str], str]] = {
    "/talk": ("talk", {}, "Welcome to The Walk."),
    "/talk where:": ("talk", {"where": "direct"}, "We talk in our direct chat."),
    "/continue": ("continue", {}, "🪔🔥 Look at the lamp"),
    "/menu": ("menu", {}, "The Walk"),
    "/remind": ("remind", {}, "At what time of your day shall I write?"),
    "/help": ("help", {}, "If it's you who needs help"),
    "/helpnow": ("helpnow", {}, "If you are in danger now"),
    "/circle": ("circle", {}, "An evening together: “The walk”."),
    "/alana language": ("language", {}, "Which language shall I speak?"),
    "/alana pace": ("pace", {}, "How shall I write?"),
    "/alana progress": ("progress", {}, "The Walk"),
    "/alana journal": ("journal", {}, "Your journal is empty so far."),
    "/alana forget": ("forget", {}, "There is nothing to erase"),
    "/setup": ("setup", {}, "Talks begin: in every channel"),
    "/setup show:Check the permissions": ("setup", {"show": "check"}, "In this channel:"),
}
ELSEWHERE = {"/journal", "/alana"}  # typed in the direct chat, and what the others stand below


def quoted() -> set[str]:
    """What the page says that can be typed."""
    return {each for each in re.findall(r"`([^`\n]+)`", PAGE) if each.startswith(("/", "alana "))}


def rows(head: str) -> Iterator[list[str]]:
    """Of the table that begins so."""
    lines = PAGE[PAGE.index(f"| {head}") :].split("\n\n")[0].splitlines()[2:]
    for line in lines:
        yield [cell.strip() for cell in line.strip("|").split("|")]


def italics(text: str) -> set[str]:
    return set(re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text))


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=SMALL) as on_the_road:
        yield on_the_road


def test_all_that_it_names_is_walked_here() -> None:
    assert quoted() == {*PROGRAMS, *CALLS, *ELSEWHERE}


@pytest.mark.parametrize("called", CALLS)
async def test_each_command_answers(
    discord: DiscordServer, serving: Road, mayor: Discorder, called: str
) -> None:
    name, options, begins = CALLS[called]
    whole = called.removeprefix("/").split()[0]
    (registered,) = [one for one in discord.world.commands if one["name"] == whole]
    assert name == whole or name in [one["name"] for one in registered["options"]]
    if called == "/continue":
        await command(mayor, serving, "talk")
    seen = len(mayor.seen())
    await mayor.server.slash(mayor.user, mayor.place, name, options or None)
    said = texts(await after(mayor, serving, seen))
    assert any(text.startswith(begins) for text in said)


@pytest.mark.parametrize("typed", sorted(ELSEWHERE - {"/alana"}))
async def test_what_is_typed_in_the_direct_chat_is_answered(
    discord: DiscordServer, serving: Road, mayor: Discorder, typed: str
) -> None:
    home = Discorder(discord, mayor.user)
    seen = len(home.seen())
    await home.type(typed)
    assert await after(home, serving, seen)


async def test_each_program_runs(discord: DiscordServer, serving: Road, tmp_path: Path) -> None:
    env = environment(tmp_path, SMALL, **on_discord(discord))
    for typed, begins in PROGRAMS.items():
        done = await asyncio.to_thread(run, *typed.split()[1:], cwd=tmp_path, env=env)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(begins)


async def test_the_panel_has_the_lists_and_buttons_of_the_page(serving: Road, mayor: Discorder) -> None:
    items = (await panel(mayor, serving)).items()
    assert [one["placeholder"] for one in items if one["type"] != 2] == [row[0] for row in rows("list |")]
    buttons = {one["label"] for one in items if one["type"] == 2}
    assert buttons == {"Quiet", "No evenings together", "Check the permissions"}
    assert buttons - {"Check the permissions"} <= italics(PAGE)


def test_the_permissions_are_those_that_are_looked_for() -> None:
    found = {what: italics(needs) for what, needs in rows("what you have decided")}
    for what, ways in WAYS.items():
        assert found[what] == {name for way in ways for _, name in NEEDED[way]}, what


def test_the_commands_that_stand_by_themselves() -> None:
    (line,) = [line for line in PAGE.splitlines() if "stand by themselves" in line]
    assert set(re.findall(r"`/(\w+)`", line.split("stand by")[0])) == FLAT
