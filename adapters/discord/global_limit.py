"""Whether Discord has asked the whole bot to wait. discord.py waits out a global limit itself; of one that is
too long for it, its error does not say that it was global. So the answers are watched."""

from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp

TOO_MANY = 429


class GlobalLimit:
    """`trace` watches the answers of a client's calls. Times come from `clock`."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._until: datetime | None = None

    def holds(self) -> bool:
        return self._until is not None and self._clock() < self._until

    def trace(self) -> aiohttp.TraceConfig:
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._answered)
        return config

    async def _answered(
        self, session: aiohttp.ClientSession, context: object, params: aiohttp.TraceRequestEndParams
    ) -> None:
        response = params.response
        if response.status != TOO_MANY or response.headers.get("X-RateLimit-Global", "").lower() != "true":
            return
        try:
            seconds = float(response.headers["Retry-After"])
        except (KeyError, ValueError):
            return
        self._until = self._clock() + timedelta(seconds=seconds)
