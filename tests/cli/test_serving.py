"""The process as a supervisor sees it: health, SIGHUP, SIGTERM."""

# ruff: noqa: ASYNC110

import asyncio
import os
import shutil
import signal
import socket
from pathlib import Path

import aiohttp

from bot import app
from bot.ports import Host
from bot.settings import load_settings
from tests.chat import Chat, Screen

SERIES = Path(__file__).resolve().parents[1] / "conversation/series"


class Waiting(Screen):
    """A platform that stays connected."""

    async def run(self, host: Host) -> None:
        await asyncio.Event().wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_health_reload_and_a_clean_end(tmp_path: Path) -> None:
    scripts = Path(shutil.copytree(SERIES, tmp_path / "scripts"))
    port, screen = free_port(), Waiting()
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{tmp_path}/alana.db",
        "ALANA_DIALOGUES": str(scripts),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        "ALANA_HTTP_PORT": str(port),
    }
    async with app.program(load_settings(env, None), {"chat": screen}) as program:
        serving = asyncio.create_task(app.serve(program, {"chat": screen}))
        chat = Chat(program, screen)
        await chat.open()
        metrics = await _metrics(port)
        assert metrics["alana_people"] == 1
        assert metrics["alana_turns"] >= 1
        assert metrics["alana_outbox_rows"] == metrics["alana_dead_letters"] == 0
        before = program.library.current
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.wait_for(_until_reloaded(program, before), 10)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(serving, 10) == 0


async def _metrics(port: int) -> dict[str, float]:
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
                    text = await answer.text()
                    break
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0)
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in rows}


async def _until_reloaded(program: app.App, before: object) -> None:
    while program.library.current is before:
        await asyncio.sleep(0)
