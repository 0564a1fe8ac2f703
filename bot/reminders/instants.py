"""From a wall clock in a time zone to the one instant that is meant, and back.

Zone rules are those of `bot.zonerules`, so an update of them counts from the next start.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

_SECOND = timedelta(seconds=1)


@lru_cache(maxsize=4096)
def instant(day: date, at: time, zone: tzinfo) -> datetime | None:
    """When the clocks of a zone show that time on that day, as aware UTC.

    Where they show it twice (autumn), the first; where they jump over it (spring), the first instant
    after the jump. None where the whole day was jumped over (Samoa has no 30 December 2011).
    """
    wall = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    # With fold=0 the offset before a change counts, with fold=1 the one after it (PEP 495).
    before, after = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
    try:
        offset = before.utcoffset() or timedelta()
        if offset == after.utcoffset():  # no change near: nearly always
            return (wall - offset).replace(tzinfo=UTC)
        first, second = before.astimezone(UTC), after.astimezone(UTC)
    except OverflowError:
        return None
    if _wall(first, zone) == wall:
        return first
    jumped = first - second
    if jumped >= timedelta(days=1):
        return None
    return _after_jump(second, first, wall, zone)


def _after_jump(before: datetime, after: datetime, wall: datetime, zone: tzinfo) -> datetime:
    """The first whole second in (before, after] whose clock is past `wall`: changes fall on seconds."""
    low = before.replace(microsecond=0)
    seconds = int((after - low).total_seconds()) + 1
    short, enough = 0, seconds
    while enough - short > 1:
        middle = (short + enough) // 2
        if _wall(low + middle * _SECOND, zone) >= wall:
            enough = middle
        else:
            short = middle
    return low + enough * _SECOND


def _wall(at: datetime, zone: tzinfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
