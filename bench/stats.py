"""`alana stats` with a million people: what the report takes, and what a roll-up takes of a turn.

Prints one line of JSON: seconds of the report (tallies of two years), of one step of the roll-up with a day's
turns waiting, and of the look for /metrics; `PEOPLE=1000` for a small one.
"""

import asyncio
import json
import os
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.statistics.report import Evening, Question, report
from bot.storage import queries, tallies
from bot.storage.database import Database
from bot.storage.tallies import STEP, Statistician
from bot.storage.writer import Writer

PEOPLE = int(os.environ.get("PEOPLE", "1000000"))
DAYS, EVENINGS, QUESTIONS, CHOICES = 730, 12, 25, 3
TODAY = datetime(2026, 6, 1, tzinfo=UTC)
NOW = int(TODAY.timestamp() * 1e6)
DAY = 86_400_000_000


def fill(file: Path) -> None:
    """People, their newest turns, and two years of tallies."""
    random = Random(1)
    profile = json.dumps(["en", None, None, None, None])
    with closing(sqlite3.connect(file)) as raw:
        people = (
            (n, 2, NOW - random.randrange(700) * DAY, NOW, profile, 1, 1, 0) for n in range(1, PEOPLE + 1)
        )
        names = "id, version, created_at, seen_at, profile, run, step, unreachable"
        raw.executemany(f"INSERT INTO person ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", people)
        accounts = ((f"telegram:{n}", n) for n in range(1, PEOPLE + 1))
        raw.executemany("INSERT INTO account (subject, person_id) VALUES (?, ?)", accounts)
        turns = (
            (random.randint(1, PEOPLE), NOW - DAY + n, "choose", "soul", "01", f"q{n % QUESTIONS}", "rev")
            for n in range(PEOPLE)
        )
        columns = "person_id, at, kind, series, episode, key, digest"
        raw.executemany(f"INSERT INTO turn ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", turns)
        raw.executemany("INSERT INTO tally VALUES ('alana', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", counts())
        raw.execute("INSERT INTO rollup VALUES ('alana', ?, ?)", (PEOPLE - 5 * STEP, PEOPLE))
        raw.commit()


def counts():  # type: ignore[no-untyped-def]
    """Rows of tallies."""
    today = NOW // DAY
    for day in range(today - DAYS, today):
        for platform in ("telegram", "discord"):
            for what in ("people", "active", "returned1", "returned7", "nudged", "opened", "stopped"):
                yield day, what, platform, "en", "", "", "", "", "", 900
            for n in range(EVENINGS):
                yield day, "begun", platform, "en", "soul", f"{n:02}", "", "", "", 80
        for n in range(EVENINGS):
            for q in range(QUESTIONS):
                yield day, "reached", "", "", "soul", f"{n:02}", "rev", f"q{q}", "", 70
                yield day, "went on", "", "", "soul", f"{n:02}", "rev", f"q{q}", "", 60
                for c in range(CHOICES):
                    yield day, "chose", "", "", "soul", f"{n:02}", "rev", f"q{q}", f"c{c}", 20


async def measure(file: Path) -> dict[str, float]:
    database = Database(f"sqlite:///{file}")
    await database.open()
    writer = Writer(database)
    found: dict[str, float] = {"people": PEOPLE}
    questions = tuple(Question(f"q{n}", f"Question {n}") for n in range(QUESTIONS))
    evenings = [Evening("soul", f"{n:02}", f"Evening {n}", "rev", questions) for n in range(EVENINGS)]
    for name, since in (("month", NOW // DAY - 30), ("all", 0)):
        began = time.perf_counter()
        counted = await database.read(lambda c, since=since: tallies.counted(c, since))  # type: ignore[misc]
        counted.update(await database.read(tallies.uncounted))
        report(counted, await database.read(queries.known), evenings, since)
        found[f"report_{name}_s"] = round(time.perf_counter() - began, 3)
    statistician = Statistician(database, writer, clock=lambda: TODAY + timedelta(days=1))
    began = time.perf_counter()
    while await statistician.once():
        pass
    found["rollup_us_a_turn"] = round((time.perf_counter() - began) / (5 * STEP) * 1e6, 1)
    began = time.perf_counter()
    await database.read(lambda c: (queries.known(c), queries.waiting(c), queries.dead_by_platform(c)))
    found["metrics_look_ms"] = round((time.perf_counter() - began) * 1000, 2)
    await writer.close()
    await database.close()
    return found


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "alana.db"
        database = Database(f"sqlite:///{file}")
        await database.open()
        await database.close()
        fill(file)
        print(json.dumps(await measure(file)))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
