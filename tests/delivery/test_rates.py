"""Who may be written to next, and how fast, on a clock of its own."""

import asyncio

from bot.delivery.rates import RateLimiter
from bot.model import Address, Limits


class Clock:
    """Seconds that pass only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def limits(broadcast: float = 0.0) -> Limits:
    return Limits(4096, "utf16", 64, 30, 24, rate_overall=30.0, rate_broadcast=broadcast)


async def all_in(limiter: RateLimiter, people: int, *, urgent: bool) -> list[int]:
    """The order in which everybody was let in."""
    order: list[int] = []

    async def one(number: int) -> None:
        await limiter.enter(Address("telegram", str(number)), urgent=urgent)
        order.append(number)

    await asyncio.gather(*(one(number) for number in range(people)))
    return order


async def test_two_hundred_at_once_wait_for_the_platform_and_in_turn() -> None:
    clock = Clock()
    order = await all_in(RateLimiter(limits(), clock, clock.sleep), 200, urgent=True)
    assert order == list(range(200)), "who has waited longest is next"
    assert 200 / 30 - 1 <= clock.now <= 200 / 27


async def test_where_the_rates_stop_by_a_mistake_nobody_waits_for_ever() -> None:
    clock = Clock()

    async def sleep(seconds: float) -> None:
        raise ZeroDivisionError

    limiter = RateLimiter(limits(), clock, sleep)
    limiter.shut(5.0)
    people = [limiter.enter(Address("telegram", str(n)), urgent=True) for n in range(3)]
    ended = await asyncio.wait_for(asyncio.gather(*people, return_exceptions=True), 10)
    assert [str(each) for each in ended] == ["the rates stopped: ZeroDivisionError"] * 3
    clock.now = 6.0
    await asyncio.wait_for(limiter.enter(Address("telegram", "7"), urgent=True), 10)


async def test_paid_broadcasts_do_not_wait_for_the_common_rate() -> None:
    clock = Clock()
    limiter = RateLimiter(limits(900.0), clock, clock.sleep)
    await all_in(limiter, 1_800, urgent=False)
    assert clock.now <= 2.1
    before = clock.now
    await all_in(limiter, 60, urgent=True)
    assert clock.now - before >= 1.0, "answers keep to it"


async def test_a_pause_that_the_platform_asks_for_holds_for_both() -> None:
    clock = Clock()
    limiter = RateLimiter(limits(900.0), clock, clock.sleep)
    limiter.shut(5.0)
    await all_in(limiter, 1, urgent=False)
    assert clock.now >= 5.0


async def test_what_goes_at_once_keeps_to_the_rate_of_its_kind() -> None:
    """A platform may leave the common rate to its library, and yet want broadcasts slow."""
    clock, here = Clock(), Address("discord", "1")
    slow = Limits(2000, "codepoints", 80, 38, 25, rate_broadcast=10.0)
    limiter = RateLimiter(slow, clock, clock.sleep)
    assert [limiter.open_for(here, urgent=False) for _ in range(3)] == [True, False, False]
    assert all(limiter.open_for(here, urgent=True) for _ in range(100))
    clock.now += 0.1
    assert limiter.open_for(here, urgent=False)
    limiter.shut(5.0)
    assert not limiter.open_for(here, urgent=True)
