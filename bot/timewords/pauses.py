"""Reads how long somebody wants quiet: "5 days", "until 3 May", "bis Montag"."""

import re
from datetime import date, timedelta

from bot.frozen import frozen
from bot.texts.plain import plain
from bot.texts.vocabulary import spoken
from bot.timewords import questions
from bot.timewords.lexicon import language, lexicon
from bot.timewords.questions import NotClear, Reason
from bot.timewords.reading import Unclear
from bot.yesno import yes_words

_LONGEST_DAYS = 366
_LONGEST = 400  # characters
_TOKEN = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]?(?:\d{4}|\d{2})?|\d+|[^\W\d_]+")


@frozen
class Until:
    """The first local date on which nudges come again."""

    day: date


def parse_pause(text: str, today: date, locale: str | None = "en") -> Until | Unclear:
    """Reads a pause that begins today. `today` is the person's local date.

    "5 days" are today and the four days after it. "Until 3 May" and "until Monday" come back on that
    day. Numbers such as 3/5 are read in the order of the locale (en-US: month first); where only the
    language is known and both orders are possible, a question comes back.
    """
    said = plain(text[:_LONGEST])
    try:
        return Until(_within_reason(_read(_TOKEN.findall(said)[:40], today, locale or "en"), today))
    except NotClear as unclear:
        return Unclear(questions.question(unclear.reason, locale), unclear.reason)


def is_over(text: str) -> bool:
    """Whether somebody wants a pause to end now: "off", "vorbei"."""
    return plain(text[:_LONGEST]).strip(" .!") in lexicon().pause_words["over"]


def _within_reason(day: date, today: date) -> date:
    if day <= today:
        raise NotClear(Reason.PAST_DATE)
    if (day - today).days > _LONGEST_DAYS:
        raise NotClear(Reason.TOO_LONG)
    return day


def _read(tokens: list[str], today: date, locale: str) -> date:
    known = lexicon().pause_words["fillers"] | lexicon().polite | yes_words()
    for rule in (_length, _calendar, _numeric, _weekday, _named):
        found = rule(tokens, today, locale)
        if found is not None:
            day, used = found
            if any(t not in known and i not in used for i, t in enumerate(tokens)):
                raise NotClear(Reason.PAUSE)
            return day
    raise NotClear(Reason.PAUSE)


_Read = tuple[date, set[int]] | None  # the first day again, and which words said it


def _length(tokens: list[str], today: date, locale: str) -> _Read:
    """ "5 days", "two weeks", "a week", "ein paar Tage", "over the weekend" """
    words, units = lexicon().pause_words, lexicon().units
    for place, token in enumerate(tokens):
        if token in words["weekend"]:
            if today.isoweekday() < 5:  # it would begin today, and that is not what was asked
                raise NotClear(Reason.PAUSE)
            return today + timedelta(days=(7 - today.weekday()) or 7), _also(
                tokens, place, words["weekend_words"]
            )
        if token not in units or words["next"] & set(tokens[:place]):
            continue
        count = next((n for t in reversed(tokens[:place]) if (n := _count(t)) is not None), 1)
        used = {i for i, t in enumerate(tokens[:place]) if _count(t) is not None} | {place}
        if count < 1 or len(used) > 3:
            raise NotClear(Reason.PAUSE)
        if count > 1000:
            raise NotClear(Reason.TOO_LONG)
        return today + timedelta(days=count * units[token]), used
    if words["next"] & set(tokens) and words["week"] & set(tokens):
        place = next(i for i, t in enumerate(tokens) if t in words["week"])
        return today + timedelta(days=7 - today.weekday()), {place}
    return None


def _also(tokens: list[str], place: int, more: set[str]) -> set[int]:
    return {place} | {i for i, t in enumerate(tokens) if t in more}


def _count(token: str) -> int | None:
    if token.isdecimal():
        return int(token)
    return lexicon().numbers.get(token, lexicon().counts.get(token))


def _calendar(tokens: list[str], today: date, locale: str) -> _Read:
    """ "3 May", "May 3rd", "3. Mai 2027" """
    months = lexicon().months
    for place, token in enumerate(tokens):
        if token not in months:
            continue
        numbers = [(i, int(t)) for i, t in enumerate(tokens) if t.isdecimal()]
        days = [(i, n) for i, n in numbers if n <= 31]
        years = [(i, n) for i, n in numbers if n > 31]
        if len(days) != 1 or len(years) > 1:
            raise NotClear(Reason.PAUSE)
        year = years[0][1] if years else None
        return _date(year, months[token], days[0][1], today), {place, *(i for i, _ in numbers)}
    return None


def _numeric(tokens: list[str], today: date, locale: str) -> _Read:
    """ "2027-05-03", "3.5.", "24/12", "5/3/2027" """
    for place, token in enumerate(tokens):
        if token.isdecimal() or not token[0].isdecimal():
            continue
        numbers = [int(n) for n in re.findall(r"\d+", token)]
        if "-" in token:
            return _date(numbers[0], numbers[1], numbers[2], today), {place}
        first, second, year = numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None
        if year is not None and year < 100:
            year += 2000
        if _month_first(token, first, second, locale):
            first, second = second, first
        return _date(year, second, first, today), {place}
    return None


def _month_first(token: str, first: int, second: int, locale: str) -> bool:
    """Points mean day first; slashes follow the country, or the numbers where only one order works."""
    if "." in token or first > 12 or first == second:
        return False
    if second > 12:
        return True
    say = spoken("times", language(locale))["pause"]
    region = locale.replace("_", "-").partition("-")[2].upper()
    if not region and say["month_first"]:
        raise NotClear(Reason.WHICH_DATE)
    return region in say["month_first"].split()


def _weekday(tokens: list[str], today: date, locale: str) -> _Read:
    """ "Monday", "bis Montag": the next one that is not today."""
    for place, token in enumerate(tokens):
        days = lexicon().days.get(token) or lexicon().short_days.get(language(locale), {}).get(token)
        if days is not None and len(days) == 1:
            ahead = (min(days) - today.isoweekday() - 1) % 7 + 1
            return today + timedelta(days=ahead), {place}
    return None


def _named(tokens: list[str], today: date, locale: str) -> _Read:
    """ "until tomorrow", "heute" """
    for place, token in enumerate(tokens):
        if token in lexicon().named:
            return today + timedelta(days=lexicon().named[token]), {place}
    return None


def _date(year: int | None, month: int, day: int, today: date) -> date:
    """That date; without a year the next one to come (29 February waits for its year)."""
    for candidate in (year,) if year is not None else range(today.year, today.year + 9):
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or found > today:
            return found
    raise NotClear(Reason.PAUSE)
