"""Places, times and pauses while somebody still types them: for autocompletion, where nothing can wait."""

from functools import cache
from itertools import islice

from bot.reminders import places
from bot.reminders.describing import describe_days, describe_time
from bot.reminders.guesses import Guess, alias_label, city_label
from bot.reminders.places import City, table
from bot.reminders.spelling import is_latin, key
from bot.reminders.wording import Off, When, parse_when
from bot.reminders.words import language

_TIMES = ("8:00", "12:30", "18:00", "20:00", "21:30", "weekdays 8:00", "weekdays 20:00")
_HOME = {"de": "DE"}
_OFF = {"en": ("off", "Off: no reminders"), "de": ("aus", "Aus: keine Erinnerungen")}
_PAUSES = {
    "en": ("3 days", "1 week", "2 weeks", "1 month"),
    "de": ("3 Tage", "1 Woche", "2 Wochen", "1 Monat"),
}


def times(text: str, locale: str) -> list[tuple[str, str]]:
    """(what it means in words, what to send): the time that was typed, else a few sensible ones."""
    typed = text.strip()
    found = parse_when(typed, locale) if typed else None
    value, label = _OFF[language(locale)]
    if isinstance(found, When):
        return [(_said(found, locale), typed)]
    if isinstance(found, Off):
        return [(label, value)]
    readings = [(wording, parse_when(wording, locale)) for wording in _TIMES]
    usual = [(_said(when, locale), wording) for wording, when in readings if isinstance(when, When)]
    return [*usual, (label, value)]


def durations(text: str, locale: str) -> list[tuple[str, str]]:
    """A few usual pauses; the one that is typed where none of them begins so."""
    typed, usual = text.strip(), _PAUSES[language(locale)]
    found = [wording for wording in usual if wording.casefold().startswith(typed.casefold())]
    return [(wording, wording) for wording in found or [typed]]


def _said(when: When, locale: str) -> str:
    return f"{describe_days(when.days, locale)} {describe_time(when.time, locale)}"


def suggest(prefix: str, limit: int = 25, locale: str = "en") -> list[Guess]:
    """Places that begin so, hand-made ones first, then the largest cities, those of the country that the
    locale names before others. For autocompletion.

    Every label can be given to `resolve` again. An empty prefix gives the largest cities.
    """
    folded = key(prefix)
    by_hand = places.aliases_beginning(folded, 3) if folded else []
    found = [Guess(alias_label(a, locale), a.zones[0]) for a in by_hand]
    if len(folded) > 2 or (folded and not is_latin(folded)):
        found += _countries(folded, locale)
    found += [Guess(city_label(c, locale), c.zone) for c in _beginning(folded, limit, _country(locale))]
    return list({guess.label: guess for guess in found}.values())[:limit]


def _countries(folded: str, locale: str) -> list[Guess]:
    """Countries with one time, by any of their names."""
    codes = dict.fromkeys(table().lands.values(folded) or ())
    lands = [table().countries[code] for code in codes]
    german = locale.startswith("de")
    return [Guess(x.german if german else x.name, x.zone) for x in lands if x.zone is not None][:3]


def _country(locale: str) -> str:
    """The country of "en-US" or "pt_BR"; German alone is taken for Germany's. "" where none is named."""
    language_, _, territory = locale.replace("_", "-").partition("-")
    return territory.upper() if territory.upper() in table().countries else _HOME.get(language_, "")


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
