"""Places while somebody still types them: for autocompletion, where nothing can wait."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import islice

from bot.person.asking import Guess
from bot.places import tables
from bot.places.guesses import alias_label, city_label, country_name
from bot.places.spelling import is_latin, key
from bot.places.tables import City, table
from bot.texts import match_locale
from bot.texts.catalogue import SOURCE_LANGUAGE
from bot.texts.vocabulary import spoken


def suggest(prefix: str, limit: int = 25, locale: str = "en") -> list[Guess]:
    """Places that begin so, hand-made ones first, then the largest cities, those of the region in the locale
    before others. For autocompletion.

    Every label can be given to `resolve` again. An empty prefix gives the largest cities.
    """
    folded = key(prefix)
    by_hand = tables.aliases_beginning(folded, 3) if folded else []
    found = [Guess(alias_label(a, locale), a.zones[0]) for a in by_hand]
    if len(folded) > 2 or (folded and not is_latin(folded)):
        found += _countries(folded, locale)
    found += [Guess(city_label(c, locale), c.zone) for c in _beginning(folded, limit, _region(locale))]
    return list({guess.label: guess for guess in found}.values())[:limit]


def near(platform_locale: str | None, locale: str) -> Sequence[str]:
    """Cities to begin guessing with: of the region in the platform's locale, else of the language spoken.

    A platform in English tells of no region where another language is spoken: it is how apps come."""
    said = platform_locale or locale
    as_they_come = match_locale(said) == SOURCE_LANGUAGE != match_locale(locale)
    region = "" if as_they_come else _region(said)
    by_region: Mapping[str, Sequence[str]] = spoken("places", match_locale(said))["near"]
    by_language: Mapping[str, Sequence[str]] = spoken("places", match_locale(locale))["near"]
    return (by_region.get(region) if region else None) or by_language[""]


def _countries(folded: str, locale: str) -> list[Guess]:
    """Countries with one time, by any of their names."""
    codes = dict.fromkeys(table().lands.values(folded) or ())
    lands = [table().countries[code] for code in codes]
    return [Guess(country_name(x, locale), x.zone) for x in lands if x.zone is not None][:3]


def _region(locale: str) -> str:
    """The country of "en-US" or "pt_BR"; "" where none is named."""
    return locale.replace("_", "-").partition("-")[2].upper()


def _beginning(folded: str, limit: int, country: str) -> list[City]:
    values = table().names.values(folded) if len(folded) > 1 or not is_latin(folded) else None
    if values is not None:
        cities = [table().city(n) for n in sorted({int(n) for value in values for n in value.split(",")})]
        return sorted(cities, key=lambda city: city.country != country)[:limit]
    keys = _main_keys()
    own = (number for number in _numbers(country) if keys[number].startswith(folded))
    chosen = list(islice(own, limit // 6))
    others = (number for number, name in enumerate(keys) if name.startswith(folded) and number not in chosen)
    return [table().city(number) for number in (*chosen, *islice(others, limit - len(chosen)))]


@cache
def _numbers(country: str) -> list[int]:
    """The cities of a country, the largest first."""
    return [number for number, row in enumerate(table().rows) if row.split("\t", 2)[1] == country]


@cache
def _main_keys() -> list[str]:
    return [key(row.split("\t", 1)[0]) for row in table().rows]
