"""Order of arrival for each person: what came first is handed over first, whatever has to be done
(an acknowledgement, a look back) in between. People never wait for one another."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

LONGEST_WAIT = 5.0  # seconds that a turn lets acknowledgements go first


class Ticket:
    """A place in one person's line, taken at arrival."""

    def __init__(self, line: "ServingOrder", person: str, before: asyncio.Event | None) -> None:
        self._line, self._person, self._before = line, person, before
        self._done = asyncio.Event()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Waits for those before; leaving it lets the next one in."""
        try:
            if self._before is not None:
                await self._before.wait()
            yield
        finally:
            self.give_up()

    def give_up(self) -> None:
        """Lets the next one in. May be called again."""
        self._done.set()
        self._line._left(self._person, self._done)


class ServingOrder:
    """The lines of all people who are being served."""

    def __init__(self) -> None:
        self._last: dict[str, asyncio.Event] = {}

    def take(self, person: str) -> Ticket:
        ticket = Ticket(self, person, self._last.get(person))
        self._last[person] = ticket._done
        return ticket

    def _left(self, person: str, done: asyncio.Event) -> None:
        if self._last.get(person) is done:
            del self._last[person]


class AcknowledgedFirst:
    """Acknowledgements have three seconds, turns have not: these wait while any of those are on their way."""

    def __init__(self, longest: float = LONGEST_WAIT) -> None:
        self._longest = longest
        self._under_way = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """An acknowledgement, to its end."""
        self._under_way += 1
        self._none.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._none.set()

    async def calm(self) -> None:
        """Returns when none is on its way, or after the longest wait: whoever was acknowledged waits, too."""
        if self._none.is_set():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(self._longest):
                await self._none.wait()
