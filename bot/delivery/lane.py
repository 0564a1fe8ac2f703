"""One address: its messages in order, one at a time, until they are sent, dropped or given up."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.delivery import detour
from bot.delivery.rates import backoff
from bot.delivery.repeats import repeats
from bot.delivery.tools import AT_RISK as AT_RISK  # of lanes, though they share it
from bot.delivery.tools import Tools
from bot.errors import Failure, SendFailed, StorageError
from bot.model import Address, Outgoing, Receipt, Say, Settle
from bot.ports import Claimed

MAX_ATTEMPTS = 40  # with the backoff's cap, about three hours
STORAGE_PAUSE = 5.0  # seconds
TIDYING_ATTEMPTS = 6  # half a minute, of an edit: nobody waits for it, and it is only an ornament
MOST_WAKES = 5  # of one message's pauses, so that one which never gets through is given up in time
TYPING_SECONDS = 4.5  # platforms show the indicator for about five


class Lane:
    """Rows of one address. `run` ends when the queue is empty or `stop` was called."""

    __slots__ = (
        "_beats",
        "_detoured",
        "_done",
        "_flushed",
        "_news",
        "_over",
        "_repeated",
        "_skipping",
        "_stopping",
        "_tools",
        "_tries",
        "_wakes",
        "_woken",
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
        self._woken = asyncio.Event()  # trying again may work now
        self._news = asyncio.Event()  # another row came
        self._repeated: set[str] = set()  # rows that a later one says again
        self._wakes = 0  # of the row in front, by the platform
        self._skipping = 0
        self._tries = 0  # of the row in front, for the backoff
        self._beats = -1  # the platform's pulse at the last failure

    def add(self, row: Claimed) -> None:
        self.rows.append(row)
        self._news.set()

    def repeated_by(self, rows: Sequence[Claimed]) -> None:
        """What waits here and is said again by `rows`, the rows of one turn, is passed over."""
        under_way = self.rows[0].outgoing.id if self.task is not None and self.rows else None
        waiting = [row for row in self.rows if row.outgoing.id not in self._repeated]
        self._repeated.update(set(repeats(waiting, rows)) - {under_way})

    def wake(self) -> None:
        """The platform is there again: what waits to be tried again goes at once."""
        if self._wakes < MOST_WAKES:
            self._wakes += 1
            self._woken.set()

    def flush(self) -> None:
        """The person is back: the pauses of what waits now are skipped, not those of the answer."""
        self._woken.set()
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
            if not await self._bring_forward():
                continue
            if self.rows[0].outgoing.id not in self._over and not await self._deliver():
                continue
            row = self.rows.popleft()
            self._over.discard(row.outgoing.id)
            self._done.clear()
            self._tries, self._beats, self._wakes = 0, -1, 0
            self._tools.done(row.outgoing.urgent)
            self._skipping -= 1
            if self._skipping <= 0:
                self._flushed.clear()

    async def _bring_forward(self) -> bool:
        """The first row whose time has come to the front; only an edit that failed lets others go first.
        False: there was none, and a while has passed."""
        if self._due_at(self.rows[0]) is None:
            return True
        now_at = self._tools.clock()
        due = [self._due_at(row) for row in self.rows]
        place = next((i for i, at in enumerate(due) if at is None or at <= now_at), None)
        if place is None:
            self._news.clear()
            self._woken.clear()
            seconds = (min(at for at in due if at is not None) - now_at).total_seconds()
            await self._pause(seconds, self._news, self._woken)
            return False
        if place:
            row = self.rows[place]
            del self.rows[place]
            self.rows.appendleft(row)
        return True

    @staticmethod
    def _due_at(row: Claimed) -> datetime | None:
        """The moment of an edit that is to be tried again."""
        return row.outgoing.not_before if isinstance(row.outgoing.action, Settle) else None

    async def _deliver(self) -> bool:
        """Tries the first row until it is done with; False when we stop before that, or it lets others go."""
        if self.rows[0].outgoing.id in self._repeated:
            return await self._pass_over(self.rows[0])
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
                if isinstance(following.outgoing.action, Settle):
                    return False
        return False

    async def _pass_over(self, claimed: Claimed) -> bool:
        self._repeated.discard(claimed.outgoing.id)
        await self._marked(claimed, self._tools.outbox.dropped, "repeated", self._tools.clock())
        return True

    async def _once(self, claimed: Claimed) -> None:
        """Sends the row and marks it, if it is still wanted. Raises `SendFailed`."""
        tools, row = self._tools, claimed.outgoing
        sure = row.delivery == "at_least_once" and row.only_if_version is None and row.not_after is None
        if not sure and not await self._wanted(claimed):
            return
        receipt = await self._send(claimed)
        tools.pulse.beat()
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
                await self._pause(STORAGE_PAUSE)

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
        if isinstance(claimed.outgoing.action, Settle) and error.failure is not Failure.EXPIRED:
            return await self._untidy(claimed, error)
        match error.failure:
            case Failure.LIMITED:
                return await self._limited(claimed, error)
            case Failure.TRANSIENT:
                return await self._again(claimed, error)
            case Failure.EXPIRED:
                return await self._without_reply(claimed)
            case Failure.MOVED if error.thread_gone and claimed.outgoing.address.thread is not None:
                return await self._threadless(claimed)
            case Failure.MOVED if error.moved_to and not claimed.outgoing.address.direct:
                return await self._moved(claimed, error.moved_to)
            case Failure.ELSEWHERE if claimed.outgoing.fallback is not None:
                return await self._elsewhere(claimed, error)
            case Failure.UNREACHABLE if claimed.outgoing.address.direct:
                tools.drop(await tools.outbox.unreachable(claimed.person, tools.clock()))
        await self._marked(claimed, tools.outbox.dead, error.reason or error.failure.value, tools.clock())
        tools.note("dead", claimed, str(error))
        return None

    async def _untidy(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        """An edit failed. A refusal speaks of the message that was to be edited, of no address and no person;
        and whatever it was, nobody's answer waits for it."""
        tools = self._tools
        again = error.failure in (Failure.TRANSIENT, Failure.LIMITED)
        if not again or claimed.attempt >= TIDYING_ATTEMPTS:
            await self._marked(claimed, tools.outbox.dropped, "untidy", tools.clock())
            tools.note("dropped", claimed, str(error))
            return None
        if error.failure is Failure.TRANSIENT:
            tools.pulse.missed()
        pause = error.retry_after or backoff(claimed.attempt, tools.random.random())
        next_at = tools.clock() + timedelta(seconds=pause)
        later = replace(claimed.outgoing, not_before=next_at)
        return replace(claimed, attempt=claimed.attempt + 1, outgoing=later)

    async def _limited(self, claimed: Claimed, error: SendFailed) -> Claimed:
        """The platform took nothing and named the pause: this chat waits, or all of them."""
        seconds = error.retry_after or 1.0
        if error.wide:
            self._tools.gate.shut(seconds)
        await self._unbegin(claimed, seconds)
        self._tries += 1
        await self._pause(seconds)
        return claimed

    async def _again(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        tools = self._tools
        if claimed.outgoing.delivery == "at_most_once":
            await self._marked(claimed, tools.outbox.dropped, "unknown", tools.clock())
            return None
        tools.pulse.missed()
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
        self._woken.clear()
        await self._pause(seconds, self._woken)
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

    async def _threadless(self, claimed: Claimed) -> Claimed:
        """The thread is gone and the chat is there: all that was meant for the one goes to the other."""
        gone = claimed.outgoing.address
        there = replace(gone, thread=None)
        await self._tools.outbox.rerouted(gone, there)
        await self._unbegin(claimed, 0.0)
        first, *others = (_rerouted(row, gone, there) for row in (claimed, *list(self.rows)[1:]))
        self.rows = deque([first, *others])
        return first

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
                await self._pause(min(seconds, TYPING_SECONDS), self._flushed)
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

    async def _pause(self, seconds: float, *enders: asyncio.Event) -> None:
        """Sleeps; any of `enders` ends it early, and a stop always does."""
        ends = (self._stopping, self._done, *enders)
        if seconds <= 0 or any(end.is_set() for end in ends):
            return
        waiting: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._tools.sleep(seconds))]
        waiting += [asyncio.ensure_future(end.wait()) for end in ends]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()


def _rerouted(claimed: Claimed, gone: Address, there: Address) -> Claimed:
    row = claimed.outgoing
    if row.address != gone:
        return claimed
    return replace(claimed, outgoing=replace(row, address=there))
