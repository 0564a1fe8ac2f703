"""After Discord has asked the whole bot to wait, calls go out one after the other for a while."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import aiohttp
import pytest
from yarl import URL

from adapters.discord.global_limit import A_SECOND, WATCHED, GlobalLimit

MESSAGES = URL("https://discord.invalid/api/v10/channels/1/messages")
CALLBACK = URL("https://discord.invalid/api/v10/interactions/1/token/callback")
FOLLOW_UP = URL("https://discord.invalid/api/v10/webhooks/1/token")
THINKING = URL("https://discord.invalid/api/v10/webhooks/1/token/messages/@original")


class Watched:
    """A limit whose clock stands still but for what is slept."""

    def __init__(self) -> None:
        self.now_at = datetime(2026, 3, 2, 19, tzinfo=UTC)
        self.slept: list[float] = []
        self.limit = GlobalLimit(lambda: self.now_at, self._sleep)
        self.trace = self.limit.trace()

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 4))

    async def asks(self, url: URL, *, closed: bool = False) -> None:
        session = SimpleNamespace(closed=closed)
        for heard in self.trace.on_request_start:
            await heard(session, None, SimpleNamespace(url=url))  # type: ignore[arg-type]

    async def answered(self, status: int, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = SimpleNamespace(status=status, headers=named)
        for heard in self.trace.on_request_end:
            await heard(None, None, SimpleNamespace(response=response))  # type: ignore[arg-type]


async def test_calls_wait_for_their_moment_and_those_of_interactions_do_not() -> None:
    watched = Watched()
    await watched.asks(MESSAGES)
    await watched.answered(429, Retry_After="2", X_RateLimit_Global="true")
    assert watched.limit.holds()
    for _ in range(3):
        await watched.asks(MESSAGES)
    assert watched.slept == [2.0, round(2 + 1 / A_SECOND, 4), round(2 + 2 / A_SECOND, 4)]
    for url in (CALLBACK, FOLLOW_UP, THINKING):
        await watched.asks(url)
    assert len(watched.slept) == 3


async def test_later_they_are_as_free_as_before() -> None:
    watched = Watched()
    await watched.answered(429, Retry_After="2", X_RateLimit_Global="true")
    watched.now_at += WATCHED + timedelta(seconds=3)
    await watched.asks(MESSAGES)
    assert watched.slept == []
    assert not watched.limit.holds()


async def test_a_call_that_waited_until_the_end_says_so() -> None:
    watched = Watched()
    await watched.answered(429, Retry_After="2", X_RateLimit_Global="true")
    with pytest.raises(aiohttp.ClientConnectionError):
        await watched.asks(MESSAGES, closed=True)


@pytest.mark.parametrize("headers", [{}, {"X_RateLimit_Global": "false"}, {"X_RateLimit_Global": "true"}])
async def test_other_answers_mean_nothing(headers: dict[str, str]) -> None:
    watched = Watched()
    await watched.answered(429, **headers)
    await watched.answered(200, Retry_After="2", X_RateLimit_Global="true")
    await watched.asks(MESSAGES)
    assert watched.slept == []
