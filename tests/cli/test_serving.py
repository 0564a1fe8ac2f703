"""The process as a supervisor sees it: health, SIGHUP, SIGTERM."""

# ruff: noqa: ASYNC110

import asyncio
import contextlib
import json
import os
import resource
import shutil
import signal
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot import app, restarts
from bot.errors import PlatformRefused
from bot.oversight import answering
from bot.ports import Host, Sharing
from bot.settings import Settings, load_settings
from bot.storage.leases import SqlLeases
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


def watched(folder: Path, scripts: Path, port: int) -> Settings:
    """With an HTTP port."""
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(scripts),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        "ALANA_HTTP_PORT": str(port),
    }
    return load_settings(env, None)


async def test_health_reload_and_a_clean_end(tmp_path: Path) -> None:
    scripts = Path(shutil.copytree(SERIES, tmp_path / "scripts"))
    port, screen = free_port(), Waiting()
    async with app.program(watched(tmp_path, scripts, port), {"chat": screen}) as program:
        serving = asyncio.create_task(app.serve(program, {"chat": screen}))
        chat = Chat(program, screen)
        await chat.open()
        metrics = await _metrics(port)
        assert (
            metrics['alana_people{bot="alana"}']
            == metrics['alana_series{bot="alana"}']
            == metrics["alana_database_up"]
            == 1
        )
        assert metrics['alana_turns_total{bot="alana",kind="Opened",result="committed"}'] == 1
        assert (
            metrics['alana_turn_seconds_count{kind="Opened"}'] == metrics["alana_commit_seconds_count"] == 1
        )
        assert metrics['alana_sends_total{bot="alana",platform="chat",result="sent"}'] >= 1
        assert metrics["alana_commit_batch_size_count"] >= 2
        assert metrics['alana_database_seconds_count{kind="read"}'] >= 1
        assert metrics['alana_outbox_rows{bot="alana",platform="chat"}'] == 0
        assert metrics['alana_dead_letters{bot="alana",platform="chat"}'] == 0
        assert metrics['alana_platform_connected{bot="alana",platform="chat"}'] == 1
        await chat.say("I want to die")
        await chat.say("who put the lamp there then")
        assert json.loads(await _page(port, "readyz"))["chat"] == "ok"
        while 'alana_counted_total{bot="alana",name="care"}' not in (metrics := await _metrics(port)):
            await asyncio.sleep(0)  # what the database says is kept for a second
        assert metrics["alana_care_seconds_count"] >= 2
        assert metrics["alana_matcher_seconds_count"] >= 1
        assert metrics["alana_loop_lag_seconds_count"] >= 1
        assert metrics['alana_counted_total{bot="alana",name="care"}'] == 1
        assert metrics["process_resident_memory_bytes"] > 0
        before = program.library.current
        os.kill(os.getpid(), signal.SIGHUP)
        await asyncio.wait_for(_until_reloaded(program, before), 10)
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(serving, 10) == 0


async def test_while_the_newest_commit_failed_it_is_not_ready(tmp_path: Path) -> None:
    """No file may grow meanwhile: what a full disk does, without one. What was said is answered then."""
    port, screen = free_port(), Waiting()
    async with app.program(watched(tmp_path, SERIES, port), {"chat": screen}) as program:
        serving = asyncio.create_task(app.serve(program, {"chat": screen}))
        chat = Chat(program, screen)
        await _until_database(port, "ok")
        with small_files():
            opening = asyncio.create_task(chat.open())
            await _until_database(port, "failing")
            assert json.loads(await _page(port, "health")) == {"status": "ok"}
        await opening
        await _until_database(port, "ok")
        os.kill(os.getpid(), signal.SIGTERM)
        assert await asyncio.wait_for(serving, 10) == 0


@contextlib.contextmanager
def small_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


async def _until_database(port: int, state: str) -> None:
    async with asyncio.timeout(30):
        while json.loads(await _page(port, "readyz"))["database"] != state:
            await asyncio.sleep(0)  # what it says is kept for a second


async def test_a_platform_that_nobody_holds_is_not_ready_and_one_that_another_process_holds_is(
    tmp_path: Path, server: str
) -> None:
    port, screen = free_port(), Waiting()
    env = {
        "ALANA_DATABASE_URL": server,
        "ALANA_DIALOGUES": str(SERIES),
        "ALANA_MATCHER": "lexical",
        "ALANA_HTTP_PORT": str(port),
    }
    async with (
        app.program(load_settings(env, None), {"chat": screen}) as program,
        answering([program.watched]),  # its leases are not asked for: it holds none
    ):
        assert json.loads(await _page(port, "readyz"))["chat"] == "failing"
        assert (await _metrics(port))['alana_platform_connected{bot="alana",platform="chat"}'] == 0
        other = SqlLeases(program.database, "another process")
        await other.take([("alana", "chat")], timedelta(minutes=5))
        while json.loads(await _page(port, "readyz"))["chat"] == "failing":
            await asyncio.sleep(0)  # what the database says is kept for a second
        assert json.loads(await _page(port, "readyz"))["status"] == "ok"
        assert (await _metrics(port))['alana_platform_connected{bot="alana",platform="chat"}'] == 0


