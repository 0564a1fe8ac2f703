"""What leaves for others: a line for each turn, traces, mistakes. None of it holds a word of a person's."""

import asyncio
import gzip
import io
import json
import logging
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import structlog
from aiohttp import web

from bot import app, oversight
from bot.errors import SettingsError, StorageError
from bot.logs import SAME_A_MINUTE, setup_logs
from bot.observing import TurnDone
from bot.redaction import Redactor
from bot.settings import load_settings
from bot.telemetry.mistakes import scrubbed, send_to
from bot.telemetry.turns import TurnLines
from tests.chat import Chat, Screen

SERIES = Path(__file__).resolve().parents[1] / "conversation/series"
SECRET = "1234567890:" + "AAF-" + "x9_Zq" * 6 + "k"
TURN = TurnDone(
    "tg:5", "telegram", "Text", "committed", 0.0123, 0.004, 1_800_000_000.0, 9, "9-2", 2, "01/Light"
)


@dataclass
class Collector:
    """Takes whatever is posted to it."""

    port: int = 0
    bodies: list[bytes] = field(default_factory=list)

    async def take(self, request: web.BaseRequest) -> web.Response:
        body = await request.read()
        packed = request.headers.get("Content-Encoding") == "gzip"
        self.bodies.append(gzip.decompress(body) if packed and body[:2] == b"\x1f\x8b" else body)
        return web.Response(body=b"{}", content_type="application/json")


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    found = Collector()
    server = web.Server(found.take, access_log=None)
    listener = await asyncio.get_running_loop().create_server(server, "127.0.0.1", 0)
    found.port = listener.sockets[0].getsockname()[1]
    try:
        yield found
    finally:
        listener.close()
        await server.shutdown(1)


@pytest.fixture
def lines(own_logging: None) -> io.StringIO:
    stream = io.StringIO()
    setup_logs("INFO", "json", (SECRET,), stream, lambda: 0.0)
    return stream


def settings_of(folder: Path, **more: str) -> dict[str, str]:
    return {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(SERIES),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        **more,
    }


async def an_evening(folder: Path, **more: str) -> None:
    """Somebody comes, says what nobody else is to read, and taps."""
    screen = Screen()
    async with app.program(load_settings(settings_of(folder, **more), None), {"chat": screen}) as running:
        sending = app.start_sending(running)
        chat = Chat(running, screen, key="4711")
        await chat.open()
        await chat.say("my name is Zebulon and I like quince jelly")
        await chat.tap("Who put the lamp there?")
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


# ---------------------------------------------------------------- the log


async def test_each_turn_is_one_line_with_ids_and_without_words(tmp_path: Path, lines: io.StringIO) -> None:
    await an_evening(tmp_path)
    found = [json.loads(line) for line in lines.getvalue().splitlines()]
    turns = [line for line in found if line["event"] == "turn"]
    assert [(t["platform"], t["kind"], t["result"]) for t in turns] == [
        ("chat", kind, "committed") for kind in ("Opened", "Text", "Press")
    ]
    assert turns[2]["place"].startswith("01-light/")
    assert all(t["rows"] > 0 and t["ms"] >= t["commit_ms"] > 0 for t in turns)
    assert len({t["turn"] for t in turns}) == 3
    for word in ("Zebulon", "quince", "lamp there", "4711"):
        assert word not in lines.getvalue()


def test_a_line_for_people_steers_no_terminal_and_holds_no_secret(lines: io.StringIO) -> None:
    setup_logs("INFO", "console", (SECRET,), lines)
    TurnLines().turn(replace(TURN, place=f"01/\x1b[31m{SECRET}"))
    [line] = lines.getvalue().splitlines()
    assert "turn id=tg:5 platform=telegram kind=Text result=committed ms=12.3 commit_ms=4.0" in line
    assert "***" in line
    assert "\x1b" not in line
    setup_logs("WARNING", "console", (), lines)
    TurnLines().turn(TURN)
    assert len(lines.getvalue().splitlines()) == 1


def test_lines_of_turns_are_no_flood(lines: io.StringIO) -> None:
    for number in range(3 * SAME_A_MINUTE):
        TurnLines().turn(replace(TURN, id=f"tg:{number}"))
    assert len(lines.getvalue().splitlines()) == 3 * SAME_A_MINUTE


# ---------------------------------------------------------------- traces


