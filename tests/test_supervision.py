"""What systemd is told, over a real socket, by the process as it serves."""

import asyncio
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app
from bot.settings import load_settings
from bot.supervision import Supervisor
from tests.cli.test_serving import Waiting
from tests.telemetry.test_telemetry import settings_of


class Manager:
    """The other end of NOTIFY_SOCKET."""

    def __init__(self, name: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(name)
        self.socket.setblocking(False)

    def heard(self) -> list[str]:
        found = []
        while True:
            try:
                found += self.socket.recv(4096).decode().splitlines()
            except BlockingIOError:
                return found

    async def until(self, word: str) -> list[str]:
        """Everything up to that word."""
        found: list[str] = []
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(30):
            while word not in found:
                found += (await loop.sock_recv(self.socket, 4096)).decode().splitlines()
        return found


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    found = Manager(str(tmp_path / "notify"))
    yield found
    found.socket.close()


async def test_ready_is_who_is_connected_and_the_watchdog_is_fed_by_the_loop(
    tmp_path: Path, manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    monkeypatch.setenv("WATCHDOG_USEC", "400000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
    screen = Waiting(connected=False)
    async with app.program(load_settings(settings_of(tmp_path), None), {"chat": screen}) as program:
        serving = asyncio.create_task(app.serve(program, {"chat": screen}))
        before = await manager.until("WATCHDOG=1")
        assert "EXTEND_TIMEOUT_USEC=30000000" in before
        assert "READY=1" not in before
        screen.connected = True
        assert "WATCHDOG=1" in before + await manager.until("READY=1")
        await manager.until("WATCHDOG=1")
        os.kill(os.getpid(), signal.SIGTERM)
        await manager.until("STOPPING=1")
        assert await asyncio.wait_for(serving, 10) == 0


def test_each_is_said_once_and_the_watchdog_twice_in_its_time(tmp_path: Path, manager: Manager) -> None:
    now = [0.0]
    env = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "30000000"}
    supervisor = Supervisor(env, 1, lambda: now[0])
    for _ in range(60):
        supervisor.beat(True)
        now[0] += 1.0
    heard = manager.heard()
    assert heard.count("READY=1") == 1
    assert heard.count("WATCHDOG=1") == 4


@pytest.mark.parametrize(
    "env",
    [
        {},
        {"NOTIFY_SOCKET": "vsock:2:1234", "WATCHDOG_USEC": "1000"},
        {"NOTIFY_SOCKET": "/nowhere/at/all", "WATCHDOG_USEC": "x"},
        {"NOTIFY_SOCKET": "/nowhere/at/all", "WATCHDOG_USEC": "0"},
    ],
)
def test_without_a_manager_nothing_happens(env: dict[str, str]) -> None:
    supervisor = Supervisor(env, 1, lambda: 0.0)
    supervisor.beat(True)
    supervisor.stopping()


def test_an_abstract_socket_and_another_processs_watchdog() -> None:
    manager = Manager("\0alana-test-" + str(os.getpid()))
    env = {"NOTIFY_SOCKET": f"@alana-test-{os.getpid()}", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"}
    Supervisor(env, 77, lambda: 0.0).beat(True)
    assert manager.heard() == ["READY=1", "STATUS=serving"]
    manager.socket.close()
