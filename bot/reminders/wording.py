"""Reads "weekdays 8:00" or "jeden Abend um acht"; says a plan back in words. Unclear is asked, not guessed.

A bare hour is read on the 24-hour clock ("9" is 09:00); `describe` then says it so that the person
sees which half of the day is meant.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import time
from itertools import pairwise

from bot.reminders import words
from bot.reminders.clockwords import RULES, is_number
from bot.reminders.describing import describe, describe_date, describe_days, describe_time
from bot.reminders.plan import EVERY_DAY, WEEKDAYS
from bot.reminders.questions import QUESTIONS, NotClear, Reason
from bot.reminders.words import language

__all__ = [
    "Off", "Reason", "Unclear", "When", "describe", "describe_date", "describe_days", "describe_time",
    "parse_when",
]  # fmt: skip

_LONGEST = 120
_TOKEN = re.compile(
    r"\d{1,2}\s?[:.h]\s?\d{2}(?!\d)|\d+|[ap]\.?\s?m\b\.?|[^\W\d_]+(?:['’][^\W\d_]+)?|[-–—]|\S"
)
_MARKS = frozenset(',;&+.()@/"')
_BARE = re.compile(r"0|24|[0-4]\d\d")  # "none", hours and minutes? Nobody can tell
_ABOUT = frozenset({"um", "gegen", "ungefähr", "ca", "circa", "etwa"})
_DAY_COUNTS = frozenset({"days", "tage", "tagen", "times", "mal"})


@dataclass(frozen=True, slots=True)
class When:
    """A local time of day and the ISO weekdays it is for."""

    time: time
    days: frozenset[int] = EVERY_DAY
    either: bool = field(default=False, compare=False)  # it may have been meant twelve hours later
    days_said: bool = field(default=False, compare=False)  # False: nobody spoke of days


@dataclass(frozen=True, slots=True)
class Off:
    """No reminders."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """What to ask back, in the person's language."""

    question: str
    reason: Reason
    days: frozenset[int] = frozenset()  # what was clear of it: an hour that follows is for these


@dataclass(slots=True)
class _Reading:
    """What was found so far; `rest` is what nobody has claimed yet."""

    rest: list[str]
    locale: str
    days: frozenset[int] | None = None
    part: dict[int, int] | None = None
    half: str = ""
    times: list[tuple[int, int, bool]] = field(
        default_factory=list
    )  # hour, minute, bare 12-hour reading possible


def parse_when(text: str, locale: str | None = "en") -> When | Off | Unclear:
    """Reads when somebody wants to be written to: a time with optional days, or "off", or a question."""
    lang = language(locale)
    plain = " ".join(unicodedata.normalize("NFKC", text).lower().replace("’", "'").split()).strip(' .!?,;"')
    if plain in words.OFF:
        return Off()
    reading = _Reading(_TOKEN.findall(plain[: _LONGEST * 2]), lang)
    try:
        if not plain or len(plain) > _LONGEST:
            raise NotClear(Reason.NOT_UNDERSTOOD)
        if _BARE.fullmatch(plain):
            raise NotClear(Reason.NO_SUCH_TIME)
        return _read(reading)
    except NotClear as unclear:
        days = reading.days if unclear.reason in (Reason.NO_TIME, Reason.TWO_TIMES) else None
        return Unclear(QUESTIONS[lang][unclear.reason], unclear.reason, days or frozenset())


def _read(reading: _Reading) -> When:
    if ":" in reading.rest:
        raise NotClear(Reason.NO_SUCH_TIME)
    reading.rest = [token for token in reading.rest if token not in _MARKS]
    if any(is_number(b) and a == "in" for a, b in pairwise(reading.rest)):
        raise NotClear(Reason.NOT_UNDERSTOOD)  # "in 2 hours" is no time of day
    if any(is_number(a) and b in _DAY_COUNTS for a, b in pairwise(reading.rest)):
        raise NotClear(Reason.RHYTHM)
    _take_mornings(reading)
    _take_about(reading)
    _take_rhythm(reading)
    _take_days(reading)
    _take_half(reading)
    _take_times(reading)
    _take_parts(reading)
    if any(token not in words.FILLERS for token in reading.rest):
        raise NotClear(
            Reason.TWO_TIMES if reading.times and _is_choice(reading.rest) else Reason.NOT_UNDERSTOOD
        )
    if len(reading.times) > 1:
        raise NotClear(Reason.TWO_TIMES)
    if not reading.times:
        known = reading.days is not None or reading.part is not None
        raise NotClear(Reason.NO_TIME if known else Reason.NOT_UNDERSTOOD)
    hour, minute = _settle(reading)
    either = reading.times[0][2] and not reading.half and reading.part is None and 0 < hour < 12
    days = reading.days if reading.days is not None else EVERY_DAY
    return When(time(hour, minute), days, either, days_said=reading.days is not None)


def _is_choice(rest: list[str]) -> bool:
    return all(
        token in words.FILLERS or token in {"or", "oder", "-", "–", "—", "to", "bis", "between", "zwischen"}
        for token in rest
    )


# ---------------------------------------------------------------- days


def _take_mornings(reading: _Reading) -> None:
    """German "morgen" is tomorrow, but "am Morgen" and "jeden Morgen" are mornings."""
    for place, (before, token) in enumerate(pairwise(reading.rest), 1):
        if token == "morgen" and before in {"am", "jeden"}:
            reading.rest[place] = "morgens"


