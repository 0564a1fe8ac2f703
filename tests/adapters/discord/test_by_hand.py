"""Shards shared out by the operator: each process is told its own, and nobody takes them over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.errors import PlatformRefused
from bot.model import Outgoing
from bot.ports import Sharing, WrongShares
from tests.adapters.discord.desk import Desk
from tests.adapters.discord.stage import direct, question
from tests.adapters.discord.test_shared import Given, square
from tests.platforms.discord import DiscordServer


class Process:
    """An adapter as in one of several processes, with what it heard. `slept`: the pauses that it made."""

    def __init__(self, server: DiscordServer, ids: tuple[int, ...], count: int = 4) -> None:
        self.desk, self.slept = Desk(), list[float]()
        self.go_on = asyncio.Event()
        self.go_on.set()
        self.adapter = DiscordAdapter(
            server.token, server.api_url, sleep=self._sleep, shard_ids=ids, shard_count=count
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await self.go_on.wait()
        await asyncio.sleep(0.001)


@asynccontextmanager
async def running(process: Process, sharing: Sharing | None = None) -> AsyncIterator[Process]:
    adapter = process.adapter
    work = adapter.run(process.desk) if sharing is None else adapter.run_part(process.desk, sharing)
    task = asyncio.create_task(work)
    try:
        yield process
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await adapter.close()


@pytest.mark.parametrize("shared", [True, False])
async def test_each_identifies_its_own_and_hears_its_servers(server: DiscordServer, shared: bool) -> None:
    """With a database between them, which is nobody's to share out, and each with one of its own."""
    server.gateway.recommended = 3  # what they were told holds
    sharing = [Given(2, 3), Given(0)] if shared else [None, None]
    async with AsyncExitStack() as stack:
        first, second = [
            await stack.enter_async_context(running(Process(server, ids), one))
            for ids, one in zip([(0, 1), (2, 3)], sharing, strict=True)
        ]
        await server.until(lambda: server.gateway.shards() == [(n, 4) for n in range(4)])
        await server.until(lambda: first.adapter.connected and second.adapter.connected)
        await server.until(lambda: server.world.commands)
        anna = server.world.person("anna")
        for shard, process in enumerate((first, first, second, second)):
            before = len(process.desk.got)
            calling = asyncio.create_task(server.slash(anna, square(server, shard), "help"))
            await server.until(lambda p=process, n=before: len(p.desk.got) > n)
            await calling
        await server.say_dm(anna, "hello")
        await server.until(lambda: len(first.desk.got) == 3)
        assert len(second.desk.got) == 2
        dm = server.world.direct(anna)
        await second.adapter.send(Outgoing("p-1-0", direct(dm), question("Yes?", anna, "Why?")), None)
        assert server.people.last(anna, dm).labels() == ["Why?"]
    assert len(server.gateway.identified) == 4, "each once"
    assert not server.gateway.connected
    puts = [call for call in server.calls if call.method == "PUT" and call.path.endswith("/commands")]
    assert len(puts) == 1, "the list of commands is the first connection's"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (WrongShares(doubled=(0, 1)), "gives to this one, too (0, 1), so this one waits"),
        (WrongShares(counts=(6,)), "ALANA_DISCORD_SHARD_COUNT is 4 here and 6 in another process"),
        (WrongShares(missing=(2, 3)), "no process serves 2, 3 of the 4 in ALANA_DISCORD_SHARD_COUNT"),
    ],
)
async def test_what_does_not_fit_together_is_one_line_each(
    server: DiscordServer, caplog: pytest.LogCaptureFixture, found: WrongShares, words: str
) -> None:
    sharing = Given()
    sharing.wrong = found
    async with running(Process(server, (0, 1)), sharing):
        await server.until(lambda: server.gateway.shards() == [(0, 4), (1, 4)])
    (line,) = (record.getMessage() for record in caplog.records if record.levelname == "ERROR")
    assert words in line


async def test_a_database_between_them_paces_all(server: DiscordServer) -> None:
    server.gateway.concurrency, sharing = 2, Given()
    async with running(Process(server, (1, 2)), sharing) as process:
        await server.until(lambda: server.gateway.shards() == [(1, 4), (2, 4)])
    assert [key for key, _ in sharing.turns] == ["identify 1", "identify 0"]
    assert not process.slept, "it did not pace itself beside that"


async def test_alone_it_paces_itself_by_key(server: DiscordServer) -> None:
    """A key is the shard's number modulo `max_concurrency`; Discord takes one in five seconds for each."""
    server.gateway.concurrency = 2
    process = Process(server, (0, 1, 2))
    process.go_on.clear()
    async with running(process):
        await server.until(lambda: len(process.slept) == 2)
        await server.until(lambda: server.gateway.shards() == [(0, 4), (1, 4)])
        server.gateway.concurrency = 0  # the pause is not in real time
        process.go_on.set()
        await server.until(lambda: server.gateway.shards() == [(0, 4), (1, 4), (2, 4)])
    assert process.slept[:2] == [5.5, 5.5]


async def test_a_count_that_is_too_small_ends_with_one_line(server: DiscordServer) -> None:
    server.gateway.required = 8
    process = Process(server, (0, 1))
    with pytest.raises(PlatformRefused, match="raise ALANA_DISCORD_SHARD_COUNT"):
        await process.adapter.run(process.desk)
    await process.adapter.close()
