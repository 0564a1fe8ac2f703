"""Several processes on one PostgreSQL: what a turn costs in each, how soon another takes over.

    python bench/replicas.py [--people N] [--turns N] [--rate TURNS_PER_SECOND] [--rounds N] [--takeovers N]

One, two and four processes play the same number of turns at the same rate, each with people of its own; one
of them sends for all. `cpu_us_1/2/4`: CPU of all processes for a turn, without what a start loads and without
the database's own, which is `database_cpu_us_…`; medians of so many rounds. `growth`: what four take more
than one. The rate leaves two cores some rest: on full ones the same work takes longer, the more so the more
processes change places there. The busier a process, the more turns share a transaction and the less each
takes: `cpu_us_1_quarter` is one process at a quarter of the rate, as each of four has it, and `growth_alike`
what four take more than that. `takeover_…_s`: from a kill to another process's lease. `turns_per_s_…`: one
process, as fast as it can, on either engine in the same run. `…_per_turn`: what a turn writes and asks on
PostgreSQL where turns come one after the other, so that none shares anything: the most that it can be,
counted without a clock, for `tools/costs.toml`; `around` counts BEGIN and COMMIT, and `queries_beside_per_s`
is what the process asks besides. The last line is one JSON object.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import text

from bench import _interview
from bot.storage.database import Database
from tests import postgres

COUNTED = 60  # people who talk one after the other where statements are counted
REPLICA = Path(__file__).with_name("_replica.py")
TABLES = ("person", "progress", "undo", "seen", "outbox", "turn", "account")


# ---------------------------------------------------------------- all of them


class Process:
    """One of them, as its starter sees it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(cls, *arguments: object) -> "Process":
        command = [sys.executable, str(REPLICA), *map(str, arguments)]
        pipe = asyncio.subprocess.PIPE
        return cls(await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe))

    async def hear(self) -> dict[str, float]:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            if line.startswith(b"@"):
                found: dict[str, float] = json.loads(line[1:])
                return found
        raise RuntimeError("a process ended by itself")

    def say(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")


async def together(
    url: str, folder: Path, count: int, people: int, turns: int, rate: float, server: int = 0
) -> dict[str, float]:
    """So many processes share the people and the rate. `server`: the database's process."""
    each = people // count
    made = [await Process.start(url, folder, 1 + n * each, each, turns, rate / count) for n in range(count)]
    for one in made:
        await one.hear()
    before, used = await _sizes(url), _used(server)
    for one in made:
        one.say()
    heard = [await one.hear() for one in made]
    await _sent(url)
    used = _used(server) - used
    for one in made:
        one.say()
    cpu = sum([(await one.hear())["cpu"] for one in made])
    for one in made:
        await one.process.wait()
    done = sum(h["turns"] for h in heard)
    after = await _sizes(url)
    return {
        "cpu_us": cpu / done * 1e6,
        "database_cpu_us": used / done * 1e6,
        "turns_per_s": done / max(h["wall"] for h in heard),
        "queries": sum(h.get("asked", 0) for h in heard) / done,
        "around": sum(h.get("around", 0) for h in heard) / done,
        "beside_per_s": sum(h.get("beside", 0) / h["wall"] for h in heard),
        "rows": (after[0] - before[0]) / done,
        "bytes": (after[1] - before[1]) / done,
    }


def _used(server: int) -> float:
    """Seconds of CPU that the server took until now, with all its processes, ended ones too."""
    ticks = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            number, _, fields = path.read_text(encoding="utf-8", errors="replace").rpartition(")")
            parent, (own, system, ended, ended_system) = fields.split()[1], map(int, fields.split()[11:15])
            if number.startswith(f"{server} "):
                ticks += own + system + ended + ended_system
            elif parent == str(server):
                ticks += own + system
    return ticks / os.sysconf("SC_CLK_TCK")


async def _sent(url: str) -> None:
    waits = "SELECT count(*) FROM outbox WHERE status IN ('waiting', 'leased', 'begun')"
    while await _look(url, waits):  # noqa: ASYNC110
        await asyncio.sleep(0.2)


async def _sizes(url: str) -> tuple[int, int]:
    """(rows, bytes with indexes) of the tables that a turn writes to; nothing to see on SQLite."""
    if not url.startswith("postgresql"):
        return 0, 0
    rows = sum([await _look(url, f"SELECT count(*) FROM {name}") for name in TABLES])
    size = "+".join(f"pg_total_relation_size('{name}')" for name in TABLES)
    return rows, await _look(url, f"SELECT {size}")


async def _look(url: str, query: str) -> int:
    database = Database(url)
    await database.open_to_read()
    try:
        return int(await database.read(lambda c: c.scalar(text(query))) or 0)
    finally:
        await database.close()


async def takeovers(url: str, folder: Path, count: int) -> Sequence[float]:
    """Seconds from each kill until another process holds the lease."""
    held = (
        "SELECT token FROM lease WHERE name = 'bench' AND until > extract(epoch FROM clock_timestamp()) * 1e6"
    )
    took: list[float] = []
    made: list[Process] = []
    for n in range(2):  # one after the other, so that the first holds it
        made.append(await Process.start(url, folder, 900_001 + n, 1, 1, 1))
        await made[n].hear()
        while not await _look(url, held):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    first = 0
    for number in range(count):
        token = 0
        while not token:
            token = await _look(url, held)
        made[first].process.send_signal(signal.SIGKILL)
        began = time.perf_counter()
        await made[first].process.wait()
        while await _look(url, held) <= token:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        took.append(time.perf_counter() - began)
        made[first] = await Process.start(url, folder, 900_003 + number, 1, 1, 1)
        await made[first].hear()
        first = 1 - first
    for one in made:
        one.process.kill()
        await one.process.wait()
    return sorted(took)


async def shares(
    programs: Path, folder: Path, people: int, turns: int, rate: float, rounds: int
) -> dict[str, float]:
    """What a turn costs where so many processes share the rate: medians."""
    heard: dict[str, list[float]] = {}
    for _ in range(rounds):
        for count, share in ((1, rate), (1, rate / 4), (2, rate), (4, rate)):
            some = people if share == rate else people // 4
            with postgres.cluster(programs) as server:
                one = await together(server.url, folder, count, some, turns, share, server.pid)
            name = f"{count}" if share == rate else "1_quarter"
            for figure in ("cpu_us", "database_cpu_us"):
                heard.setdefault(f"{figure}_{name}", []).append(one[figure])
            print(
                f"{count} processes at {share:g} turns/s: {one['cpu_us']:.0f} us of CPU a turn, "
                f"and {one['database_cpu_us']:.0f} of the database"
            )
    return {name: statistics.median(figures) for name, figures in heard.items()}


async def main(people: int, turns: int, rate: float, rounds: int, kills: int) -> dict[str, float]:
    programs = postgres.programs()
    if programs is None:
        sys.exit(postgres.MISSING)
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="alana-bench-") as name:
        folder = Path(name)
        _interview.write(folder / "dialogues")
        found |= await shares(programs, folder, people, turns, rate, rounds)
        found["growth"] = found["cpu_us_4"] / found["cpu_us_1"] - 1
        found["growth_alike"] = found["cpu_us_4"] / found["cpu_us_1_quarter"] - 1
        with postgres.server(programs) as url:
            each = await together(url, folder, 1, COUNTED, turns, -1)
        found |= {f"{k}_per_turn": each[k] for k in ("queries", "around", "rows", "bytes")}
        found["queries_beside_per_s"] = each["beside_per_s"]
        with postgres.server(programs) as url:
            fast = await together(url, folder, 1, people, turns, 0)
            found["turns_per_s_postgresql"] = fast["turns_per_s"]
            took = await takeovers(url, folder, kills)
        found["takeover_p50_s"], found["takeover_max_s"] = took[len(took) // 2], took[-1]
        lite = await together(f"sqlite:///{folder}/bench.db", folder, 1, people, turns, 0)
        found["turns_per_s_sqlite"] = lite["turns_per_s"]
    print(
        f"four processes take {found['growth']:+.0%} CPU a turn, "
        f"{found['growth_alike']:+.0%} where each is as busy; "
        f"taken over in {took[len(took) // 2]:.1f} s (p50), {took[-1]:.1f} s (max); as fast as it can "
        f"{fast['turns_per_s']:.0f} turns/s on PostgreSQL, {lite['turns_per_s']:.0f} on SQLite"
    )
    return found


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--people", type=int, default=240)
    options.add_argument("--turns", type=int, default=10)
    options.add_argument("--rate", type=float, default=120.0)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--takeovers", type=int, default=5)
    given = options.parse_args()
    figures = asyncio.run(main(given.people, given.turns, given.rate, given.rounds, given.takeovers))
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
