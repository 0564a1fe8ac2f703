"""Lets the queues run, each in a task of its own, until they are empty."""

import asyncio
from collections.abc import Callable

from bot.delivery.chat_queue import ChatQueue
from bot.delivery.marks import STORAGE_PAUSE
from bot.delivery.prefetch import PlatformQueues
from bot.delivery.rates import Sleep
from bot.errors import StorageError
from bot.ports import Claimed

Reporter = Callable[[str, Claimed | None, str], None]


class QueueDriver:
    """`quiet` is set while no queue is at work. After `stop` none is started, and those at work end with the
    message that they have in hand."""

    def __init__(self, note: Reporter, sleep: Sleep) -> None:
        self._note, self._sleep = note, sleep
        self._stopping = False
        self._at_work = 0
        self.quiet = asyncio.Event()
        self.quiet.set()

    def start(self, platform: PlatformQueues, queue: ChatQueue) -> None:
        """Where it is not at work and has something to do."""
        if queue.task is None and queue.rows and not self._stopping:
            self._at_work += 1
            self.quiet.clear()
            queue.task = asyncio.create_task(self._drive(platform, queue))

    def stop(self) -> None:
        self._stopping = True

    async def _drive(self, platform: PlatformQueues, queue: ChatQueue) -> None:
        try:
            while queue.rows and not self._stopping:
                try:
                    await queue.run()
                except (Exception, asyncio.CancelledError) as error:
                    if isinstance(error, asyncio.CancelledError) and _is_cancelled():
                        raise
                    await self._stumbled(queue, error)
        finally:
            queue.task = None
            if not queue.rows:
                del platform.queues[queue.key]
            self._at_work -= 1
            if not self._at_work:
                self.quiet.set()

    async def _stumbled(self, queue: ChatQueue, error: BaseException) -> None:
        """The row in front stays there and is tried again after a while. A mistake of ours may have come when
        it was gone already."""
        expected = isinstance(error, StorageError)
        reason = str(error) if expected else type(error).__name__
        self._note("waiting" if expected else "crashed", queue.rows[0] if queue.rows else None, reason)
        await self._sleep(0.0 if self._stopping else STORAGE_PAUSE)


def _is_cancelled() -> bool:
    """Whether this very task is to end; else it was what it waited for that was cancelled."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