def _take_about(reading: _Reading) -> None:
    """German "so um acht" is about eight, "So 8" is Sunday; between two days it is a day among others."""
    rest = reading.rest
    if reading.locale == "de" and len(rest) > 1 and rest[0] == "so" and rest[1] in _ABOUT:
        if rest[1] == "um":
            raise NotClear(Reason.NOT_UNDERSTOOD)  # "So um 8" may be either
        reading.rest = rest[1:]


def _take_rhythm(reading: _Reading) -> None:
    """Rhythms that a plan does not know are asked about, not dropped."""
    said = set(reading.rest)
    if any(a in {"jeden", "every"} and is_number(b) and c in {"tag", "day"} for a, b, c in _threes(reading)):
        raise NotClear(Reason.RHYTHM)
    if any(rhythm <= said for rhythm in words.RHYTHMS):
        raise NotClear(Reason.RHYTHM)


def _threes(reading: _Reading) -> list[tuple[str, str, str]]:
    rest = reading.rest
    return list(zip(rest, rest[1:], rest[2:], strict=False))


def _take_days(reading: _Reading) -> None:
    """Days, ranges ("mon-fri"), lists, and "every day except sunday"."""
    kept: list[str] = []
    chosen: frozenset[int] | None = None
    without: frozenset[int] = frozenset()
    tokens, place, leaving_out = reading.rest, 0, False
    while place < len(tokens):
        found, used = _day_at(tokens, place, reading.locale)
        if tokens[place] in words.EXCEPT:
            leaving_out = True
        elif found is None:
            kept.append(tokens[place])
        elif leaving_out:
            without |= found
        else:
            chosen = (chosen or frozenset()) | found
        place += used
    if leaving_out and not without:
        raise NotClear(Reason.NOT_UNDERSTOOD)
    if chosen is None and {"every", "each", "jeden", "jede"} & set(tokens) and {"day", "tag"} & set(tokens):
        chosen = EVERY_DAY
    if without:
        chosen = (chosen or EVERY_DAY) - without
    if chosen is not None and not chosen:
        raise NotClear(Reason.NO_DAYS)
    reading.rest, reading.days = kept, chosen


def _day_at(tokens: list[str], place: int, locale: str) -> tuple[frozenset[int] | None, int]:
    """Days that begin at a token, and how many tokens they take."""
    if tokens[place : place + 3] == ["unter", "der", "woche"]:
        return WEEKDAYS, 3
    if tokens[place : place + 3] == ["during", "the", "week"]:
        return WEEKDAYS, 3
    first = _day(tokens[place], locale)
    if first is None:
        return None, 1
    if place + 2 < len(tokens) and tokens[place + 1] in words.RANGE_WORDS | {"–", "—"}:
        last = _day(tokens[place + 2], locale)
        if last is not None and len(first) == len(last) == 1:
            start, end = min(first), min(last)
            return frozenset((start + n - 1) % 7 + 1 for n in range((end - start) % 7 + 1)), 3
    return first, 1


def _day(token: str, locale: str) -> frozenset[int] | None:
    return words.DAYS.get(token) or words.SHORT_DAYS[locale].get(token)


# ---------------------------------------------------------------- times


def _take_half(reading: _Reading) -> None:
    """ "am" and "pm"; German "am" is only a filler, and so is an English one without a number before."""
    kept: list[str] = []
    for token in reading.rest:
        bare = re.sub(r"[.\s]", "", token)
        numbered = bool(kept) and (kept[-1][0].isdigit() or kept[-1] in words.NUMBERS)
        after_clock = bool(kept) and kept[-1] in {"o'clock", "oclock"}
        if bare in {"pm", "p"} or (bare in {"am", "a"} and (numbered or after_clock)):
            if reading.half:
                raise NotClear(Reason.NOT_UNDERSTOOD)
            reading.half = bare[0]
        else:
            kept.append(token)
    if reading.locale == "de" and reading.half == "a" and len(kept) > 1 and not _english(kept):
        reading.half = ""
    reading.rest = kept


def _english(kept: list[str]) -> bool:
    return not ({"uhr", "um", "abend", "morgen", "wochenende", "jeden"} & set(kept))


def _take_times(reading: _Reading) -> None:
    """Every time of day in the text, longest wording first."""
    kept: list[str] = []
    place = 0
    while place < len(reading.rest):
        for rule in RULES:
            if (found := rule(reading.rest, place)) is not None:
                hour, minute, bare, used = found
                reading.times.append((hour, minute, bare))
                place += used
                break
        else:
            kept.append(reading.rest[place])
            place += 1
    reading.rest = kept


def _take_parts(reading: _Reading) -> None:
    """Morning, evening … ; "every evening" also says every day."""
    kept = []
    for token in reading.rest:
        if (part := words.PARTS.get(token)) is None:
            kept.append(token)
        elif reading.part is not None and reading.part is not part:
            raise NotClear(Reason.WHICH_HALF)
        else:
            reading.part = part
    reading.rest = kept


def _settle(reading: _Reading) -> tuple[int, int]:
    """The one time, moved into the half of the day that was said."""
    hour, minute, bare = reading.times[0]
    if reading.half:
        if not bare or hour == 0:
            if reading.half == "p" and hour >= 12:
                return hour, minute
            raise NotClear(Reason.NO_SUCH_TIME)
        hour = hour % 12 + (12 if reading.half == "p" else 0)
    if reading.part is None:
        return hour, minute
    if reading.half or not bare:
        if hour in reading.part.values() or (hour == 0 and reading.part is words.PARTS["night"]):
            return hour, minute
        raise NotClear(Reason.WHICH_HALF)
    if hour not in reading.part:
        raise NotClear(Reason.WHICH_HALF)
    return reading.part[hour], minute
