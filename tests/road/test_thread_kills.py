"""A whole evening in each of the four places where a talk in a server goes on, and a process that is killed
again and again: what everybody sees equals the uninterrupted telling."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.venues import WHERE as PLACES
from bot.venues import Where
from tests.platforms.discord import Channel, DiscordServer, User
from tests.platforms.telegram import TelegramServer
from tests.road.crowd import Crowd
from tests.road.kills import report, survive
from tests.road.reference import references
from tests.road.street import SMALL, road
from tests.road.test_setup import WHERE, decide
from tests.road.travellers import Discorder, Standing

pytestmark = pytest.mark.waits


class Wanderer(Discorder):
    """Calls /talk in the square and goes on where it leads. What everybody there sees counts, and what they
    alone see where nobody else does."""

    def __init__(self, server: DiscordServer, user: User, square: Channel, where: str) -> None:
        super().__init__(server, user, server.world.direct(user) if where == "direct" else square)
        self.square, self.where = square, where

    def _find(self) -> bool:
        if self.where in ("direct", "here") or self.place is not self.square:
            return True
        found = [place for place in self.threads() if self.user.id in place.members]
        self.place = found[0] if found else self.square
        return bool(found)

    def threads(self) -> list[Channel]:
        assert self.square.guild is not None
        return [place for place in self.square.guild.channels.values() if place.parent is self.square]

    def seen(self) -> list[Standing]:
        if not self._find():
            return []
        apart = {message.id for message in self.place.messages.values() if message.visible_to is not None}
        return [one for one in super().seen() if self.where == "here" or one.ref not in apart]

    async def begin(self, argument: str = "") -> None:
        options = {"episode": argument, "where": self.where}
        await self.server.slash(self.user, self.square, "talk", options)


async def expected(
    folder: Path, dialogues: Path, people: list[Wanderer], opening: str
) -> dict[str, list[Standing]]:
    """Where it goes on elsewhere, the welcome stays behind, if there is one."""
    found: dict[str, list[Standing]] = {}
    for apart in (False, True):
        names = [one.name for one in people if (one.where != "direct") == apart]
        limits = DiscordAdapter.limits
        found |= await references(
            folder / str(apart), dialogues, names, limits, "talk", argument=opening, apart=apart
        )
    return found


async def test_an_evening_in_each_place_survives_kills(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    await wandering_through_kills(telegram, discord, tmp_path, kills=3, each=1)


async def wandering_through_kills(
    telegram: TelegramServer,
    discord: DiscordServer,
    tmp_path: Path,
    *,
    kills: int,
    each: int,
    places: Sequence[Where] = PLACES,
    dialogues: Path = SMALL,
    thinking: float = 2.0,
) -> None:
    """So many people in each of the places, so many kills. `thinking`: the seconds before a tap, at most."""
    village = discord.world.server("village")
    square = discord.world.channel(village, "square")
    mayor = discord.world.person("mayor")
    village.managers.add(mayor.id)
    async with road(tmp_path, discord=discord, dialogues=dialogues) as serving:
        await decide(Discorder(discord, mayor, square), serving, WHERE, "public")
    wanderers = [
        Wanderer(discord, discord.world.person(f"{where}{n}"), square, where)
        for where in places
        for n in range(each)
    ]
    people = Crowd(telegram, discord, [*wanderers], opening="2", thinking=thinking)
    wanted = await expected(tmp_path, dialogues, wanderers, "2")
    tally = await survive(tmp_path, dialogues, people, kills=kills, seed=3, within=240, expected=wanted)
    print(report(tally, people))
    threads = sum(where in ("private", "public") for where in places) * each
    assert len(wanderers[-1].threads()) == threads, "one thread each"
