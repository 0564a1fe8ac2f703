"""Whether one person's flood delays others, and whether a crowd shares Telegram's rate fairly.

    python bench/fairness.py [PEOPLE] [FLOOD] [CROWD]

The program is the real one, on a SQLite file in a temporary folder, with python-telegram-bot; the loopback
Telegram has a process of its own. PEOPLE (20) walk through an evening by taps, half a second for each
question, first undisturbed, then while somebody else sends FLOOD (500) messages of 4,000 characters in two
seconds. Then, with the published rate limits, CROWD (200) people tap at the same moment.

The last line is one JSON object: `quiet_p50_ms`, `quiet_p99_ms`, `flooded_p50_ms` and `flooded_p99_ms` from
a tap to the next question, and the `ratio` of the p99s; `notices` that the flood got; for the crowd the
`seconds` until everybody had their answer, what the limit allows (`least_seconds`), `worst_ms` until somebody
had a first word, `overtaken` (how many places anybody was overtaken at most) and `refused` (429s).
"""

import asyncio
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Coroutine
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from adapters.telegram.adapter import TelegramAdapter
from bot import app
from bot.settings import load_settings
from tests.platforms.telegram import TelegramServer
from tests.platforms.telegram.rates import Rates
from tests.road.street import SMALL
from tests.road.travellers import Telegrapher, answer, asked, by_tapping, following, keyboard

THINKS = 0.5  # seconds before a tap
OVERALL = 30  # messages a second that Telegram takes
FLOODER = 9_999
WORDS = "I walked down to the river again and thought about what you had said to me. " * 53


def telegram_process(pipe: Connection, people: int, flood: int, crowd: int) -> None:
    asyncio.run(_telegram(pipe, people, flood, crowd))


async def _telegram(pipe: Connection, people: int, flood: int, crowd: int) -> None:
    async with TelegramServer(rates=False) as server:
        pipe.send((server.url, server.token))
        await server.until(lambda: server.calls, 60)
        await server.say(FLOODER, "/talk", language="en")
        await server.until(lambda: server.from_bot(FLOODER), 60)
        quiet = await _walked([Telegrapher(server, 1_000 + n) for n in range(people)])
        others = [Telegrapher(server, 2_000 + n) for n in range(people)]
        flooded = await _walked(others, _flood(server, flood))
        await server.until(lambda: not server.world.queue, 120)
        notices = sum("a lot at once" in seen.text for seen in server.from_bot(FLOODER))
        all_at_once = [Telegrapher(server, 3_000 + n) for n in range(crowd)]
        for person in all_at_once:
            await person.begin("1")
        for person in all_at_once:
            await person.until(lambda person=person: keyboard(person), 120)
        server.rates, polls = Rates(server.world.clock), len(server.calls)
        pipe.send("from here on with its limits")
        await server.until(lambda: any(call.method == "getMe" for call in server.calls[polls:]), 60)
        at_once = await _at_once(server, all_at_once)
        found = {**_cuts("quiet", quiet), **_cuts("flooded", flooded)}
        found["ratio"] = round(found["flooded_p99_ms"] / found["quiet_p99_ms"], 2)
        pipe.send({**found, "notices": notices, **at_once})
        await asyncio.to_thread(pipe.recv)


async def _flood(server: TelegramServer, messages: int) -> None:
    began = time.perf_counter()
    for number in range(messages):
        await server.say(FLOODER, f"{number} {WORDS}"[:4_000])
        await asyncio.sleep(max(0.0, began + 2 * number / messages - time.perf_counter()))


async def _walked(people: list[Telegrapher], beside: Coroutine[Any, Any, None] | None = None) -> list[float]:
    """Seconds from each answer to what came of it."""
    times: list[float] = []
    for person in people:
        await person.begin("1")
    await asyncio.gather(*(_walk(person, times) for person in people), *([beside] if beside else []))
    return times


async def _walk(person: Telegrapher, times: list[float]) -> None:
    standing = await person.until(lambda: following(person, -1), 60)
    while standing.asks:
        await asyncio.sleep(THINKS)
        began, last = time.perf_counter(), standing.ref
        await by_tapping(person, standing, answer(person.name, standing.questions, asked(standing)))
        standing = await person.until(lambda last=last: following(person, last), 60)
        times.append(time.perf_counter() - began)


def _cuts(name: str, times: list[float]) -> dict[str, float]:
    times.sort()
    parts = {"p50": 0.5, "p99": 0.99}
    return {f"{name}_{cut}_ms": round(times[int(len(times) * part)] * 1e3, 1) for cut, part in parts.items()}


async def _at_once(server: TelegramServer, people: list[Telegrapher]) -> dict[str, float]:
    """Everybody at the same question taps it."""
    calls = len(server.calls)
    began = time.perf_counter()
    seen = [len(person.seen()) for person in people]
    for person in people:
        await person.tap(keyboard(person), 0)  # type: ignore[arg-type]
    firsts, order = dict[int, float](), list[int]()
    while len(order) < len(people):
        await asyncio.wait({server.next_change()}, timeout=60)
        for number, person in enumerate(people):
            if number not in firsts and len(person.seen()) > seen[number]:
                firsts[number] = time.perf_counter() - began
                order.append(number)
    for person, before in zip(people, seen, strict=True):
        await person.until(lambda person=person, before=before: len(person.seen()) >= before + 2, 120)
    made = [call for call in server.calls[calls:] if call.method in ("sendMessage", "editMessageText")]
    sent = [call for call in made if call.code == 200]
    return {
        "seconds": round(time.perf_counter() - began, 1),
        "least_seconds": round(len(sent) / OVERALL, 1),
        "worst_ms": round(max(firsts.values()) * 1e3),
        "overtaken": max(place - number for place, number in enumerate(order)),
        "refused": sum(call.code == 429 for call in made),
    }


async def measure(pipe: Connection, folder: Path) -> dict[str, float]:
    url, token = pipe.recv()
    free = TelegramAdapter(token, url)
    free.limits = replace(free.limits, rate_overall=0.0, rate_chat=0.0, rate_group=0.0)
    await _served(pipe, free, folder)
    found: dict[str, float] = await _served(pipe, TelegramAdapter(token, url), folder)
    pipe.send("done")
    return found


async def _served(pipe: Connection, adapter: TelegramAdapter, folder: Path) -> Any:
    """The program at work until the platform says something."""
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(SMALL),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
    }
    async with app.program(load_settings(env, None), {"telegram": adapter}) as program:
        app.settle_interpreter()
        serving = asyncio.create_task(app.serve(program, {"telegram": adapter}))
        found = await asyncio.to_thread(pipe.recv)
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
    return found


def main() -> None:
    given = [*map(int, sys.argv[1:]), *(20, 500, 200)[len(sys.argv) - 1 :]]
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=telegram_process, args=(theirs, *given), daemon=True
    )
    server.start()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(measure(ours, Path(folder)))
    server.join(5)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
