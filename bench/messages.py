"""How many messages a turn has: the packaged evenings, played through the whole program by taps and words.

    python bench/messages.py [--people N] [--turns N]

Each person goes through the evenings in a direct chat, by options drawn by a fixed seed, with a few words
where some are asked for. `says`: messages sent for a turn; `edits`: messages edited or keyboards taken away;
`messages`: both, for a bot token may make so many calls a second (`tools/costs.toml`). The last line is one
JSON object.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._crowd import Instant
from bot import app
from bot.model import Address, Body, Inbound, Opened, Outgoing, Press, Receipt, Say, Settle, Subject, Text
from bot.settings import load_settings

ONWARD = (
    "o",
    "talk",
    "continue",
    "skip",
)  # verbs: options of a dialogue, the next evening, its question passed over
WORDS = "A lamp in a window, and somebody who waited."


class Counting(Instant):
    """Counts what it is given, and knows the options that stand in each chat."""

    def __init__(self) -> None:
        super().__init__()
        self.given: Counter[str] = Counter()
        self.standing: dict[str, list[Press]] = {}

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        action, chat = outgoing.action, outgoing.address.chat
        self.given["says" if isinstance(action, Say) else "edits"] += 1
        if isinstance(action, Settle):
            self.standing.pop(chat, None)
        elif isinstance(action, Say) and action.message.buttons:
            self.standing[chat] = [button.press for button in action.message.buttons]
        return await super().send(outgoing, target)


async def play(running: app.App, adapter: Counting, person: int, turns: int) -> None:
    """So many turns of one person."""
    dice, key = random.Random(person), str(person)
    body: Body = Opened()
    for turn in range(turns):
        here = Address(adapter.name, key)
        who = Subject(adapter.name, key)
        await running.conversations.handle(Inbound(f"{key}:{turn}", who, here, datetime.now(UTC), body, "en"))
        await running.sender.idle()
        body = _onward(adapter.standing.get(key, []), dice)


def _onward(standing: Sequence[Press], dice: random.Random) -> Body:
    """What takes a talk on, of what can be pressed; else words."""
    ways = ([press for press in standing if press.verb == verb] for verb in ONWARD)
    return next((dice.choice(presses) for presses in ways if presses), Text(WORDS))


async def main(people: int, turns: int) -> dict[str, float]:
    adapter = Counting()
    with tempfile.TemporaryDirectory(prefix="alana-bench-") as folder:
        env = {
            "ALANA_DATABASE_URL": f"sqlite:///{folder}/bench.db",
            "ALANA_MATCHER": "lexical",
            "ALANA_PACE": "instant",
        }
        async with app.program(load_settings(env, None), {adapter.name: adapter}) as running:
            sending = app.start_sending(running)
            for person in range(1, people + 1):
                await play(running, adapter, person, turns)
            await running.sender.stop()
            sending.cancel()
    done = people * turns
    found = {name: adapter.given[name] / done for name in ("says", "edits")}
    return {**found, "messages": sum(found.values())}


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--people", type=int, default=24)
    options.add_argument("--turns", type=int, default=80)  # fewer than a flood
    given = options.parse_args()
    figures = asyncio.run(main(given.people, given.turns))
    print(json.dumps({name: round(value, 3) for name, value in figures.items()}))
