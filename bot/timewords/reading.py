"""Reads "weekdays 8:00" or "jeden Abend um acht". Unclear is asked, not guessed.

A bare hour is read on the 24-hour clock ("9" is 09:00) and said back in words, so that the person sees which
half of the day is meant. What was clear in an unclear answer is kept for the next one (`Heard`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from functools import cache
from itertools import pairwise

from bot.frozen import frozen
from bot.person.asking import NOTHING, TimeHeard
from bot.person.plan import EVERY_DAY
from bot.texts.plain import plain
from bot.timewords import questions
from bot.timewords.clock import ClockTime, TwoReadings, is_half, read_clock
from bot.timewords.days import is_foreign_day, is_rhythm, take_days
from bot.timewords.lexicon import Days, language, lexicon
from bot.timewords.questions import NotClear, Reason
from bot.timewords.tokens import Token, tokens, without_marks
from bot.yesno import read as read_yes_no
from bot.yesno import yes_words

_LONGEST = 120
_ENDS = " .!?,;\"'*_…"
# The hours that a number may mean in a part of the day: from what is said to what is meant.
_PARTS: Mapping[str, Mapping[int, int]] = {
    "morning": {h: h for h in range(1, 12)},
    "noon": {11: 11, 12: 12, 1: 13, 2: 14, 13: 13, 14: 14},
    "afternoon": {12: 12, **{h: h + 12 for h in range(1, 7)}, **{h: h for h in range(13, 19)}},
    "evening": {**{h: h + 12 for h in range(4, 12)}, **{h: h for h in range(16, 24)}},
    "night": {0: 0, 12: 0, **{h: h for h in (1, 2, 3, 4, 5, 22, 23)}, **{h: h + 12 for h in range(7, 12)}},
}
_ONE_READING = (Reason.WHICH_HALF, Reason.NO_DAYS, Reason.RHYTHM)  # an hour was clear there


@frozen
class When:
    """A local time of day and the ISO weekdays it is for."""

    time: time
    days: Days = EVERY_DAY
    either: bool = field(default=False, compare=False)  # it may have been meant twelve hours later
    days_said: bool = field(default=False, compare=False)  # False: nobody spoke of days


@frozen
class Off:
    """No reminders."""


@frozen
class Unclear:
    """What to ask back, in the person's language, and what was clear all the same."""

    question: str
    reason: Reason
    heard: TimeHeard = NOTHING


@dataclass(slots=True)
class _Reading:
    """What was found so far; `rest` is what nobody has claimed yet."""

    rest: list[Token]
    days: Days | None = None
    part: str = ""
    half: str = ""  # said without an hour
    times: list[tuple[ClockTime, str]] = field(default_factory=list)  # with the half of the clock behind each
    two: bool = False


def parse_when(text: str, locale: str | None = "en", heard: TimeHeard = NOTHING) -> When | Off | Unclear:
    """Reads when somebody wants to be written to: a time with optional days, or "off", or a question.

    `heard`: what is known from the answers before this one.
    """
    text = text[: _LONGEST * 8]
    # "Yes, 7am" and "no, rather 8pm" are answered by what follows.
    tongue, said = language(locale), plain(read_yes_no(text).rest or text).strip(_ENDS)
    reading = _Reading([])
    try:
        if len(said) > _LONGEST:
            raise NotClear(Reason.NOT_UNDERSTOOD)
        found = tokens(said)
        if is_off(said, found):
            return Off()
        return _read(reading, found, tongue, heard)
    except NotClear as unclear:
        kept = _heard(reading, unclear.reason, heard)
        return Unclear(questions.question(unclear.reason, locale), unclear.reason, kept)


def is_off(said: str, found: list[Token]) -> bool:
    """Whether nothing but the wish for no reminders was said, politeness aside."""
    return _whole(said, found, lexicon().off)


def never_mind(text: str) -> bool:
    """Whether somebody takes a question of ours back, without an answer to it."""
    said = plain(read_yes_no(text).rest or text)[:_LONGEST].strip(_ENDS)
    return _whole(said, tokens(said), lexicon().never_mind)


def _whole(said: str, found: list[Token], phrases: set[str]) -> bool:
    words = [token.text for token in without_marks(found)]
    polite = lexicon().polite
    start = next((n for n, word in enumerate(words) if word not in polite), 0)
    end = next((n for n in range(len(words), 0, -1) if words[n - 1] not in polite), 0)
    return said in phrases or " ".join(words) in phrases or " ".join(words[start:end]) in phrases


def _read(reading: _Reading, found: list[Token], tongue: str, heard: TimeHeard) -> When:
    _refuse(found, tongue)
    reading.rest = without_marks(found)
    rhythm = is_rhythm(reading.rest)
    try:
        reading.rest, reading.days = take_days(reading.rest, tongue)
        _take_times(reading)
        _take_parts(reading)
    except NotClear:
        if not rhythm:
            raise
    if rhythm:  # asked about, not dropped
        raise NotClear(Reason.RHYTHM)
    _refuse_the_rest(reading)
    return _settled(reading, heard)


