"""The plan in a person's profile: decoded once while it stays the same; what is unreadable is none."""

from datetime import UTC, datetime, time

import pytest

from bot.model import Subject
from bot.ports import Profile, Saved
from bot.reminders import stored
from bot.reminders.plan import Plan, snooze
from bot.reminders.schedule import STEPS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def person(reminder: dict[str, object] | None) -> Saved:
    return Saved(person=7, version=1, subject=Subject("chat", "7"), profile=Profile(reminder=reminder))


def test_a_plan_is_kept_and_found_again() -> None:
    plan = Plan(time(20, 30), frozenset({1, 3}), "Europe/Berlin", 60, "Berlin, Germany", pauses=())
    saved = stored.with_plan(person(None), plan)
    assert stored.plan_of(saved) == plan
    assert stored.plan_of(saved) is stored.plan_of(saved)
    later = snooze(plan, NOON)
    assert later is not None
    assert stored.plan_of(stored.with_plan(saved, later)) == later
    assert stored.plan_of(saved) == plan


@pytest.mark.parametrize(
    "reminder", [{}, {"at": "25:00", "zone": "UTC"}, {"v": 99, "at": "9:00", "zone": "UTC"}]
)
def test_what_cannot_be_read_is_no_plan(reminder: dict[str, object]) -> None:
    assert stored.plan_of(person(reminder)) is None
    assert stored.next_wakeup(person(reminder), NOON, STEPS).due_at is None
