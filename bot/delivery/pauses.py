"""How a queue waits, and what ends it early: a stop, its person, the platform, another row."""

import asyncio
from collections.abc import Awaitable
from typing import Literal

from bot.delivery.tools import QueueTools
from bot.model import Outgoing, Say

TYPING_SECONDS = 4.5  # platforms show the indicator for about five
Ender = Literal["stopping", "done", "flushed", "woken", "news"]


class Pauses:
    """The waiting of one queue, by its one task. Nothing here lasts once it is `stopping`."""

    __slots__ = ("_told", "_tools", "done", "flushed", "news", "stopping", "woken")

    def __init__(self, tools: QueueTools) -> None:
        self._tools = tools
        self._told: asyncio.Future[None] | None = None  # of who waits just now
        self.stopping = False
        self.done = False  # the row in front is not to be sent any more
        self.flushed = False  # the person is back: no pauses before what waits
        self.woken = False  # trying again may work now
        self.news = False  # another row came

    def tell(self, ender: Ender) -> None:
        """That is so from now on; who waits for it goes on."""
        setattr(self, ender, True)
        if self._told is not None and not self._told.done():
            self._told.set_result(None)

    async def pause(self, seconds: float, *enders: Ender) -> None:
        """Sleeps; any of `enders` ends it early, and so does what makes the row in front needless."""
        await self.rest(seconds, "done", *enders)

    async def rest(self, seconds: float, *enders: Ender) -> None:
        """Sleeps; any of `enders` ends it early, and a stop always does."""
        if seconds > 0:
            await self._until(self._tools.sleep(seconds), *enders)

    async def write(self, row: Outgoing) -> None:
        """The pause before a message, with the typing indicator kept up."""
        seconds, shows = row.pace, isinstance(row.action, Say)
        while seconds > 0 and not self.flushed and not self.stopping:
            typing = asyncio.ensure_future(self._tools.adapter.typing(row.address)) if shows else None
            try:
                await self.pause(min(seconds, TYPING_SECONDS), "flushed")
            finally:
                if typing is not None and not typing.done():
                    typing.cancel()
            seconds -= TYPING_SECONDS

    async def limiter(self, row: Outgoing) -> bool:
        """Waits at the platform's limiter. False: we are stopping."""
        entered = await self._until(self._tools.limiter.enter(row.address, urgent=row.urgent))
        return entered and not self.stopping

    async def _until(self, work: Awaitable[None], *enders: Ender) -> bool:
        """Waits for the work, and leaves it where one of `enders` or a stop comes first. Whether it was
        done; raises what it ended with."""
        working = asyncio.ensure_future(work)
        try:
            while not working.done() and not any(getattr(self, end) for end in ("stopping", *enders)):
                self._told = asyncio.Future()
                await asyncio.wait([working, self._told], return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
            return working.done()
        finally:
            self._told = None
            working.cancel()
