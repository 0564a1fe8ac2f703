"""Whether Discord has asked the whole bot to wait, and keeping to what it takes from then on.

discord.py waits out a global limit itself, each call for itself, and then all of them try at once; of a limit
that is too long for it, its error does not say that it was global. So the answers are watched, and for a
while after one that said so calls go out one after the other. What goes through an interaction never waits,
neither acknowledgements nor what follows them: the global limit does not hold for it (the reference on rate
limits).
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import aiohttp

TOO_MANY = 429
A_SECOND = 45  # calls; Discord takes 50
WATCHED = timedelta(minutes=2)  # how long after the last such answer


class GlobalLimit:
    """`trace` watches a client's calls. Times come from `clock`. A call that waited until its session was
    closed raises `ClientConnectionError`."""

    def __init__(
        self, clock: Callable[[], datetime], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._until: datetime | None = None
        self._next_at: datetime | None = None  # when another call may go

    def holds(self) -> bool:
        return self._until is not None and self._clock() < self._until

    def trace(self) -> aiohttp.TraceConfig:
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._asking)
        config.on_request_end.append(self._answered)
        return config

    async def _asking(
        self, session: aiohttp.ClientSession, context: object, params: aiohttp.TraceRequestStartParams
    ) -> None:
        now_at = self._clock()
        if self._until is None or now_at > self._until + WATCHED or _of_interaction(params.url.path):
            return
        at = max(self._until, self._next_at or now_at, now_at)
        self._next_at = at + timedelta(seconds=1 / A_SECOND)
        if at > now_at:
            await self._sleep((at - now_at).total_seconds())
        if session.closed:  # meanwhile; the library would find no connection to make
            raise aiohttp.ClientConnectionError("the session was closed")

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


def _of_interaction(path: str) -> bool:
    """Its callback, or what goes through its token: no other webhook is used."""
    return "/interactions/" in path or "/webhooks/" in path
