"""What a number of people costs in a day: turns, rows, bytes, queries, messages, money. No network.

    python tools/simulate.py [PEOPLE …] [--costs FILE] [--sample N]

A day of `--sample` people is played by their habits (how many come, when, for how many turns), scaled to the
number, and multiplied by what a turn costs (`tools/costs.toml`; `bench/replicas.py` measures
it anew). Prices are examples in the same file: put in your own. Rates are the platforms': a bot token sends
30 messages a second on Telegram and 50 on Discord, whoever runs it.
"""

import argparse
import random
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COSTS = Path(__file__).with_name("costs.toml")
HOURS = 24


@dataclass(frozen=True)
class Day:
    """What a sample did: turns in each hour, and how many came."""

    turns: tuple[int, ...]
    active: int


def play(people: int, habits: Mapping[str, float], dice: random.Random) -> Day:
    """One day of so many people."""
    hours = [0] * HOURS
    active = 0
    for _ in range(people):
        if dice.random() >= habits["comes_on_a_day"]:
            continue
        active += 1
        evening = dice.gauss(habits["hour"], habits["hour_spread"])
        turns = max(1, round(dice.gauss(habits["turns"], habits["turns_spread"])))
        hours[int(evening) % HOURS] += turns
    return Day(tuple(hours), active)


def report(people: int, day: Day, sample: int, costs: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The lines for that number of people."""
    turn, price, rate = costs["turn"], costs["price"], costs["rate"]
    scale = people / sample
    turns = sum(day.turns) * scale
    busiest = max(day.turns) * scale / 3600
    stored = turns * turn["bytes"]
    logged = turns * turn["logged_bytes"] * price["log_days_kept"]
    kept = stored * price["days_kept"] + logged
    messages = busiest * turn["messages"]
    cores = busiest * turn["cpu_us"] / 1e6
    server = busiest * turn["database_cpu_us"] / 1e6
    month = (
        max(1, cores / price["core_load"]) * price["core_month"]
        + max(1, server / price["core_load"]) * price["core_month"]
        + kept / 1e9 * price["gb_month"]
    )
    many = {name: _tokens(messages, of_one) for name, of_one in rate.items()}
    return [
        f"{people:,} people: {day.active * scale:,.0f} come on a day, {turns:,.0f} turns",
        f"  rows     {turns * turn['rows']:,.0f} a day",
        f"  bytes    {stored / 1e9:,.1f} GB a day, {kept / 1e9:,.0f} GB kept "
        f"({price['days_kept']:g} days, the log of turns {price['log_days_kept']:g}; people's own beside)",
        f"  queries  {turns * turn['queries']:,.0f} a day, {busiest * turn['queries']:,.0f} a second at most",
        f"  turns    {busiest:,.0f} a second at most: {cores:.1f} cores here, {server:.1f} of the database",
        f"  messages {messages:,.0f} a second at most; tokens: {many['telegram']} on Telegram "
        f"({many['telegram_paid']} with paid broadcasts), {many['discord']} on Discord",
        f"  money    {month / 30:,.2f} a day, the platforms' own prices not counted",
    ]


def _tokens(messages: float, rate: float) -> str:
    return f"{max(1, -(-messages // rate)):,.0f}"


def _number(text: str) -> int:
    """Of people: one at least."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no number of people: write a whole one, as 1000000")
    return int(text)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("people", nargs="*", type=_number, default=[1_000_000, 100_000_000])
    options.add_argument("--costs", type=Path, default=COSTS)
    options.add_argument("--sample", type=_number, default=200_000)
    given = options.parse_args()
    costs = tomllib.loads(given.costs.read_text(encoding="utf-8"))
    day = play(given.sample, costs["habits"], random.Random(1))
    for people in given.people:
        sys.stdout.write("\n".join(report(people, day, given.sample, costs)) + "\n")


if __name__ == "__main__":
    main()
