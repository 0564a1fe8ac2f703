"""One address: its messages in order, one at a time, until they are sent, dropped or given up."""

import asyncio
from collections import deque
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.delivery.failures import Failures, moved
from bot.delivery.marks import Marks
from bot.delivery.pauses import Pauses
from bot.delivery.repeats import repeats
from bot.delivery.tools import AT_RISK as AT_RISK  # of queues, though they share it
from bot.delivery.tools import QueueTools
from bot.errors import Failure, SendFailed
from bot.frozen import replace
from bot.model import Address, OfMessage, Outgoing, Receipt, Say, Settle
from bot.ports import Claimed

QueueKey = tuple[Address, bool]  # a lane, and whether its rows are urgent

MOST_WAKES = 5  # of one message's pauses, so that one which never gets through is given up in time


class ChatQueue:
    """Rows of one address. `run` ends when the queue is empty or `stop` was called."""

    __slots__ = (
        "_marks",
        "_over",
        "_pauses",
        "_skipping",
        "_tools",
        "_trouble",
        "_wakes",
        "key",
        "rows",
        "task",
    )

    def __init__(self, tools: QueueTools, key: QueueKey) -> None:
        self._tools = tools
        self.key = key
        self.rows: deque[Claimed] = deque()
        self.task: asyncio.Task[None] | None = None  # that drives it
        self._pauses = Pauses(tools)
        self._marks = Marks(tools, self._pauses)
        self._trouble = Failures(tools, self._pauses, self._marks, self.rows)
        self._over: dict[str, str] = {}  # rows that are not to be sent (again), with what is to be marked
        self._wakes = 0  # of the row in front, by the platform
        self._skipping = 0

    def add(self, rows: Iterable[Claimed]) -> None:
        self.rows.extend(rows)
        self._pauses.tell("news")

    def repeated_by(self, rows: Sequence[Claimed]) -> None:
        """What waits here and is said again by `rows`, the rows of one turn, is passed over."""
        under_way = self.rows[0].outgoing.id if self.task is not None and self.rows else None
        waiting = [row for row in self.rows if row.outgoing.id not in self._over]
        self.drop(set(repeats(waiting, rows)) - {under_way}, "repeated")

    def drop(self, ids: Collection[str], mark: str = "") -> None:
        """Rows that are over: they arrived, though no answer said so, or they are not wanted any more.
        `mark`: what the outbox does not know yet."""
        for place, row in enumerate(self.rows):
            if row.outgoing.id in ids:
                self._over[row.outgoing.id] = mark
                if not place:
                    self._pauses.tell("done")

    def move(self, chat: str, to: str) -> None:
        """A shared chat has that id now, and all that waits for it goes there."""
        for place, row in enumerate(self.rows):
            self.rows[place] = moved(row, chat, to)

    def wake(self) -> None:
        """The platform is there again: what waits to be tried again goes at once."""
        if self._wakes < MOST_WAKES:
            self._wakes += 1
            self._pauses.tell("woken")

    def flush(self, *, wake: bool = True) -> None:
        """The person is back: the pauses of what waits now are skipped, not those of the answer. `wake`: what
        waits to be tried again goes at once, too."""
        if wake:
            self._pauses.tell("woken")
        self._skipping = len(self.rows)
        if self._skipping:
            self._pauses.tell("flushed")

    def stop(self) -> None:
        """Ends after the message in hand; the rest stays in `rows`."""
        self._pauses.tell("stopping")

    async def run(self) -> None:
        rows, over, pauses = self.rows, self._over, self._pauses
        while rows and not pauses.stopping:
            if rows[0].outgoing.not_before is not None and not await self._bring_forward():
                continue
            mark = over.get(rows[0].outgoing.id)
            if mark:
                await self._marks.dropped(rows[0], mark)
            elif mark is None and not await self._deliver():
                continue
            row = rows.popleft().outgoing
            self._tools.done(row.urgent)
            over.pop(row.id, None)
            pauses.done = False
            self._trouble.over()
            self._wakes = 0
            self._skipping -= 1
            if self._skipping <= 0:
                pauses.flushed = False

    async def _bring_forward(self) -> bool:
        """The first row whose time has come to the front; only an edit that failed lets others go first.
        False: there was none, and a while has passed."""
        if _due_at(self.rows[0].outgoing) is None:
            return True
        now_at = self._tools.clock()
        due = [_due_at(row.outgoing) for row in self.rows]
        place = next((i for i, at in enumerate(due) if at is None or at <= now_at), None)
        if place is None:
            pauses = self._pauses
            pauses.news = False
            pauses.woken = False
            seconds = (min(at for at in due if at is not None) - now_at).total_seconds()
            await pauses.pause(seconds, "news", "woken")
            return False
        if place:
            row = self.rows[place]
            del self.rows[place]
            self.rows.appendleft(row)
        return True

    async def _deliver(self) -> bool:
        """Tries the first row until it is done with; False when we stop before that, or it lets others go."""
        self._trouble.follow()
        while self._at_once(self.rows[0]) or await self._moment(self.rows[0]):
            claimed = self.rows[0]
            if self._pauses.done:
                return True
            try:
                if claimed.outgoing.delivery == "at_least_once":
                    await self._once(claimed)
                else:
                    async with self._tools.risk:
                        await self._once(claimed)
                return True
            except SendFailed as error:
                if self._pauses.done:
                    return True
                following = await self._trouble.met(claimed, error)
                if following is None:
                    return True
                self.rows[0] = following
                if isinstance(following.outgoing.action, Settle):
                    return False
        return False

    async def _once(self, claimed: Claimed) -> None:
        """Sends the row and marks it, if it is still wanted. Raises `SendFailed`."""
        tools, row = self._tools, claimed.outgoing
        sure = row.delivery == "at_least_once" and row.only_if_version is None and row.not_after is None
        if not sure and not await self._wanted(claimed):
            return
        # Between two looks at the lease another may have taken it: then we are ended here, and send nothing.
        if not tools.lease.held:
            await tools.lease.acquired()
        receipt = await self._send(claimed)
        tools.pulse.beat()
        if receipt is not None and isinstance(row.action, Say) and row.action.message.buttons:
            tools.settled(claimed.outgoing.id, receipt)
        await self._marks.sent(claimed, receipt)

    def _at_once(self, claimed: Claimed) -> bool:
        """Whether the row may go now; the limiter has let it in then."""
        if self._paused(claimed) or self._pauses.stopping:
            return False
        row = claimed.outgoing
        return self._tools.limiter.open_for(row.address, urgent=row.urgent)

    def _paused(self, claimed: Claimed) -> bool:
        """Whether a pause comes before the row: once, before the first try."""
        return claimed.outgoing.pace > 0 and claimed.attempt == 1 and not self._trouble.tries

    async def _moment(self, claimed: Claimed) -> bool:
        """Waits for the row's moment. False: we are stopping."""
        row = claimed.outgoing
        if self._paused(claimed):
            await self._pauses.write(row)
        if self._pauses.stopping:
            return False
        open_ = self._tools.limiter.open_for(row.address, urgent=row.urgent)
        return open_ or await self._pauses.limiter(row)

    async def _wanted(self, claimed: Claimed) -> bool:
        """Looks once more at a row that may not be any more; an at-most-once row is begun here."""
        why = await self._tools.outbox.begin(claimed, self._tools.clock())
        if why is None:
            return True
        if why != "gone":
            await self._marks.dropped(claimed, "unknown" if why == "begun" else why)
        self._tools.note("dropped", claimed, why)
        return False

    async def _send(self, claimed: Claimed) -> Receipt | None:
        row = claimed.outgoing
        about = isinstance(row.action, OfMessage)
        target = await self._tools.target(claimed) if about else None
        try:
            receipt = await self._tools.adapter.send(row, target)
            if target is not None and target.copies and isinstance(row.action, Settle):
                await self._clear(row, target.copies)
            return receipt
        except SendFailed:
            raise
        except Exception as error:  # our own bug must not stop the queue: loud, then a dead letter
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


def _due_at(row: Outgoing) -> datetime | None:
    """The moment of an edit that is to be tried again."""
    return row.not_before if isinstance(row.action, Settle) else None
