"""What a turn costs when a thousand people are stored, and when a million are: it should be the same.

    python bench/stored.py [--rows N]

Fills a SQLite file (a state is some 2 KB; a million people are 2 GB, made in a minute or two), then plays
a thousand turns, each of a different person and none of them in memory. Rounds with few and with many
stored take turns, so that a busy machine disturbs both alike; the best round of each counts.

The last line is one JSON object: milliseconds a turn by the clock and microseconds of CPU, with few and
with many stored, and the two ratios (many to few).
"""

import argparse
import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._crowd import Crowd, Instant, program
from bot.model import Opened

FEW = 1_000
TURNS = 1_000
ROUNDS = 3
TOGETHER = 100  # turns under way at once
_SPREAD = 2862933555777941757  # odd: numbers stay different, and lie as far apart as random ones


async def fill(folder: Path, people: int) -> None:
    """One person begins by themselves; the others are copies of them under their own ids."""
    adapter = Instant()
    async with program(folder, adapter) as running:
        crowd = Crowd(running, adapter, 1, 1)
        await crowd.handle(crowd.inbound(1, 0, Opened()))
        await crowd.sender.idle()
    raw = sqlite3.connect(folder / "bench.db")
    raw.execute("PRAGMA synchronous=OFF")
    [model] = raw.execute("SELECT * FROM person").fetchall()
    [place] = raw.execute("SELECT * FROM progress").fetchall()
    keys = sorted((_person(key), key) for key in range(2, people + 1))
    with raw:
        named = ((model[0], f"bench:{k}", i) for i, k in keys)
        raw.executemany("INSERT INTO account VALUES (?, ?, ?)", named)
        raw.executemany(f"INSERT INTO person VALUES ({_marks(model)})", _copies(model, keys))
        places = ((place[0], i, *place[2:]) for i, _ in keys)
        raw.executemany(f"INSERT INTO progress VALUES ({_marks(place)})", places)
    raw.close()


def _person(key: int) -> int:
    return key * _SPREAD % (1 << 62)


def _marks(row: Sequence[object]) -> str:
    return ",".join("?" * len(row))


def _copies(model: Sequence[object], keys: Sequence[tuple[int, int]]) -> Iterator[tuple[object, ...]]:
    for number, key in keys:
        home = f"bench|{key}||d"
        yield (model[0], number, *model[2:5], home, home, *model[7:])


async def play(folder: Path, keys: Sequence[int], turn: int) -> tuple[float, float]:
    """One turn of each, in a process that has met none of them: (seconds, CPU seconds) a turn."""
    adapter = Instant()
    async with program(folder, adapter) as running:
        crowd, places = Crowd(running, adapter, 1, 1), asyncio.Semaphore(TOGETHER)

        async def one(key: int) -> None:
            async with places:
                await crowd.tap(key, turn)

        wall, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*map(one, keys))
        await crowd.sender.idle()
        return (time.perf_counter() - wall) / len(keys), (time.process_time() - cpu) / len(keys)


async def main(rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="alana-bench-") as name:
        few, many = Path(name) / "few", Path(name) / "many"
        for folder, people in ((few, FEW), (many, rows)):
            folder.mkdir()
            began = time.perf_counter()
            await fill(folder, people)
            size = (folder / "bench.db").stat().st_size / 1e6
            print(f"{people} people: {size:.0f} MB in {time.perf_counter() - began:.0f} s")
        everyone = list(range(2, rows + 1))
        random.Random(1).shuffle(everyone)
        found: dict[str, list[tuple[float, float]]] = {"few": [], "many": []}
        for turn in range(ROUNDS):
            found["few"].append(await play(few, range(2, FEW + 1), turn + 1))
            found["many"].append(await play(many, everyone[turn * TURNS : (turn + 1) * TURNS], 1))
    wall = {name: min(times)[0] for name, times in found.items()}
    cpu = {name: min(cpu for _, cpu in times) for name, times in found.items()}
    return {
        "ms_few": wall["few"] * 1e3,
        "ms_many": wall["many"] * 1e3,
        "cpu_us_few": cpu["few"] * 1e6,
        "cpu_us_many": cpu["many"] * 1e6,
        "ratio_ms": wall["many"] / wall["few"],
        "ratio_cpu": cpu["many"] / cpu["few"],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    figures = asyncio.run(main(parser.parse_args().rows))
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
