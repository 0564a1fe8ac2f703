"""One address: its messages in order, one at a time, until they are sent, dropped or given up."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from bot.delivery.rates import Gate, Sleep, backoff
from bot.errors import Failure, SendFailed
from bot.model import Receipt, Say, Settle
from bot.ports import Adapter, Claimed, Outbox

MAX_ATTEMPTS = 40  # with the backoff's cap, about three hours
TYPING_SECONDS = 4.5  # platforms show the indicator for about five


@dataclass(frozen=True, slots=True)
class Tools:
    """What every lane of a platform shares."""

    adapter: Adapter
    outbox: Outbox
    gate: Gate
    clock: Callable[[], datetime]
    sleep: Sleep
    random: Random
    note: Callable[[str, Claimed, str], None]  # event, row, reason: for the log, never text
    settled: Callable[[str, Receipt], None]  # remembers a receipt for a Settle to come
    target: Callable[[Claimed], Awaitable[Receipt | None]]
    done: Callable[[int], None]  # so many rows are out of hand


class Lane:
    """Rows of one address. `run` ends when the queue is empty or `stop` was called."""

    __slots__ = ("_flushed", "_skipping", "_stopping", "_tools", "rows")

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.rows: deque[Claimed] = deque()
        self._flushed = asyncio.Event()
        self._skipping = 0
        self._stopping = False

    def flush(self) -> None:
        """The person is back: the pauses of what waits now are skipped, not those of the answer."""
        self._skipping = len(self.rows)
        self._flushed.set()

    def stop(self) -> None:
        """Ends after the message in hand; the rest stays in `rows`."""
        self._stopping = True
        self._flushed.set()

    async def run(self) -> None:
        while self.rows and not self._stopping:
            if await self._deliver():
                self.rows.popleft()
                self._tools.done(1)
                self._skipping -= 1
                if self._skipping <= 0 and not self._stopping:
                    self._flushed.clear()

    async def _deliver(self) -> bool:
        """Tries the first row until it is done with; False when we stop before that."""
        while await self._ready(self.rows[0]):
            claimed = self.rows[0]
            try:
                receipt = await self._send(claimed)
            except SendFailed as error:
                following = await self._failed(claimed, error)
                if following is None:
                    return True
                self.rows[0] = following
                continue
            if receipt is not None:
                self._tools.settled(claimed.outgoing.id, receipt)
            await self._tools.outbox.sent(claimed, receipt, self._tools.clock())
            return True
        return not self._stopping

    async def _ready(self, claimed: Claimed) -> bool:
        """Waits for the row's moment. False: it is not wanted any more, or we are stopping."""
        tools, row = self._tools, claimed.outgoing
        if row.not_before is not None:
            await self._pause((row.not_before - tools.clock()).total_seconds(), skip=False)
        if row.pace > 0 and claimed.attempt == 1:
            await self._write(row.pace, claimed)
        if self._stopping:
            return False
        await tools.gate.enter(row.address, urgent=row.urgent)
        if row.only_if_version is None and row.not_after is None and row.delivery == "at_least_once":
            return True
        why = await tools.outbox.begin(claimed, tools.clock())
        if why is None:
            return True
        if why != "gone":
            await tools.outbox.dropped(claimed, why, tools.clock())
        tools.note("dropped", claimed, why)
        return False

    async def _send(self, claimed: Claimed) -> Receipt | None:
        row = claimed.outgoing
        target = await self._tools.target(claimed) if isinstance(row.action, Settle) else None
        try:
            return await self._tools.adapter.send(row, target)
        except SendFailed:
            raise
        except Exception as error:  # our own bug must not stop the lane: loud, then a dead letter
            self._tools.note("crashed", claimed, type(error).__name__)
            raise SendFailed(Failure.REFUSED, type(error).__name__) from error

    async def _failed(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        """The row as it is to be tried again, or None when it is done with."""
        tools = self._tools
        match error.failure:
            case Failure.LIMITED:
                await self._limited(error)
                return claimed
            case Failure.TRANSIENT:
                return await self._again(claimed, error)
            case Failure.EXPIRED:
                return await self._without_reply(claimed)
            case Failure.MOVED if error.moved_to:
                row = claimed.outgoing
                await tools.outbox.moved(row.address.platform, row.address.chat, error.moved_to)
                address = replace(row.address, chat=error.moved_to)
                return replace(claimed, outgoing=replace(row, address=address))
            case Failure.UNREACHABLE if claimed.outgoing.address.direct:
                await tools.outbox.unreachable(claimed.person, tools.clock())
                self._drop_others(claimed.person)
        await tools.outbox.dead(claimed, error.reason or error.failure.value, tools.clock())
        tools.note("dead", claimed, str(error))
        return None

    async def _limited(self, error: SendFailed) -> None:
        seconds = error.retry_after or 1.0
        if error.wide:
            self._tools.gate.shut(seconds)
        await self._pause(seconds, skip=False)

    async def _again(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        tools = self._tools
        if claimed.outgoing.delivery == "at_most_once":
            await tools.outbox.dropped(claimed, "unknown", tools.clock())
        elif claimed.attempt >= MAX_ATTEMPTS:
            await tools.outbox.dead(claimed, error.reason or "no answer", tools.clock())
            tools.note("dead", claimed, str(error))
        else:
            seconds = backoff(claimed.attempt, tools.random.random())
            next_at = tools.clock() + timedelta(seconds=seconds)
            await tools.outbox.retry(claimed, next_at, error.reason)
            tools.note("retry", claimed, str(error))
            await self._pause(seconds, skip=False)
            return replace(claimed, attempt=claimed.attempt + 1)
        return None

    async def _without_reply(self, claimed: Claimed) -> Claimed | None:
        """The interaction's token ran out: another way, or nothing."""
        row, tools = claimed.outgoing, self._tools
        if row.reply is not None and row.address.direct:
            return replace(claimed, outgoing=replace(row, reply=None))
        if row.fallback is not None and not isinstance(row.action, Settle):
            return replace(claimed, outgoing=replace(row, reply=None, address=row.fallback))
        await tools.outbox.dropped(claimed, "expired", tools.clock())
        tools.note("dropped", claimed, "expired")
        return None

    async def _write(self, seconds: float, claimed: Claimed) -> None:
        """The pause before a message, with the typing indicator kept up."""
        tools, shows = self._tools, isinstance(claimed.outgoing.action, Say)
        while seconds > 0 and not self._flushed.is_set():
            if shows:
                await tools.adapter.typing(claimed.outgoing.address)
            await self._pause(min(seconds, TYPING_SECONDS))
            seconds -= TYPING_SECONDS

    async def _pause(self, seconds: float, *, skip: bool = True) -> None:
        """Sleeps; a flush ends it early where `skip` says so, a stop always does."""
        if seconds <= 0 or (skip and self._flushed.is_set()) or self._stopping:
            return
        sleeping = asyncio.ensure_future(self._tools.sleep(seconds))
        waking = asyncio.ensure_future(self._flushed.wait())
        try:
            while not sleeping.done():
                await asyncio.wait([sleeping, waking], return_when=asyncio.FIRST_COMPLETED)
                if skip or self._stopping:
                    return
                if waking.done():
                    await asyncio.wait([sleeping])
        finally:
            sleeping.cancel()
            waking.cancel()

    def _drop_others(self, person: int) -> None:
        """What else waits here for someone who cannot be reached was dropped in the outbox already."""
        kept = [row for row in list(self.rows)[1:] if row.person != person]
        self._tools.done(len(self.rows) - 1 - len(kept))
        self.rows = deque([self.rows[0], *kept])
