"""One person at a time, all people side by side; bounded on both counts. A double tap counts once."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.model import CommandCall, Inbound, Press, Subject

PER_PERSON = 50  # acts of one person that wait, of the hundred that a platform may show at once
DOUBLE_TAP = 1.5  # seconds in which the same tap or command again is the same one


@dataclass(slots=True)
class _Line:
    waiting: int = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class PersonQueues:
    """`run` works one person's turns off in order of arrival. asyncio's lock is first come, first served."""

    def __init__(self, most: int = PER_PERSON) -> None:
        self._most = most
        self._lines: dict[Subject, _Line] = {}
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self, subject: Subject, turn: Callable[[], Awaitable[None]], *, over: bool = False) -> bool:
        """False: the person has too much waiting already, the turn was not run. `over`: it is run all the
        same, behind what waits."""
        line = self._lines.get(subject)
        if line is None:
            line = self._lines[subject] = _Line()
            self._idle.clear()
        if line.waiting >= self._most and not over:
            return False
        line.waiting += 1
        try:
            async with line.lock:
                await turn()
        finally:
            line.waiting -= 1
            if not line.waiting:
                del self._lines[subject]
                if not self._lines:
                    self._idle.set()
        return True

    async def idle(self) -> None:
        """Returns when no turn is running or waiting."""
        await self._idle.wait()


class DoubleTaps:
    """The last thing that each person did, for as long as the same again is meant to be the same."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._last: OrderedDict[Subject, tuple[Inbound, float]] = OrderedDict()

    def doubled(self, inbound: Inbound) -> bool:
        """Whether this tap or command was noted a moment ago."""
        self._drop_old()
        last = self._last.get(inbound.subject)
        if last is None:
            return False
        before = last[0]
        soon = abs((inbound.at - before.at).total_seconds()) <= DOUBLE_TAP
        return soon and (inbound.body, _button(inbound)) == (before.body, _button(before))

    def note(self, inbound: Inbound) -> None:
        """What was answered just now."""
        self._drop_old()
        self._last.pop(inbound.subject, None)
        if _once(inbound):
            self._last[inbound.subject] = inbound, self._monotonic()

    def _drop_old(self) -> None:
        """The oldest stand in front; nobody is remembered longer than needed."""
        since = self._monotonic() - DOUBLE_TAP
        while self._last and next(iter(self._last.values()))[1] <= since:
            self._last.popitem(last=False)


def _once(inbound: Inbound) -> bool:
    """Whether that twice is once. Two times /back are two steps, and an interaction waits for its answer."""
    match inbound.body:
        case Press(verb="o" | "skip"):
            return True
        case Press():
            return inbound.reply is None and inbound.source is not None
        case CommandCall(name):
            return inbound.reply is None and name != "back"
    return False


def _button(inbound: Inbound) -> str | None:
    """The message of a button of the bot's own: two menus are two. Copies of one question are one."""
    body = inbound.body
    return inbound.source if isinstance(body, Press) and body.verb not in ("o", "skip") else None


class Talks:
    """Counts the turns of people who wait for their answer: what has time lets them go first.

    `longest`: seconds that it waits for them at a time, so that it always comes on.
    """

    def __init__(self, longest: float = 0.05) -> None:
        self._longest = longest
        self._running = 0
        self._calm = asyncio.Event()
        self._calm.set()

    def __enter__(self) -> None:
        self._running += 1
        self._calm.clear()

    def __exit__(self, *raised: object) -> None:
        self._running -= 1
        if not self._running:
            self._calm.set()

    async def calm(self) -> None:
        """Returns when no such turn is running, or after `longest` seconds."""
        if self._running:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._calm.wait(), self._longest)
