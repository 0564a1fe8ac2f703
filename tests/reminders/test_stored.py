"""The plan and the facts in a person's profile: what a change of one leaves of the other."""

from datetime import UTC, date, datetime, time

from bot.frozen import replace
from bot.model import Subject
from bot.person.facts import Facts
from bot.person.plan import Plan, nudged, snooze
from bot.ports import Profile, Saved
from bot.reminders import stored
from bot.reminders.schedule import STEPS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PLAN = Plan(time(20, 30), frozenset({1, 3}), "Europe/Berlin", 60, "Berlin, Germany", pauses=())
SOMEBODY = Saved(7, Subject("chat", "7"), version=1, profile=Profile("de", "de-AT", "fast"))


def test_a_plan_is_kept_beside_everything_else() -> None:
    later = snooze(PLAN, NOON)
    assert later is not None
    saved = stored.with_plan(stored.with_plan(SOMEBODY, PLAN), later)
    assert saved.profile == Profile("de", "de-AT", "fast", later)
    assert stored.offered(saved).profile == Profile("de", "de-AT", "fast", later, Facts(offered=True))


def test_a_nudge_is_noted_with_its_day_and_its_text() -> None:
    saved = replace(SOMEBODY, profile=replace(SOMEBODY.profile, unreachable=True, facts=Facts(offered=True)))
    saved = stored.with_nudge(saved, nudged(PLAN), date(2026, 3, 2), "mid:3")
    facts = Facts(date(2026, 3, 2), {"mid:3": 1}, offered=True)
    assert saved.profile == Profile("de", "de-AT", "fast", nudged(PLAN), facts, unreachable=True)


def test_without_a_plan_nothing_comes() -> None:
    assert stored.next_wakeup(SOMEBODY, NOON, STEPS).due_at is None


def test_who_has_finished_hears_a_thought_a_week() -> None:
    assert stored.steps_of(Facts(), STEPS) == STEPS
    assert stored.steps_of(Facts(finished=True), STEPS) == stored.THOUGHTS
