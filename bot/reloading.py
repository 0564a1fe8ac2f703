"""Taking up changed scripts between turns: on SIGHUP, or, where wished, whenever a file changed.

A broken edit is refused with its diagnostics and the scripts that are played stay.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar, cast

from bot.conversation.catalogue import Series
from bot.errors import ContentError, StorageError
from bot.script_library import ScriptLibrary

EVERY = 1.0  # seconds between looks at the folder

log = logging.getLogger("alana.scripts")


T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """The result of work done in a thread that nobody waits for at the end: a stop is never held up by it."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: Exception | None) -> None:
        if done.done():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(cast("T", result))

    def run() -> None:
        result, error = None, None
        try:
            result = work()
        except Exception as raised:
            error = raised
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, name="scripts", daemon=True).start()
    return await done


class Reloader:
    """`remember` writes down the order of the keys of a new revision, for those who will come from it: before
    it is published, so that nobody ever stands in a revision that is not known."""

    def __init__(
        self,
        library: ScriptLibrary,
        remember: Callable[[Series], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._library, self._remember, self._sleep = library, remember, sleep
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
        """Reloads when the folder's files, or what is in them, are others than at the last look."""
        before = await aside(self._library.standing)
        await aside(before.contents)
        while True:
            await self._sleep(EVERY)
            now = await aside(self._library.standing)
            if not await aside(lambda now=now, before=before: now.same(before)):  # type: ignore[misc]
                await self.reload()
            before = now

    async def reload(self) -> bool:
        """True: new scripts are played now."""
        try:
            found, problems = await aside(self._library.read_again)
        except ContentError as error:
            log.error("scripts are not reloaded: %s", error)
            return False
        for problem in problems:
            log.error("scripts are not reloaded: %s", problem)
        if found is None:
            return False
        known = {series.program.digest for series in self._library.current.series.values()}
        for series in found.series.values():
            if series.program.digest not in known:
                await self._patiently(series)
        self._library.publish(found)
        log.info("scripts reloaded: %d series", len(found.series))
        return True

    async def _patiently(self, series: Series) -> None:
        while True:
            try:
                return await self._remember(series)
            except StorageError:
                await self._sleep(EVERY)
