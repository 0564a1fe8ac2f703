"""The rules of `docs/reminders.md`, one by one."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.person.plan import (
    EVERY_DAY,
    WEEKDAYS,
    Plan,
    excused,
    heard,
    move,
    not_today,
    nudged,
    pause,
    resume,
    snooze,
)
from bot.reminders.schedule import (
    STEPS,
    NudgeVerdict,
    decide,
    gap,
    is_goodbye,
    may_send,
    next_due,
    occurrence,
)

BERLIN = Plan(time(9), zone="Europe/Berlin", offset=60)
MONDAY = date(2026, 11, 23)


def utc(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=UTC)


def on(plan: Plan, day: date = MONDAY) -> datetime:
    due_at = occurrence(plan, day)
    assert due_at is not None
    return due_at


# ---------------------------------------------------------------- the next one


def test_the_first_nudge_is_the_next_moment_to_come() -> None:
    assert next_due(BERLIN, utc(23, 7, 59), None) == (MONDAY, utc(23, 8))
    assert next_due(BERLIN, utc(23, 8), None) == (date(2026, 11, 24), utc(24, 8))


def test_only_asked_weekdays_count() -> None:
    plan = replace(BERLIN, days=frozenset({3}))
    assert next_due(plan, utc(23, 0), None) == (date(2026, 11, 25), utc(25, 8))
    assert occurrence(plan, MONDAY) is None


def test_a_local_date_that_had_its_nudge_gets_no_second_one_when_the_time_is_changed() -> None:
    later = replace(BERLIN, at=time(21))
    assert next_due(later, utc(23, 10), MONDAY) == (date(2026, 11, 24), utc(24, 20))


def test_a_pause_is_jumped_over_and_ends_on_its_day() -> None:
    paused = pause(BERLIN, MONDAY, date(2026, 11, 28))
    assert next_due(paused, utc(23, 0), None) == (date(2026, 11, 28), utc(28, 8))
    assert paused.paused_until(MONDAY) == date(2026, 11, 28)
    assert paused.paused_until(date(2026, 11, 28)) is None


def test_a_year_of_pause_still_has_a_next_one() -> None:
    found = next_due(pause(BERLIN, MONDAY, date(2027, 11, 23)), utc(23, 0), None)
    assert found is not None
    assert found[0] == date(2027, 11, 23)


def test_resume_ends_a_pause_and_remembers_the_days_for_the_streak() -> None:
    back = resume(pause(BERLIN, MONDAY, date(2026, 12, 20)), date(2026, 11, 25))
    assert excused(back) == ((MONDAY, date(2026, 11, 25)),)
    assert next_due(back, utc(25, 0), None) == (date(2026, 11, 25), utc(25, 8))
    assert resume(pause(BERLIN, MONDAY, date(2026, 12, 20)), MONDAY).pauses == ()


def test_a_shorter_pause_replaces_a_longer_one() -> None:
    plan = pause(pause(BERLIN, MONDAY, date(2026, 12, 20)), MONDAY, date(2026, 11, 26))
    assert plan.paused_until(MONDAY) == date(2026, 11, 26)


def test_not_today_skips_one_date() -> None:
    plan = not_today(BERLIN, MONDAY)
    assert next_due(plan, utc(23, 0), None) == (date(2026, 11, 24), utc(24, 8))
    assert may_send(plan, utc(23, 8), utc(23, 8)) is NudgeVerdict.SKIPPED


def test_off_and_ended_have_no_next() -> None:
    assert next_due(replace(BERLIN, on=False), utc(23, 0), None) is None
    assert next_due(replace(BERLIN, ended=True), utc(23, 0), None) is None


# ---------------------------------------------------------------- other zones


def test_moving_west_does_not_write_twice_on_one_date() -> None:
    tokyo = Plan(time(9), zone="Asia/Tokyo", offset=540)
    sent_at = on(tokyo)  # 23 November 9:00 in Tokyo, still the 22nd in Los Angeles
    there = move(tokyo, "America/Los_Angeles", sent_at + timedelta(hours=1), "Los Angeles")
    assert next_due(there, sent_at + timedelta(hours=1), MONDAY) == (date(2026, 11, 24), utc(24, 17))


def test_moving_east_writes_on_the_next_date_and_leaves_none_out() -> None:
    west = Plan(time(9), zone="America/Los_Angeles", offset=-480)
    sent_at = on(west)
    there = move(west, "Asia/Tokyo", sent_at + timedelta(hours=1), "Tokyo")
    assert next_due(there, sent_at + timedelta(hours=1), MONDAY) == (date(2026, 11, 24), utc(24, 0))


def test_a_journey_is_excused_on_both_its_dates() -> None:
    there = move(Plan(time(9), zone="Asia/Tokyo"), "America/Los_Angeles", utc(23, 1))
    assert excused(there) == ((date(2026, 11, 22), date(2026, 11, 24)),)
    assert there.offset == -480


def test_moving_to_the_same_zone_changes_only_the_name() -> None:
    assert move(BERLIN, "Europe/Berlin", utc(23, 1), "Berlin") == replace(BERLIN, place="Berlin")


def test_a_wakeup_stored_for_the_old_zone_is_not_sent() -> None:
    there = move(BERLIN, "America/New_York", utc(23, 1))
    assert may_send(there, utc(23, 8), utc(23, 8)) is NudgeVerdict.CHANGED


# ---------------------------------------------------------------- may it go out


@pytest.mark.parametrize(
    ("now_at", "verdict"),
    [
        (utc(23, 7, 59, 59), NudgeVerdict.EARLY),
        (utc(23, 8), NudgeVerdict.SEND),
        (utc(23, 11), NudgeVerdict.SEND),
        (utc(23, 11, 0, 1), NudgeVerdict.LATE),
        (utc(24, 8), NudgeVerdict.LATE),
    ],
)
def test_the_window_after_downtime(now_at: datetime, verdict: NudgeVerdict) -> None:
    assert may_send(BERLIN, utc(23, 8), now_at) is verdict


def test_never_on_the_next_local_day_even_inside_the_window() -> None:
    plan = replace(BERLIN, at=time(23), quiet=None)
    due_at = on(plan)
    assert may_send(plan, due_at, due_at + timedelta(minutes=59)) is NudgeVerdict.SEND
    assert may_send(plan, due_at, due_at + timedelta(hours=1)) is NudgeVerdict.LATE


def test_quiet_hours_hold_a_late_nudge_back() -> None:
    plan = replace(BERLIN, at=time(20, 30))
    due_at = on(plan)
    assert may_send(plan, due_at, due_at + timedelta(minutes=89)) is NudgeVerdict.SEND
    assert may_send(plan, due_at, due_at + timedelta(minutes=90)) is NudgeVerdict.QUIET


def test_a_time_chosen_in_the_quiet_hours_is_allowed_for_ten_minutes() -> None:
    plan = replace(BERLIN, at=time(23))
    due_at = on(plan)
    assert plan.asks_for_quiet_time
    assert may_send(plan, due_at, due_at + timedelta(minutes=10)) is NudgeVerdict.SEND
    assert may_send(plan, due_at, due_at + timedelta(minutes=11)) is NudgeVerdict.QUIET


@pytest.mark.parametrize(
    ("quiet", "hour", "is_quiet"),
    [
        ((time(22), time(8)), 22, True),
        ((time(22), time(8)), 7, True),
        ((time(22), time(8)), 8, False),
        ((time(22), time(8)), 21, False),
        ((time(13), time(15)), 14, True),
        ((time(13), time(15)), 15, False),
        ((time(13), time(13)), 13, False),
        (None, 3, False),
    ],
)
def test_quiet_hours_go_over_midnight_and_leave_out_their_end(
    quiet: tuple[time, time] | None, hour: int, is_quiet: bool
) -> None:
    plan = Plan(time(9), quiet=quiet)
    assert plan.is_quiet(datetime(2026, 5, 1, hour, tzinfo=UTC)) is is_quiet


def test_pause_and_off_are_asked_again_before_sending() -> None:
    assert may_send(pause(BERLIN, MONDAY, date(2026, 11, 25)), utc(23, 8), utc(23, 8)) is NudgeVerdict.PAUSED
    assert may_send(replace(BERLIN, on=False), utc(23, 8), utc(23, 8)) is NudgeVerdict.OFF
    assert may_send(replace(BERLIN, ended=True), utc(23, 8), utc(23, 8)) is NudgeVerdict.ENDED


def test_a_nudge_whose_time_was_changed_meanwhile_is_not_sent() -> None:
    assert may_send(replace(BERLIN, at=time(21)), utc(23, 8), utc(23, 8)) is NudgeVerdict.CHANGED


# ---------------------------------------------------------------- "in an hour"


def test_in_an_hour_is_a_moment_of_its_own() -> None:
    plan = snooze(BERLIN, utc(23, 8, 5))
    assert plan is not None
    assert plan.snoozed_at == utc(23, 9, 5)
    assert may_send(plan, utc(23, 9, 5), utc(23, 9, 5)) is NudgeVerdict.SEND
    assert may_send(BERLIN, utc(23, 9, 5), utc(23, 9, 5)) is NudgeVerdict.CHANGED


def test_in_an_hour_may_reach_into_the_quiet_hours_but_not_into_tomorrow() -> None:
    evening = snooze(BERLIN, utc(23, 20, 30))  # 21:30 in Berlin
    assert evening is not None
    assert evening.snoozed_at is not None
    assert may_send(evening, evening.snoozed_at, evening.snoozed_at) is NudgeVerdict.SEND
    assert (
        may_send(evening, evening.snoozed_at, evening.snoozed_at + timedelta(minutes=30))
        is NudgeVerdict.QUIET
    )
    assert snooze(BERLIN, utc(23, 22, 30)) is None


# ---------------------------------------------------------------- backing off


def test_ignored_nudges_come_ever_more_rarely_and_end_with_a_goodbye() -> None:
    plan, now_at, last = BERLIN, utc(23, 0), None
    gaps = []
    while True:
        found = next_due(plan, now_at, last)
        assert found is not None
        day, now_at = found
        decision = decide(plan, now_at, last)
        assert decision.verdict is NudgeVerdict.SEND
        gaps.append((day - last).days if last else 0)
        last = day
        if decision.goodbye:
            plan = nudged(plan, goodbye=True)
            break
        plan = nudged(plan)
        assert decision.next == next_due(plan, now_at, last)
    assert gaps == [0, 1, 1, 2, 2, 2, 7, 7, 7]
    assert decision.next is None
    assert next_due(plan, now_at, last) is None


def test_any_word_resets_the_steps_even_after_the_goodbye() -> None:
    plan = nudged(replace(BERLIN, ignored=8), goodbye=True)
    assert heard(plan) == BERLIN
    assert next_due(heard(plan), utc(23, 9), MONDAY) == (date(2026, 11, 24), utc(24, 8))


def test_the_steps_are_settings() -> None:
    assert [gap(n, ((1, 2), (3, 1))) for n in range(4)] == [1, 1, 3, None]
    assert is_goodbye(replace(BERLIN, ignored=3), ((1, 2), (3, 1)))
    assert gap(0, ()) is None
    assert not is_goodbye(replace(BERLIN, ignored=sum(n for _, n in STEPS) - 1))


def test_weekly_steps_keep_to_the_asked_days() -> None:
    plan = replace(BERLIN, days=frozenset({1}), ignored=4)
    assert next_due(plan, utc(23, 9), MONDAY) == (date(2026, 11, 30), utc(30, 8))


def test_a_day_out_of_turn_is_not_sent() -> None:
    plan = replace(BERLIN, ignored=3)  # every other day now
    assert decide(plan, utc(24, 8), MONDAY).verdict is NudgeVerdict.EARLY
    assert decide(plan, utc(25, 8), MONDAY).verdict is NudgeVerdict.SEND


# ---------------------------------------------------------------- at the wake-up


def test_many_misses_are_one() -> None:
    """Down for four days, up again ten minutes after today's time: today's goes out, nothing else."""
    decision = decide(BERLIN, utc(27, 8, 10), MONDAY)
    assert (decision.verdict, decision.local_date) == (NudgeVerdict.SEND, date(2026, 11, 27))
    assert decision.next == (date(2026, 11, 28), utc(28, 8))


def test_up_again_outside_the_window_nothing_goes_out() -> None:
    decision = decide(BERLIN, utc(27, 18), MONDAY)
    assert decision.verdict is NudgeVerdict.LATE
    assert decision.next == (date(2026, 11, 28), utc(28, 8))


def test_up_again_before_todays_time_it_waits_for_it() -> None:
    decision = decide(BERLIN, utc(27, 3), MONDAY)
    assert decision.verdict is NudgeVerdict.EARLY
    assert decision.next == (date(2026, 11, 27), utc(27, 8))


def test_a_clock_set_back_sends_nothing_again() -> None:
    decision = decide(BERLIN, utc(23, 8), MONDAY)
    assert decision.verdict is NudgeVerdict.DONE
    assert decision.next == (date(2026, 11, 24), utc(24, 8))


def test_off_is_off_at_the_wakeup() -> None:
    assert decide(replace(BERLIN, on=False), utc(23, 8), None).verdict is NudgeVerdict.OFF
    assert decide(replace(BERLIN, on=False), utc(23, 4), None).verdict is NudgeVerdict.OFF
    assert decide(replace(BERLIN, ended=True), utc(23, 8), MONDAY).verdict is NudgeVerdict.ENDED


def test_a_plan_needs_days() -> None:
    with pytest.raises(ValueError, match="needs days"):
        Plan(time(9), frozenset())
    assert EVERY_DAY > WEEKDAYS
