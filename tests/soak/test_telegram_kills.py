"""Evenings as in tests/road/test_telegram_kills.py: ten kills, and two processes behind a balancer."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.platforms.telegram import TelegramServer
from tests.road.telegrams import free_port, survive

KILLS = 10


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(rates=False) as server:
        yield server


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    folder = postgres.programs()
    if folder is None:
        pytest.skip(postgres.MISSING)
    with postgres.server(folder) as url:
        yield url


async def test_by_polling(telegram: TelegramServer, tmp_path: Path) -> None:
    await survive(tmp_path, telegram, [], kills=KILLS)


async def test_by_webhook(telegram: TelegramServer, tmp_path: Path) -> None:
    await survive(tmp_path, telegram, [free_port()], kills=KILLS)


async def test_by_webhook_in_two_processes_behind_a_balancer(
    telegram: TelegramServer, tmp_path: Path, postgres_url: str
) -> None:
    ports = [free_port(), free_port()]
    await survive(tmp_path, telegram, ports, database=postgres_url, kills=KILLS)
