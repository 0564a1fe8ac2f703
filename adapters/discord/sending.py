"""Outbox rows -> REST calls: which road each takes, so that nothing is lost and little stands twice.

- In a direct chat: channel messages, with the outbox id as enforced nonce.
- Elsewhere: through the interaction's token, seen by that person alone; never as a channel message.
  Follow-ups have no nonce and cannot be listed: where the answer to one is lost, or the process dies before
  its mark, that message stands twice. Edits, and with them fillings and settlings, never do.
- The first row after a deferral fills in its "thinking" message by an edit, which may be repeated. Who is
  first is known to the process that acknowledged; after a restart the message itself is asked: does it
  still think, does it hold this very row, or another one's?
"""

import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import discord

from adapters.discord import outbound
from adapters.discord.handles import Handles
from adapters.discord.library import HTTPClient, Route
from adapters.discord.outbound import Payload
from adapters.discord.refusals import EXPIRED, UNKNOWN_MESSAGE, send_failed
from bot.errors import Failure, SendFailed
from bot.model import Address, Outgoing, Receipt, ReplyHandle, Say, Settle, Upload

MOST_DIRECT = 10_000  # direct channels remembered by account
Answer = dict[str, object]
_HOOK = "/webhooks/{webhook_id}/{webhook_token}"


