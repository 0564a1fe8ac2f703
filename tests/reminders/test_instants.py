"""Every IANA zone, ten years: one instant for each local date asked for, whatever the clocks do."""

import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.person.plan import EVERY_DAY, Plan
from bot.reminders.instants import instant
from bot.reminders.schedule import next_due, occurrence
from bot.zonerules import known_zone
from tests.examples import with_examples

ZONES = sorted(z for z in zoneinfo.available_timezones() if not z.startswith(("posix", "right", "localtime")))
START, YEARS = date(2020, 1, 1), 10
DAY = timedelta(days=1)


def wall(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def changes(zone: ZoneInfo, year: int, years: int) -> list[datetime]:
    """Instants (to the second) at which the offset of a zone changes, found by walking, not by PEP 495."""
    found = []
    at, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + years, 1, 1, tzinfo=UTC)
    step = timedelta(days=7)
    while at < end:
        if at.astimezone(zone).utcoffset() != (at + step).astimezone(zone).utcoffset():
            low, high = at, at + step
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high)
        at += step
    return found


def check(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """One day's instant against the definition, by looking at clocks only."""
    found = instant(day, at, zone)
    asked = datetime.combine(day, at)
    if found is None:
        return None
    assert found.utcoffset() == timedelta()
    shown = wall(found, zone)
    if shown == asked:
        # The first such instant: none of the earlier offsets shows the same time before it.
        for back in (900, 1800, 3600, 7200, 10800):
            assert wall(found - timedelta(seconds=back), zone) != asked
    else:
        # A jump: a second before, the clock had not come to the asked time; now it is past it.
        assert shown > asked
        assert wall(found - timedelta(seconds=1), zone) < asked
        assert shown - asked < timedelta(days=1)
    return found


@with_examples(600)
@given(
    st.sampled_from(ZONES),
    st.dates(START, date(START.year + YEARS - 1, 12, 31)),
    st.times(),
)
def test_each_local_date_has_exactly_one_instant_at_the_asked_wall_time(
    name: str, day: date, at: time
) -> None:
    assert check(day, at.replace(fold=0), ZoneInfo(name)) is not None


def test_around_every_change_of_every_zone_the_instants_are_right_and_in_order() -> None:
    """The days that matter, all of them: each change in each zone, at times before, in and after it."""
    seen: dict[tuple[datetime, timedelta | None, timedelta | None], None] = {}
    jumps = overlaps = 0
    for name in ZONES:
        zone = ZoneInfo(name)
        for at in changes(zone, START.year, YEARS):
            before, after = (at - timedelta(seconds=1)).astimezone(zone), at.astimezone(zone)
            shape = (at, before.utcoffset(), after.utcoffset())
            if shape in seen:  # another name for rules that were checked
                continue
            seen[shape] = None
            grown = (after.utcoffset() or timedelta()) - (before.utcoffset() or timedelta())
            jumps, overlaps = jumps + (grown > timedelta()), overlaps + (grown < timedelta())
            middle = wall(at, zone) - grown / 2
            for moment in (middle, middle - timedelta(hours=5), middle + timedelta(hours=5), wall(at, zone)):
                days = [moment.date() + n * DAY for n in (-2, -1, 0, 1, 2)]
                found = [check(day, moment.time(), zone) for day in days]
                assert None not in found
                assert all(a < b for a, b in pairwise(found) if a and b)
    print(f"{len(ZONES)} zones, {jumps} different jumps, {overlaps} different overlaps")
    assert jumps > 200
    assert overlaps > 200


@with_examples(120)
@given(
    st.sampled_from(ZONES),
    st.times(),
    st.frozensets(st.integers(1, 7), min_size=1),
    st.dates(START, date(2029, 6, 1)).map(lambda day: datetime.combine(day, time(11, 7), UTC)),
)
def test_next_due_walks_the_asked_dates_each_once_and_upwards(
    name: str, at: time, days: frozenset[int], start_at: datetime
) -> None:
    plan = Plan(at.replace(fold=0), days, name)
    now_at, last = start_at, None
    dates: list[date] = []
    for _ in range(40):
        found = next_due(plan, now_at, last)
        assert found is not None
        day, due_at = found
        assert due_at > now_at
        assert last is None or day > last
        assert due_at == occurrence(plan, day)
        dates.append(day)
        now_at, last = due_at, day
    asked = [dates[0] + n * DAY for n in range((dates[-1] - dates[0]).days + 1)]
    assert dates == [day for day in asked if day.isoweekday() in days]


def test_a_spring_jump_gives_the_first_instant_after_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert instant(date(2026, 3, 29), time(2, 30), berlin) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert instant(date(2026, 3, 29), time(2), berlin) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert instant(date(2026, 3, 29), time(3), berlin) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_an_autumn_overlap_gives_the_first_of_the_two() -> None:
    found = instant(date(2026, 10, 25), time(2, 30), ZoneInfo("Europe/Berlin"))
    assert found == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_left_out_has_no_instant() -> None:
    apia = ZoneInfo("Pacific/Apia")
    assert instant(date(2011, 12, 30), time(9), apia) is None
    plan = Plan(time(9), EVERY_DAY, "Pacific/Apia")
    found = next_due(plan, datetime(2011, 12, 29, 20, tzinfo=UTC), date(2011, 12, 29))
    assert found is not None
    assert found[0] == date(2011, 12, 31)


def test_lord_howe_jumps_by_half_an_hour() -> None:
    found = instant(date(2026, 10, 4), time(2, 15), ZoneInfo("Australia/Lord_Howe"))
    assert found is not None
    assert wall(found, ZoneInfo("Australia/Lord_Howe")) == datetime.combine(date(2026, 10, 4), time(2, 30))


@pytest.mark.parametrize(
    "name", ["Nowhere/Gone", "", "../etc/passwd", "/etc/passwd", "Europe", "US/Pacific-New", "x" * 300]
)
def test_a_zone_that_tzdata_does_not_have_falls_back_to_its_last_offset(name: str) -> None:
    assert known_zone(name) is None
    plan = Plan(time(9), zone=name, offset=-480)
    assert not plan.zone_is_known
    assert occurrence(plan, date(2026, 7, 1)) == datetime(2026, 7, 1, 17, tzinfo=UTC)


def test_the_ends_of_the_calendar_raise_nothing() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert instant(date.min, time(0), tokyo) is None
    assert instant(date.max, time(23, 59), ZoneInfo("America/Los_Angeles")) is None
