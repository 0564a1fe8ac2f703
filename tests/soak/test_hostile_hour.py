"""An hour of hostile weather: everything at once, people talking beside it. Figures are printed; what must
hold is that nothing is lost, and that log, disk, memory and open files have an end.

ALANA_SOAK_MINUTES makes it shorter.
"""

import asyncio
import contextlib
import os
import socket
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.settings import PACKAGED_DIALOGUES
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import BotProcess, on_telegram
from tests.road.street import polled
from tests.soak.weather import OPEN_FILES, PEOPLE, Record, Weather, beside

MINUTES = float(os.environ.get("ALANA_SOAK_MINUTES", "60"))
QUIET = 30.0  # seconds before, to compare with
LINES_A_MINUTE = 200  # of the log, at most, beside the line that each turn has
KB = 1024


class Clocked(BotProcess):
    """With a clock that a file moves, and few open files."""

    program = ("-m", "tests.soak.clocked", "clock", str(OPEN_FILES))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _kb(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("alana.db*")) // KB


def _ends(file: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
        found = dict(database.execute("SELECT status, count(*) FROM outbox GROUP BY status"))
        found["poison"] = database.execute("SELECT count(*) FROM poison").fetchone()[0]
        return found


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and limits of another process")
async def test_a_hostile_hour(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port, record = _free_port(), Record()
    async with TelegramServer(patience=5.0) as server:
        bot = Clocked(tmp_path, PACKAGED_DIALOGUES, ALANA_HTTP_PORT=str(port), **on_telegram(server))
        async with bot:
            await server.until(lambda: polled(server), 60)
            weather = Weather(server, bot, port, tmp_path / "clock", record)
            async with beside(weather.watch()):
                async with beside(*(weather.person(account) for account in PEOPLE)):
                    await asyncio.sleep(QUIET)
                    await weather.rage(60 * MINUTES)
                    weather.name = "after"
                    await asyncio.sleep(QUIET)
                disk, ended = _kb(tmp_path), bot.ended
            assert ended is None, f"it ended by itself:\n{bot.log[-3000:]}"
            assert await bot.terminate() == 0
        assert await _comes_back(bot, server)
    log, ends = bot.log, _ends(tmp_path / "alana.db")
    others = [line for line in log.splitlines() if " turn=" not in line]
    with capsys.disabled():
        print(f"\n{MINUTES:g} hostile minutes, {len(PEOPLE)} people beside them")
        for name in ("quiet", "hostile", "disk full", "after"):
            print(f"  {record.line(name)}")
        print(f"  memory {record.memory / KB:.0f} MB, {record.files} files open, disk {disk / KB:.1f} MB")
        print(f"  log {len(log) / KB:.0f} KB, {len(others)} lines beside those of turns; outbox {ends}")
    assert record.lost == []
    assert "Traceback" not in log
    assert ends["poison"] == 0
    assert not ends.get("dead")
    assert len(others) <= LINES_A_MINUTE * (MINUTES + 2)
    assert record.files < OPEN_FILES


async def _comes_back(bot: BotProcess, server: TelegramServer) -> bool:
    """What was left is sent at the next start, and people go on."""
    chat = server.world.private(PEOPLE[0])
    async with bot:
        before = len(chat.messages)
        await server.say(PEOPLE[0], "/help")
        await server.until(lambda: len(chat.messages) > before + 1, 120)
        return await bot.terminate() == 0
