"""The ways to say one time of day: "21:30", "half past eight", "fünf vor halb neun". One rule each.

A rule looks at the tokens from a place on and says what it found, or None. Rules are tried in order.
"""

import re

from bot.frozen import frozen, replace
from bot.timewords.lexicon import lexicon
from bot.timewords.questions import NotClear, Reason
from bot.timewords.tokens import Token

_CLOCK = re.compile(r"(\d{1,2})\s?[:.h]\s?(\d{2})")
_LAST_HOUR = 24  # no hour is larger
_UNLIKELY_SPAN = 11  # hours: nobody means "from ten to nine"


@frozen
class ClockTime:
    """A time of day as it was said. `bare`: it may also be meant twelve hours later; `written`: as on a clock
    ("20:30")."""

    hour: int
    minute: int
    bare: bool
    used: int  # tokens
    written: bool = False


class TwoReadings(Exception):
    """ "10 to 6": a span, or so many minutes before the hour. Never leaves this room. `used`: its tokens."""

    def __init__(self, used: int) -> None:
        super().__init__(used)
        self.used = used


def read_clock(tokens: list[Token], place: int) -> ClockTime | None:
    """The time of day that begins at a place. Raises NotClear where it is none on any clock, TwoReadings."""
    return next((found for rule in _RULES if (found := rule(tokens, place)) is not None), None)


def _written(tokens: list[Token], place: int) -> ClockTime | None:
    """ "21:30", "9.05", "8h30" """
    match = _CLOCK.fullmatch(tokens[place].text)
    used = 1 + (_is(tokens, place + 1, "oclock") or _is(tokens, place + 1, "h"))
    return replace(_checked(int(match[1]), int(match[2]), used), written=True) if match else None


def _half(tokens: list[Token], place: int) -> ClockTime | None:
    """ "half past eight", "half eight", "halb neun", "dreiviertel neun" """
    known, word = lexicon(), tokens[place].text
    past = _is(tokens, place + 1, "past")
    if word in known.clocks("half_past") and (hour := _hour(tokens, place + 1 + past)) is not None:
        return _checked(hour, 30, 2 + past)
    for name, minute in (("half_to", 30), ("three_quarters_to", 45)):
        if word in known.clocks(name) and (hour := _hour(tokens, place + 1)) is not None:
            return _checked(hour - 1 or 12, minute, 2)
    return None


def _quarter(tokens: list[Token], place: int) -> ClockTime | None:
    """ "quarter to ten", "a quarter past nine", "viertel nach acht" """
    if _is(tokens, place, "quarter_article") and _is(tokens, place + 1, "quarter"):
        found = _quarter(tokens, place + 1)
        return ClockTime(found.hour, found.minute, found.bare, found.used + 1) if found else None
    if not _is(tokens, place, "quarter"):
        return None
    way = _way(tokens, place + 1)
    if way is None:
        raise NotClear(Reason.NO_SUCH_TIME)
    return _shifted(15 * way, _hour(tokens, place + 2), 3)


