"""The clock: finds stored moments that have come and hands them in like messages.

Knows the ports only. What a moment means, and whether it may still be acted upon, is decided in the
turn; this loop only makes sure that each is handed in once, soon, and without crowding out anyone.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.errors import StorageError
from bot.model import Inbound, Wakeup
from bot.ports import Due, Wakeups

CHUNK = 32  # larger ones are hardly faster, and who talks meanwhile waits longer
AT_ONCE = 2  # chunks in hand: while one is written down the next is played
LONGEST_SLEEP = 15.0  # seconds: a wake-up set for sooner by a turn is seen at the latest then
SHORTEST_SLEEP = 0.2
_STUCK = timedelta(minutes=10)  # a moment that did not go away is looked at again after this
_MOST_STUCK = 1_000

log = logging.getLogger("alana.reminders")


class Scheduler:
    """`run` for ever. `receive` returns when the turn is committed; `calm` when those who talk can spare
    us a moment."""

    def __init__(
        self,
        wakeups: Wakeups,
        receive: Callable[[Inbound], Awaitable[object]],
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        calm: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._wakeups, self._receive, self._clock, self._sleep = wakeups, receive, clock, sleep
        self._calm = calm
        self._next_at: datetime | None = None  # until when this sleeps
        self._sooner = asyncio.Event()
        self._flying: set[str] = set()  # in hand now
        self._handed: set[str] = set()  # done since the last look
        self._stuck: dict[str, datetime] = {}

    async def run(self) -> None:
        """Until cancelled; a database that does not answer is asked again."""
        while True:
            self._sooner.clear()
            try:
                pause = 0.0 if await self.drain() else await self._until_next()
            except StorageError:
                pause = LONGEST_SLEEP
            await self._rest(pause)

    def expect(self, at: datetime) -> None:
        """A moment was stored: where it comes before this would look again, it looks once more now."""
        if at < (self._next_at or self._clock() + timedelta(seconds=LONGEST_SLEEP)):
            self._sooner.set()

    async def _rest(self, seconds: float) -> None:
        """Sleeps so long, or until a moment was stored that comes before."""
        self._next_at = self._clock() + timedelta(seconds=seconds)
        sleeping = asyncio.ensure_future(self._sleep(seconds))
        sooner = asyncio.ensure_future(self._sooner.wait())
        try:
            await asyncio.wait({sleeping, sooner}, return_when=asyncio.FIRST_COMPLETED)
            if sleeping.done():
                sleeping.result()
        finally:
            self._next_at = None
            sleeping.cancel()
            sooner.cancel()

    async def drain(self) -> int:
        """Hands in all that is due, and gives how many that were. While a chunk is written down the next
        one is looked for and played."""
        chunks: set[asyncio.Task[None]] = set()
        handed = 0
        try:
            while (new := await self._look()) or chunks:
                if new:
                    handed += len(new)
                    chunks.add(asyncio.create_task(self._chunk(new)))
                if not new or len(chunks) >= AT_ONCE:
                    _, chunks = await asyncio.wait(chunks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for chunk in chunks:
                chunk.cancel()
        return handed

    async def once(self) -> int:
        """Hands in one chunk of due moments; gives how many were new."""
        new = await self._look()
        await self._chunk(new)
        return len(new)

    # ------------------------------------------------------------ inside

    async def _look(self) -> Sequence[Due]:
        """The next chunk, in hand from now on: due, not in hand already, and not left standing."""
        if self._calm is not None:
            await self._calm()
        now = self._clock()
        # A clock that was set back must not keep them away for longer.
        self._stuck = {k: at for k, at in self._stuck.items() if timedelta(0) <= now - at < _STUCK}
        flying, handed, self._handed = set(self._flying), self._handed, set()
        found = await self._wakeups.due(now, CHUNK + len(flying) + min(len(self._stuck), _MOST_STUCK))
        others = {name: due for due in found if (name := _id(due)) not in flying}
        # A moment that is still due right after its turn was left standing by it: do not spin on it.
        self._stuck.update({name: now for name in others if name in handed})
        new = [due for name, due in others.items() if name not in self._stuck][:CHUNK]
        self._flying |= {_id(due) for due in new}
        return new

    async def _chunk(self, new: Sequence[Due]) -> None:
        names = {_id(due) for due in new}
        try:
            await asyncio.gather(*(self._hand_in(due, self._clock()) for due in new))
        finally:
            self._flying -= names
            self._handed |= names

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
    return Inbound(_id(due), due.subject, due.address, now, Wakeup(due.kind, due.due_at))
