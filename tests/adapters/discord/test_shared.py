"""Shards shared out: of several adapters, as in several processes, each has a part, and one sends for all."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.errors import PlatformRefused
from bot.model import Address, Open, Outgoing, Text
from bot.ports import WrongShares
from tests.adapters.discord.desk import Desk
from tests.adapters.discord.stage import direct, question
from tests.platforms.discord import Channel, DiscordServer


class Given:
    """`bot.ports.Sharing` that says which shards are this one's."""

    def __init__(self, *ids: int) -> None:
        self.ids = ids
        self.turns: list[tuple[str, timedelta]] = []
        self.wanted = 0
        self.wrong: WrongShares | None = None

    async def serve(self, units: int, work: Callable[[Sequence[int], int], Awaitable[None]]) -> None:
        self.wanted = units
        await (work(self.ids, units) if self.ids else asyncio.Event().wait())

    async def hold(
        self,
        units: Sequence[int],
        of: int,
        work: Callable[[], Awaitable[None]],
        wrong: Callable[[WrongShares], None],
    ) -> None:
        if self.wrong is not None:
            wrong(self.wrong)
        await work()

    async def turn(self, key: str, every: timedelta) -> None:
        self.turns.append((key, every))


@asynccontextmanager
async def serving(server: DiscordServer, desk: Desk, sharing: Given) -> AsyncIterator[DiscordAdapter]:
    async def sleep(_: float) -> None:
        await asyncio.sleep(0.001)

    adapter = DiscordAdapter(server.token, server.api_url, sleep=sleep, shards="auto", message_content=True)
    running = asyncio.create_task(adapter.run_part(desk, sharing))
    try:
        await server.until(lambda: adapter.connected or running.done())
        yield adapter
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await adapter.close()


@pytest.fixture
def server_of_four(server: DiscordServer) -> DiscordServer:
    server.gateway.recommended, server.gateway.enabled = 4, 1 << 15
    return server


def square(server: DiscordServer, shard: int) -> Channel:
    """A channel on that shard of four."""
    while (town := server.world.server("town")).id >> 22 & 3 != shard:
        pass
    return server.world.channel(town, "square")


async def test_each_hears_its_part_and_any_sends_for_all(server_of_four: DiscordServer) -> None:
    server, one, two = server_of_four, Given(0, 1), Given(3, 2)
    first, second = Desk(), Desk()
    async with serving(server, first, one), serving(server, second, two) as sender:
        await server.until(lambda: server.gateway.shards() == [(n, 4) for n in range(4)])
        await server.until(lambda: server.world.commands)
        anna = server.world.person("anna")
        for shard, desk in ((1, first), (2, second)):
            calling = asyncio.create_task(server.slash(anna, square(server, shard), "help"))
            await server.until(lambda desk=desk: desk.got)
            answer = await sender.send(
                Outgoing(
                    "p-1-0", desk.got[0].address, question("Well?", anna, "Why?"), reply=desk.got[0].reply
                ),
                None,
            )
            assert answer is not None
            assert server.people.last(anna, (await calling).channel).labels() == ["Why?"]
        dm = server.world.direct(anna)
        await server.say_dm(anna, "hello")
        await server.until(lambda: len(first.got) == 2)
        await sender.send(Outgoing("p-2-0", direct(dm), question("Yes?", anna, "Why?")), None)
        assert server.people.last(anna, dm).labels() == ["Why?"]
    assert (one.wanted, two.wanted) == (4, 4)
    assert not server.gateway.connected


async def test_each_identifies_in_its_turn_by_key(server_of_four: DiscordServer) -> None:
    """A key is the shard's number modulo `max_concurrency`."""
    server_of_four.gateway.concurrency = 2
    server_of_four.gateway.enabled = 1 << 15
    sharing = Given(1, 2)
    async with serving(server_of_four, Desk(), sharing):
        await server_of_four.until(lambda: server_of_four.gateway.shards() == [(1, 4), (2, 4)])
    assert [key for key, _ in sharing.turns] == ["identify 1", "identify 0"]
    assert all(every > timedelta(seconds=5) for _, every in sharing.turns)


async def test_a_thread_that_another_process_opened_is_known(server_of_four: DiscordServer) -> None:
    """To the one that hears what is typed there, and later to another that sends there."""
    server, desk = server_of_four, Desk()
    place = square(server, 1)
    anna = server.world.person("anna")
    own = Address("discord", str(place.id), f"private:{anna.id}", direct=False)
    async with serving(server, desk, Given(1)), serving(server, desk, Given()) as later:
        async with serving(server, desk, Given(0)) as sender:
            await sender.send(Outgoing("p-1-0", own, Open("Anna", "Here:")), None)
        [thread] = _threads(server, place)
        await server.people.say(anna, thread, "one")
        await server.until(lambda: desk.got)
        assert (desk.got[0].address, desk.got[0].body) == (own, Text("one"))
        await later.send(Outgoing("p-2-0", own, question("Well?", anna, "Why?")), None)
        assert server.people.last(anna, thread).labels() == ["Why?"]


async def test_what_was_typed_in_a_thread_while_nobody_had_its_shard_is_read(
    server_of_four: DiscordServer,
) -> None:
    """By whoever takes the shard over, which is not the first."""
    server, desk = server_of_four, Desk()
    place = square(server, 3)
    anna = server.world.person("anna")
    own = Address("discord", str(place.id), f"private:{anna.id}", direct=False)
    async with serving(server, desk, Given()) as sender:
        await sender.send(Outgoing("p-1-0", own, Open("Anna", "Here:")), None)
        [thread] = _threads(server, place)
        await server.people.say(anna, thread, "one")
        async with serving(server, desk, Given(2, 3)):
            await server.until(lambda: desk.got)
            await server.people.say(anna, thread, "two")
            await server.until(lambda: len(desk.got) == 2)
    assert [inbound.body for inbound in desk.got] == [Text("one"), Text("two")]


async def test_a_refusal_of_one_part_ends_the_whole_with_its_line(server_of_four: DiscordServer) -> None:
    server_of_four.gateway.enabled = 0  # message content is not allowed
    adapter = DiscordAdapter(server_of_four.token, server_of_four.api_url, shards=4, message_content=True)
    with pytest.raises(PlatformRefused, match="ALANA_DISCORD_MESSAGE_CONTENT"):
        await adapter.run_part(Desk(), Given(0))
    await adapter.close()


def _threads(server: DiscordServer, place: Channel) -> list[Channel]:
    return [channel for channel in server.world.channels.values() if channel.parent is place]
