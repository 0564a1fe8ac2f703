"""The table of cities and the hand-made lists beside it, read on first use and kept.

The spellings stay one sorted piece of bytes that is searched in place: no dictionary of 130 thousand
strings is built, so the table costs about five megabytes and a look-up a few microseconds. The data is
made by `tools/make_city_table.py`, which describes the sections.
"""

import functools
import lzma
import re
from bisect import bisect_left
from dataclasses import field
from datetime import UTC, datetime, timedelta
from importlib import resources

from bot.frozen import frozen
from bot.places.spelling import key
from bot.zonerules import zone_or

_DATA = resources.files("bot.places") / "data"
LARGE = 200  # thousand people: a misspelled name is never taken for a smaller city
_WIDEST_SCAN = 60_000  # bytes of spellings that a suggestion may look through


@frozen
class City:
    """A city. `people` in thousands, `state` only in the USA."""

    name: str
    country: str
    state: str
    zone: str
    people: int


@frozen
class Country:
    """A country by its English name. `zone` None: it keeps several times; `examples` are the largest cities
    of each, with their zones."""

    code: str
    name: str
    zone: str | None
    examples: tuple[tuple[str, str], ...]


@frozen
class Alias:
    """A hand-made place. No zones: too wide, a city has to be asked for."""

    zones: tuple[str, ...]
    country: str
    label: str


@frozen
class NameIndex:
    """Sorted lines "key TAB value" in one piece of bytes, searched by halving."""

    blob: bytes

    def get(self, folded: str) -> str | None:
        """The value of that key."""
        wanted = folded.encode()
        start = self._first(wanted)
        line = self.blob[start : self._end(start)]
        name, _, value = line.partition(b"\t")
        return value.decode() if name == wanted else None

    def values(self, prefix: str) -> list[str] | None:
        """Values of the keys that begin so; None where they are too many to look at quickly."""
        wanted = prefix.encode()
        start, end = self._first(wanted), self._first(wanted + b"\xff")
        if end - start > _WIDEST_SCAN:
            return None
        return re.findall(r"\t(.*)", self.blob[start:end].decode())

    def _end(self, start: int) -> int:
        end = self.blob.find(b"\n", start)
        return len(self.blob) if end < 0 else end

    def _first(self, wanted: bytes) -> int:
        """Where the first line begins whose key is not before `wanted`."""
        low, high = 0, len(self.blob)
        while low < high:
            start = self.blob.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = self._end(start)
            if self.blob[start:end].split(b"\t", 1)[0] < wanted:
                low = min(end + 1, high)
            else:
                high = start
        return low


@frozen
class CityTable:
    """Everything that was read. `rows` are taken apart when they are needed."""

    zones: tuple[str, ...]
    states: dict[str, str]
    countries: dict[str, Country]
    rows: list[str]
    names: NameIndex
    lands: NameIndex
    state_keys: dict[str, str] = field(default_factory=dict)

    def city(self, number: int) -> City:
        """The city of that number; the largest is 0."""
        name, country, state, zone, people = self.rows[number].split("\t")
        return City(name, country, state, self.zones[int(zone)], int(people))

    def cities(self, folded: str) -> list[City]:
        """Cities of that folded spelling, the largest first."""
        found = self.names.get(folded)
        return [self.city(int(n)) for n in found.split(",")] if found else []

    def country(self, folded: str) -> Country | None:
        """The country of that folded spelling."""
        code = self.lands.get(folded)
        return self.countries.get(code) if code else None


@functools.cache
def table() -> CityTable:
    """The city table; takes about a tenth of a second the first time."""
    text = lzma.decompress((_DATA / "places.txt.xz").read_bytes()).decode()
    zones, states, lands, rows, names, spellings = text.split("\n\f\n")
    zone_names = tuple(zones.split("\n"))
    codes = dict(line.split("\t") for line in states.split("\n"))
    return CityTable(
        zone_names,
        codes,
        {c.code: c for c in (_country(line, zone_names) for line in lands.split("\n"))},
        rows.split("\n"),
        NameIndex(names.encode()),
        NameIndex(spellings.encode()),
        {key(name): code for code, name in codes.items()},
    )


def _country(line: str, zones: tuple[str, ...]) -> Country:
    code, name, zone, examples = line.split("\t")
    pairs = (example.rpartition("=") for example in examples.split(";") if example)
    return Country(
        code,
        name,
        None if zone == "?" else zones[int(zone)],
        tuple((city, zones[int(number)]) for city, _, number in pairs),
    )


