"""A real process, killed again and again while many people play."""

import asyncio
import contextlib
import logging
import random
import sqlite3
from collections import Counter
from pathlib import Path

from tests.road.bot_process import BotProcess, on_discord, on_telegram
from tests.road.crowd import Crowd, differences, expectations
from tests.road.travellers import Standing, transcript


async def survive(
    folder: Path,
    dialogues: Path,
    people: Crowd,
    *,
    kills: int,
    seed: int,
    within: float,
    expected: dict[str, list[Standing]] | None = None,
) -> Counter[str]:
    """Plays with `kills` kills at random moments; what the contract allows, counted. An AssertionError
    names everything else."""
    if expected is None:
        expected = await expectations(folder, dialogues, people)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # the platforms' ends of cut connections
    settings = on_telegram(people.telegram) | on_discord(people.discord)
    tally: Counter[str] = Counter()
    async with BotProcess(folder, dialogues, **settings) as bot:
        playing = asyncio.create_task(people.play())
        try:
            async with asyncio.timeout(within):
                tally["kills"] = await _kill(bot, people, playing, kills, random.Random(seed))
                await playing
        except TimeoutError:
            raise AssertionError(_stuck(people, bot)) from None
        finally:
            playing.cancel()
        await _at_rest(folder, people)
        assert await bot.terminate() == 0
    allowed, wrong = differences(people, expected)
    assert not wrong, f"{len(wrong)} screens differ; the first:\n{wrong[0]}\n{bot.log[-2000:]}"
    assert tally["kills"] == kills, f"everybody was done after {tally['kills']} kills"
    assert "Traceback" not in bot.log, bot.log[-3000:]
    return tally + people.tally + allowed


async def _kill(
    bot: BotProcess, people: Crowd, playing: "asyncio.Task[None]", kills: int, dice: random.Random
) -> int:
    """Every other kill comes at any moment, the start included; the others in the middle of the work."""
    for done in range(kills):
        if done % 2:
            await asyncio.wait({playing}, timeout=dice.uniform(0.3, 4.0))
        else:
            await _after_calls(people, dice.randint(8, 120))
            await asyncio.sleep(dice.uniform(0.0, 0.01))
        if playing.done():
            return done
        await bot.kill()
        await bot.start()
    return kills


async def _after_calls(people: Crowd, count: int) -> None:
    """Returns when the platforms were called so many times, at most 5 seconds from now."""
    calls = len(people.telegram.calls) + len(people.discord.calls)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(5):
            while len(people.telegram.calls) + len(people.discord.calls) < calls + count:  # noqa: ASYNC110
                await asyncio.sleep(0.001)


async def _at_rest(folder: Path, people: Crowd) -> None:
    """The last words are still on their way when the last question has been answered."""
    await people.telegram.until(lambda: open_rows(folder) == 0, 60, "an empty outbox")
    assert rows(folder, "dead") == 0


def open_rows(folder: Path) -> int:
    return sum(rows(folder, status) for status in ("waiting", "leased", "begun"))


def rows(folder: Path, status: str) -> int:
    with contextlib.closing(sqlite3.connect(f"file:{folder}/alana.db?mode=ro", uri=True)) as database:
        count: int = database.execute("SELECT count(*) FROM outbox WHERE status = ?", (status,)).fetchone()[0]
    return count


def _stuck(people: Crowd, bot: BotProcess) -> str:
    last = sorted((len(person.seen()), person.name) for person in people.people)[:5]
    slowest = next(person for person in people.people if person.name == last[0][1])
    return f"not at the end in time; {last}\n{transcript(slowest)[-1500:]}\n{bot.log[-3000:]}"


def report(tally: Counter[str], people: Crowd) -> str:
    rows = [f"  {count:5}  {what}" for what, count in sorted(tally.items()) if count]
    return "\n".join([f"{len(people.people)} people, {people.answered} answers:", *rows])
