"""`DiscordAdapter`: the port `Adapter` on Discord. Logs in, receives, sends, closes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from random import Random
from urllib.parse import urlsplit

import aiohttp
import discord

from adapters.discord import library, menu, outbound
from adapters.discord.client import Client, ShardedClient, ShardsWanted
from adapters.discord.handles import Handles
from adapters.discord.opening import Opening
from adapters.discord.quiet import hold_logs
from adapters.discord.sending import Sending
from adapters.discord.threads import Threads
from bot.errors import Failure, PlatformRefused, SendFailed
from bot.model import Address, Limits, Outgoing, Receipt
from bot.ports import Host

# Close codes after which coming back is useless, from the gateway documentation.
FATAL_CLOSES = {
    4004: "Discord refused the token: check ALANA_DISCORD_TOKEN",
    4010: "Discord refused the shard (4010)",
    4011: "the bot is in too many servers for its connections (4011): raise or unset ALANA_DISCORD_SHARDS",
    4012: "Discord does not serve this API version any more (4012): update the bot",
    4013: "Discord does not know the intents that were asked for (4013): update the bot",
    4014: "Discord refused the intents (4014): unset ALANA_DISCORD_MESSAGE_CONTENT, or turn the Message "
    "Content Intent on in the Developer Portal, page Bot",
}
SHARDING_REQUIRED = 4011
# Of 50 calls that Discord takes in a second; each may have to open its direct chat first. The rest is for
# answers.
NUDGES_A_SECOND = 15.0
SEND_SECONDS = 90.0
TYPING_SECONDS = 3.0  # an ornament; what is to be sent does not wait long for it
LONGEST_PAUSE = 120.0
STEADY = timedelta(minutes=1)

_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


class DiscordAdapter:
    """One bot account. `message_content`: the portal lets it read what is typed in threads.

    `shards`: connections to the gateway; None: one, or as many as Discord recommends.
    `api_url` (with /api/v10) is for a REST proxy or a test server; `sleep` is used
    between tries only: what a rate limit asks for, the library waits itself."""

    name = "discord"
    limits = Limits(
        max_text=2000,
        measure="codepoints",
        max_label=80,
        short_label=38,
        max_buttons=25,
        rate_broadcast=NUDGES_A_SECOND,
        in_row=outbound.MAX_IN_ROW,
        max_entry=outbound.MAX_ENTRY,
        back=True,
        forms=True,
        threads=True,
        below=menu.BELOW,
    )

    def __init__(
        self,
        token: str,
        api_url: str | None = None,
        *,
        clock: Callable[[], datetime] = _now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Random | None = None,
        message_content: bool = False,
        shards: int | None = None,
        files: Callable[[str], bytes] | None = None,
    ) -> None:
        self._files = files
        self._token, self._api_url = token.strip(), api_url
        self._clock, self._sleep, self._random = clock, sleep, random or Random()
        self._handles, self._threads = Handles(), Threads()
        self._message_content = message_content
        self._chosen, self._shards = shards is not None, shards if shards is not None and shards > 1 else None
        self._client: Client | None = None
        self._sending: Sending | None = None
        self._open = asyncio.Event()
        self._failures = 0
        self._connected_at: datetime | None = None
        self._closed = False

    def __repr__(self) -> str:
        return "<DiscordAdapter>"

    @property
    def connected(self) -> bool:
        """Whether a session of the gateway is open."""
        return self._connected_at is not None and self._open.is_set()

    # ------------------------------------------------------------ receiving

    async def run(self, host: Host) -> None:
        """Serves until it is cancelled. Raises `PlatformRefused` where trying again is useless."""
        hold_logs()
        library.check()
        library.read_anything()
        if self._api_url is not None:
            library.ask_at(self._api_url)
            _log.info("Discord's API is asked at %s", urlsplit(self._api_url).hostname)
        try:
            while not self._closed:
                why = await self._serve(host)
                self._open.clear()  # what is to be sent waits for the next login
                if self._closed:
                    return
                seconds = self._pause()
                _log.warning("no connection to Discord (%s); next try in %.0f s", why, seconds)
                await self._sleep(seconds)
        except asyncio.CancelledError:
            self._open.set()  # what still waits for a login does not hold up the end
            raise
        finally:
            if self._client is not None:
                await self._client.leave()

    async def _serve(self, host: Host) -> str:
        """One login until it ends; why it ended. Cancelling leaves the REST side open for the sender."""
        await self._drop_client()
        await self._threads.load(host)
        client = (Client if self._shards is None else ShardedClient)(
            host,
            self._handles,
            self._threads,
            message_content=self._message_content,
            own_gateway=self._api_url is not None,
            clock=self._clock,
            sleep=self._sleep,
            on_session=self._connected,
            shards=self._shards,
        )
        self._client = client
        try:
            await client.login(self._token)
            self._sending = self._sending_through(client, host)
            self._open.set()
            await client.connect(reconnect=self._shards is not None)  # each shard comes back by itself
        except discord.LoginFailure:
            raise PlatformRefused(FATAL_CLOSES[4004]) from None
        except discord.PrivilegedIntentsRequired:
            raise PlatformRefused(FATAL_CLOSES[4014]) from None
        except ShardsWanted as error:
            self._shards = error.count
            return str(error)
        except discord.ConnectionClosed as error:
            if error.code == SHARDING_REQUIRED and not self._chosen and self._shards is None:
                self._shards = 0  # as many as it recommends
            elif error.code in FATAL_CLOSES:
                raise PlatformRefused(FATAL_CLOSES[error.code]) from None
            return f"closed with {error.code}"
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            return _named(error)
        except Exception as error:  # not of the network: loud, and the bot comes back
            _log.exception("the connection to Discord broke")
            return _named(error)
        return "closed"

    def _sending_through(self, client: Client, host: Host) -> Sending:
        opening = Opening(client.http, self._threads, host, lambda: client.user.id if client.user else None)
        return Sending(
            client.http,
            self._handles,
            self._clock,
            host.phrase,
            self._threads,
            opening,
            client.limit.holds,
            self._sleep,
            self._files,
        )

    def _connected(self) -> None:
        self._connected_at = self._clock()

    def _pause(self) -> float:
        """Seconds to the next login: doubling, until a connection has held for a while. Discord takes
        1,000 sessions a day and then wants a new token."""
        since, self._connected_at = self._connected_at, None
        if since is not None and self._clock() - since >= STEADY:
            self._failures = 0
        self._failures += 1
        longest = min(LONGEST_PAUSE, 2.0 ** min(self._failures, 10))
        return longest * (0.5 + self._random.random() / 2)

    async def _drop_client(self, *, at_last: bool = False) -> None:
        self._open.clear()
        self._sending = None
        client = self._client
        if client is not None:
            await client.leave(at_last=at_last)
            await asyncio.shield(client.close())  # half closed, it could not be closed again
            self._client = None

    # ------------------------------------------------------------ sending

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        """Sends one row, once there is a login. Raises `SendFailed`."""
        await self._open.wait()
        sending = self._sending
        if sending is None:
            raise SendFailed(Failure.TRANSIENT, "closed")
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await sending.send(outgoing, target)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise SendFailed(Failure.TRANSIENT, type(error).__name__) from None
        except RuntimeError as error:
            if str(error) == "Session is closed":  # a new login is on its way
                raise SendFailed(Failure.TRANSIENT, "logging in again") from None
            raise

    async def typing(self, address: Address) -> None:
        """Shows that somebody writes; failures are swallowed."""
        if self._sending is None:
            return
        try:
            async with asyncio.timeout(TYPING_SECONDS):
                await self._sending.typing(address)
        except Exception as error:
            _log.debug("typing was not shown: %s", type(error).__name__)

    async def close(self) -> None:
        """Ends everything, the REST side included. May be called again."""
        self._closed = True
        await self._drop_client(at_last=True)
        self._open.set()


def _named(error: Exception) -> str:
    """What went wrong, without what a library may have put into its text."""
    if isinstance(error, discord.HTTPException):
        return f"HTTP {error.status}"
    return type(error).__name__
