"""The gateway: websocket sessions with heartbeats, identify, resume with replay, and compression.

Close codes and opcodes are those of the gateway documentation.
"""

import asyncio
import json
import secrets
import zlib
from collections import deque
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.platforms.discord.allowed import VIEW, allowed, inside
from tests.platforms.discord.world import DM, THREADS, Guild, Message, World, iso

GUILDS, GUILD_MEMBERS, GUILD_PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, DIRECT_MESSAGES, MESSAGE_CONTENT = 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
ALL_INTENTS = (1 << 26) - 1
REPLAY_KEPT = 1000
IDENTIFY_SECONDS = 5.0


@dataclass
class Session:
    """One identified client; it outlives its socket so that it can be resumed."""

    id: str
    intents: int
    shard: tuple[int, int] = (0, 1)
    sequence: int = 0
    sent: deque = field(default_factory=lambda: deque(maxlen=REPLAY_KEPT))
    socket: "Socket | None" = None


class Socket:
    """One websocket connection, compressing if it was asked to."""

    def __init__(self, ws: web.WebSocketResponse, compress: str | None) -> None:
        self.ws = ws
        self._deflate = zlib.compressobj() if compress == "zlib-stream" else None
        self._order = asyncio.Lock()
        self.session: Session | None = None

    async def send(self, payload: dict) -> None:
        text = json.dumps(payload)
        async with self._order:
            if self.ws.closed:
                return
            try:
                if self._deflate is None:
                    await self.ws.send_str(text)
                else:
                    packed = self._deflate.compress(text.encode())
                    await self.ws.send_bytes(packed + self._deflate.flush(zlib.Z_SYNC_FLUSH))
            except (ConnectionError, RuntimeError):
                return  # the client went away; the session keeps what it missed

    async def close(self, code: int, reason: str = "") -> None:
        await self.ws.close(code=code, message=reason.encode())


