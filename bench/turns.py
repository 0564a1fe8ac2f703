"""Durable turns: how many a second, how long each takes, beside python-telegram-bot's own conversations.

    python bench/turns.py [--people N] [--turns N] [--stored N]

A thousand people play twenty turns each through `Conversations.handle` on a SQLite file with
`synchronous=FULL`. A state is some 2 KB; a turn writes four outbox rows, which the sender drains to an
instant adapter in the same run; a person taps when the keyboard has been delivered. Then the same again
at half that load for the latency of a turn, then through our Telegram adapter, then the same interview
written by hand with ConversationHandler + PicklePersistence through the same instant request object. Last,
what a turn costs when a thousand people are stored and when `--stored` are (`bench/stored.py`; 0: not).

The last line is one JSON object. `turns_per_s`: committed, delivered and marked; `p50_ms`, `p99_ms`: of
`handle` at half load; `cpu_us_per_turn`: of all threads; `rss_…_turn_mb`: after everybody's 2nd turn and
after the last; `adapter_turns_per_s`, `peer_turns_per_s` (not durable), `peer_durable_turns_per_s` (written
after every update); `ratio` and `ratio_durable`: ours, durable, to theirs. `…_cpu_us` and `ratio_cpu` say
the same in CPU time, which a busy machine disturbs less; `loop_ns` is one step of an empty loop.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from adapters.telegram.adapter import LIMITS, TelegramAdapter
from bench import _interview, _peer, stored
from bench._crowd import Crowd, Instant, program, resident_mb
from bench._telegram import InstantApi
from bot.engine.state import dump
from bot.model import Subject

CALLS = ("answerCallbackQuery", "editMessageText", "sendMessage")


async def ours(folder: Path, people: int, turns: int) -> dict[str, float]:
    """Through `handle`: throughput, then latency at half of it."""
    adapter = Instant()
    async with program(folder, adapter) as running:
        crowd = Crowd(running, adapter, 1, people)
        await crowd.begin()
        state = (await running.store.load(Subject("bench", "1"))).state
        assert state is not None
        assert len(dump(state)) >= 1_500
        rows, wall, cpu = adapter.rows, time.perf_counter(), time.process_time()
        await crowd.play(turns)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        done = people * turns
        assert adapter.rows - rows >= 4 * done
        speed = done / wall
        later = Crowd(running, adapter, people + 1, people)
        await later.begin()
        await later.arrive(min(turns, 5), speed / 2)
    times = sorted(later.seconds)
    return {
        "turns_per_s": speed,
        "p50_ms": times[len(times) // 2] * 1e3,
        "p99_ms": times[int(len(times) * 0.99)] * 1e3,
        "cpu_us_per_turn": cpu / done * 1e6,
        "rss_mb": resident_mb(),
        "rss_2nd_turn_mb": crowd.memory[1],
        "rss_last_turn_mb": crowd.memory[-1],
    }


async def through_telegram(folder: Path, people: int, turns: int) -> tuple[float, float, InstantApi]:
    """(turns a second, CPU microseconds a turn, what was called), durable, through our own adapter."""
    api = InstantApi(turns)
    adapter = TelegramAdapter("1:bench", request=api, updates_request=api)
    adapter.limits = replace(LIMITS, rate_overall=0.0, rate_chat=0.0, rate_group=0.0)
    async with program(folder, adapter) as running:
        api.start(people)
        receiving = asyncio.create_task(adapter.run(running.host))
        await api.begun.wait()
        before, wall, cpu = api.calls.copy(), time.perf_counter(), time.process_time()
        left = api.left
        await api.finished.wait()
        await running.sender.idle()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
        await adapter.close()
    api.calls.subtract(before)
    return left / wall, cpu / left * 1e6, api


def loop_ns() -> float:
    """One step of an empty loop, to compare machines and moments by."""
    began = time.process_time()
    for _ in range(3_000_000):
        pass
    return (time.process_time() - began) / 3_000_000 * 1e9


async def main(people: int, turns: int, rows: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="alana-bench-") as name:
        folder = Path(name)
        result = await ours(folder, people, turns)
        print(
            f"handle: {result['turns_per_s']:.0f} turns/s, {result['cpu_us_per_turn']:.0f} us of CPU a turn; "
            f"at half that load p50 {result['p50_ms']:.1f} ms, p99 {result['p99_ms']:.1f} ms"
        )
        print(
            f"memory: {result['rss_2nd_turn_mb']:.0f} MB after everybody's 2nd turn, "
            f"{result['rss_last_turn_mb']:.0f} MB after the last"
        )
        adapter, adapter_cpu, api = await through_telegram(folder, people, turns)
        print(f"our adapter: {adapter:.0f} turns/s, {adapter_cpu:.0f} us; {_calls(api)}")
        peer, peer_cpu, api = await _peer.play(people, turns, folder, durable=False, at_most=people * turns)
        print(f"peer: {peer:.0f} turns/s, {peer_cpu:.0f} us; {_calls(api)}")
        durable, durable_cpu, _ = await _peer.play(people, turns, folder, durable=True, at_most=300)
        print(f"peer, durable: {durable:.0f} turns/s, {durable_cpu:.0f} us")
    if rows:
        found = await stored.main(rows)
        result |= {f"stored_{name}": value for name, value in found.items()}
        print(f"{rows} people stored: {found['ratio_cpu']:.2f} times the CPU of a thousand stored")
    return result | {
        "adapter_turns_per_s": adapter,
        "peer_turns_per_s": peer,
        "peer_durable_turns_per_s": durable,
        "ratio": adapter / peer,
        "ratio_durable": adapter / durable,
        "adapter_cpu_us": adapter_cpu,
        "peer_cpu_us": peer_cpu,
        "ratio_cpu": peer_cpu / adapter_cpu,
        "loop_ns": loop_ns(),
    }


def _calls(api: InstantApi) -> str:
    return ", ".join(f"{name} {api.calls[name]}" for name in CALLS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--turns", type=int, default=_interview.TURNS)
    parser.add_argument("--stored", type=int, default=1_000_000)
    chosen = parser.parse_args()
    found = asyncio.run(main(chosen.people, min(chosen.turns, _interview.TURNS), chosen.stored))
    print(json.dumps({name: round(value, 3) for name, value in found.items()}))
