"""How long a start takes, and what a running bot holds in memory.

    python bench/start.py [--runs N] [--questions N]

Every figure is the median of nine processes (`--runs`), taken in turns in one run, so that a busy machine
slows all of them alike; `…_x` is a ratio to its floor, which is what to compare, and `…_cpu_x` the same in
processor time, which others on the machine disturb less.

- `floor`: importing the libraries that `alana chat` cannot do without; `typer` and `clients`: importing
  typer, and discord.py with python-telegram-bot.
- `first_line`: `alana chat` at a terminal, from the start of the process to its first whole line, with a
  database that is there; `first_ever` the same with none, and without compiled scripts.
- `check`: `alana check` on one script; `help`: `alana --help`.
- `listening`: `alana run` until both loopback platforms are being listened to.
- `rss_mb`: resident memory once it listens and all is loaded, `rss_asked_mb` after `--questions` typed
  questions; with the semantic model where its extra is installed (`model`: 1).

The last line is one JSON object: medians in seconds and megabytes, and the ratios.
"""

import argparse
import asyncio
import json
import os
import pty
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.matching.semantic import PACKAGES  # noqa: E402
from bot.settings import PACKAGED_DIALOGUES  # noqa: E402
from tests.platforms.discord import DiscordServer  # noqa: E402
from tests.platforms.telegram import TelegramServer  # noqa: E402

FLOOR = "sqlalchemy.ext.asyncio, aiosqlite, prompt_toolkit, rich, typer, structlog, pydantic_settings"
FLOORS = {
    "first_line": "floor",
    "first_ever": "floor",
    "check": "floor",
    "help": "typer",
    "listening": "clients",
}
BOT = [sys.executable, "-m", "bot"]
LONGEST = 60.0  # seconds for any one start
PERSON = 4711
QUESTIONS = (
    "what is karma?",
    "must it be difficult",
    "how do I know that it is one",
    "i think my ex was one",
    "can it be a friend too",
    "why does it hurt so much",
    "who told you that",
    "does everybody have one",
)


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """Nothing of this process's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALANA_")}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "TERM": "xterm",
        "XDG_CACHE_HOME": str(folder / "cache"),
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_PACE": "instant",
        **settings,
    }


def whole(command: list[str], folder: Path) -> float:
    """Seconds until the process has ended."""
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment(folder), check=True, capture_output=True)
    return time.perf_counter() - started


def importing(names: str) -> Callable[[Path], float]:
    return lambda folder: whole([sys.executable, "-c", f"import {names}"], folder)


def first_line(folder: Path) -> float:
    """Seconds until Alana's first line stands at a terminal."""
    ours, theirs = pty.openpty()
    started = time.perf_counter()
    process = subprocess.Popen(
        [*BOT, "chat"], cwd=folder, env=environment(folder), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    said = b""
    try:
        while not re.search(rb"Alana[^\n]*\w[^\n]*\n", said):
            said += os.read(ours, 65536)
        return time.perf_counter() - started
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def first_ever(folder: Path) -> float:
    for name in ("alana.db", "alana.db-wal", "alana.db-shm", "alana.db.lock"):
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "cache", ignore_errors=True)
    return first_line(folder)


async def listening(folder: Path, questions: int) -> tuple[float, float, float]:
    """Seconds until both platforms are listened to, then resident megabytes, then after the questions;
    without questions memory is not looked at."""
    async with TelegramServer(rates=False) as telegram, DiscordServer() as discord:
        settings = {
            "ALANA_TELEGRAM_TOKEN": telegram.token,
            "ALANA_TELEGRAM_API_URL": telegram.url,
            "ALANA_DISCORD_TOKEN": discord.token,
            "ALANA_DISCORD_API_URL": discord.api_url,
        }
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *BOT, cwd=folder, env=environment(folder, **settings), stderr=asyncio.subprocess.DEVNULL
        )
        try:
            await telegram.until(
                lambda: any(c.method.lower() == "getupdates" for c in telegram.calls), LONGEST
            )
            await discord.until(lambda: discord.gateway.connected, LONGEST)
            seconds = time.perf_counter() - started
            if not questions:
                return seconds, 0.0, 0.0
            held = await _settled(process.pid)
            await _ask(telegram, questions)
            return seconds, held, resident_mb(process.pid)
        finally:
            process.kill()
            await process.wait()