class InParts(Waiting):
    """One that several processes receive from."""

    sharded = True

    async def run_part(self, host: Host, sharing: Sharing) -> None:
        await self.run(host)


async def test_connections_that_no_process_holds_are_counted(tmp_path: Path, server: str) -> None:
    port, screen = free_port(), InParts()
    env = {
        "ALANA_DATABASE_URL": server,
        "ALANA_DIALOGUES": str(SERIES),
        "ALANA_MATCHER": "lexical",
        "ALANA_HTTP_PORT": str(port),
    }
    unheld = 'alana_shards_unheld{bot="alana",platform="chat"}'
    async with (
        app.program(load_settings(env, None), {"chat": screen}) as program,
        answering([program.watched]),
    ):
        assert (await _metrics(port))[unheld] == 0, "nobody takes part"
        other = SqlLeases(program.database, "another process")
        names = "chat member 20 another process", "chat group 0 of 20", "chat group 2 of 20"
        await other.take([("alana", name) for name in names], timedelta(minutes=5))
        while not (found := (await _metrics(port))[unheld]):
            await asyncio.sleep(0)  # what the database says is kept for a second
        assert found == 20 - 1 - 1, "each of these groups is one connection, others are two"


@pytest.mark.parametrize("part", ["leases", "sender"])
async def test_a_mistake_in_what_the_platforms_hang_on_ends_the_process(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A service manager starts it again; living on it would hear or send nothing."""
    screen = Waiting()
    env = {"ALANA_DATABASE_URL": f"sqlite:///{tmp_path}/alana.db", "ALANA_DIALOGUES": str(SERIES)}

    async def broken(*_: object) -> None:
        raise KeyError("a mistake")

    async with app.program(load_settings(env, None), {"chat": screen}) as program:
        monkeypatch.setattr(getattr(program, part), "run", broken)
        assert await asyncio.wait_for(app.serve(program, {"chat": screen}), 20) == 1
    [line] = [r.getMessage() for r in caplog.records if "mistake of ours" in r.getMessage()]
    assert line.endswith("the process ends, to be restarted")


class Ending(Screen):
    """A platform that ends at once, with this error."""

    def __init__(self, name: str, error: Exception) -> None:
        super().__init__()
        self.name, self._error = name, error

    async def run(self, host: Host) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ([KeyError("a mistake")], 1),
        ([PlatformRefused("the token is wrong")], 2),
        ([PlatformRefused("the token is wrong"), KeyError("a mistake")], 1),
    ],
)
async def test_a_platform_that_ends_by_a_mistake_is_none_that_was_refused(
    errors: list[Exception], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1 where a restart may help, 2 where it cannot."""
    monkeypatch.setattr(restarts, "PAUSES", (0.0, 0.0))
    adapters = {f"chat{n}": Ending(f"chat{n}", error) for n, error in enumerate(errors)}
    env = {"ALANA_DATABASE_URL": f"sqlite:///{tmp_path}/alana.db", "ALANA_DIALOGUES": str(SERIES)}
    async with app.program(load_settings(env, None), adapters) as program:
        assert await asyncio.wait_for(app.serve(program, adapters), 20) == code


@pytest.mark.parametrize("part", ["scheduler", "desk"])
async def test_a_mistake_beside_the_platforms_is_loud_and_that_begins_again(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    screen, calls = Waiting(), 0
    env = {"ALANA_DATABASE_URL": f"sqlite:///{tmp_path}/alana.db", "ALANA_DIALOGUES": str(SERIES)}

    async def broken_once(*_: object) -> None:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise KeyError("a mistake")
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(restarts, "AGAIN_SECONDS", 0)
    async with app.program(load_settings(env, None), {"chat": screen}) as program:
        monkeypatch.setattr(getattr(program, part), "run", broken_once)
        assert await asyncio.wait_for(app.serve(program, {"chat": screen}), 20) == 0
    [line] = [r.getMessage() for r in caplog.records if "mistake of ours" in r.getMessage()]
    assert "it begins again" in line


async def test_what_is_not_loaded_beforehand_is_loud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(apps: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        raise KeyError("a mistake")

    monkeypatch.setattr(app, "_warm", broken)
    env = {"ALANA_DATABASE_URL": f"sqlite:///{tmp_path}/alana.db", "ALANA_DIALOGUES": str(SERIES)}
    adapters = {"chat": Waiting()}
    async with app.program(load_settings(env, None), adapters) as program:
        assert await asyncio.wait_for(app.serve(program, adapters), 20) == 0
    assert [r for r in caplog.records if "first words need was not loaded" in r.getMessage()]


async def _page(port: int, name: str) -> str:
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{port}/{name}") as answer:
                    return await answer.text()
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0)


async def _metrics(port: int) -> dict[str, float]:
    text = await _page(port, "metrics")
    rows = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in rows}


async def _until_reloaded(program: app.App, before: object) -> None:
    while program.library.current is before:
        await asyncio.sleep(0)
