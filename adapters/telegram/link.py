"""The connection to the Bot API: the library's clients, who we are there, and calls that are tried until they
get through."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from telegram import User
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from adapters.telegram import outbound
from adapters.telegram.client import Queued, RawBot, hold_warnings, make_bot
from adapters.telegram.intake import RawUpdates
from adapters.telegram.mentions import Me
from adapters.telegram.quiet import hush, release
from adapters.telegram.waiting import LONGEST, Outage
from bot.errors import PlatformRefused
from bot.frozen import frozen
from bot.refusals import shortened

REFUSED_TOKEN = "Telegram does not know this token: copy it again from @BotFather into ALANA_TELEGRAM_TOKEN"
REFUSED_ELSEWHERE = "; or ALANA_TELEGRAM_API_URL does not name a Bot API server"
# Pauses in seconds, a minute in all, before a token that is not accepted is called refused: a server that
# was set up anew, or a proxy before it, says so of good ones for a moment.
SECOND_LOOKS = (2.0, 4.0, 8.0, 16.0, 30.0)

T = TypeVar("T")
log = logging.getLogger(__name__)


@frozen
class Tempo:
    """The clock, pauses in seconds, and chance from 0 to 1."""

    clock: Callable[[], datetime]
    sleep: Callable[[float], Awaitable[None]]
    random: Callable[[], float]


class Link:
    """`base_url` is another API server's address without `/bot…` (None: api.telegram.org). `request` and
    `updates_request` replace the library's HTTP client (for measurements without a network)."""

    def __init__(
        self,
        token: str,
        base_url: str | None,
        tempo: Tempo,
        request: BaseRequest | None = None,
        updates_request: BaseRequest | None = None,
    ) -> None:
        hold_warnings()
        self.redaction = hush(token)
        self.tempo = tempo
        self.elsewhere = base_url is not None and "://api.telegram.org" not in base_url
        self.raw = RawUpdates(updates_request or Queued(connections=1))
        self.bot: RawBot = make_bot(token, base_url, request or Queued(connections=32), self.raw)
        # Taps are answered beside everything that is sent, however much that is.
        self.taps: RawBot = make_bot(token, base_url, request or Queued(connections=16), self.raw)
        self._ready = False
        self.known = False  # who we are

    def __repr__(self) -> str:
        return "Link()"

    # ------------------------------------------------------------ life

    async def open(self) -> None:
        """The HTTP clients alone: the library's own start calls getMe once and names the token."""
        if not self._ready:
            await asyncio.gather(
                self.bot.request.initialize(), self.taps.request.initialize(), self.raw.initialize()
            )
            self._ready = True

    async def close(self) -> None:
        """Ends the connections. May be called twice."""
        await asyncio.gather(self.bot.request.shutdown(), self.taps.request.shutdown(), self.raw.shutdown())
        self._ready = False
        release(self.redaction)

    async def identify(self) -> Me:
        """Who we are. Tries for ever, except where the token is wrong: then `PlatformRefused`."""
        await self.open()
        outage = self.outage("connecting")
        user = await self._whoami(outage)
        for pause in SECOND_LOOKS:
            if user is not None:
                break
            log.warning("telegram: ALANA_TELEGRAM_TOKEN was not accepted; asking again in %g seconds", pause)
            await self.tempo.sleep(pause)
            user = await self._whoami(outage)
        if user is None:  # raised outside any handler: no earlier error hangs on this one
            raise PlatformRefused(REFUSED_TOKEN + (REFUSED_ELSEWHERE if self.elsewhere else ""))
        self.known = True
        log.info("telegram: listening as @%s", user.username)
        return Me(user.id, user.username or "")

    async def _whoami(self, outage: Outage) -> User | None:
        """The bot's account; None: the token is not accepted."""
        try:
            return await self.until(outage, self.bot.get_me)
        except InvalidToken:
            return None

    # ------------------------------------------------------------ trying again

    def outage(self, what: str, longest: float = LONGEST) -> Outage:
        """Tries of one thing, with at most `longest` seconds between two of them."""
        return Outage(what, self.tempo.sleep, self.tempo.random, longest)

    async def until(self, outage: Outage, call: Callable[[], Awaitable[T]]) -> T:
        """The result of `call`, tried for ever; only a refused token ends it (`InvalidToken`)."""
        while True:
            try:
                result = await call()
            except InvalidToken:
                raise
            except TelegramError as error:
                await self.wait(outage, error)
            else:
                outage.over()
                return result

    async def wait(self, outage: Outage, error: TelegramError) -> None:
        """A pause after any failure, as long as the platform asks for."""
        failed = outbound.failure(error)
        await outage.pause(self.redaction.clean(failed.reason), at_least=failed.retry_after or 0.0)

    def words(self, error: Exception) -> str:
        """An error in one line without the token and without pages of HTML."""
        reason = outbound.failure(error).reason if isinstance(error, TelegramError) else str(error)
        return shortened(self.redaction.clean(reason))
