"""People who wish to be reminded, the world they live in, and the judge of what they got.

Shared by the year without a database (`tests/reminders/test_year.py`) and the one on the whole road
(`tests/conversation/test_nudge_year.py`, `tests/soak/`). The judge works the wishes out by itself.
"""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.person.plan import Plan, move, not_today, pause, resume
from bot.reminders.schedule import gap

START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
WINDOW = timedelta(hours=3)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = [
    "Europe/Berlin",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Lisbon",
    "Atlantic/Azores",
    "Atlantic/Reykjavik",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Bogota",
    "America/Havana",
    "America/Nuuk",
    "America/Asuncion",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Africa/Johannesburg",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Australia/Eucla",
    "Pacific/Auckland",
    "Pacific/Kiritimati",
]


@dataclass(slots=True)
class World:
    """Downtimes as (begin, end) and the clock's error from each moment on, in true time."""

    downtimes: list[tuple[datetime, datetime]]
    errors: list[tuple[datetime, timedelta]]

    def error(self, at: datetime) -> timedelta:
        place = bisect_right([begin for begin, _ in self.errors], at) - 1
        return self.errors[place][1] if place >= 0 else timedelta()

    def up_again(self, at: datetime) -> datetime:
        """The moment itself, or the end of the downtime it lies in."""
        return next((end for begin, end in self.downtimes if begin <= at < end), at)


@dataclass(slots=True)
class Person:
    """One person: the plan now, what was stored, and everything that happened, by the program's clock."""

    plan: Plan
    last: date | None = None
    wakeup: datetime | None = None
    versions: list[tuple[datetime, Plan]] = field(default_factory=list)
    sent: list[tuple[datetime, date, Plan, date | None]] = field(default_factory=list)


def make_world(random: Random) -> World:
    downtimes, at = [], START + 5 * DAY
    while at < END:
        length = timedelta(minutes=random.choice((2, 20, 90, 200, 600, 3000)))
        downtimes.append((at, at + length))
        at += length + random.uniform(4, 16) * DAY
    errors, at = [], START + 20 * DAY
    while at < END:
        errors.append((at, random.choice((-26, -5, -2, -1, 1, 2, 4, 26)) * HOUR))
        errors.append((at + random.uniform(0.2, 30) * HOUR, timedelta()))
        at += random.uniform(25, 60) * DAY
    return World(downtimes, errors)


def wishes(random: Random) -> list[tuple[datetime, str]]:
    """When a person does what, in true time."""
    kinds = (
        ("word", 60),
        ("quiet_spell", 3),
        ("pause", 4),
        ("resume", 2),
        ("move", 5),
        ("retime", 3),
        ("done", 40),
    )
    found = []
    for kind, times in kinds:
        for _ in range(random.randint(0, 2 * times)):
            found.append((START + random.random() * (END - START), kind))
    spells = [(at, at + 40 * DAY) for at, kind in found if kind == "quiet_spell"]
    silent = {"word", "done", "quiet_spell"}
    return sorted(
        (at, kind) for at, kind in found if kind not in silent or not any(a <= at < b for a, b in spells)
    )


def act(plan: Plan, kind: str, now_at: datetime, random: Random) -> Plan:
    today = plan.local(now_at).date()
    match kind:
        case "pause":
            return pause(plan, today, today + random.randint(1, 20) * DAY)
        case "resume":
            return resume(plan, today)
        case "move":
            return move(plan, random.choice(ZONES), now_at)
        case "retime":
            return replace(plan, at=time(random.randint(0, 23), random.choice((0, 1, 30, 59))))
        case "done":
            return not_today(plan, today)
        case _:
            return plan


def check_sent(person: Person) -> None:
    """No nudge outside its window, none twice, none on a day or at an hour that was not wished."""
    dates = [day for _, day, _, _ in person.sent]
    assert dates == sorted(set(dates))
    for now_at, day, plan, last in person.sent:
        local = now_at.astimezone(ZoneInfo(plan.zone))
        wall = local.replace(tzinfo=None)
        late = wall - datetime.combine(day, plan.at)
        assert timedelta() <= late <= WINDOW + HOUR, "outside its window (an hour more where clocks jumped)"
        assert local.date() == day
        assert day.isoweekday() in plan.days
        assert plan.on
        assert not plan.ended
        assert plan.skip != day
        assert not any(first <= day < until for first, until in plan.pauses)
        night = wall.time() >= time(22) or wall.time() < time(8)
        chosen = plan.at >= time(22) or plan.at < time(8)
        assert not night or (chosen and late <= timedelta(minutes=10) + HOUR)
        if last is not None:
            assert day >= last + (gap(plan.ignored) or 7) * DAY


def why_missed(person: Person, day: date, world: World) -> str:
    """The reason why a local date had no nudge; "" if there is none that counts."""
    versions = _plans_at_their_time(person, day)
    if not versions:
        return "changed"  # moved or chose another time so that no wish had its hour on that date
    due_at, plan = versions[-1]
    if day.isoweekday() not in plan.days:
        return "not asked"
    if plan.paused_on(day):
        return "paused"
    if plan.skip == day:
        return "done or not today"
    if plan.ended:
        return "after the goodbye"
    last = max((d for at, d, _, _ in person.sent if at < due_at), default=None)
    if last is not None and day < last + (gap(plan.ignored) or 7) * DAY:
        return "backing off" if day > last else "changed"
    up = world.up_again(due_at)
    if up == due_at:  # moments are spread over their minute: it may have been down by then
        spread = due_at + MINUTE
        up = due_at if world.up_again(spread) == spread else world.up_again(spread)
    if up != due_at and not _could_still_go(plan, due_at, up):
        return "down too long"
    if any(abs(at - due_at) < 3 * DAY for at, _ in world.errors):
        return "clock jumped"
    # Back from a downtime, the person's own word was handled first: they are here, no nudge is wanted.
    return "wrote first" if any(due_at <= at <= up + MINUTE for at, _ in person.versions) else ""


def _plans_at_their_time(person: Person, day: date) -> list[tuple[datetime, Plan]]:
    """Versions of the plan that were in force when their own hour of that date came."""
    found = []
    noon = datetime.combine(day, time(12), UTC)
    first = max(0, bisect_right(person.versions, noon - 4 * DAY, key=_when) - 1)
    last = bisect_right(person.versions, noon + 4 * DAY, key=_when)
    for place in range(first, last):
        since, plan = person.versions[place]
        until = person.versions[place + 1][0] if place + 1 < len(person.versions) else END
        due_at = datetime.combine(day, plan.at, ZoneInfo(plan.zone)).astimezone(UTC)
        if since < due_at <= until:
            found.append((due_at, plan))
    return found


def _when(version: tuple[datetime, Plan]) -> datetime:
    return version[0]


def _could_still_go(plan: Plan, due_at: datetime, up: datetime) -> bool:
    local, due = (at.astimezone(ZoneInfo(plan.zone)) for at in (up, due_at))
    night = local.time() >= time(21, 58) or local.time() < time(8)
    return up - due_at < WINDOW - timedelta(minutes=2) and local.date() == due.date() and not night
