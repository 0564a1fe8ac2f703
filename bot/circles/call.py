"""What stands behind `/circle`: `03 at:20:00 slow`, `end`, `leave`. Pure.

Words of the platform's named options come as the same words: `pace:2m`, `at:20:00`, `zone:Berlin`.
"""

import re
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal

from bot.circles.circle import LONGEST, QUICKEST
from bot.frozen import frozen, replace

Wish = Literal["begin", "start", "leave", "end"]
WISHES: tuple[Wish, ...] = ("start", "leave", "end")
PACES = {
    "quick": QUICKEST,
    "calm": timedelta(minutes=2),
    "hourly": timedelta(hours=1),
    "slow": LONGEST,
}
PACE = PACES["calm"]  # where none is named

_SPAN = re.compile(r"(\d{1,5})\s?(s|sec|m|min|h|d)")
_SECONDS = {"s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_NAMED = re.compile(r"(at|pace|zone|episode):\s*(.*)", re.IGNORECASE)


@frozen
class CircleCall:
    """What somebody wants of a circle. `episode` is as they named it; `zone` a place for `at`, as named."""

    wish: Wish = "begin"
    episode: str = ""
    window: timedelta = PACE
    at: time | None = None
    zone: str = ""


class UnclearCall(ValueError):
    """A word that means nothing there: `kind` is "pace" or "at", `word` what was typed."""

    def __init__(self, kind: str, word: str) -> None:
        super().__init__(kind)
        self.kind, self.word = kind, word


def read(words: str) -> CircleCall:
    """The words as a call. Raises `UnclearCall`."""
    call, rest, zone = CircleCall(), list[str](), list[str]()
    into = rest
    for word in words.split():
        named = _NAMED.fullmatch(word)
        name, value = (named[1].lower(), named[2]) if named is not None else ("", word)
        into = zone if name == "zone" or (into is zone and not name) else rest
        if name == "at":
            call = replace(call, at=_clock(value))
        elif name == "pace":
            call = replace(call, window=_pace(value))
        elif not name and into is rest and (found := window(value)) is not None:
            call = replace(call, window=found)
        elif value:
            into.append(value)
    wish = next((one for one in WISHES if [one] == [word.lower() for word in rest]), None)
    if wish is not None:
        return CircleCall(wish)
    return replace(call, episode=" ".join(rest), zone=" ".join(zone))


def window(word: str) -> timedelta | None:
    """How long each question stands: a name, or a span like `45s`, `2m`, `1h`; None: it is none, or one that
    no circle can have."""
    found = _SPAN.fullmatch(word.lower())
    if found is None:
        return PACES.get(word.lower())
    span = timedelta(seconds=int(found[1]) * _SECONDS[found[2]])
    return span if QUICKEST <= span <= LONGEST else None


def next_at(wanted: time, zone: tzinfo, now: datetime) -> datetime:
    """The next moment, in UTC, at which clocks there show that time."""
    here = now.astimezone(zone)
    days = (here.date() + timedelta(days=n) for n in range(3))
    found = (datetime.combine(day, wanted, zone).astimezone(UTC) for day in days)
    return next(at for at in found if at > now)


def _pace(value: str) -> timedelta:
    found = window(value)
    if found is None:
        raise UnclearCall("pace", value)
    return found


def _clock(value: str) -> time:
    found = _CLOCK.fullmatch(value)
    if found is None:
        raise UnclearCall("at", value)
    return time(int(found[1]), int(found[2]))
