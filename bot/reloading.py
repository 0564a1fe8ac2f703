"""Taking up changed scripts between turns: on SIGHUP, or, where wished, whenever a file changed.

A broken edit is refused with its diagnostics and the scripts that are played stay.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.conversation.catalogue import Series
from bot.errors import ContentError, StorageError
from bot.shelf import Shelf

EVERY = 1.0  # seconds between looks at the folder

log = logging.getLogger("alana.scripts")


class Reloader:
    """`remember` writes down the order of the keys of a new revision, for those who will come from it: before
    it is published, so that nobody ever stands in a revision that is not known."""

    def __init__(
        self,
        shelf: Shelf,
        remember: Callable[[Series], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._shelf, self._remember, self._sleep = shelf, remember, sleep
        self._asked = asyncio.Event()

    def ask(self) -> None:
        """Wishes one reload; for a signal handler."""
        self._asked.set()

    async def on_request(self) -> None:
        """Reloads whenever it is asked to."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self.reload()

    async def on_change(self) -> None:
        """Reloads when a file of the folder is newer than at the last look."""
        newest = await asyncio.to_thread(self._shelf.newest)
        while True:
            await self._sleep(EVERY)
            found = await asyncio.to_thread(self._shelf.newest)
            if found != newest:
                newest = found
                await self.reload()

    async def reload(self) -> bool:
        """True: new scripts are played now."""
        try:
            found, problems = await asyncio.to_thread(self._shelf.read_again)
        except ContentError as error:
            log.error("scripts are not reloaded: %s", error)
            return False
        for problem in problems:
            log.error("scripts are not reloaded: %s", problem)
        if found is None:
            return False
        known = {series.program.digest for series in self._shelf.current.series.values()}
        for series in found.series.values():
            if series.program.digest not in known:
                await self._patiently(series)
        self._shelf.publish(found)
        log.info("scripts reloaded: %d series", len(found.series))
        return True

    async def _patiently(self, series: Series) -> None:
        while True:
            try:
                return await self._remember(series)
            except StorageError as error:
                log.error("%s", error)
                await self._sleep(EVERY)
