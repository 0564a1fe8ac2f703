"""How a queue waits, and what ends it early: a stop, its person, the platform, another row."""

import asyncio
from typing import Any

from bot.delivery.tools import QueueTools
from bot.model import Outgoing, Say

TYPING_SECONDS = 4.5  # platforms show the indicator for about five


class Pauses:
    """The waiting of one queue. Nothing here lasts once `stopping` is set."""

    __slots__ = ("_tools", "done", "flushed", "news", "stopping", "woken")

    def __init__(self, tools: QueueTools) -> None:
        self._tools = tools
        self.stopping = asyncio.Event()
        self.done = asyncio.Event()  # the row in front is not to be sent any more
        self.flushed = asyncio.Event()  # the person is back: no pauses before what waits
        self.woken = asyncio.Event()  # trying again may work now
        self.news = asyncio.Event()  # another row came

    async def pause(self, seconds: float, *enders: asyncio.Event) -> None:
        """Sleeps; any of `enders` ends it early, and so does what makes the row in front needless."""
        await self.rest(seconds, self.done, *enders)

    async def rest(self, seconds: float, *enders: asyncio.Event) -> None:
        """Sleeps; any of `enders` ends it early, and a stop always does."""
        ends = (self.stopping, *enders)
        if seconds <= 0 or any(end.is_set() for end in ends):
            return
        waiting: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._tools.sleep(seconds))]
        waiting += [asyncio.ensure_future(end.wait()) for end in ends]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waiting:
                each.cancel()

    async def write(self, row: Outgoing) -> None:
        """The pause before a message, with the typing indicator kept up."""
        seconds, shows = row.pace, isinstance(row.action, Say)
        while seconds > 0 and not self.flushed.is_set() and not self.stopping.is_set():
            typing = asyncio.ensure_future(self._tools.adapter.typing(row.address)) if shows else None
            try:
                await self.pause(min(seconds, TYPING_SECONDS), self.flushed)
            finally:
                if typing is not None and not typing.done():
                    typing.cancel()
            seconds -= TYPING_SECONDS

    async def limiter(self, row: Outgoing) -> bool:
        """Waits at the platform's limiter. False: we are stopping."""
        entering = asyncio.ensure_future(self._tools.limiter.enter(row.address, urgent=row.urgent))
        stopping = asyncio.ensure_future(self.stopping.wait())
        try:
            await asyncio.wait([entering, stopping], return_when=asyncio.FIRST_COMPLETED)
            return entering.done() and not self.stopping.is_set()
        finally:
            entering.cancel()
            stopping.cancel()
