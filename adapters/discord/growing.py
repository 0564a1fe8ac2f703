"""Messages that are there from their first words on, and get the rest by edits."""

import asyncio
from collections.abc import Awaitable, Callable

import discord

from adapters.discord.outbound import Growth, Payload
from adapters.discord.refusals import FINAL, send_failed
from bot.model import Address, Outgoing, Receipt

MOST_BEGUN = 1_000

Post = Callable[[Outgoing, int, Payload], Awaitable[Receipt]]  # the row's message with that part number
Edit = Callable[[Outgoing, Receipt, Payload], Awaitable[object]]
Typing = Callable[[Address], Awaitable[None]]  # raises nothing


class Growing:
    """Of one HTTP client. What is tried again goes on with the message that it began."""

    def __init__(
        self,
        post: Post,
        edit: Edit,
        typing: Typing,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._post, self._edit, self._typing, self._sleep = post, edit, typing, sleep
        self._begun: dict[str, Receipt] = {}  # by row

    async def send(self, outgoing: Outgoing, stages: list[Growth]) -> Receipt:
        """Says all of it. A message that is gone meanwhile is said anew, whole."""
        (first, pause), *others = stages
        begun = self._begun.get(outgoing.id) or await self._begin(outgoing, first)
        try:
            for payload, following in others:
                await self._pause(outgoing.address, pause)
                await self._edit(outgoing, begun, payload)
                pause = following
        except discord.HTTPException as error:
            if send_failed(error, direct=outgoing.address.direct).failure not in FINAL:
                raise
            begun = await self._post(outgoing, 1, stages[-1][0])
        self._begun.pop(outgoing.id, None)
        return begun

    async def _begin(self, outgoing: Outgoing, first: Payload) -> Receipt:
        begun = self._begun[outgoing.id] = await self._post(outgoing, 0, first)
        if len(self._begun) > MOST_BEGUN:
            self._begun.pop(next(iter(self._begun)))
        return begun

    async def _pause(self, address: Address, seconds: float) -> None:
        """In which somebody seems to write, where that can be shown."""
        if seconds > 0:
            await self._typing(address)
            await self._sleep(seconds)
