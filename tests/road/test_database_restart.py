"""Two processes behind a pooler whose PostgreSQL server is restarted: not ready meanwhile, then again."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from tests import pooler
from tests import postgres as servers
from tests.cli.test_serving import free_port
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import on_telegram
from tests.road.replicas import Replica, overseer
from tests.road.street import SMALL

pytestmark = pytest.mark.waits


async def test_processes_outlive_a_restart_of_the_server_behind_their_pooler(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    found, programs = pooler.program(), servers.programs()
    if found is None or programs is None:
        pytest.skip(pooler.MISSING if found is None else servers.MISSING)
    ports = [free_port(), free_port()]
    with servers.cluster(programs) as server, pooler.pooler(found, server.url) as url:
        async with AsyncExitStack() as stack:
            processes = []
            for port in ports:
                settings = on_telegram(telegram) | {"ALANA_HTTP_PORT": str(port)}
                one = Replica(tmp_path / f"p{port}", SMALL, url, **settings)
                processes.append(await stack.enter_async_context(one))
                await _until(port, 200)
            await asyncio.to_thread(server.stop)
            for port in ports:
                await _until(port, 503)
            for one in processes:
                await _until_logged(one, "cannot reach the database")
            await asyncio.to_thread(server.start)
            for port in ports:
                await _until(port, 200)
            async with overseer(server.url) as watch:
                holder, _ = await watch.holder("telegram")
                assert any(one.is_called(holder) for one in processes), holder
            assert [await one.terminate() for one in processes] == [0, 0]
            logs = "".join(one.log for one in processes)
    assert "mistake of ours" not in logs, logs[-3000:]


async def _until(port: int, status: int) -> None:
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == status:
                        return
            except aiohttp.ClientConnectionError:
                pass
            await asyncio.sleep(0.1)


async def _until_logged(one: Replica, words: str) -> None:
    async with asyncio.timeout(60):
        while words not in one.log:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
