"""A process that is killed while nudges are due: nobody gets two, and nobody's next one is lost. More of both
are in tests/soak."""

import asyncio
import contextlib
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import app
from bot.delivery.chat_queue import AT_RISK
from bot.model import Address, Subject
from bot.person.plan import Plan
from bot.ports import Change, Saved, SetWakeup
from bot.reminders import stored
from bot.settings import load_settings
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import BotProcess, environment, on_telegram
from tests.road.street import SMALL

pytestmark = pytest.mark.waits

PEOPLE = 24


async def test_kills_while_nudges_are_due(telegram: TelegramServer, tmp_path: Path) -> None:
    await nudged_through_kills(telegram, tmp_path, PEOPLE)


async def nudged_through_kills(telegram: TelegramServer, tmp_path: Path, people: int) -> None:
    """Kills the process whenever some more were written to, until all were."""
    accounts = range(5001, 5001 + people)
    for account in accounts:
        telegram.world.private(account)
    settings = on_telegram(telegram)
    started_at = datetime.now(UTC)
    await _agreed(tmp_path, accounts, started_at)
    dice, kills = random.Random(3), 0
    async with BotProcess(tmp_path, SMALL, **settings) as bot:
        while _left(tmp_path):
            enough = _sent(telegram) + dice.randint(2, 12)
            await _progress(tmp_path, telegram, bot, enough)
            await bot.kill()
            kills += 1
            await bot.start()
        calls = len(telegram.calls)
        await telegram.until(lambda: len(telegram.calls) > calls, 30, "a bot that is up")
        assert await bot.terminate() == 0
    got = [sum(m["from"]["is_bot"] for m in telegram.world.private(a).messages.values()) for a in accounts]
    assert max(got) == 1, "somebody was written to twice"
    unknown = _all(tmp_path, "SELECT sum(value) FROM counter WHERE name = 'dropped:unknown'")
    assert sum(got) + unknown >= people, "somebody was missed, and nothing says why"
    assert unknown <= AT_RISK * kills
    tomorrow = _all(tmp_path, "SELECT count(*) FROM wakeup WHERE kind = 'nudge' AND due_at > ?", started_at)
    assert tomorrow == people
    assert kills > 1
    print(f"{people} people, {kills} kills: {sum(got)} nudges arrived, {unknown} may have")


async def _progress(folder: Path, telegram: TelegramServer, bot: BotProcess, enough: int) -> None:
    """Returns when so much was sent, or all is done. A machine may be slow; a bot that stands still is not:
    an AssertionError says where it stood."""
    try:
        async with asyncio.timeout(90):
            while _sent(telegram) < enough and _left(folder):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(
            f"{_sent(telegram)} of {enough} sent, {_left(folder)} left\n{bot.log[-3000:]}"
        ) from None


async def _agreed(folder: Path, accounts: range, at: datetime) -> None:
    """They all wished to be written to at this very hour; it is noon where they are."""
    zone = next(z for n in range(-12, 13) if at.astimezone(z := ZoneInfo(f"Etc/GMT{n:+d}")).hour == 12)
    there, past = at.astimezone(zone), at - timedelta(days=2)
    plan = Plan(at=there.time().replace(microsecond=0, tzinfo=None), zone=zone.key, offset=0)
    settings = load_settings(environment(folder, SMALL), None)
    async with app.program(settings, {}) as run:
        for account in accounts:
            address = Address("telegram", str(account))
            subject = Subject("telegram", str(account))
            saved = Saved(account, subject, created_at=past, seen_at=past, address=address, direct=address)
            wakeups = (SetWakeup("nudge", at - timedelta(seconds=1)),)
            await run.store.commit(Change(None, stored.with_plan(saved, plan), wakeups=wakeups))


def _sent(telegram: TelegramServer) -> int:
    return sum(call.method.lower() == "sendmessage" for call in telegram.calls)


def _all(folder: Path, query: str, at: datetime | None = None) -> int:
    file = f"file:{folder}/alana.db?mode=ro"
    with contextlib.closing(sqlite3.connect(file, uri=True)) as database:
        given = () if at is None else (round(at.timestamp() * 1_000_000),)
        found = database.execute(query, given).fetchone()
    return int(found[0] or 0)


def _left(folder: Path) -> int:
    """Nudges that are due, and rows on their way."""
    due = _all(folder, "SELECT count(*) FROM wakeup WHERE due_at <= ?", datetime.now(UTC))
    return due + _all(folder, "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'leased', 'begun')")
