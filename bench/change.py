"""What a turn costs by itself: CPU of `Conversations.change`, without storage and sending.

    python bench/change.py [--turns N]

One person on a SQLite file in a temporary folder, with a place in a talk and a reminder, does each of a few
things N times, always from the same stored row; `read` is that row becoming a `Saved`. Nothing is committed.
The last line is one JSON object: microseconds of CPU, the least of seven rounds.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._crowd import Crowd, Instant, program
from bot.app import App
from bot.model import Address, Body, CommandCall, Inbound, Opened, Press, Subject, Text, Wakeup
from bot.ports import Saved
from bot.storage import rows
from bot.storage.loading import load

ROUNDS = 7
NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
EIGHT = datetime(2026, 3, 4, 19, 0, tzinfo=UTC)  # in the evening in Berlin
ME = Subject("bench", "1")


def inbound(body: Body, number: int, at: datetime = NOW) -> Inbound:
    return Inbound(f"bench:1:x{number}", ME, Address("bench", "1"), at, body, "en")


async def met(running: App, adapter: Instant) -> Saved:
    """The person, after some words, with a reminder at eight."""
    await Crowd(running, adapter, 1, 1).begin()
    for number in range(3):
        await running.conversations.handle(inbound(Press("1", "o", 1, number + 1, "0"), number))
    for number, words in enumerate((CommandCall("remind", "20:00"), Text("Berlin"), Text("yes")), 3):
        await running.conversations.handle(inbound(words, number))
    await running.sender.idle()
    return await running.store.load(ME)


async def least(turns: int, once: Callable[[], Awaitable[object]]) -> float:
    """Microseconds of CPU of one call, in the best round."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(turns):
            await once()
        best = min(best, (time.process_time() - began) / turns * 1e6)
    return round(best, 1)


async def main(turns: int) -> dict[str, float]:
    adapter = Instant()
    with tempfile.TemporaryDirectory() as folder:
        async with program(Path(folder), adapter) as running:
            saved = await met(running, adapter)
            change = running.conversations.change
            asked = (await change(saved, inbound(CommandCall("remind", "where"), 90))).saved
            things = {
                "tap": (saved, inbound(Press("1", "o", saved.run, saved.step, "0"), 91)),
                "word": (saved, inbound(Text("1"), 92)),
                "remind": (saved, inbound(CommandCall("remind", "21:00"), 93)),
                "city": (asked, inbound(Text("yes"), 94)),
                "snooze": (saved, inbound(CommandCall("remind", "snooze"), 95)),
                "nudge": (saved, inbound(Wakeup("nudge", EIGHT), 96, EIGHT + timedelta(seconds=5))),
                "opened": (saved, inbound(Opened(), 97)),
            }
            assert len((await change(*things["tap"])).outgoing) >= 4
            found = {
                name: await least(turns, lambda p=person, i=what: change(p, i))
                for name, (person, what) in things.items()
            }
            database = running.store._database
            row = (await database.read(lambda c: load(c, ["bench:1"], {})))["bench:1"]

            async def read() -> Saved:
                return rows.saved(row, ME)

            async def read_and_tap() -> object:
                return await change(rows.saved(row, ME), things["tap"][1])

            async def read_and_nudge() -> object:
                return await change(rows.saved(row, ME), things["nudge"][1])

            found["read"] = await least(turns, read)
            found["read and tap"] = await least(turns, read_and_tap)
            found["read and nudge"] = await least(turns, read_and_nudge)
            return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=400)
    print(json.dumps(asyncio.run(main(parser.parse_args().turns))))