class Gateway:
    """All sessions of the bot. `enabled` are the privileged intents switched on in the portal."""

    def __init__(self, world: World, token: str, url: str = "") -> None:
        self.world, self.token, self.url = world, token, url
        self.enabled = 0
        self.recommended = 1  # shards
        self.required = 1  # fewer are refused (4011)
        self.concurrency = (
            0  # how many may identify in five seconds, each for its key; 0: that is not looked at
        )
        self.too_soon = 0
        self._identified_at: dict[int, float] = {}  # by key
        self.zombie = False  # swallow heartbeats without an ACK
        self.repeat = 1  # how often each event is delivered
        self.reorder = False  # events come in pairs, the later one first
        self._held: dict[str, tuple[str, dict]] = {}
        self.refuse_resume = False
        self.sessions: dict[str, Session] = {}
        self.sockets: set[Socket] = set()
        self.identified: list[int] = []
        self.resumed = 0
        self.heartbeats = 0
        self.heartbeat_ms = 41_250
        self.accepting = True

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if not self.accepting:
            return web.Response(status=503)
        ws = web.WebSocketResponse(max_msg_size=16_384, heartbeat=None)
        await ws.prepare(request)
        socket = Socket(ws, request.query.get("compress"))
        self.sockets.add(socket)
        await socket.send({"op": 10, "d": {"heartbeat_interval": self.heartbeat_ms}, "s": None, "t": None})
        try:
            async for frame in ws:
                if frame.type is WSMsgType.TEXT and not await self._read(socket, frame.data):
                    break
        finally:
            self.sockets.discard(socket)
            if socket.session is not None and socket.session.socket is socket:
                socket.session.socket = None
        return ws

    async def _read(self, socket: Socket, text: str) -> bool:
        try:
            frame = json.loads(text)
            code = frame["op"]
        except (ValueError, TypeError, KeyError):
            await socket.close(4002, "Error while decoding payload.")
            return False
        handlers = {1: self._heartbeat, 2: self._identify, 3: self._ignore, 6: self._resume, 8: self._ignore}
        if code not in handlers:
            await socket.close(4001, "Unknown opcode.")
            return False
        if code in (3, 8) and socket.session is None:
            await socket.close(4003, "Not authenticated.")
            return False
        return await handlers[code](socket, frame.get("d"))

    async def _ignore(self, socket: Socket, data: object) -> bool:
        return True

    async def _heartbeat(self, socket: Socket, data: object) -> bool:
        self.heartbeats += 1
        if not self.zombie:
            await socket.send({"op": 11, "d": None, "s": None, "t": None})
        return True

    async def _identify(self, socket: Socket, data: dict) -> bool:
        if socket.session is not None:
            await socket.close(4005, "Already authenticated.")
            return False
        intents = data.get("intents")
        if data.get("token") != self.token:
            await socket.close(4004, "Authentication failed.")
            return False
        if not isinstance(intents, int) or intents & ~ALL_INTENTS:
            await socket.close(4013, "Invalid intent(s).")
            return False
        if intents & PRIVILEGED & ~self.enabled:
            await socket.close(4014, "Disallowed intent(s).")
            return False
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            await socket.close(4010, "Invalid shard.")
            return False
        if count < self.required:
            self.recommended = max(self.recommended, self.required)  # whoever asks now is told
            await socket.close(4011, "Sharding required.")
            return False
        if self._comes_too_soon(number):
            await socket.send({"op": 9, "d": False, "s": None, "t": None})
            return True
        session = Session(secrets.token_hex(16), intents, (number, count), socket=socket)
        self.sessions[session.id] = session
        socket.session = session
        self.identified.append(intents)
        await self._greet(session)
        return True

    def _comes_too_soon(self, shard: int) -> bool:
        """One in five seconds for each key, which is the shard's number modulo `max_concurrency`."""
        if not self.concurrency:
            return False
        key, now = shard % self.concurrency, asyncio.get_running_loop().time()
        soon = now - self._identified_at.get(key, -IDENTIFY_SECONDS) < IDENTIFY_SECONDS
        self.too_soon += soon
        if not soon:
            self._identified_at[key] = now
        return soon

    async def _greet(self, session: Session) -> None:
        guilds = [guild for guild in self.world.guilds.values() if guild.has_bot and _of(session, guild.id)]
        ready = {
            "v": 10,
            "user": self.world.bot.json() | {"verified": True, "mfa_enabled": False, "email": None},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "shard": list(session.shard),
            "resume_gateway_url": self.url,
            "application": {"id": str(self.world.bot.id), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }
        shown = guilds if session.intents & GUILDS else []
        for event, data in [("READY", ready), *(("GUILD_CREATE", self.created(guild)) for guild in shown)]:
            for _ in range(self.repeat):
                await self._deliver(session, event, data)

    def created(self, guild: Guild) -> dict:
        """GUILD_CREATE: the server with its channels, threads, and of its members the bot."""
        bot, places = self.world.bot, list(guild.channels.values())
        channels = [c for c in places if c.kind not in THREADS]
        return guild.json() | {
            "joined_at": iso(guild.joined_at),
            "channels": [c.json() if allowed(bot, c) & VIEW else c.obfuscated() for c in channels],
            "threads": [c.json() for c in places if c.kind in THREADS and not c.archived and inside(bot, c)],
            "members": [guild.member(bot)],
        }

    async def _resume(self, socket: Socket, data: dict) -> bool:
        session = self.sessions.get(data.get("session_id", ""))
        if data.get("token") != self.token:
            await socket.close(4004, "Authentication failed.")
            return False
        if session is None or self.refuse_resume:
            await socket.send({"op": 9, "d": False, "s": None, "t": None})
            return True
        seen = data.get("seq") or 0
        if seen > session.sequence:
            await socket.close(4007, "Invalid seq.")
            return False
        session.socket, socket.session = socket, session
        self.resumed += 1
        for frame in [frame for frame in session.sent if frame["s"] > seen]:
            await socket.send(frame)
        await self._deliver(session, "RESUMED", {"_trace": []})
        return True

    async def _deliver(self, session: Session, event: str, data: dict) -> None:
        session.sequence += 1
        frame = {"op": 0, "t": event, "s": session.sequence, "d": data}
        session.sent.append(frame)
        if session.socket is not None:
            await session.socket.send(frame)

    async def dispatch(self, event: str, data: dict, intent: int = 0) -> None:
        """Sends an event to every session that asked for it, kept for a resume where it is away."""
        for session in list(self.sessions.values()):
            wanted = not intent or session.intents & intent
            if wanted and _of(session, _guild_of(event, data)):
                await self._event(session, event, data)

    async def message(self, event: str, message: Message) -> None:
        """MESSAGE_CREATE or MESSAGE_UPDATE, its content withheld where the intent is missing."""
        direct = message.channel.kind == DM
        for session in list(self.sessions.values()):
            if not session.intents & (DIRECT_MESSAGES if direct else GUILD_MESSAGES):
                continue
            if not _of(session, message.channel.guild.id if message.channel.guild is not None else 0):
                continue
            if not allowed(self.world.bot, message.channel) & VIEW or not inside(
                self.world.bot, message.channel
            ):
                continue
            bot = self.world.bot
            open_ = direct or message.author is bot or bot in message.mentions
            data = message.json(with_content=bool(open_ or session.intents & MESSAGE_CONTENT))
            data["channel_type"] = message.channel.kind
            if message.channel.guild is not None:
                data["guild_id"] = str(message.channel.guild.id)
                data["member"] = message.channel.guild.partial_member(message.author)
                for user, mentioned in zip(message.mentions, data["mentions"], strict=True):
                    mentioned["member"] = message.channel.guild.partial_member(user)
            await self._event(session, event, data)

    async def _event(self, session: Session, event: str, data: dict) -> None:
        """Delivers once, or as the faults in force want it."""
        if self.reorder and session.id not in self._held:
            self._held[session.id] = (event, data)
            return
        for _ in range(self.repeat):
            await self._deliver(session, event, data)
        if (held := self._held.pop(session.id, None)) is not None:
            await self._deliver(session, *held)

    # ------------------------------------------------------------ what can happen to it

    async def reconnect(self) -> None:
        """Op 7: every client is asked to come back and resume."""
        for socket in list(self.sockets):
            await socket.send({"op": 7, "d": None, "s": None, "t": None})

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Op 9."""
        if not resumable:
            self.sessions.clear()
        for socket in list(self.sockets):
            await socket.send({"op": 9, "d": resumable, "s": None, "t": None})

    async def close_all(self, code: int) -> None:
        for socket in list(self.sockets):
            await socket.close(code)

    def cut(self, *, forget: bool = False) -> None:
        """Kills every connection without a word; with `forget` the sessions cannot be resumed."""
        if forget:
            self.sessions.clear()
        for socket in list(self.sockets):
            request_transport = socket.ws._req.transport if socket.ws._req is not None else None
            if request_transport is not None:
                request_transport.abort()

    def shards(self) -> list[tuple[int, int]]:
        """(number, count) of each connected session."""
        return sorted(socket.session.shard for socket in self.sockets if socket.session is not None)

    @property
    def connected(self) -> int:
        """Sockets that belong to an identified session."""
        return sum(socket.session is not None for socket in self.sockets)


def _of(session: Session, guild: int) -> bool:
    """Whether that session is for the server; direct chats (0) are the first shard's."""
    number, count = session.shard
    return (guild >> 22) % count == number


def _guild_of(event: str, data: dict) -> int:
    found = str(data.get("id" if event in ("GUILD_CREATE", "GUILD_DELETE") else "guild_id"))
    return int(found) if found.isdigit() else 0
