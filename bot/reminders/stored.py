"""What a person's profile holds of their reminders: how it changes, and the moment that follows from it."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from bot.frozen import replace
from bot.model import Address
from bot.person.facts import Facts
from bot.person.plan import Plan, in_quiet
from bot.ports import Profile, Saved, SetWakeup
from bot.reminders.nudges import mark_seen
from bot.reminders.schedule import GRACE, Steps, next_due

NUDGE = "nudge"
SNOOZE = "snooze"
NOTES = "notes"  # stands as long as the person wants notes, asleep but for when there is one
ASLEEP = datetime(9000, 1, 1, tzinfo=UTC)
NO_WAKEUPS = (SetWakeup(NUDGE, None), SetWakeup(SNOOZE, None), SetWakeup(NOTES, None))
THOUGHTS: Steps = ((7, 8),)  # who finished hears a thought a week, and a goodbye after eight without a word
SPREAD_SECONDS = 50  # nudges of one minute are spread over it, each person always at the same second


def with_plan(saved: Saved, plan: Plan) -> Saved:
    return replace(saved, profile=replace(saved.profile, reminder=plan))


def with_facts(saved: Saved, facts: Facts) -> Saved:
    return replace(saved, profile=replace(saved.profile, facts=facts))


def notes_wakeup(*, on: bool) -> SetWakeup:
    return SetWakeup(NOTES, ASLEEP if on else None)


def with_notes(saved: Saved, *, on: bool) -> tuple[Saved, SetWakeup]:
    """The person, who wants notes of the operators' or does not."""
    return with_facts(saved, replace(saved.profile.facts, notes=on)), notes_wakeup(on=on)


def with_feedback(saved: Saved, at: datetime) -> Saved:
    """The person, who has just written to the operators."""
    return with_facts(saved, replace(saved.profile.facts, feedback_at=at))


def offered(saved: Saved) -> Saved:
    """The person, to whom a nudge a day need not be offered (again)."""
    return with_facts(saved, replace(saved.profile.facts, offered=True))


def with_nudge(saved: Saved, plan: Plan, day: date, key: str) -> Saved:
    """A nudge went out for that local date, with the text of that key."""
    old = saved.profile
    facts = replace(old.facts, nudged_on=day, nudges_seen=mark_seen(old.facts.nudges_seen, key))
    profile = Profile(old.locale, old.platform_locale, old.pace, plan, facts, old.unreachable)
    return replace(saved, profile=profile)


def with_thread(saved: Saved, place: Address | None) -> Saved:
    """The person, who wants nudges in that thread of theirs as long as their direct chat is closed; None: not
    in any."""
    where = (place.chat, place.thread) if place is not None and place.thread is not None else None
    return with_facts(saved, replace(saved.profile.facts, nudges_in=where))


def thread_of(saved: Saved) -> Address | None:
    """The thread where they want them then."""
    where = saved.profile.facts.nudges_in
    return Address(saved.subject.platform, *where, direct=False) if where is not None else None


def steps_of(facts: Facts, steps: Steps) -> Steps:
    """How nudges thin out; `steps` is what is usual."""
    return THOUGHTS if facts.finished else steps


def next_wakeup(saved: Saved, now: datetime, steps: Steps) -> SetWakeup:
    """The one nudge to come, spread inside its minute; clears it where none will come. `steps`: as usual."""
    plan, facts = saved.profile.reminder, saved.profile.facts
    found = next_due(plan, now, facts.nudged_on, steps_of(facts, steps)) if plan else None
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
