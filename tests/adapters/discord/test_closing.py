"""What is under way when a client closes leaves no traceback behind."""

import asyncio
import gc

import pytest

from tests.adapters.discord.stage import Stage
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
    client._start(_broken())
    await server.until(lambda: "work beside the turns failed: KeyError" in caplog.text)
    gc.collect()
    assert left == []


async def _broken() -> None:
    raise KeyError("what nobody thought of")
