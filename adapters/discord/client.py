"""The connection: discord.py's client with what it needs to serve us.

Intents are messages alone: interactions come without any, and direct messages, mentions and replies carry
their content without the privileged intent; with it, whatever is typed in a person's own thread does, too.
Nothing is cached.
"""

import asyncio
import contextlib
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import discord

from adapters.discord import library, places
from adapters.discord.backfill import Backfill
from adapters.discord.global_limit import GlobalLimit
from adapters.discord.guilds import Guilds
from adapters.discord.handles import Handles
from adapters.discord.inspection import Inspection
from adapters.discord.intake import GatewayIntake
from adapters.discord.logins import ShardsWanted, pauses
from adapters.discord.registering import NO_MORE_TODAY, USED_UP, register
from adapters.discord.threads import Threads
from bot.errors import StorageError
from bot.frozen import frozen
from bot.ports import Host
from bot.time_limits import within

MAX_LIMIT_WAIT = 30.0  # seconds that a call may wait for its rate limit; longer is the sender's business
MENU_PAUSE = 3_600.0  # the longest between two tries to register the commands
LEAVE_SECONDS = 2.0  # a dead gateway does not answer a close
LAST_SECONDS = 0.5

_log = logging.getLogger(__name__)


@frozen
class Share:
    """The part of the connections that a login is for: the shards `ids` of `count`. `turn` returns when one
    with that number may identify itself: Discord takes one in five seconds, for each."""

    ids: Sequence[int]
    count: int
    turn: Callable[[int], Awaitable[None]]


