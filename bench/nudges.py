"""A storm of nudges: a million people stored, a hundred thousand due in the same minute.

    python bench/nudges.py [PEOPLE] [DUE]

The program is the real one, on a SQLite file in a temporary folder; only the platform is in here: it takes
30 messages a second. People are written straight into the file, copies of one who talked. A dozen people
tap their way through an evening all the time, first in peace, then during the storm: finding and queueing
everything that is due, in chunks of at most 50, on the road of every message.

The last line is one JSON object: `queued_per_s`; `due_check_ms_10k` and `due_check_ms_1m`, the look for what
is due (a chunk found) among 10 thousand and among PEOPLE people; `p99_quiet_ms` and `p99_storm_ms`, from a
tap to its durable turn, before and during the storm; `rss_growth_mb`, the most during the storm over before
it. The line of the storm also says the CPU time of all threads, which a busy machine disturbs less.
"""

import asyncio
import itertools
import json
import os
import random
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot import app
from bot.engine.state import Options
from bot.model import (
    Address,
    Body,
    CommandCall,
    Inbound,
    Limits,
    Opened,
    Outgoing,
    Press,
    Receipt,
    Subject,
    Text,
)
from bot.ports import Host
from bot.reminders.scheduler import CHUNK
from bot.settings import load_settings
from bot.storage.database import Database
from bot.storage.notes import SqlWakeups

ROOT = Path(__file__).resolve().parent.parent
EIGHT = datetime(2026, 3, 4, 19, 0, tzinfo=UTC)  # in the evening in Berlin
QUIET_FROM = EIGHT + timedelta(hours=2)
RATE = 30.0  # messages a second that the platform takes
TALKERS, TURNS_A_SECOND, PEACE = 12, 6.0, 30.0
FEW, BATCH, LOOKS = 10_000, 20_000, 200


@dataclass
class Phone:
    """The platform: takes what it is given, and knows when each chat got its last message."""

    name: str = "phone"
    connected: bool = True
    limits: Limits = field(
        default_factory=lambda: Limits(
            4096, "utf16", 64, 32, 24, rate_overall=RATE, rate_chat=1.0, burst_chat=30
        )
    )
    got: dict[str, float] = field(default_factory=dict)
    nudges: int = 0
    _refs: "itertools.count[int]" = field(default_factory=itertools.count)

    async def run(self, host: Host) -> None:
        """Nothing connects."""

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        self.got[outgoing.address.chat] = time.perf_counter()
        self.nudges += not outgoing.urgent
        return Receipt(str(next(self._refs)), outgoing.address)

    async def typing(self, address: Address) -> None:
        """Nobody watches."""

    async def close(self) -> None:
        """Nothing is open."""


class Clock:
    """Real time from a moment on; stands still until it is started."""

    def __init__(self, at: datetime) -> None:
        self.at, self._started = at, time.monotonic()

    def __call__(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self._started)

    def jump(self, at: datetime) -> None:
        self.at, self._started = at, time.monotonic()


@asynccontextmanager
async def program(file: Path, phone: Phone, clock: Clock) -> AsyncIterator[app.App]:
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{file}",
        "ALANA_DIALOGUES": str(file.parent / "dialogues"),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        "ALANA_MAX_NEW_PEOPLE_PER_MINUTE": "100000",
    }
    async with app.program(load_settings(env, None), {phone.name: phone}, clock=clock) as running:
        sending = app.start_sending(running)
        try:
            yield running
        finally:
            await running.sender.stop()
            sending.cancel()


# ---------------------------------------------------------------- talking


