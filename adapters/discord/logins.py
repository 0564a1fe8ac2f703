"""A login and how it ends: what is worth coming back for, what is not, and how long to wait until then."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
from random import Random

import aiohttp
import discord

from bot.errors import PlatformRefused

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
TOO_FEW_IN_ALL = (
    "the bot is in too many servers for its connections (4011): raise ALANA_DISCORD_SHARD_COUNT in every "
    "process, and share the new ALANA_DISCORD_SHARD_IDS out"
)
LONGEST_PAUSE = 120.0
STEADY = timedelta(minutes=1)

_log = logging.getLogger(__name__)


class ShardsWanted(Exception):
    """Discord wants another number of connections; None: as many as it recommends."""

    def __init__(self, count: int | None) -> None:
        super().__init__(f"Discord wants {'more' if count is None else count} shards")
        self.count = count


async def lived(receive: Callable[[], Awaitable[None]]) -> str:
    """A login until it ends: why it ended. Raises `PlatformRefused` where coming back is useless, and
    `ShardsWanted`."""
    try:
        await receive()
    except (PlatformRefused, ShardsWanted):
        raise
    except discord.LoginFailure:
        raise PlatformRefused(FATAL_CLOSES[4004]) from None
    except discord.PrivilegedIntentsRequired:
        raise PlatformRefused(FATAL_CLOSES[4014]) from None
    except discord.ConnectionClosed as error:
        if error.code == SHARDING_REQUIRED:
            raise ShardsWanted(None) from None
        if error.code in FATAL_CLOSES:
            raise PlatformRefused(FATAL_CLOSES[error.code]) from None
        return f"closed with {error.code}"
    except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
        return _named(error)
    except Exception as error:  # not of the network: loud, and the bot comes back
        _log.exception("the connection to Discord broke")
        return _named(error)
    return "closed"


def pauses(longest: float = 60.0) -> Iterator[float]:
    """In seconds, doubling, for ever: between tries of what nobody else would begin again."""
    pause = 1.0
    while True:
        yield pause
        pause = min(2 * pause, longest)


class Backoff:
    """How long to wait until the next login: doubling, until a connection has held for a while. Discord takes
    1,000 sessions a day and then wants a new token."""

    def __init__(self, clock: Callable[[], datetime], random: Random) -> None:
        self._clock, self._random = clock, random
        self._failures = 0
        self._connected_at: datetime | None = None
        self._said: set[str] = set()

    @property
    def connected(self) -> bool:
        """Whether there was a session since the last pause."""
        return self._connected_at is not None

    def session(self) -> None:
        """A session began."""
        self._connected_at = self._clock()

    def is_news(self, why: str) -> bool:
        """Whether that has not been said since there was a session: an outage of hours is a line, not one for
        each try."""
        if self.connected:
            self._said.clear()
        known = why in self._said
        self._said.add(why)
        return not known

    def pause(self) -> float:
        """In seconds."""
        since, self._connected_at = self._connected_at, None
        if since is not None and self._clock() - since >= STEADY:
            self._failures = 0
        self._failures += 1
        longest = min(LONGEST_PAUSE, 2.0 ** min(self._failures, 10))
        return longest * (0.5 + self._random.random() / 2)


class LoginTurns:
    """LoginTurns of one process alone, as `bot.ports.Sharing` has them for several."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._resting: dict[str, asyncio.Task[None]] = {}

    async def turn(self, key: str, every: timedelta) -> None:
        """Returns when the last one with that key is so long ago."""
        while (task := self._resting.get(key)) is not None and not task.done():
            await asyncio.wait({task})
        self._resting[key] = asyncio.create_task(self._rest(every))

    async def _rest(self, every: timedelta) -> None:
        await self._sleep(every.total_seconds())


def _named(error: Exception) -> str:
    """What went wrong, without what a library may have put into its text."""
    match error:
        case discord.HTTPException():
            return f"HTTP {error.status}"
        case aiohttp.ClientConnectorDNSError():
            return "its name was not found: is the network, or the resolver, away?"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return "its certificate was not accepted: is the clock right, or something in between?"
        case aiohttp.ClientConnectorError():
            return "it could not be reached"
    return type(error).__name__
