"""A year of 200 people in 40 zones, with pauses, moves, downtimes and clocks that jump; no database.

The loop below does what the program does: it stores one wake-up, handles it with `decide` when it is up
and its clock has come to it, and works the next one out. What it did is then checked against the wish
of each day, worked out separately.
"""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random

from bot.person.plan import EVERY_DAY, WEEKDAYS, Plan, heard, nudged
from bot.reminders.schedule import NudgeVerdict, decide, next_due
from bot.storage.plans import dump, load
from tests.lives import (
    DAY,
    END,
    START,
    WINDOW,
    ZONES,
    Person,
    World,
    act,
    check_sent,
    make_world,
    why_missed,
    wishes,
)

PEOPLE = 200


def live(person: Person, world: World, random: Random) -> Counter[str]:
    """The year of one person."""
    counts: Counter[str] = Counter()
    todo, at = wishes(random), START
    moments = sorted([begin for begin, _ in world.errors])
    person.versions.append((START, person.plan))
    person.wakeup = _next(person, START)
    while at < END:
        fire = _fires(person, world, at, moments)
        if todo and (fire is None or todo[0][0] < fire):
            true_at, kind = todo.pop(0)
            at = max(at, world.up_again(true_at))
            now_at = at + world.error(at)
            person.plan = heard(act(person.plan, kind, now_at, random))
            person.wakeup = _next(person, now_at)
        elif fire is None:
            break
        else:
            at = fire + timedelta(seconds=random.uniform(0, 50))
            now_at = at + world.error(at)
            if world.up_again(at) != at or person.wakeup is None or now_at < person.wakeup:
                continue
            counts[str(_wake(person, now_at))] += 1
        person.plan = load(dump(person.plan))  # every step is a restart
        person.versions.append((now_at, person.plan))
    return counts


def _next(person: Person, now_at: datetime) -> datetime | None:
    found = next_due(person.plan, now_at, person.last)
    return found[1] if found else None


def _fires(person: Person, world: World, at: datetime, moments: list[datetime]) -> datetime | None:
    """The first true moment from `at` on at which the program is up and its clock shows the wake-up."""
    if person.wakeup is None:
        return None
    now = at
    while now < END:
        now = world.up_again(now)
        true_at = max(now, person.wakeup - world.error(now))
        change = next((m for m in moments if now < m), END)
        if true_at < change:
            if world.up_again(true_at) == true_at:
                return true_at
            now = world.up_again(true_at)
        else:
            now = change
    return None


def _wake(person: Person, now_at: datetime) -> str:
    decision = decide(person.plan, now_at, person.last, WINDOW)
    person.wakeup = decision.next[1] if decision.next else None
    if decision.verdict is not NudgeVerdict.SEND:
        return decision.verdict
    person.sent.append((now_at, decision.local_date, person.plan, person.last))
    person.last = decision.local_date
    person.plan = nudged(person.plan, decision.goodbye)
    return "goodbye" if decision.goodbye else "send"


def test_a_year_of_two_hundred_people() -> None:
    random = Random(20261122)
    world = make_world(random)
    verdicts: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    unexplained = []
    for number in range(PEOPLE):
        days = random.choice((EVERY_DAY, EVERY_DAY, WEEKDAYS, frozenset({1, 3, 5})))
        at = time(random.choice((0, 2, 6, 8, 9, 12, 18, 19, 20, 21, 22, 23)), random.choice((0, 15, 30)))
        person = Person(Plan(at, days, ZONES[number % len(ZONES)]))
        verdicts += live(person, world, random)
        check_sent(person)
        sent = {day for _, day, _, _ in person.sent}
        reasons["sent"] += len(sent)
        for day in (date(2026, 1, 3) + n * DAY for n in range(360)):
            if day not in sent:
                reason = why_missed(person, day, world)
                reasons[reason or "UNEXPLAINED"] += 1
                if not reason:
                    unexplained.append((number, day))
    print("wake-ups:", dict(verdicts))
    print("local dates:", dict(reasons))
    assert not unexplained
    assert reasons["sent"] > 15_000
    wanted = {
        "paused",
        "backing off",
        "down too long",
        "clock jumped",
        "after the goodbye",
        "changed",
        "wrote first",
    }
    assert wanted <= set(reasons)
