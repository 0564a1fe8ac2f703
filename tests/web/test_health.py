"""Health and metrics over real sockets, well used and badly."""

import asyncio
import json
import logging
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from bot.errors import SettingsError, StorageError
from bot.web import health
from bot.web.gauges import Gauges, OutboxDepth
from bot.web.health import OLD, Looking, Looks, readiness
from bot.web.metrics import PrometheusObserver
from bot.web.server import MOST

ROOT = Path(__file__).resolve().parents[2]
Serving = AbstractAsyncContextManager[int]


LOOK = Gauges(
    people=12,
    outbox={"telegram": OutboxDepth(3, 7.5)},
    dead={"discord": 2},
    poison=1,
    counts={"nudge:queued": 4, "dropped:late": 1, "care": 5},
    in_hand={"telegram": 3},
    connected={"telegram": True, "discord": True},
    scripts=1,
)


async def _fine() -> Looks:
    return {"alana": LOOK}


async def _failing() -> Looks:
    raise StorageError("the database is locked")


def serving(host: str, port: int, looking: Looking, *more: object, **named: object) -> Serving:
    return health.serving(host, port, looking, PrometheusObserver().page, *more, **named)  # type: ignore[arg-type]


async def _get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


async def _say(port: int, words: bytes) -> bytes:
    """What comes back for those bytes, until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(words)
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def _files() -> int:
    """How many this process has open; Linux tells."""
    return len(os.listdir("/proc/self/fd"))


@pytest.fixture
def sockets() -> Iterator[list[socket.socket]]:
    kept: list[socket.socket] = []
    yield kept
    for each in kept:
        each.close()


async def test_health_and_metrics() -> None:
    async with serving("127.0.0.1", 0, _fine) as port:
        assert await _get(port, "/health") == (200, '{"status": "ok"}')
        status, text = await _get(port, "/metrics")
        head = await _say(port, b"HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert status == 200
    assert 'alana_outbox_rows{bot="alana",platform="telegram"} 3.0\n' in text
    assert 'alana_people{bot="alana"} 12.0\n' in text
    assert head.startswith(b"HTTP/1.1 200")
    assert b"\r\nConnection: close\r\n" in head, "nobody who only asks keeps a connection"
    assert head.endswith(b"\r\n\r\n")


async def test_a_failing_database_shows_without_a_reason() -> None:
    async with serving("127.0.0.1", 0, _failing) as port:
        assert await _get(port, "/health") == (503, '{"status": "failing"}')
        assert (await _get(port, "/healthz"))[0] == 200, "the process is alive all the same"
        assert await _get(port, "/readyz") == (503, '{"status": "failing", "database": "failing"}')
        status, text = await _get(port, "/metrics")
    assert status == 200
    assert "alana_database_up 0.0\n" in text
    assert "locked" not in text


async def test_ready_is_said_part_by_part() -> None:
    async with serving("127.0.0.1", 0, _fine) as port:
        status, text = await _get(port, "/readyz")
    assert status == 200
    parts = ("status", "database", "scripts", "outbox", "telegram", "discord")
    assert json.loads(text) == dict.fromkeys(parts, "ok")


@pytest.mark.parametrize(
    ("look", "failing"),
    [
        (replace(LOOK, connected={"telegram": False, "discord": True}), {"telegram"}),
        (replace(LOOK, connected={"telegram": False}, elsewhere=["telegram"]), set()),
        (replace(LOOK, connected={"telegram": False, "discord": False}, elsewhere=["discord"]), {"telegram"}),
        (  # whoever serves it is late
            replace(
                LOOK,
                connected={"telegram": False},
                elsewhere=["telegram"],
                outbox={"telegram": OutboxDepth(1, OLD + 1)},
            ),
            set(),
        ),
        (replace(LOOK, scripts=0), {"scripts"}),
        (replace(LOOK, storing=False), {"database"}),
        (replace(LOOK, outbox={"telegram": OutboxDepth(1, OLD + 1)}), {"outbox"}),
        (replace(LOOK, outbox={"gone": OutboxDepth(1, OLD + 1)}), set()),  # a platform that is not served
    ],
)
def test_what_is_missing_makes_it_not_ready(look: Gauges, failing: set[str]) -> None:
    assert {name for name, fine in readiness(look).items() if not fine} == failing


@pytest.mark.parametrize("host", ["a" * 70, "no.such.host.invalid", "a..b", "1.2.3.4.5"])
async def test_a_host_that_is_none_is_one_clear_line(host: str) -> None:
    with pytest.raises(SettingsError, match="ALANA_HTTP_PORT: cannot listen on") as caught:
        async with serving(host, 0, _fine):
            pass
    assert "\n" not in str(caught.value)


async def test_a_taken_port_is_one_clear_line() -> None:
    async with serving("127.0.0.1", 0, _fine) as port:
        with pytest.raises(SettingsError, match=f"ALANA_HTTP_PORT: cannot listen on 127.0.0.1:{port}"):
            async with serving("127.0.0.1", port, _fine):
                pass


# ---------------------------------------------------------------- badly used

UNFINISHED = (b"", b"G", b"GET /health HTTP/1.1\r\n", b"GET /health HTTP/1.1\r\nHost: localhost\r\nX: ")


async def test_connections_that_ask_nothing_are_closed(sockets: list[socket.socket]) -> None:
    """Whatever was sent so far, and whoever drips a byte now and then."""
    async with serving("127.0.0.1", 0, _fine, longest=0.2) as port:
        answers = await asyncio.gather(*(_say(port, words) for words in UNFINISHED))
        assert answers == [b""] * len(UNFINISHED)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        closed = asyncio.ensure_future(reader.read())
        while not closed.done():
            writer.write(b"G")
            await asyncio.wait([closed], timeout=0.02)
        writer.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is open")
async def test_those_who_came_first_and_ask_nothing_make_room(sockets: list[socket.socket]) -> None:
    async with serving("127.0.0.1", 0, _fine) as port:
        before = _files()
        for number in range(4 * MOST):
            sockets.append(socket.create_connection(("127.0.0.1", port)))
            sockets[-1].setblocking(False)
            if number % 8 == 0:
                assert (await _get(port, "/health"))[0] == 200
        assert (await _get(port, "/health"))[0] == 200
        assert _files() - before - len(sockets) <= MOST + 1


async def test_only_this_machine_may_be_meant() -> None:
    """A page in a browser may send requests here, by a name of its own that leads to this machine."""
    async with serving("127.0.0.1", 0, _fine, ["alana.example.org"]) as port:
        for host, status in {
            b"127.0.0.1": b"200",
            b"127.0.0.1:9": b"200",
            b"[::1]:80": b"200",
            b"LocalHost:1": b"200",
            b"alana.example.org": b"200",
            socket.gethostname().encode(): b"200",
            b"evil.example": b"421",
            b"evil.example:80": b"421",
            b"127.0.0.1.evil.example": b"421",
            b"localhost:x": b"421",
            b"": b"421",
        }.items():
            answer = await _say(port, b"GET /health HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
            assert answer.split()[1] == status, host
        assert (await _say(port, b"GET /health HTTP/1.1\r\n\r\n")).split()[1] in (b"400", b"421")
        twice = b"GET /health HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"
        assert (await _say(port, twice)).split()[1] in (b"400", b"421")
        assert (await _say(port, b"GET /health HTTP/1.0\r\n\r\n")).split()[1] == b"200"


BAD = (
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"nonsense\r\n\r\n",
    b"GET /health HTTP/9.9\r\nHost: localhost\r\n\r\n",
    b"GET /%00%ff HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"POST /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello",
    b"POST /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    b"POST /health HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
    b"GET /" + b"y" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /health HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 5_000 + b"\r\n",
    b"GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n",
)


async def test_bad_requests_are_not_written_about(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with serving("127.0.0.1", 0, _fine, longest=0.5) as port:
        for words in BAD:
            await _say(port, words)
        assert (await _get(port, "/health"))[0] == 200
    assert [r.getMessage() for r in caplog.records if r.name.split(".")[0] in ("aiohttp", "alana")] == []


async def test_however_often_it_is_asked_the_database_is_not() -> None:
    looks = 0

    async def counted() -> Looks:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0)
        return {"alana": LOOK}

    async with serving("127.0.0.1", 0, counted) as port:
        answers = await asyncio.gather(*(_get(port, "/health") for _ in range(20)))
    assert {status for status, _ in answers} == {200}
    assert looks <= 3, "once a second at most"


async def test_our_own_mistake_is_loud_and_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    async def broken() -> Looks:
        raise KeyError("people")

    async with serving("127.0.0.1", 0, broken) as port:
        assert await _get(port, "/health") == (503, '{"status": "failing"}')
    assert "mistake of ours" in caplog.text


async def test_files_are_kept_for_others(sockets: list[socket.socket]) -> None:
    """A process that may open 256 files serves 300 half-open connections and opens what it needs."""
    script = f"""
import asyncio, resource, sys
sys.path.insert(0, {str(ROOT)!r})
resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
from tests.web.test_health import _fine, serving
async def main():
    async with serving("127.0.0.1", 0, _fine) as port:
        print(port, flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        kept = [open("/dev/null") for _ in range(150)]
        print(len(kept), flush=True)
asyncio.run(main())
"""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if 0 < hard < 1_000:
        pytest.skip("this machine lets a process open too few files itself")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    port = int(await process.stdout.readline())
    for _ in range(30):  # an answer between them: the system's queue never fills
        sockets.extend(socket.create_connection(("127.0.0.1", port)) for _ in range(10))
        assert (await _get(port, "/health"))[0] == 200
    out, err = await process.communicate(b"\n")
    assert (out, err) == (b"150\n", b"")
