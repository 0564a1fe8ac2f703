"""One person at a time, all people side by side; bounded on both counts. A double tap counts once."""

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.model import Address, Body, CommandCall, Inbound, Press, Subject
from bot.time_limits import within

PER_PERSON = 50  # acts of one person that wait, of the hundred that a platform may show at once
MOST_WAITING = 60  # answers on their way to one person
DOUBLE_TAP = 1.5  # seconds in which the same tap or command again is the same one
_MOST_TOLD = 10_000  # people whom one word about waiting was said to


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
        last = self._last.get(inbound.subject)
        if last is None or last[1] <= self._monotonic() - DOUBLE_TAP:
            return False
        before = last[0]
        if inbound.body != before.body or _button(inbound) != _button(before):
            return False
        return abs((inbound.at - before.at).total_seconds()) <= DOUBLE_TAP

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
        case Press(verb="o" | "skip" | "back"):
            return True
        case Press():
            return inbound.reply is None and inbound.source is not None
        case CommandCall(name):
            return inbound.reply is None and name != "back"
    return False


def _button(inbound: Inbound) -> str | None:
    """The message of a button of the bot's own: two menus are two. Copies of one question are one."""
    body = inbound.body
    return inbound.source if isinstance(body, Press) and body.verb not in ("o", "skip", "back") else None


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
                await within(self._longest, self._calm.wait())


class Backlogs:
    """Who has so many answers on their way that more would only come in half an hour: what they tap or call
    on top is passed over, with one word about it. Typed words are always read: they may speak of danger.

    `waiting`: how many answers wait in a lane.
    """

    def __init__(self, waiting: Callable[[Address], int], most: int = MOST_WAITING) -> None:
        self._waiting, self._most = waiting, most
        self._told: dict[Subject, None] = {}

    def over(self, inbound: Inbound) -> Literal["no", "first", "again"]:
        """Whether this is too much, and whether the person was told."""
        body, subject = inbound.body, inbound.subject
        if _asked(body) in ("", "forget"):
            return "no"
        if self._waiting(inbound.lane) < self._most:
            self._told.pop(subject, None)
            return "no"
        if subject in self._told:
            return "again"
        self._told[subject] = None
        if len(self._told) > _MOST_TOLD:
            del self._told[next(iter(self._told))]
        return "first"


def _asked(body: Body) -> str:
    """The command or the button; nothing for anything else."""
    match body:
        case CommandCall(name):
            return name
        case Press(verb=verb):
            return verb
        case _:
            return ""
