"""How soon Discord is answered: a storm of interactions, while nudges queue and much else goes on.

    python bench/acknowledged.py [INTERACTIONS] [NUDGES] [STALL]

The program is the real one, on a SQLite file in a temporary folder, with discord.py; the loopback Discord has
a process of its own, with the published rate limits, and drops an interaction that is not acknowledged within
three seconds. NUDGES (5,000) wait to be sent as the storm of INTERACTIONS (300 in one second, each by another
person) begins. While it lasts, the scripts change and are read again, Python collects its garbage over a heap
of a million objects, and the event loop stands still for half a second; for STALL seconds (5) from its
beginning another process holds the database's lock.

The last line is one JSON object: `acknowledged` of `interactions`, `p50_ms`, `p99_ms`, `worst_ms` from the
event to the acknowledgement; `answered`: how many had their first answer at the end, `answered_p50_s` and
`answered_worst_s` how long that took, and `nudges_before_last_answer`: how many nudges went out until then;
`collecting_ms` and `reloads`: what the weather was.
"""

import asyncio
import gc
import json
import multiprocessing
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from adapters.discord.adapter import DiscordAdapter
from bot import app
from bot.model import Address, Message, Outgoing, Rich, Say, Subject
from bot.ports import Change
from bot.settings import PACKAGED_DIALOGUES, load_settings
from tests.platforms.discord.faults import REAL_LIMITS
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Interaction

PATIENCE = 60.0  # seconds for the answers
HEAP = 1_000_000  # objects that the collector has to look at
STANDSTILL = 0.5  # seconds in which the loop does nothing else
Found = list[tuple[float | None, float | None]]  # seconds to the acknowledgement, and to the first answer


def discord_process(pipe: Connection, interactions: int, nudges: int, stall: float) -> None:
    asyncio.run(_discord(pipe, interactions, nudges, stall))


async def _discord(pipe: Connection, interactions: int, nudges: int, stall: float) -> None:
    async with DiscordServer(limits=REAL_LIMITS) as server:
        square = server.world.channel(server.world.server("village"), "square")
        readers = [server.world.person(f"reader {n}") for n in range(nudges)]
        pipe.send((server.api_url, server.token, [one.id for one in readers]))
        await server.until(lambda: server.gateway.connected and server.world.commands, 60)
        pipe.send("connected")
        file = await asyncio.to_thread(pipe.recv)
        people = [server.world.person(f"caller {n}") for n in range(interactions)]
        calls: list[asyncio.Task[Interaction]] = []
        stalling = asyncio.create_task(asyncio.to_thread(_stall, file, stall))
        pipe.send("storm")
        for person in people:
            calls.append(asyncio.create_task(server.people.slash(person, square, "talk")))
            await asyncio.sleep(1 / interactions)
        done = await asyncio.gather(*calls)
        await stalling
        answered = await _answers(server, done)
        nudged = sum(bool(server.world.direct(one).messages) for one in readers)
        pipe.send(([(call.answered_after, answered.get(call.id)) for call in done], nudged))
        await asyncio.to_thread(pipe.recv)


async def _answers(server: DiscordServer, calls: list[Interaction]) -> dict[int, float]:
    """Seconds to the first answer, by interaction; whoever waits longer than the patience is left out."""
    found: dict[int, float] = {}
    end = server.clock.now() + PATIENCE
    while len(found) < len(calls) and server.clock.now() < end:
        for call in calls:
            if call.id not in found and call.original is not None and not call.original.loading:
                found[call.id] = (call.original.edited or server.clock.now()) - call.at
        await asyncio.sleep(0.05)
    return found


def _stall(file: str, seconds: float) -> None:
    with sqlite3.connect(file, timeout=30, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
    other.close()


async def measure(pipe: Connection, folder: Path) -> tuple[Found, int, dict[str, float]]:
    api_url, token, readers = pipe.recv()
    adapter = DiscordAdapter(token, api_url)
    dialogues = Path(shutil.copytree(PACKAGED_DIALOGUES, folder / "dialogues"))
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(dialogues),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        "ALANA_RELOAD": "true",
    }
    async with app.program(load_settings(env, None), {"discord": adapter}) as program:
        app.settle_interpreter()
        serving = asyncio.create_task(app.serve(program, {"discord": adapter}))
        await asyncio.to_thread(pipe.recv)  # it is connected
        await asyncio.gather(*(_nudge(program, reader) for reader in readers))
        heap = [[number] for number in range(HEAP)]
        pipe.send(str(folder / "alana.db"))
        await asyncio.to_thread(pipe.recv)  # the storm begins
        weather = await _weather(program, dialogues)
        found, nudged = await asyncio.to_thread(pipe.recv)
        heap.clear()
        pipe.send("done")
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    return found, nudged, weather


async def _weather(program: app.App, dialogues: Path) -> dict[str, float]:
    """All of it within the second of the storm."""
    before = program.library.current
    _rewrite(dialogues)
    await asyncio.sleep(0.2)
    began = time.perf_counter()
    gc.collect()
    collecting = time.perf_counter() - began
    await asyncio.sleep(0.2)
    time.sleep(STANDSTILL)  # noqa: ASYNC251 - just that is the weather
    for _ in range(100):
        if program.library.current is not before:
            break
        await asyncio.sleep(0.1)
    return {"collecting_ms": round(collecting * 1000), "reloads": program.library.current is not before}


def _rewrite(dialogues: Path) -> None:
    for script in dialogues.rglob("*.yarn"):
        script.write_text("// rewritten\n" + script.read_text("utf-8"), encoding="utf-8")


async def _nudge(program: app.App, reader: int) -> None:
    """One that waits to be sent."""
    subject = Subject("discord", str(reader))
    saved = await program.store.load(subject)
    home = Address("discord", f"user:{reader}")
    row = Outgoing(
        f"n-{reader}",
        home,
        Say(Message(Rich("A thought for today."))),
        delivery="at_most_once",
        not_after=datetime.now(UTC) + timedelta(hours=1),
        urgent=False,
    )
    await program.store.commit(Change(None, replace(saved, address=home, direct=home), outgoing=(row,)))


def main() -> None:
    given = [*map(float, sys.argv[1:]), *(300, 5000, 5)[len(sys.argv) - 1 :]]
    interactions, nudges, stall = int(given[0]), int(given[1]), given[2]
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=discord_process, args=(theirs, interactions, nudges, stall), daemon=True
    )
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        found, nudged, weather = asyncio.run(measure(ours, Path(folder)))
    server.join(5)
    times = sorted(after * 1000 for after, _ in found if after is not None)
    answers = sorted(after for _, after in found if after is not None)
    cuts = statistics.quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    print(
        json.dumps(
            {
                "interactions": len(found),
                "nudges": nudges,
                "stall_s": stall,
                "acknowledged": len(times),
                "p50_ms": round(cuts[49]),
                "p99_ms": round(cuts[98]),
                "worst_ms": round(times[-1]) if times else None,
                "answered": len(answers),
                "answered_p50_s": round(statistics.median(answers), 1) if answers else None,
                "answered_worst_s": round(answers[-1], 1) if answers else None,
                "nudges_before_last_answer": nudged,
                **weather,
                "cores": os.cpu_count(),
            }
        )
    )


if __name__ == "__main__":
    main()
