"""One of the processes of `replicas.py`: plays when it is told to, and says what it took.

    python bench/_replica.py DATABASE_URL FOLDER FIRST PEOPLE TURNS RATE

`RATE`: turns a second; 0: as fast as it can; below 0: one after the other, and what is asked of the database
is counted.
"""

import asyncio
import contextlib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._crowd import Crowd, Instant
from bot import app
from bot.logs import setup_logs
from bot.model import Opened
from bot.ports import Host
from bot.settings import load_settings
from tests import postgres

BESIDE = re.compile(r"\b(?:INTO|UPDATE|FROM) lease\b|SELECT DISTINCT bot")
QUIET = 1.0  # seconds


async def work(url: str, folder: Path, first: int, people: int, turns: int, rate: float) -> None:
    """Plays when it is told to, serves until it is told to end; a line of JSON after each."""
    env = {
        "ALANA_DATABASE_URL": url,
        "ALANA_DIALOGUES": str(folder / "dialogues"),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        "ALANA_MAX_NEW_PEOPLE_PER_MINUTE": "1000000",
        "ALANA_LOG_LEVEL": "ERROR",
    }
    setup_logs("ERROR", "console", ())
    adapter = Staying()
    counted = _counted() if rate < 0 else contextlib.nullcontext(Counter[str]())  # it costs some CPU itself
    with counted as asked:
        async with app.program(load_settings(env, None), {"bench": adapter}) as running:
            app.settle_interpreter()
            serving = asyncio.create_task(app.serve_all([running]))
            crowd = Crowd(running, adapter, first, people)
            await asyncio.gather(*(crowd.handle(crowd.inbound(p, 0, Opened())) for p in crowd.people))
            await _settled()
            await _measured(crowd, turns, rate, asked)
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)


async def _measured(crowd: Crowd, turns: int, rate: float, asked: Counter[str]) -> None:
    _tell(ready=True)
    await asyncio.to_thread(sys.stdin.readline)
    asked.clear()
    wall, cpu = time.perf_counter(), time.process_time()
    await _play(crowd, turns, rate)
    wall = time.perf_counter() - wall
    _tell(turns=len(crowd.people) * turns, wall=wall, **asked)
    await asyncio.to_thread(sys.stdin.readline)
    _tell(cpu=time.process_time() - cpu)


@contextlib.contextmanager
def _counted() -> Iterator[Counter[str]]:
    """What is asked of the database: statements of turns (`asked`), those around them that begin and end
    transactions (`around`), and what goes on whether anybody talks or not (`beside`)."""
    found: Counter[str] = Counter()

    def hear(statement: str) -> None:
        around = statement.startswith(("BEGIN", "COMMIT"))
        found["around" if around else "beside" if BESIDE.search(statement) else "asked"] += 1

    with postgres.statements(hear):
        yield found


async def _settled() -> None:
    """Returns when what a start loads in the background is there: it is no turn's cost."""
    await asyncio.sleep(app.CONNECTING_SECONDS)
    used = -QUIET
    while (now := time.process_time()) - used > QUIET / 50:
        used = now
        await asyncio.sleep(QUIET)


async def _play(crowd: Crowd, turns: int, rate: float) -> None:
    if rate > 0:
        await crowd.arrive(turns, rate)
    elif not rate:
        await asyncio.gather(*(_alone(crowd, p, turns) for p in crowd.people))
    else:
        for p in crowd.people:
            await _alone(crowd, p, turns)
        await crowd.sender.idle()


class Staying(Instant):
    """It stays connected."""

    async def run(self, host: Host) -> None:
        await asyncio.Event().wait()


async def _alone(crowd: Crowd, person: int, turns: int) -> None:
    for turn in range(1, turns + 1):
        await crowd.tap(person, turn)


def _tell(**found: object) -> None:
    print("@" + json.dumps(found), flush=True)


if __name__ == "__main__":
    url, where, *numbers = sys.argv[1:]
    first, people, turns = map(int, numbers[:3])
    asyncio.run(work(url, Path(where), first, people, turns, float(numbers[3])))
