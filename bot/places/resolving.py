"""From what a person calls their place to a time zone.

`resolve` reads any common spelling of a city, country, region, nickname, zone or offset. It never
decides alone: the guesses are shown with the time there now and the person confirms. It prefers asking
back to a wrong match; everyday words are never taken for a place, and misspellings only of long names.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from bot.person.asking import Guess
from bot.places import around, tables
from bot.places.guesses import (
    MOST_GUESSES,
    NeedsCity,
    NoPlace,
    Resolution,
    Resolved,
    alias_label,
    city_label,
    country_keys,
    country_name,
    named_after,
    with_time_of,
)
from bot.places.misspelling import close_names
from bot.places.spelling import is_latin, key
from bot.places.suggesting import suggest
from bot.places.tables import Alias, City, Country, table
from bot.zonerules import zone_names

_LONGEST = 80
_LONG_NAME = 7
_LARGEST = 1_000  # thousand people
_MINOR, _SECOND_NAME, _CLEAR = 0.01, 0.02, 10


_UNKNOWN = NoPlace()
_OFFSET = re.compile(r"^(utc|gmt)?\s*([+\-−–±])\s*(\d{1,2})(?:[:.]?(\d{2}))?(?:\s*h)?$", re.IGNORECASE)
_ZONE_LIKE = re.compile(r"(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/")
_ODD_OFFSETS = {
    "+03:30": "Asia/Tehran", "+04:30": "Asia/Kabul", "+05:30": "Asia/Kolkata", "+05:45": "Asia/Kathmandu",
    "+06:30": "Asia/Yangon", "+08:45": "Australia/Eucla", "+09:30": "Australia/Darwin",
    "+10:30": "Australia/Adelaide", "+12:45": "Pacific/Chatham", "+13:45": "Pacific/Chatham",
    "-02:30": "America/St_Johns", "-03:30": "America/St_Johns", "-09:30": "Pacific/Marquesas",
}  # fmt: skip


def resolve(text: str, locale: str = "en") -> Resolution:
    """Reads what somebody calls their place. `locale` chooses the language of a country's name."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split()).strip(" .,;:?\"'«»“”„()[]")
    if not plain or len(plain) > _LONGEST or not key(plain):
        return _UNKNOWN
    readings = list(around.readings(plain))
    for reading in readings:
        found = _read(reading, locale)
        if not isinstance(found, NoPlace):
            return found
    return _UNKNOWN if around.denies(plain) else _misspelled(readings[-1], locale)


def large_city(text: str, locale: str = "en") -> str | None:
    """How a large city is shown, where its name is all that is said. For words that no place was asked for:
    an other name of a city that is not among the largest has to be written as one."""
    found = resolve(text, locale)
    if not isinstance(found, Resolved) or not found.sure:
        return None
    plain = text.strip(" .,!?")
    named = [city for city in table().cities(key(plain)) if city.people >= tables.LARGE]
    own = any(key(city.name) == key(plain) or city.people >= _LARGEST for city in named)
    return found.guesses[0].label if own or (named and _is_written_as_name(plain)) else None


def _read(text: str, locale: str) -> Resolution:
    if (alias := tables.aliases().exact.get(text)) is not None:
        return _from_alias(alias, locale)
    if (offset := _OFFSET.match(text)) is not None:
        return _from_offset(offset)
    if (zone := iana(text)) is not None:
        return Resolved((Guess(named_after(zone), zone),))
    if _ZONE_LIKE.match(text):
        return _UNKNOWN
    folded = key(text)
    never, capital = tables.not_places()
    if folded in never or (folded in capital and not _is_written_as_name(text)):
        return _UNKNOWN
    whole = _whole(folded, locale)
    if not isinstance(whole, NoPlace):
        return whole
    return _qualified(text, locale)


def _is_written_as_name(text: str) -> bool:
    return text[:1].isupper() and not text.endswith("!") and (len(text) == 1 or not text.isupper())