class Sending:
    """Sends through one HTTP client. Raises `SendFailed` and the transport's own errors."""

    def __init__(self, http: HTTPClient, handles: Handles, clock: Callable[[], datetime]) -> None:
        self._http, self._handles, self._clock = http, handles, clock
        self._direct: dict[str, str] = {}

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        try:
            match outgoing.action:
                case Say(message=message):
                    return await self._all(outgoing, outbound.say(message), None)
                case Upload() as upload:
                    return await self._all(outgoing, [outbound.upload(upload)], upload)
                case Settle() as settle:
                    return await self._settle(outgoing, settle, target)
        except (discord.HTTPException, discord.RateLimited) as error:
            raise send_failed(error) from None

    async def typing(self, address: Address) -> None:
        """Shows that somebody writes, in a direct chat; elsewhere everybody would see it."""
        if address.direct:
            await self._http.send_typing(await self._channel(address))

    async def _all(self, outgoing: Outgoing, payloads: list[Payload], file: Upload | None) -> Receipt | None:
        receipt = None
        for part, payload in enumerate(payloads):
            receipt = await self._one(outgoing, part, payload, file)
        return receipt

    async def _one(self, outgoing: Outgoing, part: int, payload: Payload, file: Upload | None) -> Receipt:
        address, reply = outgoing.address, self._valid(outgoing.reply)
        if not address.direct and reply is None:
            raise SendFailed(Failure.EXPIRED, "no valid interaction token")
        if reply is not None and reply.opens == "fill":
            row = f"{outgoing.id}/{part}"
            filled = await self._fill(reply, row, payload, file, direct=address.direct)
            if filled is not None:
                return _receipt(filled, address)
        if address.direct:
            return await self._in_chat(address, outbound.nonce(outgoing.id, part), payload, file)
        assert reply is not None
        route = self._hook("POST", reply, "")
        seen_by_one = payload | {"flags": outbound.EPHEMERAL | outbound.SUPPRESS_EMBEDS}
        return _receipt(await self._call(route, seen_by_one, file), address)

    def _valid(self, reply: ReplyHandle | None) -> ReplyHandle | None:
        return reply if reply is not None and self._clock() < reply.expires_at else None

    # ------------------------------------------------------------ through the token

    def _hook(self, method: str, reply: ReplyHandle, path: str) -> Route:
        return Route(method, _HOOK + path, webhook_id=int(reply.application), webhook_token=reply.token)

    async def _fill(
        self, reply: ReplyHandle, row: str, payload: Payload, file: Upload | None, *, direct: bool
    ) -> Answer | None:
        """The thinking message, filled with this row; None where it is another row's or gone."""
        original = self._hook("PATCH", reply, "/messages/@original")
        try:
            if not self._handles.knows(reply.token):
                stands = await self._recall(reply, row, payload)
                if stands is not None:
                    return stands
            if not self._handles.fills(reply.token, row):
                return None
            return await self._call(original, payload, file)
        except discord.HTTPException as error:
            # Gone for good: in a direct chat, and where only the message is gone, there is another road.
            if error.code == UNKNOWN_MESSAGE or (direct and error.code in EXPIRED):
                return None
            raise

    async def _recall(self, reply: ReplyHandle, row: str, payload: Payload) -> Answer | None:
        """After a restart: learns from the thinking message whose it is. Not None: it holds this row."""
        message = await self._call(self._hook("GET", reply, "/messages/@original"), None, None)
        self._handles.opened(reply.token, self._clock(), reply.expires_at, None)
        if outbound.waits(message):
            return None
        mine = outbound.same(message, payload)
        self._handles.fills(reply.token, row if mine else "")
        return message if mine else None

    # ------------------------------------------------------------ in a direct chat

    async def _channel(self, address: Address) -> int:
        """The channel's id; `user:ID` is opened on demand."""
        chat = address.thread or address.chat
        person = chat.removeprefix("user:")
        if not person.isascii() or not person.isdigit():
            raise SendFailed(Failure.REFUSED, "the address is not a Discord channel")
        if person == chat:
            return int(chat)
        if person not in self._direct:
            if len(self._direct) >= MOST_DIRECT:
                self._direct.clear()
            opened = await self._http.start_private_message(int(person))
            self._direct[person] = str(opened["id"])
        return int(self._direct[person])

    async def _in_chat(self, address: Address, nonce: str, payload: Payload, file: Upload | None) -> Receipt:
        channel = await self._channel(address)
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel)
        once = payload | {"nonce": nonce, "enforce_nonce": True}
        answer = await self._call(route, once, file)
        return _receipt(answer, Address(address.platform, str(channel), direct=True))

    # ------------------------------------------------------------ edits

    async def _settle(self, outgoing: Outgoing, settle: Settle, target: Receipt | None) -> Receipt | None:
        try:
            place = target.address if target is not None else outgoing.address
            if place.direct:
                return await self._settle_in_chat(settle, target)
            return await self._settle_privately(outgoing, settle, target)
        except discord.HTTPException as error:
            if error.code == UNKNOWN_MESSAGE:
                return target  # deleted meanwhile: no keyboard stands
            raise

    async def _settle_in_chat(self, settle: Settle, target: Receipt | None) -> Receipt | None:
        if target is None:
            return None
        path = "/channels/{channel_id}/messages/{message_id}"
        channel = await self._channel(target.address)
        route = Route("PATCH", path, channel_id=channel, message_id=target.ref)
        await self._call(route, outbound.settled(settle), None)
        return target

    async def _settle_privately(
        self, outgoing: Outgoing, settle: Settle, target: Receipt | None
    ) -> Receipt | None:
        """An ephemeral message can be edited only through a token that goes with it."""
        reply = self._valid(outgoing.reply)
        if reply is None:
            raise SendFailed(Failure.EXPIRED, "no valid interaction token")
        if target is None and reply.opens != "edit":
            return None
        pressed = reply.opens == "edit" and (
            target is None or self._handles.source(reply.token) == target.ref
        )
        name = "@original" if pressed or target is None else target.ref
        await self._call(self._hook("PATCH", reply, f"/messages/{name}"), outbound.settled(settle), None)
        return target

    # ------------------------------------------------------------ one call

    async def _call(self, route: Route, payload: Payload | None, file: Upload | None) -> Answer:
        """The message that Discord answers with. Rate limits are waited out by the library. Raises
        `SendFailed` where somebody else answers: a proxy's page with a 200."""
        if payload is None:
            answer = await self._http.request(route)
        elif file is None:
            answer = await self._http.request(route, json=payload)
        else:
            upload = discord.File(io.BytesIO(file.content.encode(errors="replace")), file.name)
            form: list[dict[str, Any]] = [
                {"name": "payload_json", "value": json.dumps(payload)},
                {
                    "name": "files[0]",
                    "value": upload.fp,
                    "filename": upload.filename,
                    "content_type": "application/octet-stream",
                },
            ]
            answer = await self._http.request(route, files=[upload], form=form)
        if isinstance(answer, str) and answer.strip():
            raise SendFailed(Failure.TRANSIENT, "an answer that is not Discord's")
        return answer if isinstance(answer, dict) else {}


def _receipt(message: Answer, address: Address) -> Receipt:
    return Receipt(str(message.get("id", "")), address)
