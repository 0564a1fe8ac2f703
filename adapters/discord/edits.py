"""Changes of messages that were sent: other words as they grow, other buttons, a keyboard that is settled."""

from collections.abc import Callable
from datetime import datetime

import discord

from adapters.discord import layout, outbound
from adapters.discord.calls import ApiObject, Calls, hook
from adapters.discord.channels import Channels, is_chat
from adapters.discord.handles import Handles, valid
from adapters.discord.library import Route
from adapters.discord.opening import Opening
from adapters.discord.outbound import Payload
from adapters.discord.refusals import ARCHIVED, MALFORMED, UNKNOWN_MESSAGE
from bot.errors import Failure, SendFailed
from bot.model import Message, Outgoing, Receipt, Settle

NO_TOKEN = "no valid interaction token"


class Edits:
    """Through one HTTP client. Raises `SendFailed` and the library's own errors."""

    def __init__(
        self,
        calls: Calls,
        handles: Handles,
        channels: Channels,
        opening: Opening,
        clock: Callable[[], datetime],
    ) -> None:
        self._calls, self._handles, self._channels = calls, handles, channels
        self._opening, self._clock = opening, clock

    async def edit(
        self, outgoing: Outgoing, target: Receipt, payload: Payload | None, method: str = "PATCH"
    ) -> ApiObject:
        """Changes a message of ours, wherever it stands, or looks at it."""
        if is_chat(target.address):
            path = "/channels/{channel_id}/messages/{message_id}"
            channel = await self._channels.of(target.address)
            route = Route(method, path, channel_id=channel, message_id=target.ref)
        else:
            route = self._private(outgoing, target, method)
        return await self._calls.call(route, payload)

    async def rebutton(self, outgoing: Outgoing, message: Message, target: Receipt | None) -> Receipt | None:
        """Other buttons. A thread that was closed meanwhile is opened: people vote in it."""
        if target is None:
            return None
        payload = outbound.rebuttoned(message)
        try:
            await self.edit(outgoing, target, payload)
        except discord.HTTPException as error:
            if error.code == ARCHIVED:
                await self._opening.reopen(str(await self._channels.of(target.address)))
                await self.edit(outgoing, target, payload)
            elif error.code != UNKNOWN_MESSAGE:
                raise
        return None

    async def settle(self, outgoing: Outgoing, settle: Settle, target: Receipt | None) -> Receipt | None:
        try:
            if target is None:
                return None
            await self._settled(outgoing, settle, target)
        except discord.HTTPException as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
        return target  # edited, or deleted meanwhile: no keyboard stands

    async def _settled(self, outgoing: Outgoing, settle: Settle, target: Receipt) -> None:
        """A card cannot be without components: it keeps those which are nothing to press."""
        try:
            await self.edit(outgoing, target, outbound.settled(settle))
        except discord.HTTPException as error:
            if settle.body.text or error.code not in MALFORMED:
                raise
            stands = await self.edit(outgoing, target, None, "GET")
            await self.edit(outgoing, target, {"components": layout.bare(stands.get("components"))})

    def _private(self, outgoing: Outgoing, target: Receipt, method: str) -> Route:
        """An ephemeral message can be edited only through a token that goes with it: that of a press on it,
        or that of the interaction which made it. Through any other it is unknown, which says nothing."""
        reply, maker = (
            valid(outgoing.reply, self._clock()),
            valid(self._handles.maker(target.ref), self._clock()),
        )
        pressed = reply if reply is not None and reply.opens == "edit" else None
        if pressed is not None and self._handles.source(pressed.token) == target.ref:
            return hook(method, pressed, "/messages/@original")
        through = maker or pressed
        if through is None:
            raise SendFailed(Failure.EXPIRED, NO_TOKEN)
        return hook(method, through, f"/messages/{target.ref}")
