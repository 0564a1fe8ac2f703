"""A circle on each platform while the process is killed: no vote is lost, none counted twice; what everybody
reads is what their votes come to. Thirty people, ten kills and what else can happen are in tests/soak."""

import asyncio
import contextlib
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import BotProcess, on_discord, on_telegram
from tests.road.kills import open_rows, rows
from tests.road.street import SMALL
from tests.road.voters import Circle, Square, patience, read, told

pytestmark = pytest.mark.waits

EPISODE = "02-way-back"


async def test_what_everybody_reads_is_what_their_votes_come_to(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    """On Discord; a Telegram group takes twenty messages a minute, so its share is in tests/soak."""
    circles = [Circle(Square(discord, 4), "episode:02")]
    print(await voting_through_kills(telegram, discord, tmp_path, circles, kills=2, within=240))


async def voting_through_kills(
    telegram: TelegramServer,
    discord: DiscordServer,
    folder: Path,
    circles: Sequence[Circle],
    *,
    kills: int,
    within: float,
    seed: int = 5,
) -> Counter[str]:
    """Everybody plays to the end; what stands twice after a kill is counted."""
    dice, twice = random.Random(seed), Counter[str]()
    settings = on_telegram(telegram) | on_discord(discord)
    async with BotProcess(folder, SMALL, **settings) as bot:
        playing = asyncio.ensure_future(asyncio.gather(*(circle.play() for circle in circles)))
        try:
            with patience(within, *circles):
                async with asyncio.timeout(within):
                    done = 0
                    while done < kills and not playing.done():
                        await asyncio.wait({playing}, timeout=dice.uniform(0.5, 2.5))
                        if playing.done():
                            break
                        await bot.kill()
                        await bot.start()
                        done += 1
                    await playing
                    await telegram.until(lambda: open_rows(folder) == 0, 60, "an empty outbox")
        finally:
            playing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await playing
        assert await bot.terminate() == 0
    assert "Traceback" not in bot.log, bot.log[-3000:]
    assert rows(folder, "dead") == 0, bot.log[-2000:]
    for circle in circles:
        expected = told(SMALL, EPISODE, circle.place, circle.gone)
        assert not expected.wrong, "\n".join(expected.wrong)
        assert read(circle.place, set(expected.lines), twice) == expected.lines, circle.place.name
    twice["kills"] = done
    return twice
