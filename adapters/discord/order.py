"""Order of arrival for each person: what came first is handed over first, whatever has to be done
(an acknowledgement, a look back) in between. People never wait for one another."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


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
