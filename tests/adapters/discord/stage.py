"""A bot on the loopback Discord, and shortcuts for what tests send through it."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from random import Random

from adapters.discord.adapter import DiscordAdapter
from bot.model import (
    Action,
    Address,
    Button,
    Inbound,
    Message,
    Outgoing,
    Press,
    Receipt,
    ReplyHandle,
    Rich,
    Say,
)
from tests.adapters.discord.desk import Desk
from tests.platforms.discord import Channel, DiscordServer, User


class Stage:
    """One server, one desk, and the adapter that runs now. `now_at` is what the adapter's clock says."""

    def __init__(self, server: DiscordServer) -> None:
        self.server, self.desk = server, Desk()
        self.people, self.world = server.people, server.world
        self.shift = timedelta()
        self.slept: list[float] = []
        self.random = Random(1)
        self.adapter = self.make()
        self.task: asyncio.Task[None] | None = None

    def make(self, token: str | None = None) -> DiscordAdapter:
        return DiscordAdapter(
            token or self.server.token,
            self.server.api_url,
            clock=lambda: datetime.now(UTC) + self.shift,
            sleep=self._sleep,
            random=Random(1),
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0.001)

    async def start(self) -> "Stage":
        before = len(self.server.gateway.identified)
        self.task = asyncio.create_task(self.adapter.run(self.desk))
        await self.server.until(lambda: len(self.server.gateway.identified) > before and self.world.commands)
        return self

    async def stop(self) -> None:
        if self.task is not None:
            self.task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self.task
            self.task = None
        await self.adapter.close()

    async def restart(self) -> None:
        """A new process: nothing that the old one had in memory is left."""
        await self.stop()
        self.adapter = self.make()
        await self.start()

    # ------------------------------------------------------------ what tests send

    async def last(self, count: int = 1) -> Inbound:
        """The newest thing that the desk was handed, once there are `count`."""
        await self.server.until(lambda: len(self.desk.got) >= count)
        return self.desk.got[-1]

    async def send(
        self,
        id_: str,
        address: Address,
        action: Action,
        reply: ReplyHandle | None = None,
        target: Receipt | None = None,
    ) -> Receipt | None:
        return await self.adapter.send(Outgoing(id_, address, action, reply=reply), target)

    async def answer(self, inbound: Inbound, id_: str, action: Action) -> Receipt:
        """Sends an answer to what came in."""
        receipt = await self.send(id_, inbound.address, action, inbound.reply)
        assert receipt is not None
        return receipt


def question(text: str, owner: User, *labels: str, words: bool = False) -> Say:
    """A message with one button a label, numbered as options of run 1, step 1."""
    buttons = [
        Button(label, Press(str(owner.id), "o", 1, 1, str(number))) for number, label in enumerate(labels)
    ]
    if words:
        buttons.append(Button("In my own words", Press(str(owner.id), "words", 1, 1), words=True))
    return Say(Message(Rich(text), tuple(buttons)))


def direct(channel: Channel) -> Address:
    return Address("discord", str(channel.id), direct=True)