class Client(discord.Client):
    """One login. `on_session` is called for every new gateway session. With `shards` (a number, 0: as many as
    Discord recommends; or some of them) it is to be a `ShardedClient`."""

    def __init__(
        self,
        host: Host,
        handles: Handles,
        threads: Threads,
        *,
        message_content: bool,
        own_gateway: bool,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]],
        on_session: Callable[[], None],
        shards: int | Share | None = None,
    ) -> None:
        intents = discord.Intents.none()
        intents.dm_messages = intents.guild_messages = intents.guilds = True
        intents.message_content = message_content
        self.limit = GlobalLimit(clock, sleep)
        super().__init__(
            intents=intents,
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.0,
            max_ratelimit_timeout=MAX_LIMIT_WAIT,
            http_trace=self.limit.trace(),
            allowed_mentions=discord.AllowedMentions.none(),
            shard_count=(shards.count if isinstance(shards, Share) else shards) or None,
        )
        self._share = shards if isinstance(shards, Share) else None
        self._keys, self._heard = 1, set[int]()
        self._host, self._own_gateway = host, own_gateway
        self._pause, self._on_session = sleep, on_session
        self.inspection = Inspection(self.http, host, self._own_id, clock)
        self.intake = GatewayIntake(host, handles, threads, clock, self.inspection)
        self._threads = threads
        self.backfill = Backfill(self, host, self.intake, threads, sleep)
        self._tasks: set[asyncio.Task[None]] = set()
        self._in_hand: set[asyncio.Task[object]] = set()  # what people did, until the host has it
        library.guard(self, ("INTERACTION_CREATE", "MESSAGE_CREATE"), self._unreadable)
        self.guild_life = Guilds(host, self.http, clock)
        library.listen(self, "READY", self._ready_with, instead=False)
        # Of servers nothing is cached: what is needed of one comes with each interaction.
        library.listen(self, "GUILD_CREATE", self._guild_created, instead=True)
        library.listen(self, "GUILD_DELETE", self._guild_deleted, instead=True)
        library.listen(self, "THREAD_CREATE", self._thread_created, instead=False)

    def _own_id(self) -> str:
        return str(self.user.id) if self.user is not None else ""

    def _unreadable(self, event: str, data: object, error: Exception) -> None:
        """It costs that event, not the connection."""
        id_ = data.get("id") if isinstance(data, Mapping) else None
        name = f"dc:{id_}" if isinstance(id_, str) and id_.isdigit() else "dc:unknown"
        self._start(partial(self.intake.poisoned, name, event.lower(), error))

    def _start(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Work beside the events. A mistake of ours in it costs that one thing until the next session: a
        server's greeting, or what was missed in a chat. The list of commands sees to itself."""
        task = asyncio.get_running_loop().create_task(self._kept_at(work))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def _kept_at(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        """Again while the database does not answer: no event would tell of it once more."""
        for pause in pauses():
            try:
                await work()
                return
            except StorageError as error:
                _log.warning("discord: work beside the turns waits for the database: %s", error)
                await self._pause(pause)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """What it fails with is one line, whoever else would ask for it."""
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("discord: work beside the turns failed: %s", type(error).__name__)

    async def setup_hook(self) -> None:
        """Once per login, before the gateway: its address, and the menu beside it."""
        wanted = await self._recommended()
        if wanted > 1 and not isinstance(self, discord.AutoShardedClient):
            raise ShardsWanted(wanted)
        if self._share is None or 0 in self._share.ids:
            self._start(self._register_menu)

    async def _recommended(self) -> int:
        wanted, url, self._keys = await library.gateway(self.http)
        if self._own_gateway:
            library.meet_at(url)
        return wanted

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord takes one IDENTIFY in five seconds for each key, which is a shard's number modulo
        `max_concurrency` (the reference on sharding)."""
        if self._share is not None:
            await self._share.turn((shard_id or 0) % self._keys)
        elif not initial:
            await self._pause(5.0)

    # ------------------------------------------------------------ events

    def _ready_with(self, data: Mapping[str, Any]) -> None:
        """A new session, the first or not the first."""
        shard, shards = data.get("shard") or (0, 1)
        ids = {str(one["id"]) for one in data["guilds"]}
        self.guild_life.listed(ids, shard, shards)
        self._start(partial(self.guild_life.session, ids, shard, shards))
        _log.info("discord: listening as %s", self.user.id if self.user else "?")
        self._on_session()
        self._heard.add(shard)
        ours = self._share.ids if self._share is not None else range(shards)
        # Direct messages come to the first; of threads nobody knows which shard is theirs.
        everywhere = self._heard.issuperset(ours)
        self._start(partial(self.backfill.begin, direct=shard == 0, threads=everywhere))

    def _guild_created(self, data: Mapping[str, object]) -> None:
        work = self.guild_life.created(data, self._own_id())
        if work is not None:
            self._start(work)

    def _guild_deleted(self, data: Mapping[str, object]) -> None:
        self._start(partial(self.guild_life.deleted, data))

    def _thread_created(self, data: Mapping[str, object]) -> None:
        """Ours may have been made by another process, which sends for all."""
        if self.user is not None and str(data.get("owner_id")) == str(self.user.id):
            self._threads.appeared(str(data.get("id")))

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self._hold()
        if interaction.guild_id is not None and interaction.is_guild_integration():
            work = self.guild_life.called(str(interaction.guild_id))
            if work is not None:
                self._start(work)
        await self.intake.interaction(interaction)
        if places.is_direct(interaction):  # two people's own chat is of that kind, too
            await self.backfill.seen(str(interaction.channel_id), interaction.id)

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot or message.webhook_id is not None:
            return
        in_server = not isinstance(message.channel, discord.DMChannel)
        if in_server:
            await self._threads.look(str(message.channel.id))
        if in_server and (self.user is None or not self.intake.concerns(message, self.user.id)):
            return
        self._hold()
        ticket = self.intake.order.take(str(message.author.id))
        async with ticket.turn():
            if in_server and self.user is not None and not self.intake.is_own(message):
                await self.intake.elsewhere(message, self.user.id)
            else:
                await self.backfill.message(message, own_thread=in_server)

    def _hold(self) -> None:
        """A stop waits for this task: what was acknowledged is to be committed."""
        task = asyncio.current_task()
        assert task is not None
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """One line, without what the event held."""
        _log.error("an error in %s: %s", event_method, type(sys.exception()).__name__)

    # ------------------------------------------------------------ the menu

    async def _register_menu(self) -> None:
        """Registers the commands if they differ from what stands there; tried until it is done, but for what
        Discord would refuse again. Failing costs nothing but them."""
        said = ""
        for pause in pauses(MENU_PAUSE):
            try:
                assert self.application_id is not None
                await register(self.http, self.application_id, self._host.menu)
                return
            except Exception as error:
                status = getattr(error, "status", 0)
                why = (
                    NO_MORE_TODAY
                    if getattr(error, "code", 0) == USED_UP
                    else f"{type(error).__name__} {status}"
                )
                if why != said:
                    _log.warning("could not register the commands: %s", why)
                said = why
                if 400 <= status < 500 and status != 429 and why != NO_MORE_TODAY:
                    return
                await self._pause(pause)

    # ------------------------------------------------------------ the end

    async def leave(self, *, at_last: bool = False) -> None:
        """Closes the gateway only: nothing more comes in, what came in is handed over, and what is in the
        outbox can still go out. `at_last`: what was not handed over by now is let go: the rest of a
        flood."""
        for task in list(self._tasks):
            task.cancel()
        with contextlib.suppress(TimeoutError, ConnectionError):
            await within(LEAVE_SECONDS, library.close_gateway(self))
        if self._in_hand:
            _, late = await asyncio.wait(self._in_hand, timeout=LAST_SECONDS if at_last else LEAVE_SECONDS)
            for left in late if at_last else ():
                left.cancel()

    async def end(self, *, at_last: bool = False) -> None:
        """Leaves and closes the REST side, too: also where leaving is cut short, by the end of the time that
        a stop has, or by a second cancellation."""
        try:
            await self.leave(at_last=at_last)
        finally:
            await asyncio.shield(self.close())  # half closed, it could not be closed again


class ShardedClient(Client, discord.AutoShardedClient):
    """One login with several connections, each for its share of the servers."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self._share is not None:
            self.shard_ids = list(self._share.ids)


class RestClient(Client):
    """One login without a connection: it asks and sends. `recommended`: how many Discord advises."""

    recommended = 1

    async def setup_hook(self) -> None:
        self.recommended = await self._recommended()
