"""The ways to say one time of day: "21:30", "half past eight", "fünf vor halb neun". One rule each.

A rule looks at the words from a place on and says what it found, or None. Rules are tried in order.
"""

import re

from bot.reminders import words
from bot.reminders.questions import NotClear, Reason

_CLOCK = re.compile(r"(\d{1,2})\s?[:.h]\s?(\d{2})")


Found = tuple[int, int, bool, int]  # hour, minute, whether only a 12-hour number was said, tokens used


def _clock(tokens: list[str], place: int) -> Found | None:
    """ "21:30", "9.05", "8h30" """
    match = _CLOCK.fullmatch(tokens[place])
    return _checked(int(match[1]), int(match[2]), True, 1) if match else None


def _half_and_quarter(tokens: list[str], place: int) -> Found | None:
    """ "half past eight", "half eight", "halb neun", "quarter to ten", "viertel nach acht" """
    word, after = tokens[place], tokens[place + 1 : place + 4]
    if word in {"a", "an"} and after[:1] == ["quarter"]:
        found = _half_and_quarter(tokens, place + 1)
        return (*found[:3], found[3] + 1) if found else None
    past = after[:1] in (["past"], ["after"])
    if word == "half" and (hour := _number(after[past : past + 1])) is not None:
        return _checked(hour, 30, True, 2 + past)
    if word in {"halb", "dreiviertel"} and (hour := _number(after[:1])) is not None:
        return _checked(hour - 1 or 12, 30 if word == "halb" else 45, True, 2)
    if word in {"quarter", "viertel"} and len(after) > 1 and after[0] in words.PAST:
        return _shifted(15 * words.PAST[after[0]], after[1:2], 3)
    if word in {"viertel", "quarter"}:
        raise NotClear(Reason.NO_SUCH_TIME)
    return None


def _minutes_past(tokens: list[str], place: int) -> Found | None:
    """ "ten past eight", "20 to nine", "zehn nach acht", "fünf vor halb neun" """
    minutes, used = _number(tokens[place : place + 1]), 1
    if minutes is None or tokens[place + 1 : place + 2] == []:
        return None
    if tokens[place + 1] in {"minutes", "minute", "min", "minuten"}:
        used = 2
    after = tokens[place + used : place + used + 3]
    if len(after) < 2 or after[0] not in words.PAST or after[0] == "of" or not 0 < minutes < 60:
        return None
    if used == 1 and _may_be_a_span(tokens[place], after):
        raise NotClear(Reason.TWO_TIMES)
    if after[1] == "halb" and (hour := _number(after[2:3])) is not None:
        base = (hour - 1 or 12) * 60 + 30 + minutes * words.PAST[after[0]]
        return _checked(base // 60, base % 60, True, used + 3)
    if _number(after[1:2]) is None:
        return None
    return _shifted(minutes * words.PAST[after[0]], after[1:2], used + 2)


def _may_be_a_span(minutes: str, after: list[str]) -> bool:
    """ "8 to 9", "five to six": from one hour to the next, or so many minutes before it."""
    first, last = _number([minutes]), _number(after[1:2])
    if after[0] not in {"to", "til", "till"} or first is None or last is None:
        return False
    return first < last if minutes.isdecimal() else first + 1 == last


def _shifted(minutes: int, hour_word: list[str], used: int) -> Found | None:
    hour = _number(hour_word)
    if hour is None or hour > 24:
        raise NotClear(Reason.NO_SUCH_TIME)
    total = (hour * 60 + minutes) % (24 * 60)
    if hour <= 12:
        total = (hour % 12 * 60 + minutes) % (12 * 60)
        total += 12 * 60 if total < 60 else 0  # "quarter past twelve" is at noon unless they say otherwise
    return _checked(total // 60, total % 60, True, used)


def _named(tokens: list[str], place: int) -> Found | None:
    """Noon and midnight, also "12 noon"."""
    if tokens[place] == "12" and tokens[place + 1 : place + 2] in (["noon"], ["midday"], ["midnight"]):
        return (0 if tokens[place + 1] == "midnight" else 12), 0, False, 2
    if tokens[place] in {"noon", "midday", "mittag"}:
        return 12, 0, False, 1
    if tokens[place] in {"midnight", "mitternacht"}:
        return 0, 0, False, 1
    if tokens[place] == "mittags" and not any(t[0].isdigit() or t in words.NUMBERS for t in tokens):
        return 12, 0, False, 1
    return None


def _plain(tokens: list[str], place: int) -> Found | None:
    """ "9", "0830", "8 uhr 30", "eight thirty" """
    token = tokens[place]
    if token.isdecimal() and len(token) in (3, 4):
        return _checked(int(token[:-2]), int(token[-2:]), True, 1)
    hour = _number([token])
    if hour is None:
        return None
    clock = tokens[place + 1 : place + 2] == ["uhr"]
    following = tokens[place + 1 + clock : place + 2 + clock]
    minute = _number(following)
    spoken = minute is not None and not token.isdecimal() and minute >= 10
    if minute is not None and (spoken or (clock and minute < 60)):
        return _checked(hour, minute, True, 2 + clock)
    return _checked(hour, 0, True, 1 + clock)


def _number(tokens: list[str]) -> int | None:
    if not tokens:
        return None
    token = tokens[0]
    if token.isdecimal() and len(token) <= 2:
        return int(token)
    return words.NUMBERS.get(token)


def _checked(hour: int, minute: int, bare: bool, used: int) -> Found:
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise NotClear(Reason.NO_SUCH_TIME)
    return hour % 24, minute, bare and hour <= 12, used


RULES = (_clock, _half_and_quarter, _minutes_past, _named, _plain)


def is_number(token: str) -> bool:
    """Whether a word or digits stand for a small number."""
    return _number([token]) is not None
