"""Durable turns: how many a second, how long each takes, beside python-telegram-bot's own conversations.

    python bench/turns.py [--people N] [--turns N]

A thousand people play twenty turns each through `Conversations.handle` on a SQLite file with
`synchronous=FULL`. A state is some 2 KB; a turn writes four outbox rows, which the sender drains to an
instant adapter in the same run; a person taps when the keyboard has been delivered. Then the same again
at half that load for the latency of a turn, then through our Telegram adapter, then the same interview
written by hand with ConversationHandler + PicklePersistence through the same instant request object.

The last line is one JSON object. `turns_per_s`: committed, delivered and marked; `p50_ms`, `p99_ms`: of
`handle` at half load; `cpu_us_per_turn`: of all threads; `rss_growth_mb`: from everybody's 2nd turn to
the last; `adapter_turns_per_s`, `peer_turns_per_s` (not durable), `peer_durable_turns_per_s` (written
after every update); `ratio` and `ratio_durable`: ours, durable, to theirs. `…_cpu_us` and `ratio_cpu` say
the same in CPU time, which a busy machine disturbs less; `loop_ns` is one step of an empty loop.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from adapters.telegram.adapter import LIMITS, TelegramAdapter
from bench import _interview, _peer
from bench._telegram import InstantApi
from bot import app
from bot.engine.state import dump
from bot.model import Address, Body, Inbound, Limits, Opened, Outgoing, Press, Receipt, Say, Settle, Subject
from bot.ports import Adapter, Host
from bot.settings import load_settings

CALLS = ("answerCallbackQuery", "editMessageText", "sendMessage")


class Instant:
    """An adapter that takes everything at once, and tells when a person's keyboard is there."""

    name = "bench"
    limits = Limits(max_text=4096, measure="utf16", max_label=64, short_label=32, max_buttons=24)

    def __init__(self) -> None:
        self.rows = 0
        self.waiting: dict[str, asyncio.Future[None]] = {}

    async def run(self, host: Host) -> None:
        """Nothing connects: the bench hands its taps in itself."""

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        self.rows += 1
        action = outgoing.action
        if isinstance(action, Settle):
            return None
        if isinstance(action, Say) and action.message.buttons:
            waiting = self.waiting.pop(outgoing.address.chat, None)
            if waiting is not None:
                waiting.set_result(None)
        return Receipt(str(self.rows), outgoing.address)

    async def typing(self, address: Address) -> None:
        """Nobody watches."""

    async def close(self) -> None:
        """Nothing is open."""


@contextlib.asynccontextmanager
async def program(folder: Path, adapter: Adapter) -> AsyncIterator[app.Program]:
    """The whole program on a new SQLite file."""
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/{adapter.name}.db",
        "ALANA_DIALOGUES": str(_interview.write(folder / "dialogues")),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        "ALANA_MAX_NEW_PEOPLE_PER_MINUTE": "1000000",
    }
    async with app.program(load_settings(env, None), {adapter.name: adapter}) as running:
        app.settle_interpreter()
        sending = app.start_sending(running)
        try:
            yield running
        finally:
            await running.sender.stop()
            sending.cancel()


class Crowd:
    """People who tap the first question whenever it is there."""

    def __init__(self, running: app.Program, adapter: Instant, first: int, people: int) -> None:
        self.handle, self.adapter = running.conversations.handle, adapter
        self.sender, self.store = running.sender, running.store
        self.people = range(first, first + people)
        self.seconds: list[float] = []
        self.memory: list[float] = []
        self.turns = 0

    async def begin(self) -> None:
        await asyncio.gather(*(self.handle(self.inbound(p, 0, Opened())) for p in self.people))
        await self.sender.idle()

    async def play(self, turns: int) -> None:
        """Everybody at once, each as fast as they are answered."""

        async def person(p: int) -> None:
            for turn in range(1, turns + 1):
                shown = self.adapter.waiting[str(p)] = asyncio.get_running_loop().create_future()
                await self.tap(p, turn)
                await shown
                self.turns += 1
                if self.turns % len(self.people) == 0:
                    self.memory.append(resident_mb())

        await asyncio.gather(*(person(p) for p in self.people))
        await self.sender.idle()

    async def arrive(self, turns: int, per_second: float) -> None:
        """At a steady rate, whatever the answers take."""
        began, tasks, number = time.perf_counter(), [], 0
        for turn in range(1, turns + 1):
            for p in self.people:
                late = began + number / per_second - time.perf_counter()
                if late > 0:
                    await asyncio.sleep(late)
                tasks.append(asyncio.create_task(self.tap(p, turn)))
                number += 1
        await asyncio.gather(*tasks)
        await self.sender.idle()

    async def tap(self, p: int, turn: int) -> None:
        began = time.perf_counter()
        await self.handle(self.inbound(p, turn, Press(str(p), "o", 1, turn, "0")))
        self.seconds.append(time.perf_counter() - began)

    def inbound(self, p: int, turn: int, body: Body) -> Inbound:
        here = Address("bench", str(p))
        return Inbound(f"bench:{p}:{turn}", Subject("bench", str(p)), here, datetime.now(UTC), body, "en")


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
        "rss_growth_mb": crowd.memory[-1] - crowd.memory[1],
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


def resident_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 / 1e6


def loop_ns() -> float:
    """One step of an empty loop, to compare machines and moments by."""
    began = time.process_time()
    for _ in range(3_000_000):
        pass
    return (time.process_time() - began) / 3_000_000 * 1e9


async def main(people: int, turns: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="alana-bench-") as name:
        folder = Path(name)
        result = await ours(folder, people, turns)
        print(
            f"handle: {result['turns_per_s']:.0f} turns/s, {result['cpu_us_per_turn']:.0f} us of CPU a turn"
        )
        adapter, adapter_cpu, api = await through_telegram(folder, people, turns)
        print(f"our adapter: {adapter:.0f} turns/s, {adapter_cpu:.0f} us; {_calls(api)}")
        peer, peer_cpu, api = await _peer.play(people, turns, folder, durable=False, at_most=people * turns)
        print(f"peer: {peer:.0f} turns/s, {peer_cpu:.0f} us; {_calls(api)}")
        durable, durable_cpu, _ = await _peer.play(people, turns, folder, durable=True, at_most=300)
        print(f"peer, durable: {durable:.0f} turns/s, {durable_cpu:.0f} us")
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
    chosen = parser.parse_args()
    found = asyncio.run(main(chosen.people, min(chosen.turns, _interview.TURNS)))
    print(json.dumps({name: round(value, 3) for name, value in found.items()}))
