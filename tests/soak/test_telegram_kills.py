"""Evenings as in tests/road/test_telegram_kills.py: ten kills, and two processes behind a balancer."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.telegram import TelegramServer
from tests.road.telegrams import free_port, survive

KILLS = 10


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(rates=False) as server:
        yield server


async def test_by_polling(telegram: TelegramServer, tmp_path: Path) -> None:
    await survive(tmp_path, telegram, [], kills=KILLS)


async def test_by_webhook(telegram: TelegramServer, tmp_path: Path) -> None:
    await survive(tmp_path, telegram, [free_port()], kills=KILLS)


async def test_by_webhook_in_two_processes_behind_a_balancer(
    telegram: TelegramServer, tmp_path: Path, server: str
) -> None:
    ports = [free_port(), free_port()]
    await survive(tmp_path, telegram, ports, database=server, kills=KILLS)
