"""A person's own thread: found again, opened anew, or made. Doing it twice makes no second one.

What was made and could not be noted, because the process died in between, is found by what it is: a thread of
ours in that channel, of that name, in which nothing was said yet and which is nobody's as far as is known.
"""

import asyncio
import logging
from collections.abc import Callable

import aiohttp
import discord

from adapters.discord.library import HTTPClient, Route
from adapters.discord.markdown import sound
from adapters.discord.permissions import NEWS, number
from adapters.discord.refusals import BEGUN_ALREADY, MISSING_ACCESS, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from adapters.discord.threads import Threads, circle_of, person_of
from bot.errors import Failure, SendFailed
from bot.model import Address, Open, Receipt
from bot.ports import Host

PRIVATE = discord.ChannelType.private_thread.value
PUBLIC = {NEWS: discord.ChannelType.news_thread.value}  # by the kind of the channel
ARCHIVED_AFTER = 10_080  # minutes without a word, a week: the longest there is; a word opens it again
MAX_NAME = 100
RENAME_SECONDS = 3.0
LOCKED = "the thread is locked"
ApiObject = dict[str, object]

_log = logging.getLogger(__name__)


class Opening:
    """Opens through one HTTP client. `me` is the bot's own account."""

    def __init__(self, http: HTTPClient, threads: Threads, host: Host, me: Callable[[], int | None]) -> None:
        self._http, self._threads, self._host, self._me = http, threads, host, me

    async def open(self, address: Address, action: Open, begun: Receipt | None = None) -> str:
        """The thread's id. Raises `SendFailed` where it is locked, and the library's own errors. `begun`: the
        message that a circle's is made from."""
        if circle_of(address) is not None:
            return await self._of_circle(address, action, begun)
        found = person_of(address)
        if found is None:
            raise SendFailed(Failure.REFUSED, "the address is no thread of anybody's")
        kind, person = found
        name = _named(action)
        thread = await self._standing(address, name) or await self._made(address, kind, name)
        await self._threads.learn(self._host, address, thread)
        path = "/channels/{channel_id}/thread-members/{user_id}"
        await self._http.request(Route("PUT", path, channel_id=int(thread), user_id=int(person)))
        return thread

    async def _of_circle(self, address: Address, action: Open, begun: Receipt | None) -> str:
        """Made from its announcement, whose number it has: so it is found again by that alone."""
        thread, name = None, _named(action)
        if begun is None or await self._threads.find(address) == begun.ref:
            thread = await self._standing(address, name)
        if thread is None and begun is not None:
            thread = await self._from_message(address, action, begun.ref)
        thread = thread or await self._made(address, "circle", name)
        await self._threads.learn(self._host, address, thread)
        return thread

    async def _from_message(self, address: Address, action: Open, message: str) -> str | None:
        """None: the message is gone."""
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        route = Route("POST", path, channel_id=int(address.chat), message_id=int(message))
        payload = {"name": _named(action), "auto_archive_duration": ARCHIVED_AFTER}
        try:
            return str(_mapping(await self._http.request(route, json=payload))["id"])
        except discord.HTTPException as error:
            if error.code == BEGUN_ALREADY:
                return message
            if error.code == UNKNOWN_MESSAGE:
                return None
            raise

    async def reopen(self, thread: str) -> None:
        route = Route("PATCH", "/channels/{channel_id}", channel_id=int(thread))
        await self._http.request(route, json={"archived": False})

    async def _standing(self, address: Address, name: str) -> str | None:
        """The thread that they have, open and named for the evening; None where there is none any more, or
        the bot was taken out of it. Whether another may be made, the channel says."""
        thread = await self._threads.find(address)
        if thread is None:
            return None
        route = "/channels/{channel_id}"
        try:
            found = _mapping(await self._http.request(Route("GET", route, channel_id=int(thread))))
        except discord.HTTPException as error:
            if error.code in (UNKNOWN_CHANNEL, MISSING_ACCESS):
                return None
            raise
        state = _part(found, "thread_metadata")
        if state.get("locked"):
            raise SendFailed(Failure.ELSEWHERE, LOCKED)
        if state.get("archived"):
            await self.reopen(thread)
        if found.get("name") != name:
            await self._rename(thread, name)
        return thread

    async def _rename(self, thread: str, name: str) -> None:
        """Tried once, and not for long: Discord takes two names in ten minutes, and the talk waits not."""
        route = Route("PATCH", "/channels/{channel_id}", channel_id=int(thread))
        try:
            async with asyncio.timeout(RENAME_SECONDS):
                await self._http.request(route, json={"name": name})
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            _log.debug("a thread keeps its name: %s", type(error).__name__)

    async def _made(self, address: Address, kind: str, name: str) -> str:
        route = Route("GET", "/channels/{channel_id}", channel_id=int(address.chat))
        place = _mapping(await self._http.request(route))
        public = PUBLIC.get(number(place.get("type")), discord.ChannelType.public_thread.value)
        type_ = PRIVATE if kind == "private" else public
        known = await self._left_over(address, str(place["guild_id"]), type_, name)
        if known is not None:
            return known
        payload: ApiObject = {"name": name, "type": type_, "auto_archive_duration": ARCHIVED_AFTER}
        if kind == "private":
            payload["invitable"] = False  # whom it is shown to is not for everyone in it to say
        route = Route("POST", "/channels/{channel_id}/threads", channel_id=int(address.chat))
        return str(_mapping(await self._http.request(route, json=payload))["id"])

    async def _left_over(self, address: Address, server: str, type_: int, name: str) -> str | None:
        route = Route("GET", "/guilds/{guild_id}/threads/active", guild_id=int(server))
        listed = _mapping(await self._http.request(route)).get("threads")
        looked_for = {"owner_id": str(self._me()), "parent_id": address.chat, "type": type_, "name": name}
        for thread in map(_mapping, listed if isinstance(listed, list) else ()):
            mine = all(thread.get(key) == value for key, value in looked_for.items())
            if mine and not thread.get("message_count") and self._threads.owner(str(thread["id"])) is None:
                return str(thread["id"])
        return None


def _named(action: Open) -> str:
    return sound(action.title)[:MAX_NAME].strip() or "…"


def _mapping(answer: object) -> ApiObject:
    """Raises `SendFailed` where somebody else answers: a proxy's page with a 200."""
    if not isinstance(answer, dict):
        raise SendFailed(Failure.TRANSIENT, "an answer that is not Discord's")
    return answer


def _part(answer: ApiObject, name: str) -> ApiObject:
    part = answer.get(name)
    return part if isinstance(part, dict) else {}
