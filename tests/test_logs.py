"""Logs: one road for both kinds of loggers, and no secret on it at any level, tracebacks included."""

import io
import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import structlog
import telegram
from hypothesis import given
from hypothesis import strategies as st

from bot.logs import HELD, SAME_A_MINUTE, setup_logs
from bot.redaction import Redactor
from tests.growth import STEADY, exponent

ROOT = Path(__file__).resolve().parents[1]
TELEGRAM = "1234567890:" + "AAF-" + "x9_Zq" * 6 + "k"
DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4" + ".GaBcDe." + "q7-_Z" * 7 + "abc"
PASSWORD = "cor'rect/horse"

Setup = Callable[..., io.StringIO]


@pytest.fixture
def logs(own_logging: None) -> Setup:
    """Sets logging up on a text stream."""

    def setup(level: str = "DEBUG", form: str = "console", secrets: tuple[str, ...] = ()) -> io.StringIO:
        stream = io.StringIO()
        setup_logs(level, form, secrets, stream)  # type: ignore[arg-type]
        return stream

    return setup


# ------------------------------------------------------------------ what is written


def test_both_kinds_of_loggers_write_lines_of_one_form(logs: Setup) -> None:
    stream = logs(form="json")
    structlog.get_logger("bot.x").info("turn committed", person=7)
    logging.getLogger("library").warning("slow by %d ms", 12)
    ours, theirs = map(json.loads, stream.getvalue().splitlines())
    assert (ours["event"], ours["person"], ours["level"], ours["logger"]) == (
        "turn committed",
        7,
        "info",
        "bot.x",
    )
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("slow by 12 ms", "warning", "library")
    assert ours["timestamp"].endswith("Z")


def test_the_level_holds_and_setting_up_again_replaces_the_handler(logs: Setup) -> None:
    first = logs("DEBUG")
    second = logs("WARNING")
    structlog.get_logger("bot.x").info("quiet")
    logging.getLogger("library").error("loud")
    assert first.getvalue() == ""
    assert "loud" in second.getvalue()
    assert "quiet" not in second.getvalue()


def test_libraries_that_log_whole_messages_are_held_even_at_debug(logs: Setup) -> None:
    stream = logs("DEBUG")
    for name in ("httpx", "httpcore.http11", "aiosqlite", "sqlalchemy.engine", "aiohttp.access"):
        logging.getLogger(name).info("what somebody wrote")
    for name in ("discord.gateway", "discord.http", "telegram.Bot"):
        logging.getLogger(name).debug("what somebody wrote")
    assert stream.getvalue() == ""
    logs("ERROR")
    assert logging.getLogger("httpx").level == logging.ERROR


async def test_an_answer_that_breaks_off_leaves_no_words_in_the_log(logs: Setup) -> None:
    """The API answers `sendMessage` with the whole message: what a person is called stands in it."""

    async def broken(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=b'{"ok": true, "result": {"text": "Thank you, Zebulon')

    stream = logs("DEBUG")
    request = telegram.request.HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(broken)})
    with pytest.raises(telegram.error.TelegramError):
        await telegram.Bot(TELEGRAM, request=request).send_message(1, "Thank you, Zebulon")
    assert "Zebulon" not in stream.getvalue()
    assert "Traceback" not in stream.getvalue()


def test_a_broken_format_string_is_still_a_line(logs: Setup) -> None:
    stream = logs()
    logging.getLogger("library").warning("count %d", "many")
    assert "count %d" in stream.getvalue()


# ------------------------------------------------------------------ what is never written


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize("secret", [TELEGRAM, DISCORD, "short:tkn", PASSWORD])
def test_a_configured_secret_is_nowhere(logs: Setup, form: str, secret: str) -> None:
    stream = logs(form=form, secrets=(secret,))
    write_everything(secret)
    assert "marker" in stream.getvalue()
    for part in (secret, json.dumps(secret)[1:-1], repr(secret)[1:-1]):
        assert part not in stream.getvalue()


@pytest.mark.parametrize("form", ["console", "json"])
@pytest.mark.parametrize("secret", [TELEGRAM, DISCORD])
def test_the_shape_of_a_token_is_enough(logs: Setup, form: str, secret: str) -> None:
    stream = logs(form=form)
    write_everything(secret)
    assert "marker" in stream.getvalue()
    assert secret not in stream.getvalue()


def write_everything(secret: str) -> None:
    """Every way in which a secret could reach a log line."""
    ours, theirs = structlog.get_logger("bot.x"), logging.getLogger("library")
    ours.debug(f"marker {secret}", url=f"https://api.test/bot{secret}/getMe", deep={"a": [(secret,)]})
    ours.info("positional %s", secret, thing=Exception(secret))
    theirs.debug("in args %s %r", secret, {"token": secret})
    theirs.info(f"Authorization: Bot {secret}")
    theirs.warning("with a stack", stack_info=True)
    try:
        try:
            raise ValueError(f"the cause {secret}")
        except ValueError as cause:
            error = RuntimeError(f"failed at https://api.test/bot{secret}/x")
            error.add_note(f"a note {secret}")
            raise error from cause
    except RuntimeError as error:
        ours.exception("ours")
        theirs.exception("theirs %s", error)
        sys.excepthook(RuntimeError, error, error.__traceback__)


