"""A plan said in words, so that the person sees what was understood."""

from datetime import date, time

from bot.reminders import words
from bot.reminders.plan import EVERY_DAY, WEEKDAYS, WEEKEND, Plan
from bot.reminders.words import language


def describe(plan: Plan, locale: str | None = "en") -> str:
    """The plan in words: "on weekdays at 8:00 in the morning (Berlin)"."""
    lang = language(locale)
    if not plan.on:
        return "off" if lang == "en" else "aus"
    place = plan.place or plan.zone.rpartition("/")[2].replace("_", " ")
    said = describe_time(plan.at, lang).partition(" (")[0]
    return f"{describe_days(plan.days, lang)} {said} ({place})"


def describe_days(days: frozenset[int], locale: str | None = "en") -> str:
    """ "every day", "on weekdays", "on Mondays and Fridays"; German without the "on"."""
    lang = language(locale)
    known = {
        EVERY_DAY: ("every day", "jeden Tag"),
        WEEKDAYS: ("on weekdays", "werktags (Montag bis Freitag)"),
        WEEKEND: ("at weekends", "am Wochenende"),
    }
    if days in known:
        return known[days][lang == "de"]
    named = [words.DAY_WORDS[lang][day - 1] for day in sorted(days)]
    joined = (
        named[0]
        if len(named) == 1
        else f"{', '.join(named[:-1])} {'und' if lang == 'de' else 'and'} {named[-1]}"
    )
    return joined if lang == "de" else f"on {joined}"


def describe_date(day: date, locale: str | None = "en") -> str:
    """ "Thursday, 5 March", "Donnerstag, 5. März"; dates are never more than a year away."""
    lang = language(locale)
    name, month = words.ONE_DAY[lang][day.weekday()], words.MONTH_WORDS[lang][day.month - 1]
    return f"{name}, {day.day}. {month}" if lang == "de" else f"{name}, {day.day} {month}"


# Until which hour a part of the day lasts, and how it is called.
_PARTS_EN = (
    (5, "at night"),
    (12, "in the morning"),
    (17, "in the afternoon"),
    (22, "in the evening"),
    (24, "at night"),
)
_PARTS_DE = (
    (5, "nachts"),
    (11, "morgens"),
    (14, "mittags"),
    (18, "nachmittags"),
    (22, "abends"),
    (24, "nachts"),
)


def describe_time(at: time, locale: str | None = "en") -> str:
    """ "at 9:30 in the evening (21:30)", "um 21:30 Uhr abends"; noon and midnight by name."""
    lang = language(locale)
    if at.minute == 0 and at.hour in (0, 12):
        named = {
            0: ("at midnight (0:00)", "um Mitternacht (0 Uhr)"),
            12: ("at noon (12:00)", "mittags um 12 Uhr"),
        }
        return named[at.hour][lang == "de"]
    parts = _PARTS_DE if lang == "de" else _PARTS_EN
    part = next(name for end, name in parts if at.hour < end)
    if lang == "de":
        return f"um {at.hour}:{at.minute:02} Uhr {part}"
    clock = f"at {(at.hour - 1) % 12 + 1}:{at.minute:02} {part}"
    return clock if 1 <= at.hour <= 12 else f"{clock} ({at.hour}:{at.minute:02})"
