"""How soon Discord is answered: a storm of interactions, while nudges queue and the database stalls.

    python bench/acknowledged.py [INTERACTIONS] [NUDGES] [STALL]

The program is the real one, on a SQLite file in a temporary folder, with discord.py; the loopback Discord has
a process of its own, with the published rate limits, and drops an interaction that is not acknowledged within
three seconds. NUDGES (5,000) wait to be sent as the storm of INTERACTIONS (300 in one second, each by another
person) begins; for STALL seconds (5) from then on another process holds the database's lock.

The last line is one JSON object: `acknowledged` of `interactions`, `p50_ms`, `p99_ms`, `worst_ms` from the
event to the acknowledgement, and `answered`: how many had their whole answer at the end.
"""

import asyncio
import json
import multiprocessing
import os
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
from bot.settings import load_settings
from tests.platforms.discord.faults import REAL_LIMITS
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Interaction

PATIENCE = 60.0  # seconds for the answers


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
        for person in people:
            calls.append(asyncio.create_task(server.people.slash(person, square, "talk")))
            await asyncio.sleep(1 / interactions)
        done = await asyncio.gather(*calls)
        await stalling
        for _ in range(int(PATIENCE * 10)):
            if all(call.original is not None and not call.original.loading for call in done):
                break
            await asyncio.sleep(0.1)
        pipe.send(
            [(call.answered_after, call.original is not None and not call.original.loading) for call in done]
        )
        await asyncio.to_thread(pipe.recv)


def _stall(file: str, seconds: float) -> None:
    with sqlite3.connect(file, timeout=30, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        other.execute("ROLLBACK")
    other.close()


async def measure(pipe: Connection, folder: Path) -> list[tuple[float | None, bool]]:
    api_url, token, readers = pipe.recv()
    adapter = DiscordAdapter(token, api_url)
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
    }
    async with app.program(load_settings(env, None), {"discord": adapter}) as program:
        app.settle_interpreter()
        serving = asyncio.create_task(app.serve(program, {"discord": adapter}))
        await asyncio.to_thread(pipe.recv)  # it is connected
        await asyncio.gather(*(_nudge(program, reader) for reader in readers))
        pipe.send(str(folder / "alana.db"))
        found = await asyncio.to_thread(pipe.recv)
        pipe.send("done")
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    return found


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
        found = asyncio.run(measure(ours, Path(folder)))
    server.join(5)
    times = sorted(after * 1000 for after, _ in found if after is not None)
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
                "answered": sum(answered for _, answered in found),
                "cores": os.cpu_count(),
            }
        )
    )


if __name__ == "__main__":
    main()
