"""What is in hand for one platform: how many rows fit into memory, and the queues that they wait in."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from bot.delivery.chat_queue import ChatQueue, QueueKey
from bot.delivery.tools import QueueTools
from bot.frozen import replace
from bot.ports import Claimed

# Rows a platform may have in memory; more wait in the outbox. Nudges have a small window of their own: a
# storm of them must take neither memory nor the place of answers.
IN_HAND = 20_000
YIELDING_IN_HAND = 500
CHUNK = 500


@dataclass(slots=True)
class PrefetchWindow:
    """The rows of one kind that are in memory.

    While some wait in the outbox none may overtake them: `backlog` says that all go through it. When
    hardly any are left there, new ones are `held` until the last of those are fetched; else a busy bot
    would never come to take rows directly again.
    """

    most: int
    rows: int = 0
    backlog: bool = True
    held: list[Claimed] | None = None

    @property
    def chunk(self) -> int:
        return min(CHUNK, self.most // 2)

    @property
    def has_room(self) -> bool:
        return self.rows <= self.most - self.chunk

    def take(self, rows: int) -> bool:
        if self.held is None and (self.backlog or self.rows + rows > self.most):
            self.backlog = True
            return False
        self.rows += rows
        return True


def _windows() -> dict[bool, PrefetchWindow]:
    """By whether rows are urgent."""
    return {True: PrefetchWindow(IN_HAND), False: PrefetchWindow(YIELDING_IN_HAND)}


class PlatformQueues:
    """What is in hand for one platform. `wake` is called when a backlog has room again."""

    def __init__(
        self, make_tools: Callable[[Callable[[bool], None]], QueueTools], wake: Callable[[], None]
    ) -> None:
        self.tools = make_tools(self.done)
        self.serving = self.tools.lease.held
        self.fence = self.tools.lease.token  # under which its rows are in our hands
        self._wake = wake
        # By lane. A nudge has a queue of its own: it may wait long, and no answer must wait behind it.
        self.queues: dict[QueueKey, ChatQueue] = {}
        self.windows = _windows()

    async def lead(self, wake: Callable[[], None]) -> None:
        """Serves the platform for as long as its lease is ours, whenever it is; whatever waits is claimed
        first."""
        lease = self.tools.lease
        while True:
            await lease.acquired()
            self.serving, self.fence = True, lease.token
            for window in self.windows.values():
                window.backlog = True
            wake()
            await lease.lost()
            await self._stand_down()

    async def _stand_down(self) -> None:
        """The lease is another's: what is in hand is theirs now, and nothing more is said of it."""
        self.serving = False
        tasks = [queue.task for queue in self.queues.values() if queue.task is not None]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        self.queues.clear()
        self.windows = _windows()

    @property
    def backlog(self) -> bool:
        return any(window.backlog for window in self.windows.values())

    def drop(self, ids: Collection[str]) -> None:
        """Rows that are over, wherever they wait."""
        for queue in self.queues.values():
            queue.drop(ids)
        for urgent, window in self.windows.items():
            if window.held:
                kept = [row for row in window.held if row.outgoing.id not in ids]
                gone, window.held = len(window.held) - len(kept), kept
                for _ in range(gone):
                    self.done(urgent)

    def moved(self, chat: str, to: str) -> Sequence[ChatQueue]:
        """A shared chat has a new id: what waits for it goes there, before whatever is said there from now
        on. The queues that it concerns."""
        found = [q for (lane, _), q in self.queues.items() if lane.chat == chat and not lane.direct]
        for queue in found:
            queue.move(chat, to)
            lane, urgent = queue.key
            there = replace(lane, chat=to), urgent
            if there not in self.queues:  # else something was said there before we knew
                self.queues[there] = self.queues.pop(queue.key)
                queue.key = there
        return found

    def done(self, urgent: bool) -> None:
        window = self.windows[urgent]
        window.rows -= 1
        if window.backlog and window.has_room:
            self._wake()

    def ids(self) -> Sequence[str]:
        """Of every row in hand."""
        waiting = [row for queue in self.queues.values() for row in queue.rows]
        held = [row for window in self.windows.values() for row in window.held or ()]
        return [row.outgoing.id for row in (*waiting, *held)]