@frozen
class Aliases:
    """Hand-made names: by folded spelling, and exactly as written; more names for countries too."""

    folded: dict[str, Alias] = field(default_factory=dict)
    exact: dict[str, Alias] = field(default_factory=dict)


@functools.cache
def aliases() -> Aliases:
    """`data/aliases.txt`; its head describes the lines."""
    found = Aliases()
    for line in (_DATA / "aliases.txt").read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        zones, country, label, spellings = (part.strip() for part in line.split("|"))
        listed = () if zones in ("?", "=") else tuple(z.strip() for z in zones.split(","))
        alias = Alias(listed, country, "" if zones == "=" else label)
        for spelling in (s.strip() for s in spellings.split(";")):
            if spelling.startswith("!"):
                found.exact[spelling[1:]] = alias
            else:
                found.folded.setdefault(key(spelling), alias)
    for alias in list(found.folded.values()):
        # What we show can be typed again, unless cities share the name and have to be told apart.
        if alias.label and table().names.get(key(alias.label)) is None:
            found.folded.setdefault(key(alias.label), alias)
    return found


@functools.cache
def not_places() -> tuple[frozenset[str], frozenset[str]]:
    """Folded words that are never a place, and those that are one only with a capital letter."""
    sections: dict[str, set[str]] = {"[never]": set(), "[capital]": set()}
    current: set[str] = set()
    for line in (_DATA / "not-places.txt").read_text("utf-8").splitlines():
        if line in sections:
            current = sections[line]
        elif not line.startswith("#"):
            current.update(key(word) for word in line.split())
    return frozenset(sections["[never]"]), frozenset(sections["[capital]"] - sections["[never]"])


@functools.cache
def behaviour(zone: str) -> tuple[timedelta | None, ...]:
    """Offsets through a year; two zones with the same ones are one guess to a person."""
    info = zone_or(zone, 0)
    return tuple(datetime(2026, m, d, 12, tzinfo=UTC).astimezone(info).utcoffset() for m, d in _DAYS)


_DAYS = tuple((month, day) for month in range(1, 13) for day in (2, 20))


# Parts of states without a city of the table that keep another time.
_PARTS = {"ID": "America/Los_Angeles", "ND": "America/Denver", "NE": "America/Denver"}


@functools.cache
def state_zones() -> dict[str, tuple[str, ...]]:
    """Zones of each state of the USA by its code, the one that most people keep first."""
    people: dict[str, dict[str, int]] = {}
    for row in table().rows:
        _, country, state, zone, count = row.split("\t")
        if country == "US":
            counts = people.setdefault(state, {})
            counts[zone] = counts.get(zone, 0) + int(count)
    found = {state: _unlike(sorted(counts, key=lambda z: -counts[z])) for state, counts in people.items()}
    return {state: (*zones, _PARTS[state]) if state in _PARTS else zones for state, zones in found.items()}


def _unlike(numbers: list[str]) -> tuple[str, ...]:
    """Those zones without the ones that keep the same time as an earlier one."""
    seen: dict[tuple[timedelta | None, ...], str] = {}
    for number in numbers:
        name = table().zones[int(number)]
        seen.setdefault(behaviour(name), name)
    return tuple(seen.values())


@functools.cache
def by_letter() -> dict[tuple[str, int], list[str]]:
    """Folded Latin names of large cities and of countries by first letter and length, for misspellings."""
    found: dict[tuple[str, int], list[str]] = {}
    large = (row.split("\t", 1)[0] for row in table().rows if int(row.split("\t")[4]) >= LARGE)
    for folded in {key(name) for name in (*large, *(c.name for c in table().countries.values()))}:
        if folded.isascii() and len(folded) >= 6:
            found.setdefault((folded[0], len(folded)), []).append(folded)
    return found


@functools.cache
def alias_prefixes() -> tuple[list[str], list[Alias]]:
    """Folded hand-made spellings that name a zone, sorted, with their places."""
    pairs = sorted((k, a) for k, a in _named() if a.zones)
    return [k for k, _ in pairs], [a for _, a in pairs]


def _named() -> list[tuple[str, Alias]]:
    return [(k, a) for k, a in aliases().folded.items() if a.zones and len(k) > 1]


def aliases_beginning(prefix: str, limit: int) -> list[Alias]:
    """Hand-made places whose spelling begins so."""
    keys, found = alias_prefixes()
    start = bisect_left(keys, prefix)
    matches: list[Alias] = []
    while start < len(keys) and keys[start].startswith(prefix) and len(matches) < limit:
        if found[start] not in matches:
            matches.append(found[start])
        start += 1
    return matches