def _refuse(found: list[Token], tongue: str) -> None:
    """What is no time of day whatever stands beside it."""
    if not found:
        raise NotClear(Reason.NOT_UNDERSTOOD)
    words = [token.text for token in found]
    if len(words) == 1 and (words[0] in ("0", "24") or (len(words[0]) == 3 and words[0] < "500")):
        raise NotClear(Reason.NO_SUCH_TIME)  # "none", hours and minutes? Nobody can tell
    for before, token in pairwise(found):
        if token.text == ":" and before.text[0].isdigit():
            raise NotClear(Reason.NO_SUCH_TIME)
        if before.text in lexicon().clocks("in") and token.value is not None:
            raise NotClear(Reason.NOT_UNDERSTOOD)  # "in 2 hours"
    if len(words) == 2 and is_foreign_day(words[0], tongue) and found[1].value is not None:
        raise NotClear(Reason.NOT_UNDERSTOOD)
    if " ".join(words[:2]) in lexicon().about_unclear.get(tongue, ()):
        raise NotClear(Reason.NOT_UNDERSTOOD)


# ---------------------------------------------------------------- times


def _take_times(reading: _Reading) -> None:
    """Every time of day in the text, longest wording first, each with the "am" or "pm" behind it."""
    rest, place = reading.rest, 0
    said = [token for token in rest if is_half(token.text) or token.text not in lexicon().fillers]
    if len(said) == 1 and is_half(said[0].text):
        reading.rest, reading.half = [], is_half(said[0].text)
        return
    reading.rest = []
    while place < len(rest):
        try:
            found = read_clock(rest, place)
        except TwoReadings as span:
            reading.two = True
            place += span.used
            place += bool(_half_at(rest, place))
            continue
        if found is None:
            reading.rest.append(rest[place])
            place += 1
            continue
        half = _half_at(rest, place + found.used)
        reading.times.append((found, half))
        place += found.used + bool(half)


def _half_at(rest: list[Token], place: int) -> str:
    """ "a" or "p" where "am" or "pm" stands; an "am" before a noun is another language's word."""
    if place >= len(rest):
        return ""
    half = is_half(rest[place].text)
    after = rest[place + 1].text if place + 1 < len(rest) else ""
    return "" if after and after in lexicon().nouns.get(rest[place].text, ()) else half


def _take_parts(reading: _Reading) -> None:
    """Morning, evening …"""
    kept = []
    for token in reading.rest:
        part = lexicon().parts.get(token.text)
        if part is None:
            kept.append(token)
        elif reading.part and reading.part != part:
            raise NotClear(Reason.WHICH_HALF)
        else:
            reading.part = part
    reading.rest = kept


def _refuse_the_rest(reading: _Reading) -> None:
    """Words that change nothing may stand beside one time, words of choice beside two."""
    two = reading.two or len(reading.times) > 1
    known = lexicon()
    choice = known.clocks("choice") | known.clocks("span") if two else frozenset[str]()
    if any(token.text not in _fillers() and token.text not in choice for token in reading.rest):
        raise NotClear(Reason.NOT_UNDERSTOOD)
    if two:
        raise NotClear(Reason.TWO_TIMES)


@cache
def _fillers() -> frozenset[str]:
    """Words and signs that change nothing beside a clear time."""
    return frozenset({*lexicon().fillers, *yes_words(), *lexicon().day_words["but"], "~", "-", ":"})


# ---------------------------------------------------------------- what was meant


def _settled(reading: _Reading, heard: TimeHeard) -> When:
    """The one time, in the half of the day that was said now or before."""
    if reading.days is not None and not reading.days:
        raise NotClear(Reason.NO_DAYS)
    clock, half, part = _clock(reading, heard)
    hour = _hour(clock, half, part)
    days = reading.days or heard.days
    either = clock.bare and not half and not part and 0 < hour < 12
    return When(time(hour, clock.minute), days or EVERY_DAY, either, days_said=bool(days))


def _clock(reading: _Reading, heard: TimeHeard) -> tuple[ClockTime, str, str]:
    """The time, the half of the clock and the part of the day that go together."""
    half, part = reading.half, reading.part
    if reading.times:
        clock, behind = reading.times[0]
        half = behind or half
    elif heard.clock is not None and (half or part or reading.days):
        clock = ClockTime(*heard.clock, bare=heard.clock[0] <= 12, used=0)
    else:
        raise NotClear(Reason.NO_TIME if half or part or reading.days else Reason.NOT_UNDERSTOOD)
    if clock.bare and not half and not part:
        half, part = heard.half, heard.part
    return clock, half, part


def _hour(clock: ClockTime, half: str, part: str) -> int:
    hour, meant = clock.hour, _PARTS.get(part, {})
    if half:
        if not clock.bare or hour == 0:
            if half == "p" and hour >= 12 and (hour == 12 or clock.written):
                return hour  # "20:30 pm" is plain enough; "13pm" may be a slip for 1pm or 3pm
            raise NotClear(Reason.NO_SUCH_TIME)
        hour = hour % 12 + (12 if half == "p" else 0)
    if not part:
        return hour
    if half or not clock.bare:
        if hour in meant.values():
            return hour
        raise NotClear(Reason.WHICH_HALF)
    if hour not in meant:
        raise NotClear(Reason.WHICH_HALF)
    return meant[hour]


def _heard(reading: _Reading, reason: Reason, before: TimeHeard) -> TimeHeard:
    """What was clear all the same, with what was known before."""
    halves = {half for _, half in reading.times if half}
    half = halves.pop() if len(halves) == 1 else reading.half
    part, clock = reading.part, None
    if reason is Reason.WHICH_HALF:
        half = part = ""
    elif not half and not part:
        half, part = before.half, before.part
    if len(reading.times) == 1 and reason in _ONE_READING:
        clock = reading.times[0][0].hour, reading.times[0][0].minute
    elif not reading.times and not reading.two:
        clock = before.clock
    return TimeHeard(reading.days or before.days, part, half, clock)
