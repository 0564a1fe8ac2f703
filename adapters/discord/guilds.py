"""The servers that the bot is in: whether it was added to one or taken out, and a word where it was added.

Nothing of a server is kept in memory but its number: what its events tell is read here and let go.
"""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime

import aiohttp
import discord

from adapters.discord import outbound
from adapters.discord.inbound import PLATFORM
from adapters.discord.library import HTTPClient, Route
from adapters.discord.permissions import effective, mapping, number, objects
from bot.ports import Host

TEXT, ANNOUNCEMENTS = 0, 5  # types of channels
NEEDED = discord.Permissions(view_channel=True, send_messages=True)
MOST_TRIES = 3  # channels that a welcome is offered to

_log = logging.getLogger(__name__)


class Guilds:
    """Of one client. `me` is the bot's own account, as soon as it is known."""

    def __init__(self, host: Host, http: HTTPClient, clock: Callable[[], datetime]) -> None:
        self._host, self._http, self._clock = host, http, clock
        self._ids: set[str] = set()

    def listed(self, ids: Collection[str], shard: int, shards: int) -> None:
        """A new session names the servers of its shard."""
        self._ids = {key for key in self._ids if _shard_of(key, shards) != shard} | set(ids)

    async def session(self, ids: Collection[str], shard: int, shards: int) -> None:
        """Those that a new session does not name any more were left while nobody listened."""
        for key, present in (await self._host.venues(PLATFORM)).items():
            if key.isdigit() and _shard_of(key, shards) == shard and present is not (key in ids):
                await self._host.venue(PLATFORM, key, present=key in ids)

    def is_new(self, data: Mapping[str, object]) -> bool:
        """Whether the bot was added to it; servers also come at a session's start, and after an outage."""
        key = str(data.get("id"))
        return key.isdigit() and not data.get("unavailable") and key not in self._ids

    async def created(self, data: Mapping[str, object], me: str) -> None:
        """The bot was added to a server."""
        key = str(data.get("id"))
        self._ids.add(key)
        await self._host.venue(PLATFORM, key, present=True)
        await self._welcome(data, me)

    async def deleted(self, data: Mapping[str, object]) -> None:
        """The bot was taken out of it. One that is only out of reach stays."""
        key = str(data.get("id"))
        if data.get("unavailable") or not key.isdigit():
            return
        self._ids.discard(key)
        await self._host.venue(PLATFORM, key, present=False)

    async def _welcome(self, data: Mapping[str, object], me: str) -> None:
        """A word where it may be said: in the channel for such, else in the first one; else to the owner."""
        locale = data.get("preferred_locale")
        words = outbound.word(self._host.phrase("joined", locale if isinstance(locale, str) else None))
        for channel in [*writable(data, me, self._clock())][:MOST_TRIES]:
            if await self._said(channel, words):
                return
        owner = data.get("owner_id")
        if isinstance(owner, str) and owner.isdigit():
            try:
                opened = await self._http.start_private_message(int(owner))
            except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                _log.debug("an owner could not be greeted: %s", type(error).__name__)
                return
            await self._said(str(opened["id"]), words)

    async def _said(self, channel: str, words: outbound.Payload) -> bool:
        """False: it is not taken there. Said once: a welcome is no answer that anybody waits for."""
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=int(channel))
        try:
            await self._http.request(route, json=words)
        except discord.HTTPException as error:
            return error.status >= 500
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return True
        return True


def writable(data: Mapping[str, object], me: str, now_at: datetime) -> Iterator[str]:
    """Channels where the bot may write, the one for such messages first."""
    system = data.get("system_channel_id")
    channels = [one for one in objects(data.get("channels")) if one.get("type") in (TEXT, ANNOUNCEMENTS)]
    own = next((one for one in objects(data.get("members")) if mapping(one.get("user")).get("id") == me), {})
    for channel in sorted(channels, key=lambda one: (one.get("id") != system, number(one.get("position")))):
        if effective(data, own, channel, me, now_at) >= NEEDED:
            yield str(channel.get("id"))


def _shard_of(key: str, shards: int) -> int:
    """By the reference on sharding."""
    return (int(key) >> 22) % shards