def _whole(folded: str, locale: str) -> Resolution:
    """A name that stands alone: what was written by hand first, then countries, states, cities."""
    for spelling in _spellings(folded):
        if (alias := tables.aliases().folded.get(spelling)) is not None:
            return _from_alias(alias, locale)
        if (country := table().country(spelling)) is not None and len(spelling) > 2:
            return _country_or_city(country, spelling, locale)
        if (state := table().state_keys.get(spelling)) is not None:
            return _from_state(state, locale)
        if cities := table().cities(spelling):
            return _from_cities(cities, spelling, locale)
    return _UNKNOWN


def _country_or_city(country: Country, folded: str, locale: str) -> Resolution:
    """Some languages call a country what is a large city's own name ("Salvador"): both are guesses."""
    found = _from_country(country, locale)
    if folded in country_keys(country):
        return found
    cities = [c for c in table().cities(folded) if key(c.name) == folded and c.people >= tables.LARGE]
    if not cities:
        return found
    guesses = found.guesses if isinstance(found, Resolved) else ()
    both = {g.zone: g for g in (*_from_cities(cities, folded, locale).guesses, *guesses)}
    return Resolved(tuple(both.values())[:MOST_GUESSES], sure=len(both) == 1)


def _spellings(folded: str) -> Iterator[str]:
    """The key, and with German letters written out ("Muenchen") taken back."""
    yield folded
    if is_latin(folded) and len(bare := re.sub("([aou])e", r"\1", folded)) >= 5 and bare != folded:
        yield bare


def iana(text: str) -> str | None:
    """The proper spelling of an IANA name such as "europe/berlin"; None for anything else."""
    return _zone_names().get(text.casefold().replace(" ", "_")) if "/" in text else None


@cache
def _zone_names() -> dict[str, str]:
    return {z.casefold(): z for z in zone_names() if "/" in z and not z.startswith(("posix/", "right/"))}


def _from_alias(alias: Alias, locale: str) -> Resolution:
    if not alias.label:
        return _from_country(table().countries[alias.country], locale)
    if not alias.zones:
        return NeedsCity(alias.label)
    if len(alias.zones) == 1:
        return Resolved((Guess(alias_label(alias, locale), alias.zones[0]),))
    return Resolved(tuple(Guess(with_time_of(alias.label, z, locale), z) for z in alias.zones), sure=False)


def _from_country(country: Country, locale: str) -> Resolution:
    name = country_name(country, locale)
    if country.zone is None:
        return NeedsCity(name, tuple(Guess(city, zone) for city, zone in country.examples))
    return Resolved((Guess(name, country.zone),))


def _from_state(code: str, locale: str) -> Resolution:
    name, zones = table().states[code], tables.state_zones().get(code, ())
    if not zones:
        return NeedsCity(f"{name}, USA")
    guesses = [Guess(f"{name}, USA", zones[0])]
    more = zones[1:MOST_GUESSES]
    guesses += [Guess(with_time_of(f"{name}, USA", zone, locale), zone) for zone in more]
    return Resolved(tuple(guesses), sure=len(guesses) == 1)


def _from_cities(cities: Iterable[City], folded: str, locale: str) -> Resolved:
    """The largest city for each time; those that only share an exotic spelling count for less."""
    weighed = sorted(
        ((c.people * (1.0 if key(c.name) == folded else _SECOND_NAME), c) for c in cities),
        key=lambda p: -p[0],
    )
    top = weighed[0][0]
    chosen: dict[object, tuple[float, City]] = {}
    for weight, city in weighed:
        if weight >= top * _MINOR:
            chosen.setdefault(tables.behaviour(city.zone), (weight, city))
    best = list(chosen.values())[:MOST_GUESSES]
    sure = len(best) == 1 or best[0][0] >= _CLEAR * best[1][0]
    return Resolved(tuple(Guess(city_label(city, locale), city.zone) for _, city in best), sure)


# ---------------------------------------------------------------- "Paris, Texas"