async def test_a_turn_its_commit_and_its_sends_have_one_trace_id(tmp_path: Path) -> None:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    async with collecting() as collector:
        await an_evening(tmp_path, ALANA_TRACES_URL=f"http://127.0.0.1:{collector.port}/v1/traces")
    spans = [
        span
        for body in collector.bodies
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for span in scope.spans
    ]
    by_trace: dict[bytes, list[str]] = {}
    for span in spans:
        by_trace.setdefault(span.trace_id, []).append(span.name)
    assert len(by_trace) == 3
    for names in by_trace.values():
        assert names.count("turn") == names.count("commit") == 1
        assert "send" in names
    turns = {span.span_id: span for span in spans if span.name == "turn"}
    for span in spans:
        if span.name != "turn":
            parent = turns[span.parent_span_id]
            assert parent.trace_id == span.trace_id
            assert parent.start_time_unix_nano <= span.start_time_unix_nano <= span.end_time_unix_nano
    for word in (b"Zebulon", b"quince", b"lamp there", b"4711"):
        assert not any(word in body for body in collector.bodies)


async def test_nobody_who_takes_the_traces_holds_up_the_bot(tmp_path: Path) -> None:
    await an_evening(tmp_path, ALANA_TRACES_URL="http://127.0.0.1:9/v1/traces")


# ---------------------------------------------------------------- mistakes


async def test_a_mistake_goes_to_sentry_without_a_word_of_anybody(lines: io.StringIO) -> None:
    async with collecting() as collector:
        dsn = f"http://abcdef0123456789@127.0.0.1:{collector.port}/1"
        close = send_to(dsn, Redactor((SECRET,)), "1.0")
        said = "Zebulon"  # a variable of the frame

        def fail() -> None:
            words = {"other": said}
            words["Zebulon likes quince"]

        log = logging.getLogger("alana.x")
        log.warning("before it: Zebulon")  # would be a breadcrumb
        for ours in (True, False):
            try:
                fail()
            except KeyError:
                if ours:
                    log.exception("a platform stopped by a mistake of ours, %s", SECRET)
                else:
                    structlog.get_logger("alana.y").exception("structured", thing=said)
        log.error(
            "%s", StorageError("the database is locked"), exc_info=StorageError("the database is locked")
        )
        logging.getLogger("asyncio").error("Task exception was never retrieved: KeyError('Zebulon')")
        await asyncio.to_thread(close)
    whole = b"\n".join(_unpacked(body) for body in collector.bodies).decode()
    for word in ("Zebulon", "quince", SECRET, SECRET[12:], "breadcrumb", "server_name"):
        assert word not in whole
    for word in (
        "KeyError",
        "a platform stopped by a mistake of ours, ***",
        "structured",
        "StorageError",
        "the database is locked",
        "Task exception was never retrieved",
        "test_telemetry",
    ):
        assert word in whole, word


def test_of_what_is_said_secrets_are_taken_out_whoever_logged_it() -> None:
    found = scrubbed({"level": "error", "server_name": "home"}, Redactor((SECRET,)), f"it was {SECRET}")
    assert found == {"level": "error", "logentry": {"message": "it was ***"}}


def _unpacked(body: bytes) -> bytes:
    return zlib.decompress(body, 31) if body[:2] == b"\x1f\x8b" else body


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALANA_SENTRY_DSN", "https://sentry.example.org/1"),
        ("ALANA_SENTRY_DSN", "http://key@sentry.example.org/1"),
        ("ALANA_SENTRY_DSN", "key"),
        ("ALANA_TRACES_URL", "127.0.0.1:4318"),
        ("ALANA_TRACES_URL", "https://me:secret@example.org/v1/traces"),
    ],
)
def test_wrong_addresses_are_named_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        load_settings({name: value}, None)
    assert "secret" not in str(caught.value)
    assert "key@" not in str(caught.value)


def test_the_key_of_sentry_is_a_secret() -> None:
    settings = load_settings({"ALANA_SENTRY_DSN": "https://abcdef0123@sentry.example.org/1"}, None)
    assert "abcdef0123" in settings.secrets()
    assert "abcdef0123" not in repr(settings)


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "bot.telemetry.traces", None)
    settings = load_settings({"ALANA_TRACES_URL": "http://127.0.0.1:4318/v1/traces"}, None)
    with pytest.raises(SettingsError, match=r'ALANA_TRACES_URL needs the extra tracing: pip install "alana'):
        oversight.Listeners(settings)
