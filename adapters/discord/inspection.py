"""What the bot may do in the channels that a server's admins have chosen: looked up as they ask, or decide.

Nothing of a server is cached, so its roles, the bot's own and each channel are fetched; a channel that the
bot may not see says so by its refusal, and one that is gone by another.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta

import aiohttp
import discord

from adapters.discord.inbound import PLATFORM
from adapters.discord.library import HTTPClient, Route
from adapters.discord.permissions import (
    NEEDED,
    TEXT,
    THREADS,
    effective,
    lacking,
    mapping,
    number,
    objects,
    timed_out_until,
)
from adapters.discord.refusals import MISSING_ACCESS, UNKNOWN_CHANNEL
from bot.errors import StorageError
from bot.frozen import replace
from bot.model import Body, Press
from bot.ports import Host
from bot.venues import Inspected, InspectedChannel, Lacking, Named, Venue

SECONDS = 20.0  # for all of it; the answer waits
KIND_SECONDS = 2.0  # for what kind of channel a thread is in
MOST_KINDS = 10_000  # of channels that are remembered
LOOKED_AT_EVERY = timedelta(seconds=10)  # whether a channel or role is still there, for who may not begin
_UNSEEN: Lacking = tuple((way, ("View Channel",)) for way in NEEDED)

_log = logging.getLogger(__name__)


class Inspection:
    """Through one HTTP client. `me` is the bot's own account."""

    def __init__(
        self, http: HTTPClient, host: Host, me: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        self._http, self._host, self._me, self._clock = http, host, me, clock
        self._kinds: dict[str, int] = {}
        self._stood: dict[str, datetime] = {}

    async def kind(self, channel: str) -> int:
        """What kind of channel that is, where a thread in it was seen: a text channel unless Discord says
        otherwise, and soon."""
        if channel not in self._kinds:
            try:
                async with asyncio.timeout(KIND_SECONDS):
                    found = await self._get(Route("GET", "/channels/{channel_id}", channel_id=int(channel)))
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                _log.debug("a channel could not be looked at: %s", type(error).__name__)
                return TEXT
            self._kinds[channel] = number(found.get("type"))
            if len(self._kinds) > MOST_KINDS:
                del self._kinds[next(iter(self._kinds))]
        return self._kinds[channel]

    async def around(self, place: str) -> tuple[str, ...]:
        """The place and, where it is a thread, the channel that it is in; the place alone where that could
        not be seen, and soon."""
        try:
            async with asyncio.timeout(KIND_SECONDS):
                found = await self._get(Route("GET", "/channels/{channel_id}", channel_id=int(place)))
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.debug("a channel could not be looked at: %s", type(error).__name__)
            return (place,)
        return (place, str(found.get("parent_id"))) if number(found.get("type")) in THREADS else (place,)

    async def of(self, venue: Venue, body: Body) -> Venue:
        """The server with what was chosen in it looked at, what is just being chosen included; as it was,
        where that cannot be done now."""
        unseen: Inspected | None = None
        picked = body.picked if isinstance(body, Press) and body.value == "channels" else ()
        try:
            async with asyncio.timeout(SECONDS):
                rules = await self._host.rules(PLATFORM, venue.key)
                channels = _known((*rules.channels, *picked), without=venue.channels)
                unseen = None if channels or rules.roles else Inspected()  # then there is nothing to miss
                return replace(venue, inspected=await self._all(venue.key, channels, rules.roles))
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, StorageError) as error:
            _log.warning("the channels of a server could not be looked at: %s", type(error).__name__)
            return replace(venue, inspected=unseen)

    async def lost(self, venue: Venue) -> tuple[Named, ...]:
        """What was chosen in a server and is there no more, of that by which no talk begins for somebody;
        nothing where that could not be seen, and soon."""
        try:
            async with asyncio.timeout(KIND_SECONDS):
                if venue.closed_by == "channels":
                    found = await asyncio.gather(*map(self._stands, _known(venue.rules.channels, without=())))
                    return tuple(one for one in found if one is not None)
                return await self._gone_roles(venue)
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.debug("what was chosen in a server was not looked at: %s", type(error).__name__)
            return ()

    async def _stands(self, channel: Named) -> Named | None:
        """None: it does; else the channel."""
        if self._looked_at(channel):
            return None
        try:
            await self._get(Route("GET", "/channels/{channel_id}", channel_id=int(channel.id)))
        except discord.HTTPException as error:
            if error.code == UNKNOWN_CHANNEL:
                return channel
            if error.code != MISSING_ACCESS:
                raise
        self._note(channel)
        return None

    async def _gone_roles(self, venue: Venue) -> tuple[Named, ...]:
        roles = venue.rules.roles
        if all(map(self._looked_at, roles)):
            return ()
        guild = await self._get(Route("GET", "/guilds/{guild_id}", guild_id=int(venue.key)))
        gone = _gone(guild, roles)
        for role in roles:
            if role not in gone:
                self._note(role)
        return gone

    def _looked_at(self, chosen: Named) -> bool:
        """Whether it was there a moment ago: many may ask."""
        at = self._stood.get(chosen.id)
        return at is not None and self._clock() - at < LOOKED_AT_EVERY

    def _note(self, chosen: Named) -> None:
        self._stood.pop(chosen.id, None)  # the latest stands last
        self._stood[chosen.id] = self._clock()
        if len(self._stood) > MOST_KINDS:
            del self._stood[next(iter(self._stood))]

    async def _all(self, server: str, channels: list[Named], roles: tuple[Named, ...]) -> Inspected:
        guild = await self._get(Route("GET", "/guilds/{guild_id}", guild_id=int(server)))
        path = "/guilds/{guild_id}/members/{user_id}"
        member = await self._get(Route("GET", path, guild_id=int(server), user_id=int(self._me())))
        found = await asyncio.gather(*(self._one(guild, member, channel) for channel in channels))
        silent_until = timed_out_until(guild, member, self._me(), self._clock())
        return Inspected(tuple(found), _gone(guild, roles), silent_until)

    async def _one(
        self, guild: Mapping[str, object], member: Mapping[str, object], chosen: Named
    ) -> InspectedChannel:
        try:
            channel = await self._get(Route("GET", "/channels/{channel_id}", channel_id=int(chosen.id)))
        except discord.HTTPException as error:
            if error.code == UNKNOWN_CHANNEL:
                return InspectedChannel(chosen, None)
            if error.code == MISSING_ACCESS:
                return InspectedChannel(chosen, _UNSEEN)
            raise
        given = effective(guild, member, channel, self._me(), self._clock())
        called = Named(chosen.id, str(channel.get("name") or chosen.name))
        return InspectedChannel(called, lacking(given, number(channel.get("type"))))

    async def _get(self, route: Route) -> Mapping[str, object]:
        return mapping(await self._http.request(route))


def _gone(guild: Mapping[str, object], roles: Iterable[Named]) -> tuple[Named, ...]:
    standing = {str(role.get("id")) for role in objects(guild.get("roles"))}
    return tuple(role for role in roles if role.id not in standing)


def _known(chosen: Iterable[Named], *, without: Collection[str]) -> list[Named]:
    """Each once, by its number."""
    found = {one.id: one for one in chosen}
    return [one for key, one in found.items() if key.isascii() and key.isdigit() and key not in without]
