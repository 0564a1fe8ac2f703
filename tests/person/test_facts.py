"""Days on which an evening was finished: each once, in order, the newest four hundred."""

from datetime import date, timedelta

from bot.person.facts import Facts, with_day

FIRST = date(2026, 1, 1)


def test_a_day_counts_once_and_in_its_place() -> None:
    facts = Facts()
    for days in (2, 0, 2, 1):
        facts = with_day(facts, FIRST + timedelta(days=days))
    assert facts.days == (FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=2))


def test_old_days_are_let_go() -> None:
    facts = Facts(offered=True)
    for days in range(500):
        facts = with_day(facts, FIRST + timedelta(days=days))
    assert facts.days == tuple(FIRST + timedelta(days=days) for days in range(100, 500))
    assert facts.offered
