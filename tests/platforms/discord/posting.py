"""Making and changing messages: what channel calls, callbacks and follow-ups have in common."""

import json
import re

from aiohttp import web

from tests.platforms.discord import rules
from tests.platforms.discord.gateway import Gateway
from tests.platforms.discord.rules import Refusal
from tests.platforms.discord.world import (
    EPHEMERAL,
    LOADING,
    SUPPRESS_EMBEDS,
    THREADS,
    Channel,
    Interaction,
    Message,
    World,
)

SETTABLE = EPHEMERAL | SUPPRESS_EMBEDS | 4096 | rules.LAID_OUT
NONCE_SECONDS = 180.0


Files = dict[str, bytes]


async def body(request: web.Request) -> tuple[dict, Files]:
    """The JSON payload and the uploaded files by name."""
    if not request.content_type.startswith("multipart/"):
        try:
            payload = json.loads(await request.text() or "{}")
        except ValueError:
            raise Refusal(400, 50109, "The request body contains invalid JSON.") from None
        return payload, {}
    payload, files = {}, {}
    for name, value in (await request.post()).items():
        if name == "payload_json":
            payload = json.loads(value if isinstance(value, str) else value.file.read())
        elif re.fullmatch(r"files\[\d+\]", name) and isinstance(value, web.FileField):
            files[value.filename] = value.file.read()
    return payload, files


def _admit(channel: Channel, payload: dict, refused: Exception | None) -> None:
    """Raises what that place answers with, to these words or to everything; `refused` to a file."""
    if refused is not None:
        raise refused
    if channel.blocked and channel.blocked in (payload.get("content") or ""):
        raise Refusal(400, 200000, "Message was blocked by automatic moderation")
    if channel.refuses is not None:
        if not channel.bears:
            raise channel.refuses
        channel.bears -= 1


