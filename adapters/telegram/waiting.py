"""Trying again: how long to wait, and one log line for an outage however long it lasts."""

import logging
from collections.abc import Awaitable, Callable

LONGEST = 60.0  # seconds between two tries
log = logging.getLogger(__name__)


class Outage:
    """Counts failed tries of one thing. `sleep` and `random` (0 to 1) are given."""

    def __init__(
        self, what: str, sleep: Callable[[float], Awaitable[None]], random: Callable[[], float]
    ) -> None:
        self._what = what
        self._sleep = sleep
        self._random = random
        self._tries = 0
        self._said = ""

    async def pause(self, line: str, at_least: float = 0.0) -> None:
        """Waits longer with every failure; `line` is logged when it is another than last time."""
        self._tries += 1
        if line != self._said:
            self._said = line
            log.warning("telegram: %s: %s; trying again until it works", self._what, line)
        longest = min(LONGEST, 0.5 * 2 ** min(self._tries - 1, 10))
        await self._sleep(max(at_least, longest * (0.5 + self._random() / 2)))

    def over(self) -> None:
        """It works. Says so where an outage was reported."""
        if self._said:
            log.info("telegram: %s works again after %d tries", self._what, self._tries)
        self._tries, self._said = 0, ""
