"""The plan in a person's profile, its next moment, and the facts beside it.

Facts kept in the profile: `nudged_on` (local date of the newest nudge), `nudges_seen`, `offered`
(the offer was made), `days` (local dates on which an evening was finished), `no_streak`, `finished`
(every evening is done: a weekly thought instead of a daily nudge), `shared` (by evening the shared chat
that it was last played in: `bot.conversation.places`), `line_on` and `line_offered` (the first line of the
journal: see `bot/conversation/looking_back.py`).
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from bot.frozen import Kept, replace
from bot.ports import Profile, Saved, SetWakeup
from bot.reminders.codec import dump, load
from bot.reminders.nudges import mark_seen
from bot.reminders.plan import Plan, in_quiet
from bot.reminders.schedule import GRACE, Steps, next_due

NUDGE = "nudge"
SNOOZE = "snooze"
NO_WAKEUPS = (SetWakeup(NUDGE, None), SetWakeup(SNOOZE, None))
THOUGHTS: Steps = ((7, 8),)  # who finished hears a thought a week, and a goodbye after eight without a word
SPREAD_SECONDS = 50  # nudges of one minute are spread over it, each person always at the same second
_DAYS_KEPT = 400


def plan_of(saved: Saved) -> Plan | None:
    """The person's plan; None without one, or where the stored one cannot be read."""
    if saved.profile.reminder is None:
        return None
    return _PLANS.get(_readable, saved.profile.reminder)


def _readable(stored: Mapping[str, object]) -> Plan | None:
    try:
        return load(stored)
    except ValueError:
        return None


_PLANS: Kept[Plan | None] = Kept()  # a turn asks several times for the same one


def with_plan(saved: Saved, plan: Plan | None) -> Saved:
    return replace(saved, profile=replace(saved.profile, reminder=dump(plan) if plan else None))


def with_nudge(saved: Saved, plan: Plan, day: date, key: str) -> Saved:
    """A nudge went out for that local date, with the text of that key."""
    old = saved.profile
    facts = {**old.facts, "nudged_on": day.isoformat(), "nudges_seen": mark_seen(seen(saved), key)}
    profile = Profile(old.locale, old.platform_locale, old.pace, dump(plan), facts, old.unreachable)
    return replace(saved, profile=profile)


def fact(saved: Saved, name: str) -> object:
    return saved.profile.facts.get(name)


def with_facts(saved: Saved, **changes: object) -> Saved:
    """`None` takes a fact away."""
    facts = {k: v for k, v in {**saved.profile.facts, **changes}.items() if v is not None}
    return replace(saved, profile=replace(saved.profile, facts=facts))


def nudged_on(saved: Saved) -> date | None:
    found = fact(saved, "nudged_on")
    return date.fromisoformat(found) if isinstance(found, str) else None


def days_done(saved: Saved) -> frozenset[date]:
    found = fact(saved, "days")
    return frozenset(date.fromisoformat(d) for d in found) if isinstance(found, list) else frozenset()


def with_day(saved: Saved, day: date) -> Saved:
    """Another evening was finished on that local date."""
    days = sorted({*days_done(saved), day})[-_DAYS_KEPT:]
    return with_facts(saved, days=[d.isoformat() for d in days])


def seen(saved: Saved) -> Mapping[str, int]:
    found = fact(saved, "nudges_seen")
    return found if isinstance(found, dict) else {}


def steps_of(saved: Saved, steps: Steps) -> Steps:
    """How nudges to this person thin out; `steps` is what is usual."""
    return THOUGHTS if fact(saved, "finished") else steps


def next_wakeup(saved: Saved, now: datetime, steps: Steps) -> SetWakeup:
    """The one nudge to come, spread inside its minute; clears it where none will come. `steps`: as usual."""
    plan = plan_of(saved)
    found = next_due(plan, now, nudged_on(saved), steps_of(saved, steps)) if plan else None
    return wakeup_at(saved, found)


def wakeup_at(saved: Saved, following: tuple[date, datetime] | None) -> SetWakeup:
    if following is None:
        return SetWakeup(NUDGE, None)
    return SetWakeup(NUDGE, following[1] + timedelta(seconds=saved.person % SPREAD_SECONDS))


def latest(plan: Plan, due_at: datetime, window: timedelta) -> datetime:
    """Until when a nudge of that moment may still go out: the window, the local day, the quiet hours."""
    return _latest(due_at, window, plan.quiet, plan.tz)


@lru_cache(maxsize=4096)
def _latest(due_at: datetime, window: timedelta, quiet: tuple[time, time] | None, zone: tzinfo) -> datetime:
    """Cached: in one minute it is the same for all who share a zone."""
    local = due_at.astimezone(zone)
    ends = [due_at + window, (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)]
    if in_quiet(quiet, local.time()):
        ends.append(due_at + GRACE)
    elif quiet is not None and quiet[0] != quiet[1]:
        ends.append(_next(local, quiet[0]))
    return min(ends)


def _next(local: datetime, at: time) -> datetime:
    found = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return found if found > local else found + timedelta(days=1)
