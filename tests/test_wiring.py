"""How the parts of a running bot come to their end."""

import asyncio
import contextlib

import pytest

from bot.wiring import at_most


async def test_a_stuck_step_holds_up_no_other_also_where_the_stop_was_cancelled(
    caplog: pytest.LogCaptureFixture,
) -> None:
    steps = []

    async def serve() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await at_most(0.01, asyncio.Event().wait, "it was stuck")
            steps.append("the next")

    serving = asyncio.create_task(serve())
    await asyncio.sleep(0)
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    assert steps == ["the next"]
    assert "it was stuck" in caplog.text
