"""A time zone from a position, or from the time on somebody's clock. Both are guesses to confirm.

A position takes the zone of the nearest town of 15,000 people or more: right nearly everywhere people
live, wrong at some borders. Far out at sea it is the nautical zone of that longitude.
"""

import math
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from bot.reminders.guesses import MOST_GUESSES, Guess, city_label
from bot.reminders.places import behaviour, table
from bot.zonerules import zone_or

_FARTHEST_RINGS = 6  # degrees, about 650 km: farther away a town says nothing about the time
_SLACK = timedelta(minutes=8)  # clocks are read and typed slowly
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(?:uhr|o'clock)?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)


def zone_from_location(latitude: float, longitude: float) -> str | None:
    """The zone of the nearest town; degrees, north and east positive. None for an impossible position."""
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90):
        return None
    longitude = (longitude + 180) % 360 - 180
    row, column = math.floor(latitude), math.floor(longitude)
    best: tuple[float, str] | None = None
    # A degree of longitude shrinks towards the poles: look that much wider there.
    wider = 1 / max(0.1, math.cos(math.radians(min(80.0, abs(latitude) + 1))))
    for ring in range(_FARTHEST_RINGS + 1):
        for lat, lon, zone in _ring(row, column, ring, math.ceil(ring * wider)):
            away = _distance(latitude, longitude, lat, lon)
            if best is None or away < best[0]:
                best = (away, zone)
        if best is not None and best[0] <= ring:
            break
    return best[1] if best is not None and best[0] <= _FARTHEST_RINGS else _nautical(longitude)


def _ring(row: int, column: int, ring: int, width: int) -> Iterator[tuple[float, float, str]]:
    """Towns of the cells at that distance in rows, `width` cells to each side."""
    for r in range(row - ring, row + ring + 1):
        for c in range(column - width, column + width + 1):
            if r in (row - ring, row + ring) or abs(c - column) > width - 2 - (width > ring):
                yield from _grid().get((r, (c + 180) % 360 - 180), ())


@cache
def _grid() -> dict[tuple[int, int], list[tuple[float, float, str]]]:
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    for lat, lon, zone in table().spots():
        cells.setdefault((math.floor(lat), math.floor(lon)), []).append((lat, lon, zone))
    return cells


def _distance(lat: float, lon: float, lat2: float, lon2: float) -> float:
    """Degrees of a great circle, flat enough over this room's distances."""
    east = abs(lon - lon2)
    east = min(east, 360 - east) * math.cos(math.radians((lat + lat2) / 2))
    return math.hypot(lat - lat2, east)


def _nautical(longitude: float) -> str:
    hours = round(longitude / 15)
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"


def zone_from_local_time(text: str, now_at: datetime) -> tuple[Guess, ...]:
    """Guesses from "it is 14:05 here", by the offset: at most three, the most peopled zones first.

    A time that could be morning or afternoon ("2:05") is read both ways. Empty where the text is no
    time, or where nobody's clock shows it.
    """
    readings = list(_clock_readings(text))
    found: list[Guess] = []
    lists = [_zones_at(hour, minute, now_at) for hour, minute in readings]
    for rank in range(MOST_GUESSES):
        found += [guesses[rank] for guesses in lists if rank < len(guesses)]
    return tuple(dict.fromkeys(found))[:MOST_GUESSES]


def _clock_readings(text: str) -> Iterator[tuple[int, int]]:
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if minute > 59 or hour > 24 or (half and not 1 <= hour <= 12):
        return
    if half:
        yield hour % 12 + (12 if half == "p" else 0), minute
        return
    yield hour % 24, minute
    if 1 <= hour <= 12 and not match[1].startswith("0"):
        yield (hour + 12) % 24, minute


def _zones_at(hour: int, minute: int, now_at: datetime) -> list[Guess]:
    """The largest city of each kind of zone whose clock shows that time, within the slack."""
    shown = timedelta(hours=hour, minutes=minute)
    found: dict[object, Guess] = {}
    ranked = []
    for place, (_, zone, label) in enumerate(_peopled()):
        local = now_at.astimezone(zone_or(zone, 0))
        there = timedelta(hours=local.hour, minutes=local.minute)
        off = abs((there - shown + timedelta(hours=12)) % timedelta(hours=24) - timedelta(hours=12))
        if off <= _SLACK:
            ranked.append((off > _SLACK / 2, place, behaviour(zone), Guess(label, zone)))
    for _, _, kind, guess in sorted(ranked, key=lambda r: r[:2]):
        found.setdefault(kind, guess)
    return list(found.values())[:MOST_GUESSES]


@cache
def _peopled() -> list[tuple[int, str, str]]:
    """People (thousands), zone and largest city of every zone in the table, most people first."""
    people: dict[str, int] = {}
    largest: dict[str, str] = {}
    for number in range(len(table().rows)):
        city = table().city(number)
        people[city.zone] = people.get(city.zone, 0) + city.people
        if city.zone not in largest:
            largest[city.zone] = city_label(city)
    return sorted(((n, zone, largest[zone]) for zone, n in people.items()), key=lambda p: -p[0])
