"""A time zone from the time on somebody's clock: a guess to confirm."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from bot.person.asking import Guess
from bot.places.guesses import MOST_GUESSES, city_label
from bot.places.tables import behaviour, table
from bot.timewords.reading import When, parse_when
from bot.zonerules import zone_or

_SIGNS = frozenset("+-−–±")
_SLACK = timedelta(minutes=8)  # clocks are read and typed slowly


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
    """Hour and minute, also twelve hours later where that may be meant."""
    found = parse_when(text)
    if not isinstance(found, When) or found.days_said or text.strip()[:1] in _SIGNS:
        return  # "+2" is an offset
    yield found.time.hour, found.time.minute
    if found.either or (found.time.hour == 12 and text.strip()[:2] == "12"):
        yield (found.time.hour + 12) % 24, found.time.minute


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
