"""What others wait while one person floods, or more newcomers come than are taken in: printed beside a quiet
time. Nobody's answer may be missing; how long it took is for whoever reads."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, road

OTHERS = range(100, 120)
ROUNDS = 10
FLOODER, STRANGERS = 4711, range(10_000, 10_130)


async def talk(server: TelegramServer, person: int, times: list[float]) -> None:
    """Asks for the menu and waits for it, again and again."""
    for number in range(ROUNDS):
        before = len(server.from_bot(person))
        began = time.perf_counter()
        await server.say(person, f"/talk {number % 2 + 1}", language="en")
        await server.until(lambda: len(server.from_bot(person)) > before, 120)  # noqa: B023
        times.append(time.perf_counter() - began)
        await asyncio.sleep(0.2)


async def flood(server: TelegramServer) -> None:
    """500 messages of 4 KB in two seconds."""
    words = "I walked down to the river again and thought about what you had said to me. " * 53
    for number in range(500):
        await server.say(FLOODER, f"{number} {words}"[:4_000])
        await asyncio.sleep(0.004)


async def strangers(server: TelegramServer) -> None:
    for person in STRANGERS:
        await server.say(person, "/talk", language="en")


async def measured(folder: Path, weather: Callable[[TelegramServer], Awaitable[None]] | None) -> list[float]:
    times: list[float] = []
    limit = {"ALANA_MAX_NEW_PEOPLE_PER_MINUTE": "10"}
    async with TelegramServer(rates=False) as server:
        async with road(folder, telegram=server, dialogues=SMALL):
            for person in (*OTHERS, FLOODER):
                await server.say(person, "/talk", language="en")
                await server.until(lambda: server.from_bot(person), 60)  # noqa: B023
        async with road(folder, telegram=server, dialogues=SMALL, **limit):
            await talked(server, weather, times)
    return sorted(times)


async def talked(
    server: TelegramServer, weather: Callable[[TelegramServer], Awaitable[None]] | None, times: list[float]
) -> None:
    others = [asyncio.create_task(talk(server, person, times)) for person in OTHERS]
    if weather is not None:
        await weather(server)
    await asyncio.gather(*others)
    await server.until(lambda: not server.world.queue, 120)
    if weather is strangers:
        await server.until(lambda: all(map(server.from_bot, STRANGERS)), 120)
        told = [server.from_bot(person)[0].text for person in STRANGERS]
        assert all("Welcome" in text or "So many people" in text for text in told)
    if weather is flood:
        notices = [m for m in server.from_bot(FLOODER) if "a lot at once" in m.text]
        assert len(notices) == 1


async def test_others_are_answered_while_it_floods(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for name, weather in (("quiet", None), ("a flood", flood), ("newcomers", strangers)):
        caplog.clear()
        (folder := tmp_path / name).mkdir()
        times = await measured(folder, weather)
        lines = len([r for r in caplog.records if not r.name.startswith(("httpx", "asyncio"))])
        p50, p99 = (times[min(len(times) - 1, int(len(times) * part))] * 1e3 for part in (0.5, 0.99))
        with capsys.disabled():
            print(f"\n{name}: others p50 {p50:.0f} ms, p99 {p99:.0f} ms, {lines} log lines")
        assert len(times) == len(OTHERS) * ROUNDS
