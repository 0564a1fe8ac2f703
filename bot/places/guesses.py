"""What a look-up of a place can give, and how a place is shown."""

import re
from functools import cache

from babel import Locale

from bot.frozen import frozen
from bot.person.asking import Guess
from bot.places.spelling import key
from bot.places.tables import Alias, City, Country, table
from bot.texts import available_languages, match_locale, texts_for
from bot.texts.catalogue import SOURCE_LANGUAGE
from bot.texts.vocabulary import spoken

MOST_GUESSES = 3


@frozen
class Resolved:
    """One to three guesses, the best first. Not `sure`: ask "did you mean", do not say "right?"."""

    guesses: tuple[Guess, ...]
    sure: bool = True


@frozen
class NeedsCity:
    """A country or continent with several times. `examples` are cities to name in the question."""

    country: str
    examples: tuple[Guess, ...] = ()


@frozen
class NoPlace:
    """Nothing that could be a place: ask again, or ask what time it is there."""


Resolution = Resolved | NeedsCity | NoPlace


def alias_label(alias: Alias, locale: str = "en") -> str:
    """The name with its country, where the name alone does not say it."""
    country = table().countries.get(alias.country)
    if country is None or country.name in alias.label or re.search(r", |\btime$", alias.label):
        return alias.label
    return f"{alias.label}, {short_name(country, locale)}"


def city_label(city: City, locale: str = "en") -> str:
    """ "Kolkata, India", and in the USA "Portland, Oregon, USA"."""
    country = table().countries.get(city.country)
    parts = [city.name]
    if city.country == "US":
        parts.append(table().states.get(city.state, ""))
    if country is not None and country.name != city.name:
        parts.append(short_name(country, locale))
    return ", ".join(dict.fromkeys(p for p in parts if p))


def short_name(country: Country, locale: str = "en") -> str:
    """The country as people write it behind a city."""
    short: str | None = spoken("places", match_locale(locale))["short"].get(country.code)
    return short or country_name(country, locale)


@cache
def country_name(country: Country, locale: str = "en") -> str:
    """The country in the language of a locale."""
    language = match_locale(locale)
    if language == SOURCE_LANGUAGE:
        return country.name
    own: str | None = spoken("places", language)["countries"].get(country.code)
    names = Locale.parse(language, sep="-" if "-" in language else "_").territories
    return own or str(names.get(country.code, country.name))


@cache
def country_keys(country: Country) -> frozenset[str]:
    """Its folded name in each language of ours."""
    return frozenset(key(country_name(country, language)) for language in available_languages())


def with_time_of(label: str, zone: str, locale: str = "en") -> str:
    """One of several times that a place keeps, by the city that the zone is named after."""
    return texts_for(locale).t("{place}: {city} time", place=label, city=named_after(zone))


def named_after(zone: str) -> str:
    """The city in a zone's name: "America/New_York" is New York."""
    return zone.rpartition("/")[2].replace("_", " ")
