import asyncio
import contextlib

import pytest

from bot.time_limits import within


async def test_it_gives_what_the_work_gives_or_raises() -> None:
    async def work() -> int:
        return 3

    async def fails() -> None:
        raise LookupError("ours")

    assert await within(60, work()) == 3
    with pytest.raises(LookupError, match="ours"):
        await within(60, fails())


async def test_what_takes_longer_is_cancelled_also_in_a_task_that_was_cancelled() -> None:
    """`asyncio.timeout` fails this before Python 3.11.3."""
    steps = []

    async def stuck() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            steps.append("cancelled")
            raise

    async def serve() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            with contextlib.suppress(TimeoutError):
                await within(0.01, stuck())
            steps.append("the next")

    serving = asyncio.create_task(serve())
    await asyncio.sleep(0)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert steps == ["cancelled", "the next"]


@pytest.mark.parametrize("rounds", range(5))
async def test_no_cancellation_is_lost_as_the_work_ends(rounds: int) -> None:
    """`asyncio.wait_for` fails this before Python 3.12."""
    done, steps = asyncio.Event(), []

    async def wait() -> None:
        await within(60, done.wait())
        steps.append("went on")
        await asyncio.Event().wait()

    waiting = asyncio.create_task(wait())
    for _ in range(3):
        await asyncio.sleep(0)
    done.set()
    for _ in range(rounds):
        await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait({waiting}, timeout=1)
    assert waiting.cancelled(), steps


async def test_who_gives_up_ends_the_work_too() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    waiting = asyncio.create_task(within(60, work()))
    for _ in range(3):
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended.is_set()
