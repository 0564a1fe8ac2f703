"""How the evenings add up: a streak that forgives."""

from collections.abc import Iterable, Set
from datetime import date, timedelta

from bot.person.plan import EVERY_DAY, Range

FREE_A_WEEK = 2
_WEEK = 7
_DAY = timedelta(days=1)


def streak(
    days_done: Set[date],
    today: date,
    excused: Iterable[Range] = (),
    days: frozenset[int] = EVERY_DAY,
) -> int:
    """How many evenings were done in a row, on a local date.

    In any seven days in a row two may be missed. Days in an excused range (pauses, journeys: first day,
    first day after) and weekdays that are not asked for are no misses; today is none before it is over.
    """
    ranges = tuple(excused)
    first = min(days_done, default=today)
    misses: list[date] = []
    evenings, day = 0, today
    while day >= first:
        if day in days_done:
            evenings += 1
        elif day != today and day.isoweekday() in days and not _in(ranges, day):
            misses.append(day)
            if len([m for m in misses if m - day < timedelta(days=_WEEK)]) > FREE_A_WEEK:
                break
        day -= _DAY
    return evenings


def _in(ranges: tuple[Range, ...], day: date) -> bool:
    return any(first <= day < until for first, until in ranges)
