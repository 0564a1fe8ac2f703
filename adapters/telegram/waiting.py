"""Trying again: how long to wait, and one log line for an outage however long it lasts."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

LONGEST = 60.0  # seconds between two tries
log = logging.getLogger(__name__)


class Outage:
    """Counts failed tries of one thing. `sleep` and `random` (0 to 1) are given, `longest` is in seconds."""

    def __init__(
        self,
        what: str,
        sleep: Callable[[float], Awaitable[None]],
        random: Callable[[], float],
        longest: float = LONGEST,
    ) -> None:
        self._what = what
        self._sleep = sleep
        self._random = random
        self._longest = longest
        self._tries = 0
        self._said: set[str] = set()
        self._woken = asyncio.Event()

    @property
    def lasts(self) -> bool:
        """Whether the last try failed."""
        return bool(self._tries)

    def wake(self) -> None:
        """Something else got through: the next try is made at once."""
        self._woken.set()

    async def pause(self, line: str, at_least: float = 0.0) -> None:
        """Waits longer with every failure; `line` is logged once an outage. What the platform asked for
        (`at_least`) is waited for in any case."""
        self._tries += 1
        if line not in self._said:
            self._said.add(line)
            log.warning("telegram: %s: %s; trying again until it works", self._what, line)
        if at_least:
            await self._sleep(at_least)
            return
        longest = min(self._longest, 0.5 * 2 ** min(self._tries - 1, 10))
        await self._sleep_or_wake(longest * (0.5 + self._random() / 2))

    async def _sleep_or_wake(self, seconds: float) -> None:
        self._woken.clear()
        ends = [asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._woken.wait())]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()

    def over(self) -> bool:
        """It works; True after an outage, which is said then."""
        was_out = bool(self._tries)
        if self._said:
            log.info("telegram: %s works again after %d tries", self._what, self._tries)
        self._tries, self._said = 0, set()
        return was_out