class Posting:
    """Writes messages into the world and tells the gateway. `pings` lists whom messages pinged."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        self.world, self.gateway = world, gateway
        self.pings: list[tuple[int, str]] = []
        self.silenced: list[tuple[int, str]] = []

    def _log_mentions(self, message: Message, payload: dict) -> None:
        allowed = payload.get("allowed_mentions")
        loud = rules.pings(message.content, allowed)
        self.pings += [(message.id, who) for who in loud]
        every = rules.pings(message.content, None)
        self.silenced += [(message.id, who) for who in every if who not in loud]

    def _check_lists(self, payload: dict) -> None:
        """Chosen already can only be what there is."""
        if self.world.no_layouts and int(payload.get("flags") or 0) & rules.LAID_OUT:
            raise rules.invalid("components", "UNION_TYPE_CHOICES", "Value of field must be an action row.")
        for row in payload.get("components") or []:
            for item in row.get("components") or [] if row.get("type") == 1 else ():
                chosen = [
                    int(one["id"]) for one in item.get("default_values") or [] if one["type"] == "channel"
                ]
                if self.world.strict_defaults and not set(chosen) <= set(self.world.channels):
                    raise rules.invalid(
                        "components", "SELECT_DEFAULT_VALUE_INVALID", "Unknown default value."
                    )

    async def create(
        self, channel: Channel, payload: dict, files: Files, call: Interaction | None = None
    ) -> Message:
        """A new message by the bot. With `call` it is an interaction's answer and may be ephemeral."""
        _admit(channel, payload, self.world.no_files if files else None)
        rules.message(payload, len(files))
        rules.attachments(payload.get("attachments"))
        self._check_lists(payload)
        if call is None and (known := self._known_nonce(channel, payload)) is not None:
            return known
        flags = int(payload.get("flags") or 0) & SETTABLE
        if call is None:
            flags &= ~EPHEMERAL
        message = Message(
            self.world.snowflake(),
            channel,
            self.world.bot,
            (payload.get("content") or "").strip(),
            self.world.clock.now(),
        )
        message.flags, message.components = flags, payload.get("components") or []
        message.embeds = payload.get("embeds") or []
        self._attach(message, payload, files)
        if call is not None:
            message.token, message.kind = call.token, 20
            message.visible_to = call.user.id if flags & EPHEMERAL else None
        if (nonce := payload.get("nonce")) is not None:
            message.nonce = str(nonce)
            if payload.get("enforce_nonce"):
                channel.nonces[str(nonce)] = (message.id, self.world.clock.now())
        channel.messages[message.id] = message
        if message.visible_to is None:
            channel.archived = False
            self._join(channel, message, payload)
        self._log_mentions(message, payload)
        await self._tell("MESSAGE_CREATE", message)
        return message

    def _join(self, channel: Channel, message: Message, payload: dict) -> None:
        """Whoever is called in a thread is in it from then on."""
        if channel.kind in THREADS and (channel.invitable or channel.owner == self.world.bot.id):
            called = rules.pings(message.content, payload.get("allowed_mentions"))
            channel.members |= {int(who) for who in called if who.isdigit()}

    def _known_nonce(self, channel: Channel, payload: dict) -> Message | None:
        nonce = payload.get("nonce")
        if nonce is None or not payload.get("enforce_nonce"):
            return None
        known = channel.nonces.get(str(nonce))
        if known is None or self.world.clock.now() - known[1] > NONCE_SECONDS:
            return None
        return channel.messages.get(known[0])

    async def loading(self, call: Interaction, *, ephemeral: bool) -> Message:
        """The "thinking" message of a deferral; its visibility is fixed from now on."""
        message = Message(self.world.snowflake(), call.channel, self.world.bot, "", self.world.clock.now())
        message.flags = LOADING | (EPHEMERAL if ephemeral else 0)
        message.kind, message.token = 20, call.token
        message.visible_to = call.user.id if ephemeral else None
        call.channel.messages[message.id] = message
        await self._tell("MESSAGE_CREATE", message)
        return message

    async def edit(self, message: Message, payload: dict, files: Files) -> Message:
        """An edit; of a loading message it is what fills it in."""
        _admit(message.channel, payload, self.world.no_files if files else None)
        kept = len(files) + len(message.attachments)
        if message.flags & rules.LAID_OUT:  # for good
            known = [*message.attachments, *(payload.get("attachments") or [])]
            rules.laid_out({"components": message.components} | payload | {"attachments": known})
        else:
            rules.message(payload, kept, edit_of_content=message.content, embeds=message.embeds)
        rules.attachments(payload.get("attachments"))
        self._check_lists(payload)  # what is refused changes nothing
        if "content" in payload:
            message.content = (payload["content"] or "").strip()
        if "components" in payload:
            message.components = payload["components"] or []
        if "embeds" in payload:
            message.embeds = payload["embeds"] or []
        if "flags" in payload:
            set_ = int(payload["flags"] or 0) & (SUPPRESS_EMBEDS | rules.LAID_OUT)
            message.flags = message.flags & ~SUPPRESS_EMBEDS | set_
        self._attach(message, payload, files)
        if message.loading:
            message.flags &= ~LOADING
        else:
            message.edited = self.world.clock.now()
        self._log_mentions(message, payload)
        await self._tell("MESSAGE_UPDATE", message)
        return message

    def _attach(self, message: Message, payload: dict, files: Files) -> None:
        described = {one.get("filename"): one.get("description") for one in payload.get("attachments") or []}
        for name, content in files.items():
            message.files[name] = content
            message.attachments.append(
                {
                    "id": str(self.world.snowflake()),
                    "filename": name,
                    "description": described.get(name),
                    "size": len(content),
                    "url": f"https://cdn.invalid/{name}",
                    "proxy_url": f"https://cdn.invalid/{name}",
                }
            )

    async def _tell(self, event: str, message: Message) -> None:
        if message.visible_to is None:
            await self.gateway.message(event, message)
