"""Where new people come in: so many a minute at once, the others one by one, and told that they wait."""

import asyncio
from collections.abc import Awaitable, Callable

from bot.conversation import typed
from bot.conversation.crowds import Lobby, Newcomers
from bot.conversation.outputs import Forgotten
from bot.conversation.queues import Talks
from bot.conversation.saying import words
from bot.conversation.unit_of_work import change_of
from bot.conversation.view import View
from bot.errors import StorageError
from bot.frozen import replace
from bot.model import ByItself, Inbound, Subject
from bot.ports import Saved, Store

NEWCOMER_PAUSE = 1.0
STORAGE_PAUSE = 2.0


class Entrance:
    """`view` gives what a turn of theirs would see, `handle` plays it."""

    def __init__(
        self,
        store: Store,
        newcomers: Newcomers,
        talks: Talks,
        sleep: Callable[[float], Awaitable[None]],
        view: Callable[[Saved, Inbound], View],
        handle: Callable[[Inbound], Awaitable[bool]],
    ) -> None:
        self._store, self._newcomers, self._talks = store, newcomers, talks
        self._sleep, self._view, self._handle = sleep, view, handle
        self._lobby = Lobby()
        self._let_in: Subject | None = None  # who has come from the lobby just now

    async def admit(self, saved: Saved, inbound: Inbound) -> bool:
        """New people beyond so many a minute wait for the next one, but for whoever speaks of danger."""
        if isinstance(inbound.body, ByItself):
            return False  # nobody we know: nothing to keep
        if inbound.subject == self._let_in or (
            inbound.subject not in self._lobby and self._newcomers.admit()
        ):
            return True
        if await typed.listen(self._view(saved, inbound), inbound.body) is not None:
            return True
        self._lobby.enter(inbound)
        return False

    async def let_in(self) -> None:
        """Takes in those who wait, one by one, as there is room, and tells them that they wait; for ever."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tell_who_waits())
            group.create_task(self._take_in())

    async def _tell_who_waits(self) -> None:
        """While nobody else waits for an answer: a crowd at the door takes nobody's turn, and no rate."""
        while True:
            inbound = await self._lobby.untold()
            await self._talks.calm()
            try:
                await self._say_that_it_takes_a_minute(inbound)
            except StorageError:
                await self._sleep(STORAGE_PAUSE)

    async def _say_that_it_takes_a_minute(self, inbound: Inbound) -> None:
        view = self._view(await self._store.load(inbound.subject), inbound)
        busy = view.texts.t("So many people at once! I'll be with you in a minute.")
        change = change_of(view, (words(busy), Forgotten()))
        yielding = [replace(row, urgent=False) for row in change.outgoing]
        # It is still to be done, so its id is not one that was seen.
        await self._store.commit(replace(change, inbound_id=None, outgoing=tuple(yielding)))

    async def _take_in(self) -> None:
        while True:
            subject = await self._lobby.next()
            if not self._newcomers.admit():
                await self._sleep(NEWCOMER_PAUSE)
                continue
            self._let_in = subject
            for inbound in self._lobby.leave(subject):
                await self._handle(inbound)
            self._let_in = None
