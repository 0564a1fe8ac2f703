"""The "thinking" message of a deferral: the first row after it fills it in, by an edit that may be repeated.

Who is first is known to the process that acknowledged; after a restart the message itself is asked: does it
still think, does it hold this very row, or another one's? It keeps the place where it began. Where something
of ours stands below it already, it is taken away, and its row comes last like any other; where its row is
refused, a word takes its place.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

import discord

from adapters.discord import outbound
from adapters.discord.calls import ApiObject, Calls, hook, receipt_of
from adapters.discord.handles import Handles
from adapters.discord.outbound import Payload, SentFile
from adapters.discord.refusals import EXPIRED, UNKNOWN_MESSAGE
from bot.model import Address, Outgoing, ReplyHandle

HostWords = Callable[[str, str | None], str]  # words of the host's, by name and language
PASSING = outbound.word("…")  # a message that makes way says so for a moment

_log = logging.getLogger(__name__)


class Thinking:
    """The thinking messages that one client answers."""

    def __init__(
        self, calls: Calls, handles: Handles, clock: Callable[[], datetime], phrase: HostWords
    ) -> None:
        self._calls, self._handles, self._clock, self._phrase = calls, handles, clock, phrase

    async def fill(
        self, outgoing: Outgoing, reply: ReplyHandle, part: int, payload: Payload, files: Sequence[SentFile]
    ) -> ApiObject | None:
        """The thinking message, filled with this part of the row; None where it is another row's, overtaken
        or gone."""
        filled = await self._fill(reply, f"{outgoing.id}/{part}", payload, files, outgoing.address)
        if filled is not None:
            self._handles.filled(reply.token)
        return filled

    async def _fill(
        self, reply: ReplyHandle, row: str, payload: Payload, files: Sequence[SentFile], address: Address
    ) -> ApiObject | None:
        original = hook("PATCH", reply, "/messages/@original")
        try:
            if not self._handles.knows(reply.token):
                stands = await self._recall(reply, row, payload, address)
                if stands is not None:
                    return stands
            if not self._handles.fills(reply.token, row):
                return None
            if self._handles.overtaken(reply.token):
                if not address.direct:  # as long as it thinks, the next follow-up would be its filling
                    await self._calls.call(original, PASSING)
                await self._remove(reply)
                return None
            return await self._calls.call(original, payload, files)
        except discord.HTTPException as error:
            # Gone for good: in a direct chat, and where only the message is gone, there is another road.
            if error.code == UNKNOWN_MESSAGE or (address.direct and error.code in EXPIRED):
                return None
            raise

    async def _recall(
        self, reply: ReplyHandle, row: str, payload: Payload, address: Address
    ) -> ApiObject | None:
        """After a restart: learns from the thinking message whose it is. Not None: it holds this row."""
        message = await self._calls.call(hook("GET", reply, "/messages/@original"), None)
        id_ = int(receipt_of(message, address).ref or 0)
        place = self._handles.place_of(address, reply)
        self._handles.opened(reply.token, self._clock(), reply.expires_at, None, id_=id_, place=place)
        if outbound.waits(message):
            return None
        if outbound.same(message, PASSING):  # on its way out
            await self._remove(reply)
        mine = outbound.begins_with(message, payload)
        self._handles.fills(reply.token, row if mine else "")
        return message if mine else None

    async def _remove(self, reply: ReplyHandle) -> None:
        await self._calls.call(hook("DELETE", reply, "/messages/@original"), None)

    async def end(self, outgoing: Outgoing, reply: ReplyHandle, name: str) -> None:
        """A thinking message whose row was refused in every form says so, or goes where even that is refused.
        One that an earlier row has filled stays as it is."""
        if not self._handles.waits_for(reply.token, outgoing.id):
            return
        words = outbound.word(self._phrase(name, reply.locale))
        for method, payload in (("PATCH", words), ("DELETE", None)):
            try:
                await self._calls.call(hook(method, reply, "/messages/@original"), payload)
                return
            except (discord.HTTPException, discord.RateLimited) as error:
                _log.debug("a thinking message could not be ended: %s", type(error).__name__)
