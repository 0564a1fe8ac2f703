"""When the next nudge is due, and whether it may still go out. Pure calendar arithmetic.

Three promises hold whatever the clocks do: at most one nudge a local date, never before its time, and
never late at night. `docs/reminders.md` says the rules in words.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from bot.frozen import frozen
from bot.person.plan import Plan, in_quiet, nudged
from bot.reminders.instants import instant

WINDOW = timedelta(hours=3)
# A time chosen inside the quiet hours counts for this long: room for spreading and sending, no more.
GRACE = timedelta(minutes=10)
_FARTHEST = 400  # days looked ahead behind the end of a pause

# (days from one nudge to the next, how many such nudges may be ignored before the next step)
Steps = tuple[tuple[int, int], ...]
STEPS: Steps = ((1, 3), (2, 3), (7, 2))


class NudgeVerdict(StrEnum):
    """Whether a nudge may go out now. Everything but SEND is also the name of the reason it did not."""

    SEND = "send"
    EARLY = "early"  # its instant has not come (the clock was set back, the plan or the rules changed)
    LATE = "late"  # outside the window, or another local day
    QUIET = "quiet"
    PAUSED = "paused"
    SKIPPED = "skipped"  # "not today"
    CHANGED = "changed"  # no longer a moment of this plan: look for the next one
    DONE = "done"  # this local date had its nudge
    OFF = "off"
    ENDED = "ended"  # the goodbye was said


@frozen
class Decision:
    """What to do at a wake-up: the verdict, the local date it is about, and the next one to store.

    `goodbye`: the message to send is the last one. `next` is worked out as if the verdict were carried
    out: after a SEND it is a later local date, and `sent` is the plan after it.
    """

    verdict: NudgeVerdict
    local_date: date
    goodbye: bool = False
    next: tuple[date, datetime] | None = None
    sent: Plan | None = None


def occurrence(plan: Plan, local_date: date) -> datetime | None:
    """The instant (aware UTC) asked for on that local date; None where that day is not asked for."""
    if local_date.isoweekday() not in plan.days:
        return None
    return instant(local_date, plan.at, plan.tz)


def gap(ignored: int, steps: Steps = STEPS) -> int | None:
    """Days between nudges after that many ignored ones; None: the goodbye is next."""
    for days, count in steps:
        if ignored < count:
            return days
        ignored -= count
    return None


def is_goodbye(plan: Plan, steps: Steps = STEPS) -> bool:
    """Whether the next nudge is the last one."""
    return not plan.ended and gap(plan.ignored, steps) is None


def next_due(
    plan: Plan, after_at: datetime, last_local_date: date | None, steps: Steps = STEPS
) -> tuple[date, datetime] | None:
    """The first moment after `after_at` on a later local date than the last nudge's, as (date, instant).

    None: nothing will come (switched off, or the goodbye was said). `last_local_date` is the newest
    local date that had a nudge, in whatever zone it was; so a change of zone neither doubles a date
    nor, where its time is still to come, drops one.
    """
    if not plan.on or plan.ended:
        return None
    for day in _days(plan, after_at, last_local_date, steps):
        due_at = occurrence(plan, day)
        if due_at is not None and due_at > after_at and plan.skip != day:
            return day, due_at
    return None


def _days(plan: Plan, after_at: datetime, last: date | None, steps: Steps) -> Iterator[date]:
    """Local dates that may be next, in order. The last step's distance also leads to the goodbye."""
    # A moment that clocks jump over near midnight may fall on the next date: begin a day early.
    day = plan.local(after_at).date() - timedelta(days=1)
    if last is not None:
        distance = gap(plan.ignored, steps) or (steps[-1][0] if steps else 1)
        day = max(day, last + timedelta(days=distance))
    for _ in range(_FARTHEST):
        if plan.pauses:
            day = plan.paused_until(day) or day
        yield day
        day += timedelta(days=1)


