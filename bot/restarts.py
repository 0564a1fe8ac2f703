"""What stops by a mistake of ours: whether it begins again, how soon, and when the process is to end for it.

Belongs to the composition root. A service manager starts a process that ended; what goes on in one that
did not end must not be dead in it unheard.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.errors import PlatformRefused, StorageError

AGAIN_SECONDS = 60  # until what goes on beside the platforms begins again
# Seconds before each new start of a platform; where the last of them did not help either, the process ends.
PAUSES = (1.0, 5.0, 30.0, 120.0, 300.0)
STEADY_SECONDS = 900.0  # of work after which a platform has all its new starts again
STORAGE_SECONDS = 5.0  # until a platform that needed the database to begin asks for it again

T = TypeVar("T")
log = logging.getLogger("alana")


async def vital(work: Callable[[], Awaitable[None]]) -> None:
    """Our own bug in leases or sender must be loud, and ends the process: without them a bot hears nobody,
    and looks alive."""
    try:
        await work()
    except Exception:
        log.exception(
            "what the platforms hang on stopped by a mistake of ours: the process ends, to be restarted"
        )
        raise


async def begun_again(work: Callable[[], Awaitable[None]]) -> None:
    """Our own bug in what goes on beside must be loud, and must not stop the bot: it begins again later."""
    while True:
        try:
            return await work()
        except Exception:
            log.exception(
                "something beside the platforms stopped by a mistake of ours; it begins again in %d seconds",
                AGAIN_SECONDS,
            )
            await asyncio.sleep(AGAIN_SECONDS)


class PlatformStarts:
    """The starts of one platform, `name`. `monotonic` gives seconds; `pauses` are as `PAUSES`."""

    def __init__(
        self,
        name: str,
        *,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        pauses: tuple[float, ...] | None = None,
    ) -> None:
        self._name, self._monotonic, self._sleep = name, monotonic, sleep
        self._pauses = PAUSES if pauses is None else pauses
        self._used = 0

    async def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """The result of `work`, begun again each time that it stops by a mistake of ours: other platforms go
        on meanwhile. Raises `PlatformRefused`, and the mistake once new starts do not help."""
        waits = False  # for the database, and that was said
        while True:
            began_at = self._monotonic()
            try:
                return await work()
            except PlatformRefused:
                raise
            except StorageError as error:
                if not waits:
                    log.warning("%s: %s; it begins when the database answers", self._name, error)
                waits = True
                await self._sleep(STORAGE_SECONDS)
            except Exception:
                waits = False
                pause = self._next_pause(self._monotonic() - began_at)
                log.exception(
                    "%s stopped by a mistake of ours; %s",
                    self._name,
                    "the process ends, to be restarted"
                    if pause is None
                    else f"it begins again in {pause:g} seconds, and others go on meanwhile",
                )
                if pause is None:
                    raise
                await self._sleep(pause)

    def _next_pause(self, worked: float) -> float | None:
        """In seconds; None: all new starts were used up."""
        if worked >= STEADY_SECONDS:
            self._used = 0
        if self._used == len(self._pauses):
            return None
        self._used += 1
        return self._pauses[self._used - 1]
