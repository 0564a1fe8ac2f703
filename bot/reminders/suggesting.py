"""Places while somebody still types them: for autocompletion, where nothing can wait."""

from functools import cache

from bot.reminders import places
from bot.reminders.guesses import Guess, alias_label, city_label
from bot.reminders.places import City, table
from bot.reminders.spelling import key


def suggest(prefix: str, limit: int = 25) -> list[Guess]:
    """Places that begin so, hand-made ones first, then the largest cities. For autocompletion.

    Every label can be given to `resolve` again. An empty prefix gives the largest cities.
    """
    folded = key(prefix)
    found = [Guess(alias_label(a), a.zones[0]) for a in places.aliases_beginning(folded, 3)] if folded else []
    found += [Guess(city_label(c), c.zone) for c in _beginning(folded, limit)]
    country = table().country(folded) if len(folded) > 2 else None
    if country is not None and country.zone is not None:
        found.insert(0, Guess(country.name, country.zone))
    return list({guess.label: guess for guess in found}.values())[:limit]


def _beginning(folded: str, limit: int) -> list[City]:
    values = table().names.values(folded) if len(folded) > 1 else None
    if values is not None:
        numbers = sorted({int(n) for value in values for n in value.split(",")})[:limit]
        return [table().city(n) for n in numbers]
    chosen = []
    for number, row in enumerate(_main_keys()):
        if row.startswith(folded):
            chosen.append(table().city(number))
            if len(chosen) == limit:
                break
    return chosen


@cache
def _main_keys() -> list[str]:
    return [key(row.split("\t", 1)[0]) for row in table().rows]