def may_send(plan: Plan, due_at: datetime, now_at: datetime, window: timedelta = WINDOW) -> NudgeVerdict:
    """Whether the nudge of that instant may go out now; asked at the wake-up and again before sending.

    It goes on the same local day only, at most `window` after its time, and not in quiet hours. A time
    that the person chose inside their quiet hours is allowed for ten minutes.
    """
    if due_at != plan.snoozed_at and not _belongs(plan, due_at):
        known = NudgeVerdict.CHANGED
    else:
        known = NudgeVerdict.SEND
    return _may_send(plan, due_at, now_at, window, known)


def _may_send(
    plan: Plan, due_at: datetime, now_at: datetime, window: timedelta, known: NudgeVerdict
) -> NudgeVerdict:
    """`known`: CHANGED where the instant is not the plan's, else SEND."""
    due = plan.local(due_at)
    stopped = _stopped(plan) or _held(plan, due.date())
    if stopped is not None:
        return stopped
    if known is not NudgeVerdict.SEND:
        return known
    if now_at < due_at:
        return NudgeVerdict.EARLY
    local = plan.local(now_at)
    if now_at - due_at > window or local.date() != due.date():
        return NudgeVerdict.LATE
    if in_quiet(plan.quiet, local.time()) and not _chosen_in_quiet(plan, due_at, now_at):
        return NudgeVerdict.QUIET
    return NudgeVerdict.SEND


def _held(plan: Plan, day: date) -> NudgeVerdict | None:
    """What the person asked for on that local date: a pause, or "not today"."""
    if plan.pauses and plan.paused_on(day):
        return NudgeVerdict.PAUSED
    return NudgeVerdict.SKIPPED if plan.skip == day else None


def _belongs(plan: Plan, due_at: datetime) -> bool:
    """Whether an instant is one of the plan's (a time jumped over may fall on the next date)."""
    today = plan.local(due_at).date()
    return any(occurrence(plan, today - timedelta(days=back)) == due_at for back in (0, 1))


def _chosen_in_quiet(plan: Plan, due_at: datetime, now_at: datetime) -> bool:
    return plan.is_quiet(due_at) and now_at - due_at <= GRACE


def decide(
    plan: Plan,
    now_at: datetime,
    last_local_date: date | None,
    window: timedelta = WINDOW,
    steps: Steps = STEPS,
) -> Decision:
    """What to do when a nudge's wake-up is handled, however late or early that is.

    It looks at the calendar, not at the stored moment: after a night of downtime, a change of plan or
    new zone rules only today's moment counts, and many misses are one. A snoozed moment is not decided
    here (ask `may_send` with it): it is a second message that the person asked for.
    """
    today = plan.local(now_at).date()
    found = _latest(plan, now_at)
    day, due_at = found if found is not None else (today, None)
    if due_at is None:
        verdict = _stopped(plan) or NudgeVerdict.EARLY
    elif last_local_date is not None and not _is_turn(plan, day, last_local_date, steps):
        verdict = _stopped(plan) or (NudgeVerdict.DONE if day <= last_local_date else NudgeVerdict.EARLY)
    else:
        verdict = _may_send(plan, due_at, now_at, window, NudgeVerdict.SEND)
    if verdict is not NudgeVerdict.SEND:
        return Decision(verdict, day, next=next_due(plan, now_at, last_local_date, steps))
    goodbye = is_goodbye(plan, steps)
    sent = nudged(plan, goodbye)
    return Decision(verdict, day, goodbye, next_due(sent, now_at, day, steps), sent)


def _stopped(plan: Plan) -> NudgeVerdict | None:
    return NudgeVerdict.OFF if not plan.on else NudgeVerdict.ENDED if plan.ended else None


def _is_turn(plan: Plan, day: date, last: date, steps: Steps) -> bool:
    distance = gap(plan.ignored, steps) or (steps[-1][0] if steps else 1)
    return day >= last + timedelta(days=distance)


def _latest(plan: Plan, now_at: datetime) -> tuple[date, datetime] | None:
    """The plan's last moment that is not after now, if it fell on the local date of now."""
    today = plan.local(now_at).date()
    for day in (today, today - timedelta(days=1)):
        due_at = occurrence(plan, day)
        if due_at is not None and due_at <= now_at and plan.local(due_at).date() == today:
            return day, due_at.astimezone(UTC)
    return None
