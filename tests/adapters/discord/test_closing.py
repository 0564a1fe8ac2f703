"""What is under way when a client closes leaves no traceback behind."""

import asyncio
import gc

import pytest

from tests.adapters.discord.stage import Stage
from tests.adapters.discord.test_by_hand import Process
from tests.platforms.discord import DiscordServer


async def test_a_client_that_closes_while_it_looks_back_leaves_no_error_behind(
    server: DiscordServer, caplog: pytest.LogCaptureFixture
) -> None:
    stage = await Stage(server).start()
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    stage.desk.known[str(dm.id)] = "1"
    client = stage.adapter._client
    assert client is not None
    left: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: left.append(context))
    server.faults.once("delay", f"GET /channels/{dm.id}/messages", seconds=0.2)
    looking = asyncio.create_task(client.backfill.begin())
    await server.until(lambda: server.called("GET", f"/channels/{dm.id}/messages"))
    await stage.stop()
    await looking
    client._start(_broken)
    await server.until(lambda: "work beside the turns failed: KeyError" in caplog.text)
    gc.collect()
    assert left == []


async def test_a_close_that_is_cut_short_lets_go_of_every_connection(server: DiscordServer) -> None:
    """A stop has its seconds; what is not done by then is let go, but no connection stays open."""
    stage = await Stage(server).start()
    assert stage.task is not None
    closing = asyncio.create_task(stage.adapter.close())
    await asyncio.sleep(0)
    for task in (closing, stage.task):
        task.cancel()
    await asyncio.gather(closing, stage.task, return_exceptions=True)
    await server.until(lambda: not server.connections, 2)


async def test_connections_that_are_ended_twice_are_let_go_of(server: DiscordServer) -> None:
    process = Process(server, (0, 1))
    running = asyncio.create_task(process.adapter.run(process.desk))
    await server.until(lambda: server.gateway.shards() == [(0, 4), (1, 4)])
    for _ in range(2):
        running.cancel()
        await asyncio.sleep(0)
    await asyncio.gather(running, return_exceptions=True)
    await process.adapter.close()
    await server.until(lambda: not server.connections, 2)


async def _broken() -> None:
    raise KeyError("what nobody thought of")
