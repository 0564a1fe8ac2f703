"""A limit of time for work that a stop waits for, or that somebody may give up."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """What `work` gives; after so many seconds it is cancelled, and TimeoutError raised.

    Python's own two will not do: in a task that was cancelled before, `asyncio.timeout` took its own end for
    one more cancellation until 3.11.3 (CPython's issue 102780), and `asyncio.wait_for` lost a cancellation
    that came as the work ended until 3.12 (issue 86296).
    """
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
        if not task.done():
            raise TimeoutError
        return task.result()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
