"""Turns → tallies: each person once for each thing, in any portions."""

from collections import Counter
from random import Random

import pytest

from bot.statistics.folding import DAY, Countable, LoggedTurn, TallyKey, fold

ANN, BEN = 1, 2
PEOPLE = {ANN: Countable("telegram", "de", 10 * DAY), BEN: Countable("discord", "en", 0)}


def steps(*turns: tuple[int, float, str, str | None, str | None, str | None]) -> list[LoggedTurn]:
    """(person, day, kind, key, asked, choice), numbered from 1."""
    return [
        LoggedTurn(n, who, int(day * DAY), kind, "soul", "01", "rev", key, asked, choice)
        for n, (who, day, kind, key, asked, choice) in enumerate(turns, 1)
    ]


LIFE = steps(
    (ANN, 10, "begin", "q1", None, None),
    (BEN, 10, "begin", "q1", None, None),  # known for longer than the log: not new, but back after 7 days
    (ANN, 10.1, "choose", "q2", "q1", "a"),
    (ANN, 10.2, "back", "q1", None, None),
    (ANN, 10.3, "choose", "q2", "q1", "b"),
    (ANN, 11.5, "nudged", None, None, None),
    (ANN, 11.6, "continue", "q2", None, None),
    (ANN, 11.7, "choose", None, "q2", "c"),
    (ANN, 11.7, "finished", None, None, None),
    (ANN, 12.5, "nudged", None, None, None),
    (BEN, 12.6, "nudged", None, None, None),
    (ANN, 12.7, "stopped", None, None, None),
    (BEN, 13.7, "choose", "q2", "q1", "a"),  # more than a day after the nudge
    (ANN, 41, "begin", "q1", None, None),
)


def counted(found: Counter[TallyKey], what: str, **more: str) -> int:
    asked = {"what": what, **more}
    return sum(n for key, n in found.items() if all(getattr(key, name) == v for name, v in asked.items()))


def test_each_thing_counts_once_for_a_person() -> None:
    found = fold(LIFE, 0, PEOPLE)
    assert {what: counted(found, what) for what in {key.what for key in found}} == {
        "people": 1,
        "active": 5,
        "returned1": 2,
        "returned7": 2,
        "returned30": 1,
        "begun": 2,
        "finished": 1,
        "nudged": 3,
        "opened": 1,
        "stopped": 1,
        "reached": 4,
        "went on": 3,
        "chose": 4,
    }
    assert counted(found, "reached", key="q1") == 2
    assert counted(found, "chose", key="q1", choice="a") == 2
    assert counted(found, "chose", key="q1", choice="b") == 1
    assert counted(found, "active", platform="telegram", language="de") == 3
    assert all(not key.platform and not key.language for key in found if key.what == "reached")


@pytest.mark.parametrize("seed", range(5))
def test_portions_add_up_to_the_whole(seed: int) -> None:
    random, total, last = Random(seed), Counter[TallyKey](), 0
    while last < len(LIFE):
        high = min(len(LIFE), last + random.randint(1, 4))
        total.update(fold(LIFE[:high], last, PEOPLE))
        last = high
    assert total == fold(LIFE, 0, PEOPLE)


def test_whoever_was_forgotten_is_not_counted() -> None:
    assert counted(fold(LIFE, 0, {BEN: PEOPLE[BEN]}), "reached", key="q1") == 1
