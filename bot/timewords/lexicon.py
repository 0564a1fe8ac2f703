"""The vocabulary of time in every language there is, as one table. Built once from the languages' files.

All languages are understood in every locale; only two-letter days and the order in dates go by the locale.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from babel import Locale

from bot.texts import match_locale
from bot.texts.catalogue import SOURCE_LANGUAGE
from bot.texts.vocabulary import phrases, vocabulary

Days = frozenset[int]


@dataclass(slots=True)
class Lexicon:
    """Words in small letters. Lists are sets; `numbers`, `days` and the like map a word to its meaning."""

    numbers: dict[str, int] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)  # also a one: "ein Uhr", but "ein Buch"
    tens: dict[str, int] = field(default_factory=dict)  # those that a unit may follow: "forty five"
    hyphen_minutes: set[str] = field(default_factory=set)
    clock: dict[str, set[str]] = field(default_factory=dict)
    days: dict[str, Days] = field(default_factory=dict)
    short_days: dict[str, dict[str, Days]] = field(default_factory=dict)  # by language
    day_words: dict[str, set[str]] = field(default_factory=dict)  # every, day, except, but, range, counts
    about_unclear: dict[str, set[str]] = field(default_factory=dict)  # by language
    nouns: dict[str, set[str]] = field(default_factory=dict)  # by a word that is no "am" before these
    parts: dict[str, str] = field(default_factory=dict)
    rewrites: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    rhythms: list[frozenset[str]] = field(default_factory=list)
    off: set[str] = field(default_factory=set)
    never_mind: set[str] = field(default_factory=set)
    polite: set[str] = field(default_factory=set)
    fillers: set[str] = field(default_factory=set)
    units: dict[str, int] = field(default_factory=dict)  # days in a unit of a pause
    counts: dict[str, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    named: dict[str, int] = field(default_factory=dict)  # days from today
    pause_words: dict[str, set[str]] = field(default_factory=dict)

    def clocks(self, name: str) -> set[str]:
        """The words of a list under `[clock]`."""
        return self.clock.get(name, set())


@cache
def lexicon() -> Lexicon:
    """The merged vocabulary; raises ValueError where a language's file lacks something."""
    found = Lexicon()
    for language, data in vocabulary("times").items():
        try:
            _add(found, language, data)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"times.toml of {language!r} lacks something: {error!r}") from error
    return found


def language(locale: str | None) -> str:
    """The language that times are said in for a locale: its own, or English where that has no words yet."""
    found = match_locale(locale)
    return found if found in vocabulary("times") else SOURCE_LANGUAGE


def _add(into: Lexicon, tongue: str, data: Mapping[str, Any]) -> None:
    _numbers(into, data["numbers"])
    _days(into, tongue, data)
    for name, words in data["clock"].items():
        into.clock.setdefault(name, set()).update(words.split())
    for part, words in data["parts"].items():
        into.parts.update(dict.fromkeys(words.split(), part))
    for said, meant in data["rewrite"].items():
        into.rewrites[tuple(said.split())] = tuple(meant.split())
    into.rhythms += [frozenset(rhythm.split()) for rhythm in phrases(data["rhythms"]["all"])]
    into.off.update(phrases(data["phrases"]["off"]))
    into.never_mind.update(phrases(data["phrases"]["never_mind"]))
    fillers = data["fillers"]
    into.polite.update(fillers["polite"].split())
    into.fillers.update(fillers["words"].split(), fillers["polite"].split())
    into.rewrites.update({tuple(phrase.split()): () for phrase in phrases(fillers["phrases"])})
    _pauses(into, tongue, data["pause"])


def _numbers(into: Lexicon, data: Mapping[str, Any]) -> None:
    count = {word: number for number, word in enumerate(data["count"].split())}
    tens = {word: 10 * number for number, word in enumerate(data["tens"].split(), 2)}
    units = {word: number for word, number in count.items() if 1 <= number <= 9}
    articles = data["articles"].split()
    if " " in data["joined"]:
        into.tens |= tens
    else:
        units |= dict.fromkeys(articles, 1)
        joined = data["joined"].format
        count |= {joined(unit=u, tens=t): n + m for t, m in tens.items() for u, n in units.items()}
    if data["hyphen_minutes"]:
        into.hyphen_minutes.update(count, tens)
    into.articles.update(articles)
    into.numbers |= count | tens | data["more"] | dict.fromkeys(articles, 1)


def _days(into: Lexicon, tongue: str, data: Mapping[str, Any]) -> None:
    names = _names(tongue, "days")
    words = data["days"]
    found = {form: frozenset({day}) for day, name in names["wide"].items() for form in _forms(words, name)}
    short = [(name, day) for width in ("abbreviated", "short") for day, name in names[width].items()]
    found |= {name: frozenset({day}) for name, day in short if len(name) > 2}
    found |= {word: frozenset(map(int, days)) for days, word in _pairs(words["more"])}
    into.days |= found
    into.short_days[tongue] = {name: frozenset({day}) for name, day in short if len(name) == 2}
    for name in ("every", "day", "except", "but", "range", "counts"):
        into.day_words.setdefault(name, set()).update(words[name].split())
    into.about_unclear[tongue] = {*phrases(words["about_unclear"])}
    nouns = {*found, *words["nouns"].split(), *(w for part in data["parts"].values() for w in part.split())}
    for word in words["before_nouns"].split():
        into.nouns.setdefault(word, set()).update(nouns)


def _forms(words: Mapping[str, Any], name: str) -> Iterable[str]:
    return (form.format(day=name) for form in words["forms"].split())


def _names(tongue: str, what: str) -> Mapping[str, dict[int, str]]:
    """Names of days (1 Monday … 7 Sunday) or months (from 1) by width, in small letters without points."""
    table = Locale.parse(tongue, sep="-" if "-" in tongue else "_")
    source: Any = table.days if what == "days" else table.months
    found: dict[str, dict[int, str]] = {}
    for context in ("format", "stand-alone"):
        for width, names in source[context].items():
            shift = 1 if what == "days" else 0
            lower = {number + shift: str(name).lower().strip(".") for number, name in names.items()}
            found.setdefault(width if context == "format" else f"{width} alone", lower)
    found.setdefault("short", found["abbreviated"])
    return found


def _pauses(into: Lexicon, tongue: str, data: Mapping[str, Any]) -> None:
    into.units |= {word: int(days) for days, word in _pairs(data["units"])}
    into.counts |= {word: int(number) for number, word in _pairs(data["counts"])}
    into.named |= {word: int(days) for days, word in _pairs(data["named"])}
    months = _names(tongue, "months")
    widths = ("wide", "abbreviated", "abbreviated alone")
    into.months |= {name: month for width in widths for month, name in months.get(width, {}).items()}
    into.months |= {word: int(month) for month, word in _pairs(data["months"])}
    for name in ("over", "weekend", "weekend_words", "next", "week", "fillers"):
        into.pause_words.setdefault(name, set()).update(data[name].split())


def _pairs(text: str) -> Iterable[tuple[str, str]]:
    """ "1: a an; 2: couple" as ("1", "a"), ("1", "an"), ("2", "couple")."""
    for entry in phrases(text):
        key, _, words = entry.partition(":")
        yield from ((key, word) for word in words.split())