def test_other_handlers_get_redacted_records_too(logs: Setup, caplog: pytest.LogCaptureFixture) -> None:
    logs(secrets=(TELEGRAM,))
    other = io.StringIO()
    handler = logging.StreamHandler(other)
    logging.getLogger("library").addHandler(handler)
    try:
        raise ValueError(TELEGRAM)
    except ValueError:
        logging.getLogger("library").exception("marker %s", TELEGRAM)
    finally:
        logging.getLogger("library").removeHandler(handler)
    assert "marker" in other.getvalue()
    assert TELEGRAM not in other.getvalue()
    assert TELEGRAM not in caplog.text


async def test_the_real_client_library_at_debug_shows_no_token(logs: Setup) -> None:
    stream = logs("DEBUG", secrets=(TELEGRAM,))
    for name in HELD:  # as if nothing were held
        logging.getLogger(name).setLevel(logging.DEBUG)
    bot = telegram.Bot(TELEGRAM, base_url="http://127.0.0.1:9/bot")
    with pytest.raises(telegram.error.NetworkError):
        await bot.get_me()
    async with httpx.AsyncClient() as client:
        with pytest.raises(httpx.ConnectError):
            await client.get(f"http://127.0.0.1:9/bot{TELEGRAM}/getMe")
    structlog.get_logger("bot.x").error("start failed", bot=bot)
    assert "connect_tcp" in stream.getvalue()
    assert TELEGRAM not in stream.getvalue()
    assert TELEGRAM.partition(":")[2] not in stream.getvalue()


def test_an_uncaught_error_of_the_process_is_loud_and_clean(tmp_path: Path) -> None:
    script = tmp_path / "crash.py"
    script.write_text(
        "import threading\nfrom bot.logs import setup_logs\n"
        f"setup_logs('INFO', 'console', ['{TELEGRAM}'])\n"
        f"def fail(): raise RuntimeError('marker {TELEGRAM}')\n"
        "t = threading.Thread(target=fail); t.start(); t.join()\nfail()\n"
    )
    run = subprocess.run(
        [sys.executable, script], capture_output=True, text=True, env={"PYTHONPATH": str(ROOT)}
    )
    assert run.returncode == 1
    assert run.stderr.count("RuntimeError: marker ***") == 2
    assert TELEGRAM not in run.stdout + run.stderr


# ------------------------------------------------------------------ the redactor by itself


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"POST /bot{TELEGRAM}/getMe", "POST /bot***/getMe"),
        (TELEGRAM.replace(":", "%3A"), "***"),
        (f"token={DISCORD};", "token=***;"),
        ("/interactions/123/aW50ZXJh_x-y/callback", "/interactions/***/callback"),
        ("/webhooks/123/aW50ZXJh_x-y/messages/@original", "/webhooks/***/messages/@original"),
        ("{'token': 'aW50ZXJh', 'id': 1}", "{'token': '***', 'id': 1}"),
        ('{"token":"aW50ZXJh"}', '{"token":"***"}'),
        ("postgresql://ann:secret@host/db", "postgresql://***@host/db"),
        ("at 12:30:15, 1700000000:short, bot.engine.machine.advance", None),
        ("sqlite:///alana.db and user@example.org", None),
        ("2026-11-22T22:40:33.415828Z", None),
    ],
)
def test_shapes(text: str, clean: str | None) -> None:
    assert Redactor()(text) == (text if clean is None else clean)


@given(
    before=st.text(max_size=30),
    after=st.text(max_size=30),
    secret=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=4, max_size=40),
)
def test_a_secret_never_survives_whatever_stands_around_it(before: str, after: str, secret: str) -> None:
    assert secret not in Redactor((secret,))(before + secret + after).replace("***", "\0")


def test_a_redactor_keeps_its_secrets_to_itself() -> None:
    assert TELEGRAM not in repr(Redactor((TELEGRAM,)))


@pytest.mark.parametrize("unit", ["1", "a.", "://", "/webhooks/1", "'token': "])
def test_long_lines_cost_no_more_than_their_length(unit: str) -> None:
    assert exponent(lambda size: unit * size, Redactor((TELEGRAM,))) < STEADY


# ---------------------------------------------------------------- floods


@pytest.mark.usefixtures("own_logging")
@pytest.mark.parametrize("way", ["standard library", "structlog"])
def test_the_same_line_a_thousand_times_does_not_fill_the_disk(way: str) -> None:
    stream, now = io.StringIO(), [0.0]
    setup_logs("INFO", "console", (), stream, lambda: now[0])
    say = logging.getLogger("alana.x") if way == "standard library" else structlog.get_logger("alana.x")

    def lines() -> list[str]:
        found = stream.getvalue().splitlines()
        stream.seek(0)
        stream.truncate()
        return found

    def flood(number: int) -> None:
        for each in range(number):
            say.warning("somebody does it again: %d", each)

    flood(1_000)
    say.warning("something else")
    assert len(lines()) == SAME_A_MINUTE + 1
    now[0] = 61.0
    flood(1)
    [told, again] = lines()
    assert f"{1_000 - SAME_A_MINUTE} more lines like this" in told
    assert "somebody does it again: 0" in again
    now[0] = 200.0
    flood(2)
    assert not any("more lines" in line for line in lines()), "none were left out"


def test_what_is_debugged_is_all_there(logs: Setup) -> None:
    stream = logs()
    for _ in range(200):
        logging.getLogger("alana.x").debug("look")
    assert len(stream.getvalue().splitlines()) == 200
