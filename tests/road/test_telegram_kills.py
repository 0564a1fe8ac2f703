"""A whole evening by taps, numbers and words, in a direct chat, a group and a topic, by polling and by webhook,
while the process is killed ten times: on the screen stands what an uninterrupted telling shows."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, road
from tests.road.telegrams import fleet, free_port, told, tellings, verdict
from tests.road.travellers import Standing

KILLS = 10
KILLS_OF_TWO = 2  # what a dead process held is taken over when its lease of a minute has run out


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    folder = postgres.programs()
    if folder is None:
        pytest.skip(postgres.MISSING)
    with postgres.server(folder) as url:
        yield url


async def uninterrupted(folder: Path) -> list[list[Standing]]:
    """The same nine evenings, where nothing happens to the process."""
    folder.mkdir()
    async with TelegramServer(rates=False) as server:
        telling = tellings(server)
        async with road(folder, telegram=server, dialogues=SMALL) as on_the_road:
            await told(telling)
            await on_the_road.program.sender.idle()
        return [one.person.seen() for one in telling]


async def survive(
    folder: Path, telegram: TelegramServer, ports: list[int], *, database: str = "", kills: int = KILLS
) -> None:
    expected = await uninterrupted(folder / "reference")
    telling = tellings(telegram)
    ships, balancer = fleet(folder, telegram, ports, database)
    async with ships.at_sea(), balancer.at_work() if balancer else contextlib.nullcontext():
        await ships.survive(telling, kills)
        wanted = [len(screens) for screens in expected]
        await telegram.until(
            lambda: all(len(one.person.seen()) >= n for one, n in zip(telling, wanted, strict=True))
            and not any(m.presses for one in telling for m in one.person.seen() if m.asks),
            120,
            "the last words",
        )
        for bot in ships.bots:
            assert await bot.terminate() == 0
    logs = "".join(bot.log for bot in ships.bots)
    assert ships.killed == kills
    assert sum(one.answers for one in telling) >= 9 * 8
    assert "Traceback" not in logs, logs[-3000:]
    allowed = verdict(telling, expected)
    print({"kills": ships.killed, "answers": sum(one.answers for one in telling), **allowed})


async def test_by_polling(telegram: TelegramServer, tmp_path: Path) -> None:
    await survive(tmp_path, telegram, [])


async def test_by_webhook(telegram: TelegramServer, tmp_path: Path) -> None:
    await survive(tmp_path, telegram, [free_port()])
    assert telegram.methods.webhook, "a stop leaves the webhook: what people write waits there"


async def test_by_webhook_in_two_processes_behind_a_balancer(
    telegram: TelegramServer, tmp_path: Path, postgres_url: str
) -> None:
    ports = [free_port(), free_port()]
    await survive(tmp_path, telegram, ports, database=postgres_url, kills=KILLS_OF_TWO)
