"""One person at a time, all people side by side; bounded on both counts."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.model import Subject

PER_PERSON = 100


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

    async def run(self, subject: Subject, turn: Callable[[], Awaitable[None]]) -> bool:
        """False: the person has too much waiting already, the turn was not run."""
        line = self._lines.get(subject)
        if line is None:
            line = self._lines[subject] = _Line()
            self._idle.clear()
        if line.waiting >= self._most:
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


class Newcomers:
    """How many new people a minute are taken in; the others wait."""

    def __init__(self, most_per_minute: int, monotonic: Callable[[], float]) -> None:
        self._most, self._monotonic = most_per_minute, monotonic
        self._times: deque[float] = deque()

    def admit(self) -> bool:
        now = self._monotonic()
        while self._times and self._times[0] <= now - 60:
            self._times.popleft()
        if len(self._times) >= self._most:
            return False
        self._times.append(now)
        return True


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
