"""The password of a database shows nowhere, however its address is written."""

import logging
import os
from pathlib import Path
from urllib.parse import quote

import aiohttp
import pytest

from bot import cli, dsn
from bot.errors import StorageError
from bot.redaction import Redactor
from bot.settings import load_settings
from bot.storage.database import Database
from bot.web.gauges import Gauges
from bot.web.health import serving
from bot.web.metrics import PrometheusObserver

SECRET = "hunter2-s3cret"
PORT = 1  # nobody listens there: every command fails, with its one line

# The address, and whether it is one that can be meant in one way only.
SHAPES = {
    f"postgresql://me:{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"postgres://me:{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"postgresql+asyncpg://me:{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"POSTGRESQL://me:{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"  postgresql://me:{SECRET}@127.0.0.1:{PORT}/alana  ": True,
    f"postgresql://:{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"postgresql://me:a@{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"postgresql://me:{SECRET}@@127.0.0.1:{PORT}/alana": True,
    f"postgresql://me:a:{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"postgresql://me:a/{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"postgresql://me:a#{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"postgresql://me:a%40{SECRET}@127.0.0.1:{PORT}/alana": True,
    f"postgresql://me:{quote('é/?#@' + SECRET)}@127.0.0.1:{PORT}/alana": True,
    f"postgresql://me@127.0.0.1:{PORT}/alana?password={SECRET}": True,
    f"postgresql://127.0.0.1:{PORT}/alana?user=me&password={SECRET}": True,
    f"postgresql://me:{SECRET}@127.0.0.1:{PORT}/alana?sslmode=disable": True,
    f"postgresql://me:{SECRET}@[::1]:{PORT}/alana": True,
    f"postgresql:///alana?host=127.0.0.1&port={PORT}&password={SECRET}": True,
    f"postgresql://me:{SECRET}@/alana?host=/nowhere/at/all": True,
    f"postgresql://me:a?{SECRET}@127.0.0.1:{PORT}/alana": False,
    f"postgresql://me@127.0.0.1:{PORT}/alana?password=a@{SECRET}": False,
    f"postgresql://me@127.0.0.1:{PORT}/alana?passwort={SECRET}": False,
    f"postgresql://me:{SECRET}@127.0.0.1:{PORT}/alana?sslmode={SECRET}": False,
    f"postgresql://me:{SECRET}@127.0.0.1:{PORT}": False,
    f"postgresql://me:{SECRET}@127.0.0.1:99999/alana": False,
    f"postgresql://me:{SECRET}@{'a' * 70}.example/alana": False,
    f"postgresql://me:{SECRET}%00@127.0.0.1:{PORT}/alana": False,
    f"postgresql:me:{SECRET}@127.0.0.1:{PORT}/alana": False,
    f"mysql://me:{SECRET}@127.0.0.1:{PORT}/alana": False,
    f"sqlite:///alana.db?password={SECRET}": False,
    f"{SECRET}": False,
}


@pytest.fixture(params=SHAPES, ids=lambda url: url.strip().replace(SECRET, "S")[:60])
def url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in [n for n in os.environ if n.startswith(("ALANA_", "PG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ALANA_DATABASE_URL", request.param)
    monkeypatch.setenv("ALANA_MATCHER", "lexical")
    monkeypatch.chdir(tmp_path)
    return str(request.param)


def test_no_command_says_it(
    url: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    commands = ["doctor", "stats", "misses", "backup copy.db"]
    if SHAPES[url]:
        commands.append("chat")
    for command in commands:
        code = cli.main(command.split())
        out, err = capsys.readouterr()
        assert code == (1 if command == "doctor" else 2), err
        assert SECRET not in out + err + caplog.text
        assert "Traceback" not in out + err
        if command != "doctor":
            assert err.count("\n") == 1
        if SHAPES[url] and command not in ("chat",):
            assert "cannot reach the database postgresql://" in out + err


def test_it_is_shown_by_its_parts_and_its_password_is_known(url: str) -> None:
    assert SECRET not in dsn.shown(url)
    if not SHAPES[url]:
        with pytest.raises(ValueError) as caught:
            dsn.parse(url)
        assert SECRET not in str(caught.value)
        return
    settings = load_settings(env_file=None)
    [password] = settings.secrets()
    assert SECRET in password
    assert settings.database == dsn.shown(url) == Database(url).shown
    assert dsn.parse(settings.database_url.get_secret_value()) == dsn.parse(url)
    assert Database(url).url.password == password
    assert SECRET not in Redactor([password])(f"it was {settings.database_url.get_secret_value()}")
    assert SECRET not in repr(dsn.parse(url))


async def test_health_gives_no_reasons() -> None:
    reason = f"cannot reach the database postgresql://me:{SECRET}@h/alana"

    async def failing() -> Gauges:
        raise StorageError(reason)

    page = PrometheusObserver().page
    async with serving("127.0.0.1", 0, failing, page) as port, aiohttp.ClientSession() as session:
        for path in ("/health", "/readyz", "/metrics"):
            async with session.get(f"http://127.0.0.1:{port}{path}") as answer:
                assert answer.status == (200 if path == "/metrics" else 503)
                text = await answer.text()
                assert SECRET not in text
                assert "reach" not in text


@pytest.mark.parametrize(
    "shape",
    [
        f"postgresql://me:a@{SECRET}@h/db",
        f"postgresql://h/db?x=1&password={SECRET}",
        f"https://u:{SECRET}@h/",
    ],
)
def test_what_looks_like_one_is_taken_out_of_logs(shape: str) -> None:
    assert SECRET not in Redactor()(f"cannot open {shape} now")


def test_an_address_in_a_wrong_setting_shows_nothing_behind_its_question_mark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALANA_TELEGRAM_API_URL", f"https://proxy.example/?key={SECRET}")
    assert cli.main(["stats"]) == 2
    line = capsys.readouterr().err
    assert line.startswith("ALANA_TELEGRAM_API_URL: ")
    assert SECRET not in line
