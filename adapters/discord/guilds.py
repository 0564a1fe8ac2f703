"""The servers that the bot is in: whether it was added to one or taken out, and a word where it was added.

Nothing of a server is kept in memory but its number: what its events tell is read here and let go.
"""

import asyncio
import itertools
import logging
from collections.abc import Callable, Collection, Coroutine, Iterator, Mapping
from datetime import datetime
from functools import partial

import aiohttp
import discord

from adapters.discord import outbound
from adapters.discord.inbound import PLATFORM
from adapters.discord.library import HTTPClient, Route
from adapters.discord.markdown import escaped
from adapters.discord.permissions import effective, mapping, number, objects
from bot.errors import StorageError
from bot.frozen import frozen
from bot.ports import Host

TEXT, ANNOUNCEMENTS = 0, 5  # types of channels
NEEDED = discord.Permissions(view_channel=True, send_messages=True)
MOST_TRIES = 3  # channels that a welcome is offered to
LISTED = "servers"  # a note for each share of the servers that was listed once
OBFUSCATED = 1 << 17  # the flag of a channel that may not be seen

GuildWork = Callable[[], Coroutine[None, None, None]]

_log = logging.getLogger(__name__)


@frozen
class Newcomer:
    """What is needed of a server for a word of welcome: its language, some channels where the bot may write,
    its owner, and how they call it."""

    key: str
    locale: str | None
    channels: tuple[str, ...]
    owner: str
    name: str


class Guilds:
    """Of one client. What is told to the host raises `StorageError`, and may be done again from its
    beginning. A server is new where the bot is added to it while it runs, or where a session names one
    that was not known before: it was added meanwhile. What a first session names was there already."""

    def __init__(self, host: Host, http: HTTPClient, clock: Callable[[], datetime]) -> None:
        self._host, self._http, self._clock = host, http, clock
        self._ids: set[str] = set()
        self._undecided: set[str] = set()  # of a session's servers, as long as the store has not said
        self._new: set[str] = set()  # those that were not known, until they are shown
        self._shown: dict[str, Newcomer] = {}  # undecided ones that were shown already
        self._greeted: set[str] = set()

    def listed(self, ids: Collection[str], shard: int, shards: int) -> None:
        """A new session names the servers of its shard."""
        self._ids = {key for key in self._ids if _shard_of(key, shards) != shard} | set(ids)
        self._undecided |= set(ids)

    async def session(self, ids: Collection[str], shard: int, shards: int) -> None:
        """What has changed while nobody listened: those that the session does not name any more were left,
        those that were not known are new."""
        known = await self._host.venues(PLATFORM)
        for key, present in known.items():
            if key.isdigit() and _shard_of(key, shards) == shard and present and key not in self._ids:
                await self._host.venue(PLATFORM, key, present=False)
        others = {key for key in ids if not known.get(key)}
        if await self._is_first(shard, shards):
            await asyncio.gather(*(self._host.venue(PLATFORM, key, present=True) for key in others))
            await self._host.move_cursor(PLATFORM, f"{LISTED}:{shard}/{shards}", "1")
            others = set()
        self._undecided -= set(ids)
        for key in set(ids) - others:
            self._shown.pop(key, None)
        self._new |= others - self._shown.keys()
        for key in others & self._shown.keys():
            await self._greet(self._shown[key])
            self._shown.pop(key, None)

    async def _is_first(self, shard: int, shards: int) -> bool:
        """Whether that share of the servers was never listed, by however many shards."""
        known = [
            key.partition(":")[2] for key in await self._host.cursors(PLATFORM) if key.startswith(LISTED)
        ]
        return f"{shard}/{shards}" not in known and all(one.endswith(f"/{shards}") for one in known)

    def created(self, data: Mapping[str, object], me: str) -> GuildWork | None:
        """A server is shown: as a session begins, after an outage, or because the bot was added to it. What
        is to be done about it."""
        key = str(data.get("id"))
        if not key.isdigit() or data.get("unavailable"):
            return None
        if key in self._undecided:
            self._shown[key] = newcomer(data, me, self._clock())
            return None
        if key in self._ids and key not in self._new:
            return None
        self._ids.add(key)
        self._new.discard(key)
        return partial(self._greet, newcomer(data, me, self._clock()))

    def called(self, key: str) -> GuildWork | None:
        """The bot was called in a server that has it: whatever else was heard of it, it is no new one."""
        if key in self._ids:
            return None
        self._ids.add(key)
        self._greeted.add(key)
        return partial(self._host.venue, PLATFORM, key, present=True)

    async def deleted(self, data: Mapping[str, object]) -> None:
        """The bot was taken out of it. One that is only out of reach stays."""
        key = str(data.get("id"))
        if data.get("unavailable") or not key.isdigit():
            return
        for known in (self._ids, self._greeted, self._new):
            known.discard(key)
        self._shown.pop(key, None)
        await self._host.venue(PLATFORM, key, present=False)

    async def _greet(self, server: Newcomer) -> None:
        """A word where it may be said: in the channel for such, else in the first one; else to the owner.
        That it is known is stored first: whoever dies in between says nothing, and nothing is said twice."""
        if server.key in self._greeted:
            return
        self._greeted.add(server.key)
        try:
            await self._host.venue(PLATFORM, server.key, present=True)
        except StorageError:
            self._greeted.discard(server.key)
            raise
        words = outbound.word(self._host.phrase("joined", server.locale))
        for channel in server.channels:
            if await self._said(channel, words):
                return
        if server.owner.isdigit():
            try:
                opened = await self._http.start_private_message(int(server.owner))
            except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
                _log.debug("an owner could not be greeted: %s", type(error).__name__)
                return
            await self._said(str(opened["id"]), self._to_owner(server))

    def _to_owner(self, server: Newcomer) -> outbound.Payload:
        """Which server it is about, for they may have several; its name is inert."""
        why = outbound.plain(self._host.phrase("joined unheard", server.locale))
        named = why.replace("{server}", escaped(server.name, (server.name,)))
        words = outbound.word(self._host.phrase("joined", server.locale))
        return words | {"content": f"{named}\n\n{words['content']}"}

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


def newcomer(data: Mapping[str, object], me: str, now_at: datetime) -> Newcomer:
    locale = data.get("preferred_locale")
    channels = tuple(itertools.islice(writable(data, me, now_at), MOST_TRIES))
    language = locale if isinstance(locale, str) else None
    name = str(data.get("name") or "…")
    return Newcomer(str(data.get("id")), language, channels, str(data.get("owner_id")), name)


def writable(data: Mapping[str, object], me: str, now_at: datetime) -> Iterator[str]:
    """Channels where the bot may write, the one for such messages first."""
    system = data.get("system_channel_id")
    channels = [
        one
        for one in objects(data.get("channels"))
        if one.get("type") in (TEXT, ANNOUNCEMENTS) and not number(one.get("flags")) & OBFUSCATED
    ]
    own = next((one for one in objects(data.get("members")) if mapping(one.get("user")).get("id") == me), {})
    for channel in sorted(channels, key=lambda one: (one.get("id") != system, number(one.get("position")))):
        if effective(data, own, channel, me, now_at) >= NEEDED:
            yield str(channel.get("id"))


def _shard_of(key: str, shards: int) -> int:
    """By the reference on sharding."""
    return (int(key) >> 22) % shards
