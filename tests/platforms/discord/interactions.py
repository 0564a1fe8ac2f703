"""Interaction callbacks and the follow-ups that go through an interaction's token.

An interaction is answered once, within three seconds; its token then works for fifteen minutes.
"""

from collections.abc import Awaitable, Callable

from aiohttp import web

from tests.platforms.discord import rules
from tests.platforms.discord.posting import Posting, body
from tests.platforms.discord.rules import Refusal
from tests.platforms.discord.world import (
    ACK_SECONDS,
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    EPHEMERAL,
    MODAL_SUBMIT,
    TOKEN_SECONDS,
    Interaction,
    Message,
    World,
)

MOST_FOLLOW_UPS = 5  # where the app is not installed to the server
PONG, SAY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
ALLOWED = {
    COMMAND: {SAY, DEFER, MODAL},
    COMPONENT: {SAY, DEFER, DEFER_UPDATE, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    MODAL_SUBMIT: {SAY, DEFER, DEFER_UPDATE, UPDATE},
}


class Interactions:
    """Handlers for `/interactions/...` and `/webhooks/...`."""

    def __init__(self, world: World, posting: Posting) -> None:
        self.world, self.posting = world, posting

    def routes(self) -> list[web.RouteDef]:
        hook = "/webhooks/{app}/{token}"
        return [
            web.post("/interactions/{id}/{token}/callback", self.callback),
            web.post(hook, self.follow_up),
            web.get(hook + "/messages/{message}", self.get_message),
            web.patch(hook + "/messages/{message}", self.edit_message),
            web.delete(hook + "/messages/{message}", self.delete_message),
        ]

    # ------------------------------------------------------------ the first answer

    async def callback(self, request: web.Request) -> web.Response:
        call = self.world.interactions.get(int(request.match_info["id"]))
        if call is None or call.token != request.match_info["token"]:
            raise Refusal(404, 10062, "Unknown interaction")
        if call.acknowledged:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        late = self.world.clock.now() - call.at
        if late > ACK_SECONDS:
            raise Refusal(404, 10062, "Unknown interaction")
        payload, files = await body(request)
        kind, data = payload.get("type"), payload.get("data") or {}
        if kind not in ALLOWED[call.kind] or (kind in (DEFER_UPDATE, UPDATE) and call.source is None):
            raise rules.invalid("type", "BASE_TYPE_CHOICES", "This response type is not allowed here.")
        handlers: dict[int, Callable[[Interaction, dict, dict], Awaitable[None]]] = {
            SAY: self._say,
            DEFER: self._defer,
            DEFER_UPDATE: self._defer_update,
            UPDATE: self._update,
            CHOICES: self._choices,
            MODAL: self._modal,
        }
        await handlers[kind](call, data, files)
        call.answer, call.answered_after = kind, late
        call.done.set()
        if request.query.get("with_response", "").lower() not in ("1", "true"):
            return web.Response(status=204)
        return web.json_response(_resource(call))

    async def _say(self, call: Interaction, data: dict, files: dict) -> None:
        call.original = await self.posting.create(call.channel, data, files, call)

    async def _defer(self, call: Interaction, data: dict, files: dict) -> None:
        flags = int(data.get("flags") or 0)
        call.original = await self.posting.loading(call, ephemeral=bool(flags & EPHEMERAL))

    async def _defer_update(self, call: Interaction, data: dict, files: dict) -> None:
        call.original = call.source

    async def _update(self, call: Interaction, data: dict, files: dict) -> None:
        assert call.source is not None
        call.original = await self.posting.edit(call.source, data, files)

    async def _choices(self, call: Interaction, data: dict, files: dict) -> None:
        call.choices = rules.choices(data)

    async def _modal(self, call: Interaction, data: dict, files: dict) -> None:
        rules.modal(data)
        call.modal = data

    # ------------------------------------------------------------ the token afterwards

    def _call(self, request: web.Request) -> Interaction:
        call = self.world.by_token.get(request.match_info["token"])
        if call is None or request.match_info["app"] != str(self.world.bot.id) or not call.acknowledged:
            raise Refusal(404, 10015, "Unknown Webhook")
        if self.world.clock.now() - call.at > TOKEN_SECONDS:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return call

    def _target(self, call: Interaction, name: str) -> Message:
        if name == "@original":
            found = call.original
        else:
            found = call.channel.messages.get(int(name)) if name.isdigit() else None
            if found is not None and found.token != call.token and found is not call.source:
                found = None
        if found is None or found.id not in call.channel.messages:
            raise Refusal(404, 10008, "Unknown Message")
        return found

    async def follow_up(self, request: web.Request) -> web.Response:
        call = self._call(request)
        payload, files = await body(request)
        brought = call.channel.guild is not None and not call.channel.guild.has_bot
        if brought and call.follow_ups >= MOST_FOLLOW_UPS:
            raise Refusal(400, 40094, "This interaction reached the maximum number of follow-up messages")
        call.follow_ups += 1
        first = call.original
        if call.answer == DEFER and first is not None and first.loading and first.id in call.channel.messages:
            message = await self.posting.edit(call.original, payload, files)
        else:
            message = await self.posting.create(call.channel, payload, files, call)
            message.kind = 0
        return web.json_response(message.json())

    async def get_message(self, request: web.Request) -> web.Response:
        return web.json_response(self._target(self._call(request), request.match_info["message"]).json())

    async def edit_message(self, request: web.Request) -> web.Response:
        call = self._call(request)
        message = self._target(call, request.match_info["message"])
        return web.json_response((await self.posting.edit(message, *await body(request))).json())

    async def delete_message(self, request: web.Request) -> web.Response:
        call = self._call(request)
        message = self._target(call, request.match_info["message"])
        del call.channel.messages[message.id]
        return web.Response(status=204)


def _resource(call: Interaction) -> dict:
    """The body of a callback that asked for `with_response`."""
    shown: dict = {"id": str(call.id), "type": call.kind}
    resource: dict = {"type": call.answer}
    if call.original is not None and call.answer in (SAY, DEFER, UPDATE):
        shown |= {
            "response_message_id": str(call.original.id),
            "response_message_loading": call.original.loading,
            "response_message_ephemeral": call.original.visible_to is not None,
        }
        resource["message"] = call.original.json()
    return {"interaction": shown, "resource": resource}