def _qualified(text: str, locale: str) -> Resolution:
    """A name with its country, state or region, before or after a comma or just beside it."""
    parts = [p.strip() for p in re.split(r"[,/()\[\]|]+|\s[-–—]\s", text) if p.strip()]
    if len(parts) > 1:
        name, area = parts[0], parts[-1]
        for inner, outer in ((name, area), (area, name)):
            found = _within(inner, outer)
            if found:
                return _from_cities(found, key(inner), locale)
            region = tables.aliases().folded.get(key(around.without_article(inner)))
            if region is not None and region.label and region.country in {c for c, _ in _areas(outer)}:
                return _from_alias(region, locale)
        return _fallback(name, area, locale)
    pieces = text.split()
    for cut in range(len(pieces) - 1, 0, -1):
        first, last = " ".join(pieces[:cut]), " ".join(pieces[cut:])
        for inner, outer in ((first, last), (last, first)):
            if found := _within(inner, outer):
                return _from_cities(found, key(inner), locale)
        # "Paris Texas": a namesake too small for the table.
        if len(last) > 3 and _areas(last) and table().cities(key(first)):
            return _fallback(first, last, locale)
    return _UNKNOWN


def _within(name: str, area: str) -> list[City]:
    """Cities of that name in that area, the largest first."""
    areas = _areas(area)
    found = [c for s in _spellings(key(name)) for c in table().cities(s)] if areas else []
    return [
        c for c in found if any(c.country == country and state in (None, c.state) for country, state in areas)
    ]


def _areas(area: str) -> list[tuple[str, str | None]]:
    """Country and state codes that a qualifier can mean; bare codes count in capital letters only."""
    folded = key(area)
    found: list[tuple[str, str | None]] = []
    if (state := table().state_keys.get(folded)) is not None:
        found.append(("US", state))
    elif area.isupper() and area in table().states:
        found.append(("US", area))
    country = table().country(folded) if len(folded) > 2 else None
    if country is not None:
        found.append((country.code, None))
    alias = tables.aliases().exact.get(area) or tables.aliases().folded.get(folded)
    if alias is not None and alias.country and not found:
        found.append((alias.country, table().state_keys.get(key(alias.label))))
    return found


def _fallback(name: str, area: str, locale: str) -> Resolution:
    """A place too small for the table: the state or country it is said to be in tells the time."""
    if key(area).isdigit() or key(name) in tables.not_places()[0]:
        return _UNKNOWN
    state = table().states.get(area) and area
    found = _from_state(state, locale) if state else _whole(key(area), locale)
    if isinstance(found, Resolved):
        return Resolved(found.guesses, sure=False)
    return found


# ---------------------------------------------------------------- offsets and misspellings


def _from_offset(match: re.Match[str]) -> Resolution:
    """A fixed offset, which knows no summer time; Etc names have the sign turned round (POSIX)."""
    hours, minutes = int(match[3]), int(match[4] or 0)
    sign = "-" if match[2] in "-−–" else "+"
    if match[2] == "±" and (hours or minutes):
        return _UNKNOWN
    if minutes:
        zone = _ODD_OFFSETS.get(f"{sign}{hours:02}:{minutes:02}")
        return Resolved((Guess(f"UTC{sign}{hours}:{minutes:02}", zone),), sure=False) if zone else _UNKNOWN
    if hours > (12 if sign == "-" else 14):
        return _UNKNOWN
    zone = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"
    return Resolved((Guess(f"UTC{sign}{hours}" if hours else "UTC", zone),))


def _misspelled(text: str, locale: str) -> Resolution:
    """A long name one slip away (two, from eleven letters on), as a guess to ask about."""
    folded = key(text)
    never, capital = tables.not_places()
    if not is_latin(folded) or not _LONG_NAME <= len(folded) <= 40 or folded in never | capital:
        return _UNKNOWN
    close = close_names(folded)
    cities = [c for name in close[:5] for c in table().cities(name)]
    for name in close:
        if (country := table().country(name)) is not None:
            found = _from_country(country, locale)
            return Resolved(found.guesses, sure=False) if isinstance(found, Resolved) else found
    if not cities:
        return _UNKNOWN
    largest = max(cities, key=lambda c: c.people)
    return Resolved(_from_cities(cities, key(largest.name), locale).guesses, sure=False)


def warm() -> None:
    """Reads and prepares everything, about half a second: call it once from a thread at start-up.

    Without it the first look-ups pay for it.
    """
    for zone in table().zones:
        tables.behaviour(zone)
    tables.state_zones()
    tables.by_letter()
    resolve("Etc/UTC")
    suggest("a")
