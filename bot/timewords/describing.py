"""A plan, days, dates and times said in words, so that the person sees what was understood."""

from collections.abc import Mapping
from datetime import date, time
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date

from bot.person.plan import EVERY_DAY, WEEKDAYS, WEEKEND, Plan
from bot.texts.vocabulary import spoken
from bot.timewords.lexicon import language


def describe(plan: Plan, locale: str | None = "en") -> str:
    """The plan in words: "on weekdays at 8:00 in the morning (Berlin)"."""
    if not plan.on:
        return str(_say(locale)["off"])
    place = plan.place or plan.zone.rpartition("/")[2].replace("_", " ")
    said = describe_time(plan.at, locale).partition(" (")[0]
    return f"{describe_days(plan.days, locale)} {said} ({place})"


def describe_days(days: frozenset[int], locale: str | None = "en") -> str:
    """ "every day", "on weekdays", "on Mondays and Fridays"; `days` are ISO weekdays."""
    say = _say(locale)
    known = {EVERY_DAY: "every_day", WEEKDAYS: "weekdays", WEEKEND: "weekend"}
    if days in known:
        return str(say[known[days]])
    names = _day_names(language(locale))
    each = [str(say["each_day"]).format(Day=names[day], day=names[day].lower()) for day in sorted(days)]
    joined = each[0] if len(each) == 1 else f"{', '.join(each[:-1])} {say['and']} {each[-1]}"
    return str(say["days"]).format(days=joined)


def describe_date(day: date, locale: str | None = "en") -> str:
    """ "Thursday, 5 March", "Donnerstag, 5. März"; dates are never more than a year away."""
    return format_date(day, str(_say(locale)["date"]), locale=_babel(language(locale)))


def describe_time(at: time, locale: str | None = "en") -> str:
    """ "at 9:30 in the evening (21:30)", "um 21:30 Uhr abends"; noon and midnight by name."""
    say = _say(locale)
    if at.minute == 0 and at.hour in (0, 12):
        return str(say["noon" if at.hour else "midnight"])
    part = next(name for end, name in say["parts"] if at.hour < end)
    clock = str(say["clock"]) if not 1 <= at.hour <= 12 else ""
    values = {"hour12": (at.hour - 1) % 12 + 1, "hour": at.hour, "minute": f"{at.minute:02}", "part": part}
    return (str(say["time"]) + clock).format(**values)


def _say(locale: str | None) -> Mapping[str, Any]:
    found: Mapping[str, Any] = spoken("times", language(locale))["say"]
    return found


@cache
def _day_names(tongue: str) -> Mapping[int, str]:
    names: Any = _babel(tongue).days
    return {day + 1: str(name) for day, name in names["format"]["wide"].items()}


def _babel(tongue: str) -> Locale:
    return Locale.parse(tongue, sep="-" if "-" in tongue else "_")