class Talkers:
    """People who tap on and on, one turn every sixth of a second among them."""

    def __init__(self, running: app.App, clock: Clock, phone: Phone) -> None:
        self._running, self._clock, self._phone = running, clock, phone
        self._ids = itertools.count()
        self.turns: list[float] = []  # seconds from the tap to the durable turn
        self.answers: list[float] = []  # seconds from the tap to the last message of its answer
        self._tapped: dict[str, float] = {}

    async def do(self, key: str, body: Body) -> None:
        subject, address = Subject(self._phone.name, key), Address(self._phone.name, key)
        inbound = Inbound(f"phone:{key}:{next(self._ids)}", subject, address, self._clock(), body, "en-DE")
        self._note_answer(key)
        began = self._tapped[key] = time.perf_counter()
        await self._running.conversations.handle(inbound)
        self.turns.append(time.perf_counter() - began)

    def _note_answer(self, key: str) -> None:
        tapped, got = self._tapped.get(key), self._phone.got.get(key)
        if tapped is not None:
            # No message yet: the answer has taken as long as this, at least.
            self.answers.append((got if got is not None and got > tapped else time.perf_counter()) - tapped)

    async def tap(self, key: str) -> None:
        """The first question that can be asked, a word where one is asked for, else the next evening."""
        saved = await self._running.store.load(Subject(self._phone.name, key))
        waiting = saved.state.waiting if saved.state else None
        if isinstance(waiting, Options):
            free = [n for n, (_, able) in enumerate(waiting.choices) if able]
            await self.do(key, Press(key, "o", saved.run, saved.step, str(random.choice(free))))
        elif waiting is not None:
            await self.do(key, Text("skip this"))
        else:
            await self.do(key, CommandCall("talk", "1"))

    async def talk(self) -> None:
        """Until cancelled."""
        turns: set[asyncio.Task[None]] = set()
        for person in itertools.cycle(range(TALKERS)):
            task = asyncio.create_task(self.tap(str(1 + person)))
            turns.add(task)
            task.add_done_callback(turns.discard)
            await asyncio.sleep(1 / TURNS_A_SECOND)

    def forget(self) -> None:
        self.turns, self.answers, self._tapped = [], [], {}


# ---------------------------------------------------------------- people


async def first_person(file: Path) -> None:
    """One who heard the first evening half and set a reminder, by the way everybody takes."""
    phone, clock = Phone(limits=Limits(4096, "utf16", 64, 32, 24)), Clock(EIGHT - timedelta(days=1))
    async with program(file, phone, clock) as running:
        talkers = Talkers(running, clock, phone)
        await talkers.do("999", Opened())
        for _ in range(6):
            await talkers.tap("999")
        for words in (CommandCall("remind", "20:00"), Text("Berlin"), Text("yes")):
            await talkers.do("999", words)
        await running.sender.idle()


def copies(file: Path, people: int, due: int) -> None:
    """That person, again and again; the first `due` of them wake up at eight, the others on later days."""
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("PRAGMA synchronous=OFF")
    bot, *person = _row(db, "SELECT * FROM person")
    _, *progress = _row(db, "SELECT * FROM progress")
    chat = "phone|999||d"
    ids = sorted(random.Random(1).sample(range(1, 2**62), people))
    late = random.Random(2)
    when = [_moment(n, n < due, late) for n in range(people)]
    late.shuffle(when)
    for start in range(0, people, BATCH):
        part = range(start, min(people, start + BATCH))
        db.execute("BEGIN")
        keys = [str(1_000_000_000 + n) for n in part]
        rows = [
            [bot, ids[n], *(chat.replace("999", k) if v == chat else v for v in person[1:])]
            for n, k in zip(part, keys, strict=True)
        ]
        _insert(db, "person", rows)
        _insert(db, "progress", [[bot, ids[n], *progress[1:]] for n in part])
        _insert(db, "account", [(bot, f"phone:{k}", ids[n]) for n, k in zip(part, keys, strict=True)])
        _insert(db, "wakeup", [(bot, ids[n], "nudge", when[n] + ids[n] % 50 * 1_000_000) for n in part])
        db.execute("COMMIT")
    db.execute("DELETE FROM wakeup WHERE person_id = ?", (person[0],))
    db.execute("ANALYZE")
    db.close()


def _moment(number: int, due: bool, dice: random.Random) -> int:
    day = 0 if due else 1 + dice.randrange(7)
    return int((EIGHT + timedelta(days=day)).timestamp()) * 1_000_000


def _row(db: sqlite3.Connection, query: str) -> Sequence[object]:
    found: Sequence[object] = db.execute(query).fetchone()
    return found


def _insert(db: sqlite3.Connection, table: str, rows: Sequence[Sequence[object]]) -> None:
    marks = ",".join("?" * len(rows[0]))
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


async def due_check(file: Path) -> float:
    """Milliseconds of one look for what is due, a chunk found; the median of many."""
    database = Database(f"sqlite:///{file}")
    await database.open()
    wakeups, took = SqlWakeups(database), []
    for _ in range(LOOKS):
        began = time.perf_counter()
        found = await wakeups.due(EIGHT + timedelta(minutes=1), CHUNK)
        took.append(time.perf_counter() - began)
        assert len(found) == CHUNK
    await database.close()
    return statistics.median(took) * 1000


