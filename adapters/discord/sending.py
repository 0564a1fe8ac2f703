"""Outbox rows -> REST calls: which road each takes, so that nothing is lost and little stands twice.

- In a direct chat: channel messages, with the outbox id as enforced nonce.
- In a person's own thread: the same, for everyone there to see.
- Elsewhere: through the interaction's token, seen by that person alone; never as a channel message.
  Follow-ups have no nonce and cannot be listed: where the answer to one is lost, or the process dies before
  its mark, that message stands twice. Edits, and with them fillings and settlings, never do.
- The first row after a deferral fills in its "thinking" message (`thinking.py`).
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

import aiohttp
import discord

from adapters.discord import layout, outbound
from adapters.discord.calls import ApiObject, Calls, hook, receipt_of
from adapters.discord.channels import Channels, is_chat
from adapters.discord.edits import NO_TOKEN, Edits
from adapters.discord.growing import Growing
from adapters.discord.handles import Handles, valid
from adapters.discord.library import HTTPClient, Route
from adapters.discord.opening import LOCKED, Opening
from adapters.discord.outbound import Payload, SentFile
from adapters.discord.refusals import (
    FINAL,
    UNAUTHORIZED,
    send_failed,
)
from adapters.discord.thinking import HostWords, Thinking
from adapters.discord.threads import Threads, person_of
from bot import pictures
from bot.errors import ContentError, Failure, SendFailed
from bot.frozen import replace
from bot.media import media_type
from bot.model import (
    Address,
    Media,
    Message,
    Open,
    Outgoing,
    Rebutton,
    Receipt,
    ReplyHandle,
    Say,
    Settle,
    Upload,
)

_OTHERWISE = frozenset({Failure.REFUSED, Failure.ELSEWHERE})  # said in another form it may be taken

_log = logging.getLogger(__name__)


class Sending:
    """Sends through one HTTP client. Raises `SendFailed` and the transport's own errors. `wide` says whether
    a limit that is in force now holds for every call."""

    def __init__(
        self,
        http: HTTPClient,
        handles: Handles,
        clock: Callable[[], datetime],
        phrase: HostWords,
        threads: Threads,
        opening: Opening,
        wide: Callable[[], bool] = lambda: False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        files: Callable[[str], bytes] | None = None,
    ) -> None:
        self._http, self._handles, self._clock = http, handles, clock
        self._files = files
        self._wide, self._calls = wide, Calls(http)
        self._phrase, self._thinking = phrase, Thinking(self._calls, handles, clock, phrase)
        self._opening, self._channels = opening, Channels(http, threads)
        self._edits = Edits(self._calls, handles, self._channels, opening, clock)
        self._growing = Growing(self._one, self._edits.edit, self._seems_to_write, sleep)
        self._token_line_said = False

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        try:
            match outgoing.action:
                case Say(message=message):
                    receipt = await self._say(outgoing, message)
                case Upload() as upload:
                    receipt = await self._upload(outgoing, upload)
                case Settle() as settle:
                    receipt = await self._edits.settle(outgoing, settle, target)
                case Open() as open_:
                    receipt = await self._open(outgoing, open_, target)
                case Rebutton(message=message):
                    receipt = await self._edits.rebutton(outgoing, message, target)
        except discord.RateLimited as error:
            raise SendFailed(Failure.LIMITED, "429", error.retry_after, self._wide()) from None
        except discord.HTTPException as error:
            failed = self._failed(error, outgoing)
            await self._unanswered(outgoing, failed)
            raise failed from None
        self._token_line_said = False
        return receipt

    def _failed(self, error: discord.HTTPException, outgoing: Outgoing) -> SendFailed:
        failed = send_failed(error, direct=outgoing.address.direct)
        if error.status == UNAUTHORIZED and failed.failure is Failure.TRANSIENT and not self._token_line_said:
            self._token_line_said = True
            _log.error("Discord does not take the token any more; check ALANA_DISCORD_TOKEN")
        return failed

    async def _unanswered(self, outgoing: Outgoing, failed: SendFailed) -> None:
        """Every form of the row was tried by now: if a thinking message waits for it, that ends."""
        reply = valid(outgoing.reply, self._clock())
        if reply is not None and failed.failure in FINAL:
            name = "refused" if outgoing.address.direct else "elsewhere"
            await self._thinking.end(outgoing, reply, name)

    async def typing(self, address: Address) -> None:
        """Shows that somebody writes, in a direct chat or their thread; elsewhere everybody would see it."""
        if is_chat(address):
            await self._http.send_typing(await self._channels.of(address))

    async def _seems_to_write(self, address: Address) -> None:
        with contextlib.suppress(discord.DiscordException, aiohttp.ClientError, OSError, SendFailed):
            await self.typing(address)

    async def _say(self, outgoing: Outgoing, message: Message) -> Receipt | None:
        """What only adorns a message is left out where it is not taken: its layout; a picture, which is said
        in words then; what was chosen from a list before, and may be gone by now."""
        if message.media is not None and self._files is not None:
            try:
                return await self._shown(outgoing, message, message.media, self._files)
            except (ContentError, OSError) as error:
                _log.warning("discord: a picture or sound is said in words: %s", error)
            except discord.HTTPException as error:
                if send_failed(error, direct=outgoing.address.direct).failure not in _OTHERWISE:
                    raise
        if message.card is not None or message.picture is not None or message.pickers:
            for version in dict.fromkeys((message, layout.plainly(message))):
                try:
                    return await self._adorned(outgoing, version)
                except discord.HTTPException as error:
                    if send_failed(error, direct=outgoing.address.direct).failure not in _OTHERWISE:
                        raise
            message = outbound.unadorned(layout.plainly(message))
        stages = outbound.stages(message)
        if stages:
            return await self._growing.send(outgoing, stages)
        payloads = outbound.say(message)
        whose = person_of(outgoing.address)
        if whose is not None and outgoing.delivery == "at_most_once":
            payloads = outbound.calling(payloads, whose[1])
        return await self._all(outgoing, payloads)

    async def _shown(
        self, outgoing: Outgoing, message: Message, media: Media, read: Callable[[str], bytes]
    ) -> Receipt | None:
        """The file in place of its words."""
        content, name = await asyncio.to_thread(read, media.file), media.file.rpartition("/")[2]
        payload = outbound.described(outbound.say(message)[0] | {"content": ""}, media.alt, name)
        file = SentFile(name, content, media_type(media) or "application/octet-stream")
        return await self._all(outgoing, [payload], (file,))

    async def _upload(self, outgoing: Outgoing, upload: Upload) -> Receipt | None:
        """A file, and its picture in the same message; where no files are taken, both are said."""
        if upload.picture is None:
            return await self._one(outgoing, 0, *outbound.upload(upload))
        drawn = await asyncio.to_thread(pictures.png, upload.picture)
        picture = SentFile(pictures.name(upload.picture), drawn, "image/png")
        try:
            return await self._one(outgoing, 0, *outbound.upload(upload, picture))
        except discord.HTTPException as error:
            if send_failed(error, direct=outgoing.address.direct).failure not in _OTHERWISE:
                raise
        return await self._all(outgoing, outbound.say(upload.in_words))

    async def _adorned(self, outgoing: Outgoing, message: Message) -> Receipt | None:
        laid_out = layout.card(message, pictures.NAME)
        payloads = [laid_out] if laid_out is not None else outbound.say(layout.plainly(message))
        if message.picture is None:
            return await self._all(outgoing, payloads)
        drawn = await asyncio.to_thread(pictures.png, message.picture)
        payloads[0] = outbound.illustrated(payloads[0], message.picture, pictures.NAME)
        return await self._all(outgoing, payloads, (SentFile(pictures.NAME, drawn, "image/png"),))

    async def _all(
        self, outgoing: Outgoing, payloads: list[Payload], files: Sequence[SentFile] = ()
    ) -> Receipt | None:
        """One after the other; the files go with the first."""
        receipt = None
        for part, payload in enumerate(payloads):
            receipt = await self._one(outgoing, part, payload, () if part else files)
        return receipt

    async def _one(
        self, outgoing: Outgoing, part: int, payload: Payload, files: Sequence[SentFile] = ()
    ) -> Receipt:
        address, reply = outgoing.address, valid(outgoing.reply, self._clock())
        if not is_chat(address) and reply is None:
            raise SendFailed(Failure.EXPIRED, NO_TOKEN)
        if reply is not None and reply.opens == "fill" and not _kept_for_later(outgoing):
            filled = await self._thinking.fill(outgoing, reply, part, payload, files)
            if filled is not None:
                return self._made(filled, address, reply)
        if is_chat(address):
            return await self._in_chat(address, outbound.nonce(outgoing.id, part), payload, files)
        assert reply is not None
        route = hook("POST", reply, "")
        seen_by_one = payload | {"flags": outbound.flags_of(payload) | outbound.EPHEMERAL}
        return self._made(await self._calls.call(route, seen_by_one, files), address, reply)

    def _made(self, message: ApiObject, address: Address, reply: ReplyHandle) -> Receipt:
        receipt = receipt_of(message, address)
        self._handles.made(receipt.ref, reply, self._clock())
        self._handles.said(self._handles.place_of(address, reply), receipt.ref)
        return receipt

    # ------------------------------------------------------------ in a direct chat

    async def _in_chat(
        self, address: Address, nonce: str, payload: Payload, files: Sequence[SentFile]
    ) -> Receipt:
        channel = await self._channels.of(address)
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        once = payload | {"nonce": nonce, "enforce_nonce": True}
        here = Address(address.platform, str(channel), direct=True)
        if not address.direct:  # the thread as it is now: another one may be theirs by the time of an edit
            here = Address(address.platform, address.chat, str(channel), direct=False)
        receipt = receipt_of(await self._calls.call(route, once, files), here)
        self._handles.said(str(channel), receipt.ref)
        return receipt

    # ------------------------------------------------------------ threads

    async def _open(self, outgoing: Outgoing, action: Open, begun: Receipt | None) -> Receipt | None:
        """Opens the thread, and says where it is in the place where the person asked."""
        reply = valid(outgoing.reply, self._clock())
        try:
            thread = await self._opening.open(outgoing.address, action, begun)
        except (discord.HTTPException, SendFailed) as error:
            failed = error if isinstance(error, SendFailed) else send_failed(error, direct=False)
            if reply is not None and failed.failure in FINAL:
                await self._not_opened(outgoing, reply, "locked" if failed.reason == LOCKED else "unopened")
            raise
        if reply is not None:
            told = outbound.word(action.words)
            told["content"] = f"{told['content']} <#{thread}>"
            await self._one(_where_asked(outgoing), 0, told)
        return Receipt("", replace(outgoing.address, thread=thread))

    async def _not_opened(self, outgoing: Outgoing, reply: ReplyHandle, name: str) -> None:
        """Says where the talk goes on instead, below whatever was answered before. The way on does not hang
        on it."""
        told = outbound.word(self._phrase(name, reply.locale))
        try:
            await self._one(_where_asked(outgoing), 0, told)
        except (discord.DiscordException, aiohttp.ClientError, OSError, SendFailed) as error:
            _log.debug("that a thread was not opened could not be said: %s", type(error).__name__)
            await self._thinking.end(outgoing, reply, name)


def _kept_for_later(outgoing: Outgoing) -> bool:
    """Whether the token is that of another place, where the row goes if its own takes nothing."""
    return outgoing.fallback is not None and is_chat(outgoing.address)


def _where_asked(outgoing: Outgoing) -> Outgoing:
    """The row that opens a thread, in the channel where the person asked for it."""
    return replace(outgoing, address=replace(outgoing.address, thread=None))
