"""Two bots in one process and one database: the same person talks with both, and each knows its own."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import BotProcess
from tests.road.crowd import Crowd, differences, expectations
from tests.road.kills import open_rows
from tests.road.street import SMALL
from tests.road.travellers import Telegrapher, Traveller

pytestmark = pytest.mark.waits

OTHER = "7000000002:AAloopback-token-for-tests_0123456789"


async def test_one_program_serves_two_bots(telegram: TelegramServer, tmp_path: Path) -> None:
    async with TelegramServer(OTHER, rates=False) as second:
        file = tmp_path / "bots.toml"
        file.write_text(
            f'[lantern]\ntelegram_token = {{ env = "LANTERN" }}\ntelegram_api_url = "{telegram.url}"\n'
            f'[candle]\ntelegram_token = {{ env = "CANDLE" }}\ntelegram_api_url = "{second.url}"\n'
        )
        crowds = [_crowd(server) for server in (telegram, second)]
        expected = await expectations(tmp_path, SMALL, crowds[0])
        settings = {"ALANA_BOTS": str(file), "LANTERN": telegram.token, "CANDLE": second.token}
        async with BotProcess(tmp_path, SMALL, **settings) as bot:
            for people in crowds:
                await people.play()
            await second.until(lambda: open_rows(tmp_path) == 0, 30, "an empty outbox")
            assert await bot.terminate() == 0
    for people in crowds:
        allowed, wrong = differences(people, expected)
        assert not wrong, f"{wrong[0]}\n{bot.log[-2000:]}"
        assert not allowed
    assert "Traceback" not in bot.log
    with contextlib.closing(sqlite3.connect(f"file:{tmp_path}/alana.db?mode=ro", uri=True)) as database:
        counted = database.execute("SELECT bot, count(*) FROM person GROUP BY bot ORDER BY bot").fetchall()
    assert counted == [("candle", 3), ("lantern", 3)]


def _crowd(server: TelegramServer) -> Crowd:
    """Three people, by the same numbers on each server; nobody is on Discord."""
    people: list[Traveller] = [Telegrapher(server, 1001 + n) for n in range(3)]
    return Crowd(server, DiscordServer(), people, opening="2")
