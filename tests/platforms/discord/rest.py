"""REST v10 without interactions: who am I, gateways, commands, channels, messages, threads."""

from aiohttp import web

from tests.platforms.discord import command_rules, rules
from tests.platforms.discord.allowed import (
    ATTACH,
    CREATE_PRIVATE,
    CREATE_PUBLIC,
    HISTORY,
    MANAGE_THREADS,
    SEND_IN_THREADS,
    allowed,
    ask,
    inside,
    writing,
)
from tests.platforms.discord.gateway import Gateway
from tests.platforms.discord.posting import Posting, body
from tests.platforms.discord.rules import Refusal
from tests.platforms.discord.world import (
    DM,
    NEWS,
    NEWS_THREAD,
    OPENED_IN,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    THREADS,
    Channel,
    Guild,
    Message,
    World,
)

DAILY_CREATES = 200


class Rest:
    """Handlers by route; `routes()` lists them."""

    def __init__(self, world: World, gateway: Gateway, posting: Posting) -> None:
        self.world, self.gateway, self.posting = world, gateway, posting
        self.created_commands = 0
        self.typed: list[int] = []

    def routes(self) -> list[web.RouteDef]:
        messages = "/channels/{channel}/messages"
        commands = "/applications/{app}/commands"
        return [
            web.get("/gateway", self.get_gateway),
            web.get("/gateway/bot", self.get_gateway_bot),
            web.get("/users/@me", self.me),
            web.get("/oauth2/applications/@me", self.application),
            web.get("/applications/@me", self.application),
            web.get(commands, self.list_commands),
            web.put(commands, self.overwrite_commands),
            web.get("/applications/{app}/guilds/{guild}/commands", self.list_guild_commands),
            web.put("/applications/{app}/guilds/{guild}/commands", self.overwrite_guild_commands),
            web.post("/users/@me/channels", self.open_direct),
            web.get("/channels/{channel}", self.get_channel),
            web.patch("/channels/{channel}", self.change_thread),
            web.get("/guilds/{guild}", self.get_guild),
            web.get("/guilds/{guild}/members/{user}", self.get_member),
            web.get("/guilds/{guild}/threads/active", self.active_threads),
            web.put("/channels/{channel}/thread-members/{user}", self.add_member),
            web.get(messages, self.list_messages),
            web.post(messages, self.create_message),
            web.get(messages + "/{message}", self.get_message),
            web.patch(messages + "/{message}", self.edit_message),
            web.delete(messages + "/{message}", self.delete_message),
            web.post("/channels/{channel}/typing", self.typing),
            web.post("/channels/{channel}/threads", self.start_thread),
            web.post(messages + "/{message}/threads", self.start_thread),
        ]

    # ------------------------------------------------------------ the app itself

    async def get_gateway(self, request: web.Request) -> web.Response:
        return web.json_response({"url": self.gateway.url})

    async def get_gateway_bot(self, request: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000}
        limit["max_concurrency"] = self.gateway.concurrency or 1
        return web.json_response(
            {"url": self.gateway.url, "shards": self.gateway.recommended, "session_start_limit": limit}
        )

    async def me(self, request: web.Request) -> web.Response:
        return web.json_response(self.world.bot.json() | {"verified": True, "mfa_enabled": False, "flags": 0})

    async def application(self, request: web.Request) -> web.Response:
        bot = self.world.bot
        shown = {
            "id": str(bot.id),
            "name": bot.name,
            "icon": None,
            "description": "",
            "rpc_origins": [],
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "team": None,
            "flags": 0,
            "owner": bot.json(),
            "integration_types_config": {"0": {}, "1": {}},
        }
        return web.json_response(shown)

    async def list_commands(self, request: web.Request) -> web.Response:
        full = request.query.get("with_localizations", "false").lower() in ("true", "1")
        return web.json_response([_command(command, full) for command in self.world.commands])

    async def list_guild_commands(self, request: web.Request) -> web.Response:
        return web.json_response(self._guild(request).commands)

    async def overwrite_guild_commands(self, request: web.Request) -> web.Response:
        guild = self._guild(request)
        payload, _ = await body(request)
        guild.commands = [self._stored(command, {}) for command in command_rules.commands(payload)]
        return web.json_response(guild.commands)

    def _guild(self, request: web.Request) -> Guild:
        guild = self.world.guilds.get(int(request.match_info["guild"]))
        if guild is None or not guild.has_bot:
            raise Refusal(403, 50001, "Missing Access")
        return guild

    async def get_guild(self, request: web.Request) -> web.Response:
        return web.json_response(self._guild(request).json())

    async def get_member(self, request: web.Request) -> web.Response:
        guild, bot = self._guild(request), self.world.bot
        if _id(request, "user") != bot.id:
            raise Refusal(404, 10007, "Unknown Member")
        return web.json_response(guild.member(bot))

    async def overwrite_commands(self, request: web.Request) -> web.Response:
        if request.match_info["app"] != str(self.world.bot.id):
            raise Refusal(403, 20012, "You are not authorized to perform this action on this application")
        payload, _ = await body(request)
        wanted = command_rules.commands(payload)
        ids = {command["name"]: command["id"] for command in self.world.commands}
        new = sum(command["name"] not in ids for command in wanted)
        if self.created_commands + new > DAILY_CREATES:
            raise Refusal(
                400, 30034, "Max number of daily application command creates has been reached (200)"
            )
        self.created_commands += new
        self.world.commands = [self._stored(command, ids) for command in wanted]
        return web.json_response([_command(command, True) for command in self.world.commands])

    def _stored(self, command: dict, ids: dict[str, str]) -> dict:
        defaults = {
            "id": ids.get(command["name"]) or str(self.world.snowflake()),
            "application_id": str(self.world.bot.id),
            "version": str(self.world.snowflake()),
            "type": 1,
            "default_member_permissions": None,
            "dm_permission": True,
            "nsfw": False,
            "name_localizations": None,
            "description_localizations": None,
            "integration_types": [0],
            "contexts": None,
        }
        return defaults | command

    # ------------------------------------------------------------ channels

    def _channel(self, request: web.Request) -> Channel:
        channel = self.world.channels.get(_id(request, "channel"))
        if channel is None:
            raise Refusal(404, 10003, "Unknown Channel")
        ask(self.world.bot, channel, 0)
        return channel

    def _message(self, request: web.Request) -> Message:
        message = self._channel(request).messages.get(_id(request, "message"))
        if message is None or message.visible_to is not None:
            raise Refusal(404, 10008, "Unknown Message")
        return message

    async def open_direct(self, request: web.Request) -> web.Response:
        payload, _ = await body(request)
        person = self.world.users.get(int(str(payload.get("recipient_id") or "0")))
        if person is None or person.bot:
            raise Refusal(400, 50033, "Invalid Recipient(s)")
        return web.json_response(self.world.direct(person).json())

    async def get_channel(self, request: web.Request) -> web.Response:
        return web.json_response(self._channel(request).json())

    async def change_thread(self, request: web.Request) -> web.Response:
        thread = self._channel(request)
        payload, _ = await body(request)
        if thread.kind not in THREADS:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        self._may_change(thread, payload)
        thread.archived = bool(payload.get("archived", thread.archived))
        if "name" in payload:
            thread.name = rules.length("name", payload["name"], 100, 1)
        return web.json_response(thread.json())

    def _may_change(self, thread: Channel, payload: dict) -> None:
        """Opening one again is for whoever is in it, all else for its maker; a locked one is moderators'."""
        bot = self.world.bot
        opens = payload.get("archived") is False and set(payload) == {"archived"}
        if thread.locked or not (bot.id in thread.members if opens else bot.id == thread.owner):
            ask(bot, thread, MANAGE_THREADS)
        if thread.archived and payload.get("archived") is not False:
            raise Refusal(400, 50083, "Thread is archived")

    async def active_threads(self, request: web.Request) -> web.Response:
        guild = self._guild(request)
        threads = [c for c in guild.channels.values() if c.kind in THREADS and not c.archived]
        threads = [c for c in threads if inside(self.world.bot, c)]
        return web.json_response({"threads": [c.json() for c in threads], "members": []})

    async def add_member(self, request: web.Request) -> web.Response:
        thread = self._channel(request)
        if thread.kind not in THREADS:
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        if thread.archived:
            raise Refusal(400, 50083, "Thread is archived")
        ask(self.world.bot, thread, SEND_IN_THREADS)
        if not thread.invitable and thread.owner != self.world.bot.id:
            ask(self.world.bot, thread, MANAGE_THREADS)
        thread.members.add(int(request.match_info["user"]))
        return web.Response(status=204)

    async def typing(self, request: web.Request) -> web.Response:
        self.typed.append(self._channel(request).id)
        return web.Response(status=204)

    async def list_messages(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        limit = int(request.query.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise rules.invalid("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 100.")
        history = channel.guild is None or allowed(self.world.bot, channel) & HISTORY
        readable = [m for m in channel.messages.values() if m.visible_to is None] if history else []
        seen = sorted(readable, key=lambda m: m.id)
        if "after" in request.query:
            page = [m for m in seen if m.id > int(request.query["after"])][:limit]
        elif "before" in request.query:
            page = [m for m in seen if m.id < int(request.query["before"])][-limit:]
        else:
            page = seen[-limit:]
        return web.json_response([m.json() for m in reversed(page)])

    async def create_message(self, request: web.Request) -> web.Response:
        channel = self._channel(request)
        payload, files = await body(request)
        if channel.kind == DM and channel.person is not None and not channel.person.dms_open:
            raise Refusal(403, 50007, "Cannot send messages to this user")
        if channel.locked and not allowed(self.world.bot, channel) & MANAGE_THREADS:
            raise Refusal(403, 160005, "Thread is locked")
        ask(self.world.bot, channel, writing(channel) | (ATTACH if files else 0))
        self._may_reply(channel, payload)
        message = await self.posting.create(channel, payload, files)
        return web.json_response(message.json())

    def _may_reply(self, channel: Channel, payload: dict) -> None:
        history = allowed(self.world.bot, channel) & HISTORY
        if payload.get("message_reference") and not history:
            raise Refusal(403, 160002, "Cannot reply without permission to read message history")

    async def get_message(self, request: web.Request) -> web.Response:
        return web.json_response(self._message(request).json())

    async def edit_message(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if message.author is not self.world.bot:
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        if message.channel.archived:
            raise Refusal(400, 50083, "Thread is archived")
        return web.json_response((await self.posting.edit(message, *await body(request))).json())

    async def delete_message(self, request: web.Request) -> web.Response:
        message = self._message(request)
        if message.author is not self.world.bot and message.channel.kind == DM:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        del message.channel.messages[message.id]
        return web.Response(status=204)

    async def start_thread(self, request: web.Request) -> web.Response:
        parent = self._channel(request)
        if parent.guild is None:
            raise Refusal(403, 50003, "Cannot execute action on a DM channel")
        payload, _ = await body(request)
        name = rules.length("name", payload.get("name"), 100, 1)
        message = self._message(request).id if "message" in request.match_info else None
        if message is not None and message in self.world.channels:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        of_message = NEWS_THREAD if parent.kind == NEWS else PUBLIC_THREAD
        kind = of_message if message is not None else payload.get("type", PRIVATE_THREAD)
        if kind not in OPENED_IN.get(parent.kind, ()):
            raise Refusal(400, 50024, "Cannot execute action on this channel type")
        ask(self.world.bot, parent, CREATE_PRIVATE if kind == PRIVATE_THREAD else CREATE_PUBLIC)
        if payload.get("auto_archive_duration", 60) not in (60, 1440, 4320, 10_080):
            raise rules.invalid("auto_archive_duration", "BASE_TYPE_CHOICES", "Value must be a known one.")
        thread = self.world.thread(parent, name, message, kind, self.world.bot.id)
        thread.invitable = bool(payload.get("invitable", True))
        await self.gateway.dispatch("THREAD_CREATE", thread.json() | {"newly_created": True}, 1)
        return web.json_response(thread.json(), status=201)


def _id(request: web.Request, name: str) -> int:
    text = request.match_info[name]
    if not text.isascii() or not text.isdigit():
        raise rules.invalid(f"{name}_id", "NUMBER_TYPE_COERCE", f'Value "{text[:20]}" is not snowflake.')
    return int(text)


def _command(command: dict, full: bool) -> dict:
    if full:
        return command
    return {key: value for key, value in command.items() if not key.endswith("_localizations")}