def _minutes_past(tokens: list[Token], place: int) -> ClockTime | None:
    """ "ten past eight", "20 to nine", "zehn nach acht", "fünf vor halb neun" """
    minutes, named = tokens[place].value, _is(tokens, place + 1, "minutes")
    way = _way(tokens, place + 1 + named)
    if minutes is None or way is None or not 0 < minutes < 60:
        return None
    after = place + 2 + named
    if _is(tokens, after, "half_to") and (hour := _hour(tokens, after + 1)) is not None:
        total = (hour - 1 or 12) * 60 + 30 + minutes * way
        return _checked(total // 60, total % 60, 4 + named)
    hour = _hour(tokens, after)
    if hour is None:
        return None
    if not named and way < 0 and _is(tokens, place + 1, "span") and _may_be_a_span(tokens[place], hour):
        raise TwoReadings(3)
    return _shifted(minutes * way, hour, 3 + named)


def _may_be_a_span(first: Token, last: int) -> bool:
    """Whether "X to Y" may mean from one hour to another. "20 to 9" and "twenty-five to nine" hardly do, and
    in words hardly "ten to nine"; "10 to 6", "ten to six" and "nine to five" may."""
    start = first.value or 0
    if start > _LAST_HOUR or (start > 12 and last <= 12):
        return False
    hours = (last - start) % 12
    return first.digits or start not in (5, 10) or hours != _UNLIKELY_SPAN


def _shifted(minutes: int, hour: int | None, used: int) -> ClockTime:
    if hour is None or hour > 24:
        raise NotClear(Reason.NO_SUCH_TIME)
    total = (hour * 60 + minutes) % (24 * 60)
    if hour <= 12:
        total = (hour % 12 * 60 + minutes) % (12 * 60)
        total += 12 * 60 if total < 60 else 0  # "quarter past twelve" is at noon unless they say otherwise
    return _checked(total // 60, total % 60, used)


def _named(tokens: list[Token], place: int) -> ClockTime | None:
    """Noon and midnight; German "mittags" where no number says which hour of it."""
    if _is(tokens, place, "noon"):
        return ClockTime(12, 0, False, 1)
    if _is(tokens, place, "midnight"):
        return ClockTime(0, 0, False, 1)
    if _is(tokens, place, "noon_or_part") and all(token.value is None for token in tokens):
        return ClockTime(12, 0, False, 1) if not any(_CLOCK.fullmatch(t.text) for t in tokens) else None
    return None


def _plain(tokens: list[Token], place: int) -> ClockTime | None:
    """ "9", "0830", "8 uhr 30", "eight thirty", "eight-thirty", "8 30 pm" """
    token = tokens[place]
    if token.value is None:
        return None
    if token.digits and len(token.text) in (3, 4):
        used = 1 + _is(tokens, place + 1, "military")
        return _checked(int(token.text[:-2]), int(token.text[-2:]), used)
    oclock = _is(tokens, place + 1, "oclock") or _is(tokens, place + 1, "h")
    if token.text in lexicon().articles and not oclock:
        return None
    minute = _minute_of(tokens, place + 1 + oclock, token, oclock=oclock)
    if minute is not None:
        value, used = minute
        return _checked(token.value, value, 1 + oclock + used)
    return _checked(token.value, 0, 1 + oclock)


def _minute_of(tokens: list[Token], place: int, hour: Token, *, oclock: bool) -> tuple[int, int] | None:
    """Minutes said right behind an hour, with the tokens they take: "thirty", "-thirty", "oh five"."""
    dash = place < len(tokens) and tokens[place].text == "-"
    zero = _is(tokens, place, "zero")
    skipped = int(dash or zero)
    token = tokens[place + skipped] if place + skipped < len(tokens) else None
    if token is None or token.value is None or token.value > 59 or (hour.value or 0) > 24:
        return None
    if (dash and oclock) or token.text in lexicon().articles:
        return None
    if _are_minutes(hour, token, oclock=oclock, dash=dash, zero=zero) or (
        token.digits and not zero and _marked(tokens, place + skipped, token)
    ):
        return token.value, skipped + 1
    return None


def _are_minutes(hour: Token, minute: Token, *, oclock: bool, dash: bool, zero: bool) -> bool:
    value = minute.value or 0
    if zero:
        return value < 10
    if oclock:
        return True
    spoken = not hour.digits and not minute.digits and value >= 10
    return spoken and (not dash or value > _LAST_HOUR or minute.text.split()[0] in lexicon().hyphen_minutes)


def _marked(tokens: list[Token], place: int, minute: Token) -> bool:
    """Whether digits behind an hour can only be its minutes: no hour is so large, or written so, and what
    follows says that this is the end of a time ("8 30 pm")."""
    value = minute.value or 0
    after = tokens[place + 1].text if place + 1 < len(tokens) else ""
    half = bool(is_half(after))
    if len(minute.text) != 2 or not (half or after in lexicon().clocks("oclock") or _part_in(tokens)):
        return False
    return value > _LAST_HOUR or minute.text[0] == "0" or (half and value > 12)


def is_half(text: str) -> str:
    """ "a" or "p" for "am", "p.m.", "p"; else ""."""
    bare = re.sub(r"[.\s]", "", text)
    return bare[0] if bare in {"am", "pm", "a", "p"} else ""


def _part_in(tokens: list[Token]) -> bool:
    return any(token.text in lexicon().parts for token in tokens)


def _is(tokens: list[Token], place: int, name: str) -> bool:
    return 0 <= place < len(tokens) and tokens[place].text in lexicon().clocks(name)


def _way(tokens: list[Token], place: int) -> int | None:
    return 1 if _is(tokens, place, "past") else -1 if _is(tokens, place, "to") else None


def _hour(tokens: list[Token], place: int) -> int | None:
    """The small number at a place."""
    found = tokens[place] if place < len(tokens) else None
    return found.value if found is not None and not (found.digits and len(found.text) > 2) else None


def _checked(hour: int, minute: int, used: int) -> ClockTime:
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise NotClear(Reason.NO_SUCH_TIME)
    return ClockTime(hour % 24, minute, hour <= 12, used)


_RULES = (_written, _half, _quarter, _minutes_past, _named, _plain)