async def _ask(telegram: TelegramServer, questions: int) -> None:
    await telegram.say(PERSON, "/talk")
    for number in range(questions):
        await telegram.until(lambda: telegram.from_bot(PERSON), LONGEST)
        before = len(telegram.calls)
        await telegram.say(PERSON, QUESTIONS[number % len(QUESTIONS)])
        await telegram.until(lambda: _answered(telegram, before), LONGEST)  # noqa: B023


def _answered(telegram: TelegramServer, before: int) -> bool:
    return any(call.method.lower() == "sendmessage" for call in telegram.calls[before:])


async def _settled(pid: int) -> float:
    """Resident megabytes once they no longer grow: all that is loaded beside the start is there."""
    since, held = 0, resident_mb(pid)
    while since < 8:
        await asyncio.sleep(0.25)
        now = resident_mb(pid)
        since, held = (since + 1, held) if abs(now - held) < 1 else (0, now)
    return resident_mb(pid)


def resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--questions", type=int, default=100)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        walls, cpus = measured(Path(name), chosen.runs)
        _, held, asked = asyncio.run(listening(Path(name), chosen.questions))
    report(walls, cpus, held, asked)


def measured(folder: Path, runs: int) -> tuple[dict[str, float], dict[str, float]]:
    """The medians of each way, in seconds of the clock and of the processor."""
    script = next(PACKAGED_DIALOGUES.glob("*/01-*.yarn"))
    ways: dict[str, Callable[[Path], float]] = {
        "floor": importing(FLOOR),
        "first_ever": first_ever,
        "first_line": first_line,
        "check": lambda it: whole([*BOT, "check", str(script)], it),
        "typer": importing("typer"),
        "help": lambda it: whole([*BOT, "--help"], it),
        "clients": importing("discord, telegram"),
        "listening": lambda it: asyncio.run(listening(it, 0))[0],
    }
    walls: dict[str, list[float]] = {way: [] for way in ways}
    cpus: dict[str, list[float]] = {way: [] for way in ways}
    for run in range(-1, runs):  # the first round fills the caches
        for way, measure in ways.items():
            before = _processor()
            seconds = measure(folder)
            if run >= 0:
                walls[way].append(seconds)
                cpus[way].append(_processor() - before)
    return (
        {way: statistics.median(seconds) for way, seconds in walls.items()},
        {way: statistics.median(seconds) for way, seconds in cpus.items()},
    )


def _processor() -> float:
    """Seconds of the processor that processes of ours which have ended have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(walls: dict[str, float], cpus: dict[str, float], held: float, asked: float) -> None:
    ratios: dict[str, float] = {}
    for name, seconds in walls.items():
        line = f"{name:<12} {seconds * 1000:7.0f} ms, {cpus[name] * 1000:5.0f} ms of the processor"
        if name in FLOORS:
            ratios[f"{name}_x"] = seconds / walls[FLOORS[name]]
            ratios[f"{name}_cpu_x"] = cpus[name] / cpus[FLOORS[name]]
            line += f"  {ratios[f'{name}_x']:.2f} x {FLOORS[name]} ({ratios[f'{name}_cpu_x']:.2f})"
        print(line)
    model = all(find_spec(name) is not None for name in PACKAGES)
    print(f"{'memory':<12} {held:7.0f} MB, {asked:.0f} MB after the questions{', with the model' * model}")
    found = {f"{name}_s": value for name, value in walls.items()} | ratios
    memory = {"rss_mb": round(held, 1), "rss_asked_mb": round(asked, 1), "model": int(model)}
    print(json.dumps({name: round(value, 3) for name, value in found.items()} | memory))


if __name__ == "__main__":
    main()
