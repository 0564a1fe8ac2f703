"""Long polling: updates are asked for, and confirmed by the next question once they are finished."""

import contextlib
import logging
from datetime import timedelta
from functools import partial
from typing import Any

from telegram.error import Conflict, InvalidToken, TelegramError

from adapters.telegram.inbound import ALLOWED
from adapters.telegram.intake import UpdateIntake
from adapters.telegram.link import Link
from adapters.telegram.waiting import LONGEST
from bot.ports import Host

PATIENCE = 5.0  # seconds beyond the long poll's own time
LONGEST_PAUSE = 10.0  # seconds between two polls that fail: people wait for the one that works
CALM = timedelta(minutes=2)  # without another poller, until this one is as quick as before
IN_THE_WAY = "another program polls with this token; only one can, so stop the other"
HOOKED = "a webhook is set for this bot; it is taken off"

log = logging.getLogger(__name__)


class Polling:
    """`seconds` is how long the server may hold a poll."""

    def __init__(self, link: Link, seconds: int) -> None:
        self._link = link
        self._seconds = seconds
        self._outage = link.outage("asking for updates", LONGEST_PAUSE)
        self._beaten = link.outage("asking for updates", LONGEST)
        self._ousted = False
        self._beaten_at = link.tempo.clock()

    @property
    def troubled(self) -> bool:
        """Whether the last try failed."""
        return self._outage.lasts or self._ousted

    def wake(self) -> None:
        """Something else got through: the next poll is tried at once."""
        self._outage.wake()

    async def prepare(self) -> None:
        """A webhook would keep polls from working; what people wrote meanwhile stays in place."""
        link = self._link
        with contextlib.suppress(InvalidToken):  # a proxy without webhooks answers 404
            await link.until(
                link.outage("taking a webhook off"),
                partial(link.bot.delete_webhook, drop_pending_updates=False),
            )

    async def receive(self, host: Host, intake: UpdateIntake) -> None:
        """Polls until cancelled. Raises `PlatformRefused` where the token is revoked."""
        await self.prepare()
        while True:
            await self._once(host, intake)

    async def _once(self, host: Host, intake: UpdateIntake) -> None:
        """One poll, or one pause after a failed one."""
        try:
            await intake.once(self.fetch)
        except Conflict as error:
            await self._conflict(error)
        except InvalidToken:
            await self._outage.pause("Telegram did not accept the token")
            await self._link.identify()
            await self.prepare()
        except TelegramError as error:
            await self._link.wait(self._outage, error)
        else:
            self._ousted = False
            if self._link.tempo.clock() - self._beaten_at > CALM:
                self._beaten.over()
            if self._outage.over():
                host.reached("telegram")

    async def _conflict(self, error: Conflict) -> None:
        """Two pollers take the turns from each other: this one asks ever more rarely."""
        if "webhook" not in str(error).lower():
            self._ousted, self._beaten_at = True, self._link.tempo.clock()
            await self._beaten.pause(IN_THE_WAY)
            return
        await self._outage.pause(HOOKED)
        await self.prepare()

    async def fetch(self, offset: int | None) -> list[Any]:
        """One getUpdates; the updates as they came. After a failed one it is answered at once: else nobody
        would know, for as long as a poll is held, that it works again."""
        seconds = 0 if self._outage.lasts else self._seconds
        await self._link.bot.get_updates(
            offset=offset, timeout=seconds, allowed_updates=ALLOWED, read_timeout=PATIENCE
        )
        return self._link.raw.batch

    async def leave(self, intake: UpdateIntake) -> None:
        """Confirms what is finished, so that it does not come again."""
        offset = intake.ledger.offset()
        if offset is None:
            return
        try:
            await self._link.bot.get_updates(offset=offset, limit=1, timeout=0, allowed_updates=ALLOWED)
        except TelegramError:
            log.debug("telegram: the last offset was not confirmed; those updates come again")
