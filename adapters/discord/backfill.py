"""What people write, in order, none left out: what came while no session was open is fetched first.

After a new gateway session Discord does not replay what was missed. The host keeps, for each direct chat and
each person's own thread, the id of the last message taken in; what stands there after it is handed over (ids
seen before are dropped by the host), then the cursor moves. A chat whose message could not be taken in keeps
its cursor, so the next session finds the message again. The cursor of a thread is named for its person, too:
`heard:THREAD:ACCOUNT`, so that /forget finds it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from weakref import WeakValueDictionary

import aiohttp
import discord

from adapters.discord.inbound import PLATFORM
from adapters.discord.intake import GatewayIntake
from adapters.discord.logins import pauses
from adapters.discord.threads import Threads
from bot.errors import StorageError
from bot.ports import Host

HEARD = "heard"
MOST_CHATS = 500  # the ones that were active last
MOST_MESSAGES = 1000  # in one chat; pages of 100
TRIES = 3
# The last of them is what a client that was closed meanwhile answers with.
TROUBLE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, RuntimeError)

_log = logging.getLogger(__name__)


class Backfill:
    """The direct chats and threads of one client. `sleep` is used between tries."""

    def __init__(
        self,
        client: discord.Client,
        host: Host,
        intake: GatewayIntake,
        threads: Threads,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._client, self._host, self._intake, self._sleep = client, host, intake, sleep
        self._threads = threads
        self._cursors: dict[str, int] = {}
        self._missed: dict[str, int] = {}  # chat -> cursor, of the chats not yet looked at in this session
        self._held: set[str] = set()
        self._chats: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._reading = 0  # sessions whose chats are not known yet
        self._loaded = asyncio.Event()

    async def begin(self, *, direct: bool = True, threads: bool = True) -> None:
        """A new session: known chats of that kind may hold something new. Returns when all of these were
        looked at; threads that are not yet are looked at with the next message there."""
        self._reading += 1
        self._loaded.clear()  # what is written now must not move a cursor past what was missed
        try:
            missed = await self._not_seen(direct)
        finally:
            self._reading -= 1
            if not self._reading:
                self._loaded.set()
        for chat in missed:
            if threads or chat.isdigit():
                async with self._lock(chat):
                    await self._look_back(chat)

    async def _not_seen(self, direct: bool) -> Collection[str]:
        """The chats that may hold something new, from their cursors on."""
        known = await self._known()
        kept = {chat: last for chat, last in known.items() if channel_of(chat) is not None}
        self._cursors = {chat: int(last) for chat, last in kept.items() if last.isdigit()}
        for thread, account in self._threads.own():  # from its beginning, where nothing was read so far
            self._cursors.setdefault(thread_key(thread, account), int(thread))
        latest = sorted(self._cursors.items(), key=lambda one: one[1], reverse=True)[:MOST_CHATS]
        missed = {chat: last for chat, last in latest if direct or not chat.isdigit()}
        self._missed |= missed
        self._held -= missed.keys()
        return missed

    async def _known(self) -> Mapping[str, str]:
        """What is kept of the chats, once the database answers: nothing can be handed over before that."""
        for pause in pauses():
            try:
                return await self._host.cursors(PLATFORM)
            except StorageError:
                await self._sleep(pause)
            except Exception as error:
                _log.error("could not look back for missed messages: %s", type(error).__name__)
                break
        return {}

    async def message(self, message: discord.Message, *, own_thread: bool = False) -> None:
        """A live message in a direct chat or its writer's own thread: what was missed there goes first."""
        await self._loaded.wait()
        chat = thread_key(message.channel.id, message.author.id) if own_thread else str(message.channel.id)
        async with self._lock(chat):
            await self._look_back(chat)
            await self._take(chat, message)

    async def seen(self, chat: str, id_: int) -> None:
        """Something else was done in a direct chat: from then on messages would be missed."""
        await self._loaded.wait()
        if chat not in self._cursors and chat.isdigit():
            await self._move(chat, id_)

    def _lock(self, chat: str) -> asyncio.Lock:
        return self._chats.setdefault(chat, asyncio.Lock())

    async def _take(self, chat: str, message: discord.Message) -> None:
        if not await self._taken(chat, message):
            self._held.add(chat)
        await self._move(chat, message.id)

    async def _taken(self, chat: str, message: discord.Message) -> bool:
        """Whether the host has it, or it is of no concern: in a thread what others write is none."""
        if chat.isdigit():
            return await self._intake.message(message)
        me = self._client.user
        if me is None or chat != thread_key(message.channel.id, message.author.id):
            return True
        return await self._intake.in_thread(message, me.id)

    async def _move(self, chat: str, id_: int) -> None:
        if chat in self._held or id_ <= self._cursors.get(chat, 0):
            return
        self._cursors[chat] = id_
        try:
            await self._host.move_cursor(PLATFORM, chat, str(id_))
        except Exception as error:
            _log.error("could not keep the place in a chat: %s", type(error).__name__)

    async def _look_back(self, chat: str) -> None:
        """Fetches what stands after the cursor. The chat's lock is held."""
        after = self._missed.pop(chat, None)
        if after is None:
            return
        channel = self._client.get_partial_messageable(channel_of(chat) or 0)
        for tried in range(1, TRIES + 1):
            try:
                start = discord.Object(max(after, self._cursors.get(chat, 0)))
                async for message in channel.history(limit=MOST_MESSAGES, after=start, oldest_first=True):
                    await self._take(chat, message)
                return
            except (discord.Forbidden, discord.NotFound):
                return  # the chat is gone
            except TROUBLE as error:
                _log.warning("could not look back into a chat: %s", type(error).__name__)
                if tried == TRIES:
                    self._held.add(chat)
                else:
                    await self._sleep(float(tried))


def thread_key(thread: int | str, account: int | str) -> str:
    return f"{HEARD}:{thread}:{account}"


def channel_of(chat: str) -> int | None:
    """The channel that a cursor is about; None where it is another kind of note."""
    kind, _, rest = chat.rpartition(":")[0].partition(":")
    number = rest if kind == HEARD else chat
    return int(number) if number.isascii() and number.isdigit() else None
