"""What platforms say of their refusals quotes nobody: in no log, in no row, on no screen."""

import asyncio
import io
import json
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from adapters.telegram.outbound import failure
from bot import cli
from bot.errors import Failure, SendFailed
from bot.logs import setup_logs
from bot.refusals import LONGEST, refusal, shortened
from bot.storage.database import Database
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).resolve().parent / "conversation/series"
WORDS = "Wilhelmine Quitte"

QUOTING: tuple[TelegramError, ...] = (
    BadRequest(f'Can\'t parse entities: unsupported start tag "{WORDS}" at byte offset 3'),
    BadRequest(f"Something new in a button: “{WORDS}”"),
    BadRequest(f"Something new: '{WORDS}' is not allowed"),
    BadRequest(f"Something new: `{WORDS}`"),
    BadRequest(f"Something new: <{WORDS}>"),
    BadRequest(f"Something new: „{WORDS}“"),
    BadRequest(f"Something new: ‹{WORDS}›"),
    BadRequest("Something new " + "x" * 100 + WORDS),
    Forbidden(f'Bot was blocked by the user "{WORDS}"'),
    NetworkError(f"<html>{WORDS}</html>"),
    TelegramError(f'Something else: "{WORDS}"'),
)


@pytest.mark.parametrize("error", QUOTING, ids=lambda error: str(error)[:30])
@pytest.mark.usefixtures("own_logging")
async def test_a_refusal_is_logged_stored_and_shown_without_what_it_quotes(
    error: TelegramError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    log = io.StringIO()
    setup_logs("DEBUG", "json", (), log)
    screen = Screen()
    failed = failure(error)
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        screen.fails.append(SendFailed(Failure.REFUSED, failed.reason))
        await chat.open()
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{tmp_path}/alana.db")
    monkeypatch.setenv("ALANA_MATCHER", "lexical")
    await _doctor()
    out = capsys.readouterr().out
    with closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        stored = "\n".join(database.iterdump())
    assert "dead" in stored
    assert "given up" in out
    assert "delivery dead" in log.getvalue()
    for seen in (out, stored, log.getvalue(), str(failed), repr(failed)):
        assert WORDS not in seen
        assert "Wilhelmine" not in seen


async def _made(file: Path) -> None:
    database = Database(f"sqlite:///{file}")
    await database.open()
    await database.close()


async def _doctor() -> None:
    assert await asyncio.to_thread(cli.main, ["doctor"]) == 1


def test_what_is_known_is_said_in_our_words_with_the_code() -> None:
    assert failure(Forbidden("Forbidden: bot was blocked by the user")).reason == (
        "403: the person has blocked the bot"
    )
    assert failure(BadRequest("Message is too long")).reason == "400: the message is too long"
    assert refusal(400, "Bad Request: can't find a thing: 'x'") == "400: Bad Request: can't find a thing"
    assert refusal(418, '"x"') == "418: no reason given"


def test_what_an_earlier_version_stored_is_not_shown_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{tmp_path}/alana.db")
    monkeypatch.setenv("ALANA_MATCHER", "lexical")
    monkeypatch.chdir(tmp_path)
    asyncio.run(_made(tmp_path / "alana.db"))
    with closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        database.execute(
            "INSERT INTO outbox (id, person_id, platform, address, delivery, pace, urgent, status, attempts,"
            " reason, created_at, done_at) VALUES ('a', 1, 'x', 'x|1||d', 'at_least_once', 0, 1, 'dead', 1,"
            f" 'Bad: \"{WORDS}\"', 1, 1)"
        )
        database.commit()
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "1 given up (Bad), the last" in out
    assert WORDS not in out


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.usefixtures("own_logging")
def test_a_traceback_does_not_quote_either(form: str) -> None:
    """Of our own mistakes all is told; of what a platform's library says only the beginning."""
    response = type("Response", (), {"status": 400, "reason": "Bad Request"})()
    inside = {"content": {"_errors": [{"code": "X", "message": f'"{WORDS}" is not allowed'}]}}
    refused = discord.HTTPException(response, {"code": 50035, "message": "Invalid", "errors": inside})  # type: ignore[arg-type]
    for error in (*QUOTING, refused):
        stream = io.StringIO()
        setup_logs("DEBUG", form, (), stream)  # type: ignore[arg-type]
        try:
            try:
                raise error
            except Exception as first:
                raise LookupError("ours") from first
        except LookupError:
            logging.getLogger("alana.x").exception("it failed")
        assert "LookupError: ours" in stream.getvalue()
        assert type(error).__name__ in stream.getvalue()
        assert WORDS not in stream.getvalue()
        if form == "json":
            json.loads(stream.getvalue())


@given(
    st.text(max_size=300),
    st.text(alphabet=st.characters(categories=["L"]), min_size=1),
    st.sampled_from('"“„«`<'),
)
def test_whatever_stands_in_quotation_marks_is_cut(before: str, word: str, mark: str) -> None:
    found = shortened(f"{before}{mark}{word}")
    assert mark not in found
    assert len(found) <= LONGEST
    assert found.isprintable()
    assert shortened(found) == found
    assert before.lstrip().startswith(found[:1])
