"""Token buckets: how fast a platform may be written to. Answers overtake broadcasts in the queue."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable

from bot.model import Address, Limits

Clock = Callable[[], float]
_ROUNDING = 1e-9  # of a token: no sleep is shorter than what a clock can show
Sleep = Callable[[float], Awaitable[None]]


class Bucket:
    """`rate` tokens a second, at most `burst` at once. A rate of 0 never waits. Times in seconds."""

    __slots__ = ("_burst", "_clock", "_rate", "_tokens", "_updated_at")

    def __init__(self, rate: float, burst: float, clock: Clock) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._updated_at = burst, clock()

    def wait(self) -> float:
        """Seconds until a token is there; takes nothing."""
        if not self._rate:
            return 0.0
        self._refill()
        missing = 1 - self._tokens
        return missing / self._rate if missing > _ROUNDING else 0.0

    def take(self) -> None:
        if self._rate:
            self._refill()
            self._tokens -= 1

    def full(self) -> bool:
        """Whether it can be forgotten: a new one would be the same."""
        self._refill()
        return self._tokens >= self._burst

    def _refill(self) -> None:
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._updated_at) * self._rate)
        self._updated_at = now


class RateLimiter:
    """All sends to one platform pass here: one bucket over all, one a chat. `waited` is told the seconds of
    every wait."""

    def __init__(
        self,
        limits: Limits,
        clock: Clock,
        sleep: Sleep,
        waited: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        self._limits, self._clock, self._sleep, self._waited = limits, clock, sleep, waited
        # So many in any second: a tenth of them may come at once, the others one by one.
        burst = max(1.0, limits.rate_overall / 10)
        self._overall = Bucket(max(limits.rate_overall - burst, limits.rate_overall / 2), burst, clock)
        wide = limits.rate_broadcast
        self._broadcasts = Bucket(wide, max(1.0, wide / 10), clock) if wide else None
        self._chats: dict[str, Bucket] = {}
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._pump: asyncio.Task[None] | None = None
        self._shut_until = 0.0

    def open_for(self, address: Address, *, urgent: bool) -> bool:
        """Takes a token at once where nothing has to be waited for. False: `enter` waits."""
        wide = self._overall if urgent or self._broadcasts is None else self._broadcasts
        if self._clock() < self._shut_until or (self._pump is not None and wide is self._overall):
            return False
        bucket = self._chat(address)
        if (bucket is not None and bucket.wait() > 0) or wide.wait() > 0:
            return False
        if bucket is not None:
            bucket.take()
        wide.take()
        return True

    async def enter(self, address: Address, *, urgent: bool) -> None:
        """Returns when a message may go to this chat. Urgent ones go first."""
        began = self._clock()
        await self._enter(address, urgent)
        self._waited(self._clock() - began)

    async def _enter(self, address: Address, urgent: bool) -> None:
        bucket = self._chat(address)
        while bucket is not None and (seconds := bucket.wait()) > 0:
            await self._sleep(seconds)
        if bucket is not None:
            bucket.take()
        if self._broadcasts is not None and not urgent:
            while (seconds := max(self._shut_until - self._clock(), self._broadcasts.wait())) > 0:
                await self._sleep(seconds)
            self._broadcasts.take()
            return
        if self._pump is None and self._clock() >= self._shut_until and self._overall.wait() == 0:
            self._overall.take()
            return
        await self._queue(urgent)

    def shut(self, seconds: float) -> None:
        """The platform asked all of us to wait."""
        self._shut_until = max(self._shut_until, self._clock() + seconds)

    def _chat(self, address: Address) -> Bucket | None:
        limits = self._limits
        rate = limits.rate_chat if address.direct or not limits.rate_group else limits.rate_group
        if not rate:
            return None
        if len(self._chats) > 10_000:
            self._chats = {k: b for k, b in self._chats.items() if not b.full()}
        bucket = self._chats.get(address.chat)
        if bucket is None:
            burst = float(limits.burst_chat)
            if not address.direct and limits.rate_group:
                # So many in any minute: half of them may come at once, the others trickle in.
                rate, burst = rate / 2, max(1.0, rate * 30)
            bucket = self._chats[address.chat] = Bucket(rate, burst, self._clock)
        return bucket

    async def _queue(self, urgent: bool) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (0 if urgent else 1, next(self._numbers), turn))
        if self._pump is None:
            self._pump = asyncio.create_task(self._let_in())
        await turn

    async def _let_in(self) -> None:
        try:
            while self._waiting:
                seconds = max(self._shut_until - self._clock(), self._overall.wait())
                if seconds > 0:
                    await self._sleep(seconds)
                    continue
                turn = heapq.heappop(self._waiting)[2]
                if not turn.done():
                    self._overall.take()
                    turn.set_result(None)
        except BaseException as error:  # whoever waits here would wait for ever
            self._turn_away(error)
            raise
        finally:
            self._pump = None

    def _turn_away(self, error: BaseException) -> None:
        waiting, self._waiting = self._waiting, []
        for _, _, turn in waiting:
            if not turn.done():
                turn.set_exception(RuntimeError(f"the rates stopped: {type(error).__name__}"))


def backoff(attempt: int, spread: float) -> float:
    """Seconds before the next try: 1, 2, 4 … up to 300, each spread by `spread` (0..1) over ±50 %."""
    return float(min(300.0, 2.0 ** min(attempt - 1, 12)) * (0.5 + spread))
