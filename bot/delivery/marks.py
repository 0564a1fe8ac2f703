"""What became of a row, written down however long the database takes: a message must not go out again because
of it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.delivery.pauses import Pauses
from bot.delivery.tools import QueueTools
from bot.errors import StorageError
from bot.model import Receipt
from bot.ports import Claimed

STORAGE_PAUSE = 5.0  # seconds
T = TypeVar("T")


class Marks:
    """The marks of one queue. Raise `StorageError` only where we are stopping."""

    __slots__ = ("_pauses", "_tools")

    def __init__(self, tools: QueueTools, pauses: Pauses) -> None:
        self._tools, self._pauses = tools, pauses

    def sent(self, claimed: Claimed, receipt: Receipt | None) -> Awaitable[None]:
        return self._until(claimed, self._tools.outbox.sent, receipt)

    def dropped(self, claimed: Claimed, reason: str) -> Awaitable[None]:
        return self._until(claimed, self._tools.outbox.dropped, reason)

    def dead(self, claimed: Claimed, reason: str) -> Awaitable[None]:
        return self._until(claimed, self._tools.outbox.dead, reason)

    async def retry(self, claimed: Claimed, seconds: float, reason: str) -> None:
        """It is tried again in so many seconds."""
        next_at = self._tools.clock() + timedelta(seconds=seconds)
        await self._until(claimed, lambda row, why, at: self._tools.outbox.retry(row, next_at, why), reason)

    async def not_taken(self, claimed: Claimed, seconds: float = 0.0) -> None:
        """The platform said that it took nothing: an at-most-once row may be tried again."""
        if claimed.outgoing.delivery == "at_most_once":
            await self.retry(claimed, seconds, "not taken")

    async def _until(
        self, claimed: Claimed, mark: Callable[[Claimed, T, datetime], Awaitable[None]], what: T
    ) -> None:
        while True:
            try:
                return await mark(claimed, what, self._tools.clock())
            except StorageError as error:
                self._tools.note("unmarked", claimed, str(error))
                if self._pauses.stopping:
                    raise
                await self._pauses.rest(STORAGE_PAUSE)
