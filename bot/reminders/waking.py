"""The clock: finds stored moments that have come and hands them in like messages.

Knows the ports only. What a moment means, and whether it may still be acted upon, is decided in the
turn; this loop only makes sure that each is handed in once, soon, and without crowding out anyone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.errors import StorageError
from bot.model import Inbound, Wakeup
from bot.ports import Due, Wakeups

CHUNK = 50
LONGEST_SLEEP = 15.0  # seconds: a wake-up set for sooner by a turn is seen at the latest then
SHORTEST_SLEEP = 0.2
_STUCK = timedelta(minutes=10)  # a moment that did not go away is looked at again after this
_MOST_STUCK = 1_000

log = logging.getLogger("alana.reminders")


class Waker:
    """`run` for ever. `receive` returns when the turn is committed."""

    def __init__(
        self,
        wakeups: Wakeups,
        receive: Callable[[Inbound], Awaitable[None]],
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._wakeups, self._receive, self._clock, self._sleep = wakeups, receive, clock, sleep
        self._handed: set[str] = set()  # of the last chunk
        self._stuck: dict[str, datetime] = {}

    async def run(self) -> None:
        """Until cancelled; a database that does not answer is asked again."""
        while True:
            try:
                pause = 0.0 if await self.drain() else await self._until_next()
            except StorageError as error:
                log.error("reminders wait: %s", error)
                pause = LONGEST_SLEEP
            await self._sleep(pause)

    async def drain(self) -> int:
        """Hands in all that is due, chunk after chunk, and gives how many that were. While a chunk is being
        written down the loop is free for those who talk."""
        handed = 0
        while found := await self.once():
            handed += found
        return handed

    async def once(self) -> int:
        """Hands in one chunk of due moments; gives how many were new."""
        now = self._clock()
        # A clock that was set back must not keep them away for longer.
        self._stuck = {k: at for k, at in self._stuck.items() if timedelta(0) <= now - at < _STUCK}
        found = await self._wakeups.due(now, CHUNK + min(len(self._stuck), _MOST_STUCK))
        # A moment that is still due right after its turn was left standing by it: do not spin on it.
        self._stuck.update({_id(due): now for due in found if _id(due) in self._handed})
        new = [due for due in found if _id(due) not in self._stuck][:CHUNK]
        self._handed = {_id(due) for due in new}
        await asyncio.gather(*(self._hand_in(due, now) for due in new))
        return len(new)

    # ------------------------------------------------------------ inside

    async def _hand_in(self, due: Due, now: datetime) -> None:
        try:
            await self._receive(_inbound(due, now))
        except Exception as error:  # one moment must not keep the others from their turn
            log.error("a wake-up was left: %s (%s)", _id(due), type(error).__name__)

    async def _until_next(self) -> float:
        next_at = await self._wakeups.next_due_at()
        if next_at is None:
            return LONGEST_SLEEP
        seconds = (next_at - self._clock()).total_seconds()
        return min(LONGEST_SLEEP, max(SHORTEST_SLEEP, seconds))


def _id(due: Due) -> str:
    return f"wake:{due.person}:{due.kind}:{int(due.due_at.timestamp() * 1000)}"


def _inbound(due: Due, now: datetime) -> Inbound:
    return Inbound(_id(due), due.subject, due.address, now, Wakeup(due.kind, due.due_at, due.data))
