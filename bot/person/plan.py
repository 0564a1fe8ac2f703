"""What is kept of a person's wish to be reminded, and how it changes. A plan is a value.

Times of day, days and pauses are local; nothing here is an instant but what the person asked for by
hand ("in an hour").
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.frozen import frozen, replace
from bot.zonerules import known_zone, zone_or

EVERY_DAY = frozenset(range(1, 8))
WEEKDAYS = frozenset(range(1, 6))
WEEKEND = frozenset({6, 7})
QUIET = (time(22), time(8))
_KEPT_RANGES = 24  # pauses and journeys remembered, for the streak

Range = tuple[date, date]  # first day in it, first day after it


@frozen
class Plan:
    """When somebody wants to be written to.

    `days` are ISO weekdays (1 Monday … 7 Sunday). `zone` is an IANA name; `offset` the minutes east of
    UTC it had when it was set, used only if tzdata no longer knows the name. `place` is what the person
    calls it. `quiet` is local, its end not included, over midnight where it ends before it starts; None:
    no quiet hours. `ignored` counts nudges in a row without a word, `ended` says that the goodbye was
    sent. `pauses` and `journeys` are ranges of local dates. `snoozed_at` is an aware instant.
    """

    at: time
    days: frozenset[int] = EVERY_DAY
    zone: str = "UTC"
    offset: int = 0
    place: str = ""
    quiet: tuple[time, time] | None = QUIET
    on: bool = True
    ignored: int = 0
    ended: bool = False
    pauses: tuple[Range, ...] = ()
    journeys: tuple[Range, ...] = ()
    skip: date | None = None
    snoozed_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.days or not self.days <= EVERY_DAY:
            raise ValueError("A plan needs days between 1 (Monday) and 7 (Sunday).")

    @property
    def tz(self) -> tzinfo:
        """The zone's rules, or a fixed offset where tzdata has lost the name (see `zone_is_known`)."""
        return zone_or(self.zone, self.offset)

    @property
    def zone_is_known(self) -> bool:
        """False: keep going by the old offset, and ask the person for their city again."""
        return known_zone(self.zone) is not None

    def local(self, at: datetime) -> datetime:
        """An instant on the person's clock."""
        return at.astimezone(self.tz)

    def paused_on(self, day: date) -> bool:
        """Whether a local date lies in a pause."""
        return any(first <= day < until for first, until in self.pauses)

    def paused_until(self, today: date) -> date | None:
        """The first day after the pause that holds today; None outside of one."""
        day = today
        while (end := max((u for f, u in self.pauses if f <= day < u), default=None)) is not None:
            day = end
        return day if day != today else None

    def is_quiet(self, at: datetime) -> bool:
        """Whether an instant falls into the quiet hours."""
        return in_quiet(self.quiet, self.local(at).time())

    @property
    def asks_for_quiet_time(self) -> bool:
        """The chosen time lies in the quiet hours: allowed, but worth a word when it is confirmed."""
        return in_quiet(self.quiet, self.at)


def offset_minutes(zone: tzinfo, at: datetime) -> int:
    """Minutes east of UTC in that zone at an aware instant."""
    return int((at.astimezone(zone).utcoffset() or timedelta()).total_seconds() // 60)


def in_quiet(quiet: tuple[time, time] | None, at: time) -> bool:
    """Whether a local time lies in quiet hours; equal ends mean none."""
    if quiet is None or quiet[0] == quiet[1]:
        return False
    start, end = quiet
    at = at.replace(tzinfo=None)
    return start <= at < end if start < end else at >= start or at < end


# ---------------------------------------------------------------- how it changes


def heard(plan: Plan) -> Plan:
    """The person said something, anything: nudges come daily again."""
    return replace(plan, ignored=0, ended=False) if plan.ignored or plan.ended else plan


def nudged(plan: Plan, goodbye: bool = False) -> Plan:
    """A nudge (or the goodbye) went out and waits for a word."""
    # Written out: `replace` takes thrice as long, and in a storm this is done for everyone.
    return Plan(
        plan.at, plan.days, plan.zone, plan.offset, plan.place, plan.quiet, plan.on, plan.ignored + 1,
        goodbye, plan.pauses, plan.journeys, plan.skip, None,
    )  # fmt: skip


def move(plan: Plan, zone: str, now_at: datetime, place: str = "") -> Plan:
    """The person is somewhere else now. The days of the journey never break a streak."""
    if zone == plan.zone:
        return replace(plan, place=place or plan.place)
    moved = replace(plan, zone=zone, offset=offset_minutes(zone_or(zone, plan.offset), now_at), place=place)
    ends = sorted((plan.local(now_at).date(), moved.local(now_at).date()))
    journey = (ends[0], ends[1] + timedelta(days=1))
    return replace(moved, journeys=_kept((*plan.journeys, journey)), snoozed_at=None)


def pause(plan: Plan, today: date, until: date) -> Plan:
    """No nudges from today; they come again on `until`."""
    if until <= today:
        return resume(plan, today)
    return replace(resume(plan, today), pauses=_kept((*resume(plan, today).pauses, (today, until))))


def resume(plan: Plan, today: date) -> Plan:
    """Ends a pause today; the days that are over stay paused for the streak."""
    cut = tuple((f, min(u, today)) for f, u in plan.pauses if f < today)
    return replace(plan, pauses=cut)


def not_today(plan: Plan, today: date) -> Plan:
    """ "Not today": nothing more on this local date."""
    return replace(plan, skip=today, snoozed_at=None)


def snooze(plan: Plan, now_at: datetime, delay: timedelta = timedelta(hours=1)) -> Plan | None:
    """ "In an hour": writes once more then, on the same local day; None where the day ends before."""
    later_at = (now_at + delay).astimezone(UTC)
    if plan.local(later_at).date() != plan.local(now_at).date():
        return None
    return replace(plan, snoozed_at=later_at)


def excused(plan: Plan) -> tuple[Range, ...]:
    """Ranges of local dates that never count against a streak: pauses and journeys."""
    return (*plan.pauses, *plan.journeys)


def _kept(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    return tuple(r for r in ranges if r[0] < r[1])[-_KEPT_RANGES:]
