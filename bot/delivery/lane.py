"""One address: its messages in order, one at a time, until they are sent, dropped or given up."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.delivery import detour
from bot.delivery.rates import backoff
from bot.delivery.tools import AT_RISK as AT_RISK  # of lanes, though they share it
from bot.delivery.tools import Tools
from bot.errors import Failure, SendFailed, StorageError
from bot.model import Outgoing, Receipt, Say, Settle
from bot.ports import Claimed

MAX_ATTEMPTS = 40  # with the backoff's cap, about three hours
STORAGE_PAUSE = 5.0  # seconds
TYPING_SECONDS = 4.5  # platforms show the indicator for about five


class Lane:
    """Rows of one address. `run` ends when the queue is empty or `stop` was called."""

    __slots__ = (
        "_beats",
        "_detoured",
        "_done",
        "_flushed",
        "_over",
        "_skipping",
        "_stopping",
        "_tools",
        "_tries",
        "rows",
        "task",
    )

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self.rows: deque[Claimed] = deque()
        self.task: asyncio.Task[None] | None = None  # that drives it
        self._flushed = asyncio.Event()
        self._stopping = asyncio.Event()
        self._over: set[str] = set()  # rows that are not to be sent (again)
        self._done = asyncio.Event()  # the one in front is among them
        self._detoured = ""  # the interaction whose answers go to the direct chat
        self._skipping = 0
        self._tries = 0  # of the row in front, for the backoff
        self._beats = -1  # the platform's pulse at the last failure

    def flush(self) -> None:
        """The person is back: the pauses of what waits now are skipped, not those of the answer."""
        self._skipping = len(self.rows)
        if self._skipping:
            self._flushed.set()

    def stop(self) -> None:
        """Ends after the message in hand; the rest stays in `rows`."""
        self._stopping.set()

    def drop(self, ids: Collection[str]) -> None:
        """Rows that are over: they arrived, though no answer said so, or they are not wanted any more."""
        for place, row in enumerate(self.rows):
            if row.outgoing.id in ids:
                self._over.add(row.outgoing.id)
                if not place:
                    self._done.set()

    async def run(self) -> None:
        while self.rows and not self._stopping.is_set():
            if self.rows[0].outgoing.id not in self._over and not await self._deliver():
                return
            row = self.rows.popleft()
            self._over.discard(row.outgoing.id)
            self._done.clear()
            self._tries, self._beats = 0, -1
            self._tools.done(row.outgoing.urgent)
            self._skipping -= 1
            if self._skipping <= 0:
                self._flushed.clear()

    async def _deliver(self) -> bool:
        """Tries the first row until it is done with; False when we stop before that."""
        self._follow()
        while self._at_once(self.rows[0]) or await self._moment(self.rows[0]):
            claimed = self.rows[0]
            if self._done.is_set():
                return True
            try:
                if claimed.outgoing.delivery == "at_least_once":
                    await self._once(claimed)
                else:
                    async with self._tools.risk:
                        await self._once(claimed)
                return True
            except SendFailed as error:
                if self._done.is_set():
                    return True
                following = await self._failed(claimed, error)
                if following is None:
                    return True
                self.rows[0] = following
        return False

    async def _once(self, claimed: Claimed) -> None:
        """Sends the row and marks it, if it is still wanted. Raises `SendFailed`."""
        tools, row = self._tools, claimed.outgoing
        sure = row.delivery == "at_least_once" and row.only_if_version is None and row.not_after is None
        if not sure and not await self._wanted(claimed):
            return
        receipt = await self._send(claimed)
        tools.pulse.beats += 1
        if receipt is not None and isinstance(row.action, Say) and row.action.message.buttons:
            tools.settled(claimed.outgoing.id, receipt)
        await self._marked(claimed, tools.outbox.sent, receipt, tools.clock())

    async def _marked(self, claimed: Claimed, mark: Callable[..., Awaitable[None]], *details: object) -> None:
        """Marks what happened, however long the database takes: the message must not go out again for it."""
        while True:
            try:
                return await mark(claimed, *details)
            except StorageError as error:
                self._tools.note("unmarked", claimed, str(error))
                if self._stopping.is_set():
                    raise
                await self._pause(STORAGE_PAUSE, skip=False)

    def _at_once(self, claimed: Claimed) -> bool:
        """Whether the row may go now; the gate has let it in then."""
        if self._paused(claimed) or self._stopping.is_set():
            return False
        return self._tools.gate.open_for(claimed.outgoing.address)

    def _paused(self, claimed: Claimed) -> bool:
        """Whether a pause comes before the row: once, before the first try."""
        return claimed.outgoing.pace > 0 and claimed.attempt == 1 and not self._tries

    async def _moment(self, claimed: Claimed) -> bool:
        """Waits for the row's moment. False: we are stopping."""
        row = claimed.outgoing
        if self._paused(claimed):
            await self._write(row)
        if self._stopping.is_set():
            return False
        return self._tools.gate.open_for(row.address) or await self._through(row)

    async def _wanted(self, claimed: Claimed) -> bool:
        """Looks once more at a row that may not be any more; an at-most-once row is begun here."""
        tools = self._tools
        why = await tools.outbox.begin(claimed, tools.clock())
        if why is None:
            return True
        if why != "gone":
            await self._marked(
                claimed, tools.outbox.dropped, "unknown" if why == "begun" else why, tools.clock()
            )
        tools.note("dropped", claimed, why)
        return False

    async def _send(self, claimed: Claimed) -> Receipt | None:
        row = claimed.outgoing
        target = await self._tools.target(claimed) if isinstance(row.action, Settle) else None
        try:
            receipt = await self._tools.adapter.send(row, target)
            if target is not None and target.copies:
                await self._clear(row, target.copies)
            return receipt
        except SendFailed:
            raise
        except Exception as error:  # our own bug must not stop the lane: loud, then a dead letter
            self._tools.note("crashed", claimed, type(error).__name__)
            raise SendFailed(Failure.REFUSED, type(error).__name__) from error

    async def _clear(self, row: Outgoing, copies: Iterable[Receipt]) -> None:
        """The buttons of further copies go where they can be reached. Raises `SendFailed` where that may
        be tried again."""
        assert isinstance(row.action, Settle)
        bare = replace(row, action=replace(row.action, chosen=None))
        for copy in copies:
            try:
                await self._tools.adapter.send(bare, copy)
            except SendFailed as error:
                if error.failure in (Failure.TRANSIENT, Failure.LIMITED):
                    raise

    # ------------------------------------------------------------ what may go wrong

    async def _failed(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        """The row as it is to be tried again, or None when it is done with."""
        tools = self._tools
        match error.failure:
            case Failure.LIMITED:
                return await self._limited(claimed, error)
            case Failure.TRANSIENT:
                return await self._again(claimed, error)
            case Failure.EXPIRED:
                return await self._without_reply(claimed)
            case Failure.MOVED if error.moved_to and error.moved_to != claimed.outgoing.address.chat:
                return await self._moved(claimed, error.moved_to)
            case Failure.ELSEWHERE if claimed.outgoing.fallback is not None:
                return await self._elsewhere(claimed, error)
            case Failure.UNREACHABLE if claimed.outgoing.address.direct:
                tools.drop(await tools.outbox.unreachable(claimed.person, tools.clock()))
        await self._marked(claimed, tools.outbox.dead, error.reason or error.failure.value, tools.clock())
        tools.note("dead", claimed, str(error))
        return None

    async def _limited(self, claimed: Claimed, error: SendFailed) -> Claimed:
        """The platform took nothing and named the pause: this chat waits, or all of them."""
        seconds = error.retry_after or 1.0
        if error.wide:
            self._tools.gate.shut(seconds)
        await self._unbegin(claimed, seconds)
        self._tries += 1
        await self._pause(seconds, skip=False)
        return claimed

    async def _again(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        tools = self._tools
        if claimed.outgoing.delivery == "at_most_once":
            await self._marked(claimed, tools.outbox.dropped, "unknown", tools.clock())
            return None
        # While the platform takes nothing from anyone, it is not this message's fault.
        counted = self._beats != tools.pulse.beats
        self._beats = tools.pulse.beats
        if counted and claimed.attempt >= MAX_ATTEMPTS:
            await self._marked(claimed, tools.outbox.dead, error.reason or "no answer", tools.clock())
            tools.note("dead", claimed, str(error))
            return None
        self._tries += 1
        following = replace(claimed, attempt=claimed.attempt + 1) if counted else claimed
        seconds = backoff(self._tries, tools.random.random())
        if error.retry_after:
            seconds = max(seconds, error.retry_after)
        next_at = tools.clock() + timedelta(seconds=seconds)
        await self._marked(claimed, tools.outbox.retry, next_at, error.reason)
        tools.note("retry", claimed, str(error))
        await self._pause(seconds, skip=False)
        return following

    async def _without_reply(self, claimed: Claimed) -> Claimed | None:
        """The interaction's token ran out: another way, or nothing."""
        row, tools = claimed.outgoing, self._tools
        own = row.reply is not None and row.address.direct
        other = replace(row, reply=None) if own else detour.direct(row)
        if other is not None:
            await self._unbegin(claimed, 0.0)
            return replace(claimed, outgoing=other)
        await self._marked(claimed, tools.outbox.dropped, "expired", tools.clock())
        tools.note("dropped", claimed, "expired")
        return None

    async def _elsewhere(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        """The place takes nothing more: the rest of the answer goes to the direct chat, and says so once."""
        row, tools = claimed.outgoing, self._tools
        why = tools.words(detour.WORDS, row.reply.locale if row.reply is not None else None)
        other = detour.direct(row, why)
        if other is None:
            await self._marked(claimed, tools.outbox.dropped, "elsewhere", tools.clock())
            return None
        tools.note("detour", claimed, error.reason)
        self._detoured = row.reply.token if row.reply is not None else ""
        await self._unbegin(claimed, 0.0)
        return replace(claimed, outgoing=other)

    def _follow(self) -> None:
        """What belongs to an answer that went to the direct chat goes there too."""
        row = self.rows[0].outgoing
        if row.reply is not None and row.reply.token == self._detoured:
            self.rows[0] = replace(self.rows[0], outgoing=detour.direct(row) or row)

    async def _moved(self, claimed: Claimed, to: str) -> Claimed:
        row = claimed.outgoing
        await self._tools.outbox.moved(row.address.platform, row.address.chat, to)
        await self._unbegin(claimed, 0.0)
        return replace(claimed, outgoing=replace(row, address=replace(row.address, chat=to)))

    async def _unbegin(self, claimed: Claimed, seconds: float) -> None:
        """The platform said that it took nothing: an at-most-once row may be tried again."""
        if claimed.outgoing.delivery == "at_most_once":
            next_at = self._tools.clock() + timedelta(seconds=seconds)
            await self._marked(claimed, self._tools.outbox.retry, next_at, "not taken")

    # ------------------------------------------------------------ pauses

    async def _write(self, row: Outgoing) -> None:
        """The pause before a message, with the typing indicator kept up."""
        seconds, shows = row.pace, isinstance(row.action, Say)
        while seconds > 0 and not self._flushed.is_set() and not self._stopping.is_set():
            typing = asyncio.ensure_future(self._tools.adapter.typing(row.address)) if shows else None
            try:
                await self._pause(min(seconds, TYPING_SECONDS))
            finally:
                if typing is not None and not typing.done():
                    typing.cancel()
            seconds -= TYPING_SECONDS

    async def _through(self, row: Outgoing) -> bool:
        """Waits at the gate. False: we are stopping."""
        entering = asyncio.ensure_future(self._tools.gate.enter(row.address, urgent=row.urgent))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait([entering, stopping], return_when=asyncio.FIRST_COMPLETED)
            return entering.done() and not self._stopping.is_set()
        finally:
            entering.cancel()
            stopping.cancel()

    async def _pause(self, seconds: float, *, skip: bool = True) -> None:
        """Sleeps; a flush ends it early where `skip` says so, a stop always does."""
        if seconds <= 0 or (skip and self._flushed.is_set()) or self._stopping.is_set():
            return
        enders = [self._stopping, self._done, *([self._flushed] if skip else [])]
        waiting: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._tools.sleep(seconds))]
        waiting += [asyncio.ensure_future(ender.wait()) for ender in enders]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()
