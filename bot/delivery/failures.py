"""What a queue does about a row that a platform did not take: again, another way, or not at all."""

from collections import deque
from collections.abc import Callable
from datetime import timedelta

from bot.delivery import detour
from bot.delivery.marks import Marks
from bot.delivery.pauses import Pauses
from bot.delivery.rates import backoff
from bot.delivery.tools import QueueTools
from bot.errors import Failure, SendFailed
from bot.frozen import replace
from bot.model import Address, Open, Outgoing, Rebutton, Settle
from bot.ports import Claimed

MAX_ATTEMPTS = 40  # with the backoff's cap, about three hours
LONGEST_LIMIT = 60.0  # seconds that a shared place may take nothing before its person gets it elsewhere
TIDYING_ATTEMPTS = 6  # half a minute, of an edit: nobody waits for it, and it is only an ornament


class Failures:
    """The failures of one queue. `rows` are the queue's own: some failures speak of all of them."""

    __slots__ = ("_beats", "_detoured", "_led", "_marks", "_pauses", "_rows", "_tools", "_way", "tries")

    def __init__(self, tools: QueueTools, pauses: Pauses, marks: Marks, rows: deque[Claimed]) -> None:
        self._tools, self._pauses, self._marks, self._rows = tools, pauses, marks, rows
        self._detoured = ""  # the answer that goes another way
        self._led = ""  # the row that says why
        self._way: Callable[[Outgoing], Outgoing | None] = detour.direct
        self.over()

    def over(self) -> None:
        """The row in front is done with."""
        self.tries = 0  # for the backoff
        self._beats = -1  # the platform's pulse at the last failure

    def follow(self) -> None:
        """What belongs to an answer that went another way goes there too."""
        claimed = self._rows[0]
        if self._detoured and _turn(claimed.outgoing) == self._detoured:
            other = self._way(claimed.outgoing)
            self._rows[0] = replace(claimed, outgoing=other or claimed.outgoing)

    async def met(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        """The row as it is to be tried again, or None when it is done with."""
        row = claimed.outgoing
        if isinstance(row.action, Settle) and error.failure is not Failure.EXPIRED:
            return await self._untidy(claimed, error)
        if isinstance(row.action, Rebutton) and not self._worthwhile(error):
            await self._followed(claimed, error)
            await self._marks.dropped(claimed, "untidy")
            self._tools.note("dropped", claimed, str(error))
            return None
        match error.failure:
            case Failure.LIMITED if _is_long(error) and detour.direct(row) is not None:
                return await self._elsewhere(claimed, error)
            case Failure.LIMITED:
                return await self._limited(claimed, error)
            case Failure.TRANSIENT:
                return await self._again(claimed, error)
            case Failure.EXPIRED:
                return await self._without_reply(claimed)
            case Failure.MOVED if error.thread_gone and row.address.thread is not None:
                return await self._threadless(claimed)
            case Failure.MOVED if error.moved_to and not row.address.direct:
                return await self._moved(claimed, error.moved_to)
            case Failure.ELSEWHERE if row.fallback is not None and not row.address.direct:
                return await self._elsewhere(claimed, error)
            case Failure.ELSEWHERE if isinstance(row.action, Open):
                self._goes(row, detour.aside)  # the adapter has said so
            case Failure.UNREACHABLE if detour.back(row) is not None:
                return await self._closed(claimed)
            case Failure.UNREACHABLE if row.address.direct:
                await self._shut(claimed)
        await self._give_up(claimed, error)
        return None

    async def _give_up(self, claimed: Claimed, error: SendFailed) -> None:
        await self._marks.dead(claimed, error.reason or error.failure.value)
        self._tools.note("dead", claimed, str(error))

    def _worthwhile(self, error: SendFailed) -> bool:
        """Whether other buttons are tried once more. What comes after them waits: shown later, they would
        bring back a keyboard that is gone."""
        again = error.failure in (Failure.TRANSIENT, Failure.LIMITED)
        return again and self.tries < TIDYING_ATTEMPTS

    async def _untidy(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        """An edit failed. A refusal speaks of the message that was to be edited, of no address and no person;
        and whatever it was, nobody's answer waits for it."""
        tools = self._tools
        await self._followed(claimed, error)
        again = error.failure in (Failure.TRANSIENT, Failure.LIMITED)
        if not again or claimed.attempt >= TIDYING_ATTEMPTS:
            await self._marks.dropped(claimed, "untidy")
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
            self._tools.limiter.shut(seconds)
        await self._marks.not_taken(claimed, seconds)
        self.tries += 1
        await self._pauses.pause(seconds)
        return self._rows[0]  # its chat may have another id by now

    async def _again(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        tools = self._tools
        if claimed.outgoing.delivery == "at_most_once":
            await self._marks.dropped(claimed, "unknown")
            return None
        tools.pulse.missed()
        # While the platform takes nothing from anyone, it is not this message's fault.
        counted = self._beats != tools.pulse.beats
        self._beats = tools.pulse.beats
        if counted and claimed.attempt >= MAX_ATTEMPTS:
            await self._give_up(claimed, error)
            return None
        self.tries += 1
        seconds = max(backoff(self.tries, tools.random.random()), error.retry_after or 0.0)
        await self._marks.retry(claimed, seconds, error.reason)
        tools.note("retry", claimed, str(error))
        self._pauses.woken = False
        await self._pauses.pause(seconds, "woken")
        return replace(self._rows[0], attempt=claimed.attempt + counted)

    # ------------------------------------------------------------ another way

    async def _without_reply(self, claimed: Claimed) -> Claimed | None:
        """The interaction's token ran out: another way, or nothing."""
        row = claimed.outgoing
        own = row.reply is not None and row.address.direct
        other = replace(row, reply=None) if own else detour.direct(row)
        if other is not None:
            await self._marks.not_taken(claimed)
            return replace(claimed, outgoing=other)
        await self._marks.dropped(claimed, "expired")
        self._tools.note("dropped", claimed, "expired")
        return None

    async def _elsewhere(self, claimed: Claimed, error: SendFailed) -> Claimed | None:
        """The place takes nothing more: the rest of the answer goes another way, and says so once, also where
        the other way takes nothing either."""
        row = claimed.outgoing
        why = await self._words(claimed, detour.WORDS) if self._led != row.id else ""
        self._led = row.id
        way = detour.direct if detour.aside(row) is None else detour.aside
        other = way(row, why)
        assert other is not None
        self._tools.note("detour", claimed, error.reason)
        self._goes(row, way)
        await self._marks.not_taken(claimed)
        return replace(claimed, outgoing=other)

    async def _closed(self, claimed: Claimed) -> Claimed:
        """The direct chat is closed: it goes to where the person asked, for them alone, and says so once; or,
        a nudge, to their thread, if they want it there then."""
        row = claimed.outgoing
        why = await self._words(claimed, detour.CLOSED) if row.reply is not None else ""
        other = detour.back(row, why)
        assert other is not None
        if row.reply is not None:
            self._led = row.id
            self._goes(row, detour.back)
        await self._marks.not_taken(claimed)
        return replace(claimed, outgoing=other)

    async def _shut(self, claimed: Claimed) -> None:
        """The direct chat is closed, and there is no other way: what waits for it ends. Where it was asked
        for in a thread of theirs, a line there says so."""
        row, now_at = claimed.outgoing, self._tools.clock()
        line = detour.line(row, await self._words(claimed, detour.SHUT)) if row.fallback is not None else None
        outbox = self._tools.outbox
        self._tools.drop(await outbox.unreachable(claimed.person, row.address, now_at, line))

    def _goes(self, row: Outgoing, way: Callable[[Outgoing], Outgoing | None]) -> None:
        """The rest of that answer goes the same way."""
        self._detoured, self._way = _turn(row), way

    async def _words(self, claimed: Claimed, name: str) -> str:
        reply = claimed.outgoing.reply
        known = reply.locale if reply is not None else None
        return self._tools.words(name, known or await self._tools.outbox.language(claimed.person))

    async def _followed(self, claimed: Claimed, error: SendFailed) -> None:
        """A message that cannot be changed any more, since its chat has become another one, says which."""
        if error.moved_to and claimed.target is not None and not claimed.target.address.direct:
            there = claimed.target.address
            await self._tools.outbox.moved(there.platform, there.chat, error.moved_to)

    async def _moved(self, claimed: Claimed, to: str) -> Claimed:
        row = claimed.outgoing
        await self._tools.outbox.moved(row.address.platform, row.address.chat, to)
        await self._marks.not_taken(claimed)
        return moved(claimed, row.address.chat, to)

    async def _threadless(self, claimed: Claimed) -> Claimed:
        """The thread is gone and the chat is there: all that was meant for the one goes to the other."""
        gone = claimed.outgoing.address
        there = replace(gone, thread=None)
        await self._tools.outbox.rerouted(gone, there)
        await self._marks.not_taken(claimed)
        for place, row in enumerate(self._rows):
            self._rows[place] = _rerouted(row, gone, there)
        return _rerouted(claimed, gone, there)


def _turn(row: Outgoing) -> str:
    """What the rows of one answer have in common: their interaction, else the stem of their ids."""
    return row.reply.token if row.reply is not None else row.id.rpartition("-")[0]


def _is_long(error: SendFailed) -> bool:
    """Whether nobody would wait for it: Telegram's slow mode is up to an hour."""
    return not error.wide and (error.retry_after or 0.0) > LONGEST_LIMIT


def moved(claimed: Claimed, chat: str, to: str) -> Claimed:
    """The row as it goes to a shared chat that has a new id."""
    gone = claimed.outgoing.address
    return claimed if gone.direct else _rerouted(claimed, replace(gone, chat=chat), replace(gone, chat=to))


def _rerouted(claimed: Claimed, gone: Address, there: Address) -> Claimed:
    row = claimed.outgoing
    if row.address != gone:
        return claimed
    return replace(claimed, outgoing=replace(row, address=there))
