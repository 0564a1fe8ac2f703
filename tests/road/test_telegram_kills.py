"""A whole evening by taps, numbers and words, in a direct chat, a group and a topic, by polling and by
webhook, while the process is killed: on the screen stands what an uninterrupted telling shows. Ten kills, and
two processes behind a balancer, are in tests/soak."""

from pathlib import Path

import pytest

from tests.platforms.telegram import TelegramServer
from tests.road.telegrams import free_port, survive

pytestmark = pytest.mark.waits

KILLS = 2


async def test_by_polling(telegram: TelegramServer, tmp_path: Path) -> None:
    await survive(tmp_path, telegram, [], kills=KILLS)


async def test_by_webhook(telegram: TelegramServer, tmp_path: Path) -> None:
    await survive(tmp_path, telegram, [free_port()], kills=KILLS)
    assert telegram.methods.webhook, "a stop leaves the webhook: what people write waits there"
