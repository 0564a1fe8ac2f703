"""A mention of the bot where no talk of its writer is: one line says how to begin, or why they begin none
there. Words of danger are answered in the direct chat first, and the line says so, whatever the server has
decided.
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import discord

from adapters.discord import inbound, library, outbound
from adapters.discord.acknowledging import NETWORK
from adapters.discord.markdown import markdown
from adapters.discord.threads import person_of
from bot.frozen import replace
from bot.model import Address, Inbound, Subject, Text
from bot.ports import Host
from bot.venues import Venue

NO_REPLIES = 160002  # where older messages may not be read
SAID_EVERY = timedelta(minutes=5)  # the same line to one person in one channel
MOST_SAID = 10_000  # lines that are remembered

_log = logging.getLogger(__name__)


class MentionLines:
    """Of one host. `hand` gives it a turn, and says whether it has it; `around` gives a channel, and if it is
    a thread the one that it is in."""

    def __init__(
        self,
        host: Host,
        clock: Callable[[], datetime],
        hand: Callable[[Inbound], Awaitable[bool]],
        around: Callable[[str], Awaitable[tuple[str, ...]]],
    ) -> None:
        self._host, self._clock, self._hand, self._around = host, clock, hand, around
        self._said: dict[tuple[int, int, str], datetime] = {}

    async def answer(self, message: discord.Message, me: int, own: Address | None) -> None:
        """`own`: whose thread it is where that is written, if anybody's."""
        theirs = person_of(own) if own is not None else None
        if await self._dangerous(message, me):
            await self._say(message, "mention in danger")
        elif theirs is not None:
            await self._say(message, "talk_of", theirs[1])
        elif own is not None or not await self._quiet(message):
            await self._say(message, "mention")

    async def _dangerous(self, message: discord.Message, me: int) -> bool:
        """Whether it speaks of danger; the answer is in its writer's direct chat then."""
        body = inbound.heard(message, me)
        alarm = await self._host.alarm(body.text) if isinstance(body, Text) else None
        if not isinstance(body, Text) or alarm is None:
            return False
        said = inbound.letter(message, replace(body, alarm=alarm), self._clock())
        home = Address(inbound.PLATFORM, f"user:{message.author.id}")
        return await self._hand(replace(said, address=home))

    async def _say(self, message: discord.Message, name: str, owner: str = "") -> None:
        """Where everybody reads; nobody is pinged."""
        if not self._is_new(message, name):
            return
        locale = await self._locale(message)
        words = worded(self._host, name, locale, owner)
        if name == "mention":
            words = await self._closed(message, locale) or words
        reference = message.to_reference(fail_if_not_exists=False)
        try:
            try:
                await message.channel.send(words, reference=reference, mention_author=False)
            except discord.HTTPException as error:
                if error.code != NO_REPLIES:
                    raise
                await message.channel.send(words)
        except (discord.DiscordException, *NETWORK) as error:
            _log.debug("a mention could not be answered: %s", type(error).__name__)

    async def _closed(self, message: discord.Message, locale: str | None) -> str:
        """Why its writer begins no talk there, as /talk would say it; "": they may."""
        server = inbound.server_of(message)
        if server is None:
            return ""
        try:
            rules = await self._host.rules(inbound.PLATFORM, server)
            place = str(message.channel.id)
            venue = Venue(
                server,
                channels=await self._around(place) if rules.channels else (place,),
                roles=(server, *map(str, library.roles(message.author))),
            )
            why = await self._host.no_talk(inbound.PLATFORM, venue, locale)
        except Exception as error:
            _log.error("could not look up whether a talk begins: %s", type(error).__name__)
            return ""
        return markdown(why) if why is not None else ""

    def _is_new(self, message: discord.Message, name: str) -> bool:
        """Whether that was not just said there to the same person."""
        now, key = self._clock(), (message.author.id, message.channel.id, name)
        last = self._said.get(key)
        if last is not None and now - last < SAID_EVERY:
            return False
        self._said.pop(key, None)  # the latest stands last
        self._said[key] = now
        if len(self._said) > MOST_SAID:
            del self._said[next(iter(self._said))]
        return True

    async def _locale(self, message: discord.Message) -> str | None:
        """The person's language, else the one that the server has chosen."""
        server = inbound.server_of(message)
        try:
            known = await self._host.locale(Subject(inbound.PLATFORM, str(message.author.id)))
            if known is None and server is not None:
                known = (await self._host.rules(inbound.PLATFORM, server)).locale
        except Exception as error:
            _log.error("could not look up a language: %s", type(error).__name__)
            return None
        return known

    async def _quiet(self, message: discord.Message) -> bool:
        """Whether that server wants no line where everybody reads."""
        server = inbound.server_of(message)
        try:
            return server is not None and (await self._host.rules(inbound.PLATFORM, server)).quiet
        except Exception as error:
            _log.error("could not look up what a server wants: %s", type(error).__name__)
            return True


def worded(host: Host, name: str, locale: str | None, owner: str = "") -> str:
    """A line; whose talk it is shows as a mention of them."""
    called = f"<@{owner}>" if owner.isascii() and owner.isdigit() else "…"
    return outbound.plain(host.phrase(name, locale)).replace("{owner}", called)