# ---------------------------------------------------------------- the storm


@dataclass
class Result:
    queued: int
    seconds: float
    growth_mb: float
    sent: int
    cpu: float  # seconds, of all threads


async def storm(running: app.App, phone: Phone, due: int) -> Result:
    """Everything that is due, found and queued."""
    before, said = _rss_mb(), phone.nudges
    watched: list[float] = [before]
    watching = asyncio.create_task(_watch(watched))
    began, cpu = time.perf_counter(), time.process_time()
    handed = await running.scheduler.drain()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    watching.cancel()
    assert handed == due, f"{handed} of {due} were found"
    return Result(handed, seconds, max(*watched, _rss_mb()) - before, phone.nudges - said, cpu)


async def _watch(found: list[float]) -> None:
    while True:
        found.append(_rss_mb())
        await asyncio.sleep(0.2)


def _rss_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def measure(file: Path, due: int) -> tuple[Result, Talkers, dict[str, float]]:
    phone, clock = Phone(), Clock(EIGHT - timedelta(minutes=5))
    async with program(file, phone, clock) as running:
        app.settle_interpreter()
        talkers = Talkers(running, clock, phone)
        for person in range(TALKERS):
            await talkers.do(str(1 + person), Opened())
        talking = asyncio.create_task(talkers.talk())
        await asyncio.sleep(5)  # warm
        talkers.forget()
        await asyncio.sleep(PEACE)
        figures = {"p99_quiet_ms": _p99(talkers.turns), "answer_quiet_ms": _p99(talkers.answers)}
        talkers.forget()
        clock.jump(EIGHT + timedelta(minutes=1))
        result = await storm(running, phone, due)
        figures |= {"p99_storm_ms": _p99(talkers.turns)}
        await asyncio.sleep(10)  # answers go on in front of what is queued
        figures |= {"answer_storm_ms": _p99(talkers.answers)}
        talking.cancel()
        return result, talkers, figures


def _p99(seconds: Sequence[float]) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000


def plan(due: int) -> Iterator[str]:
    """How the queue drains, against the window and the quiet hours."""
    minutes = due / RATE / 60
    last = EIGHT + timedelta(minutes=minutes)
    ends = min(QUIET_FROM, EIGHT + timedelta(hours=3))
    fit = min(due, int((ends - EIGHT).total_seconds() * RATE))
    yield f"drain plan: {due:,} nudges at {RATE:.0f}/s take {minutes:.0f} minutes when nobody talks"
    yield f"  the last goes out {last - EIGHT} after eight; the quiet hours begin {ends - EIGHT} after"
    yield f"  {fit:,} fit into it; {due - fit:,} would be dropped as late and counted"


async def main() -> None:
    people, due = (int(a) for a in (*sys.argv[1:], *("1000000", "100000")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        # A copy: who edits the scripts meanwhile would have everybody follow them to a new place.
        shutil.copytree(ROOT / "dialogues", Path(folder) / "dialogues")
        few, many = Path(folder) / "few.db", Path(folder) / "many.db"
        for file, count, waking in ((few, FEW, min(FEW, 1_000)), (many, people, due)):
            await first_person(file)
            began = time.perf_counter()
            copies(file, count, waking)
            print(f"{count:,} people stored in {time.perf_counter() - began:.0f} s, {waking:,} of them due")
        checks = {"due_check_ms_10k": await due_check(few), "due_check_ms_1m": await due_check(many)}
        result, _, figures = await measure(many, due)
    rate = result.queued / result.seconds
    print(
        f"{result.queued:,} found and queued in {result.seconds:.1f} s, {result.sent:,} of them sent; "
        f"{result.cpu / result.queued * 1e6:.0f} µs of CPU time each"
    )
    print(
        f"tap to its answer's last message, p99: {figures['answer_quiet_ms']:.0f} ms in peace, "
        f"{figures['answer_storm_ms']:.0f} ms in the storm and after it"
    )
    print(*plan(due), sep="\n")
    shown = {
        "queued_per_s": rate,
        **checks,
        "p99_quiet_ms": figures["p99_quiet_ms"],
        "p99_storm_ms": figures["p99_storm_ms"],
        "rss_growth_mb": result.growth_mb,
    }
    print(json.dumps({name: round(value, 2) for name, value in shown.items()}))


if __name__ == "__main__":
    asyncio.run(main())
