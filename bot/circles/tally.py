"""Counting votes: how many for what, whether it is decided, and who wins. Pure.

`votes` are by member; values that are no option of the question do not count.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from random import Random
from statistics import median

from bot.frozen import frozen


@frozen
class Outcome:
    """What won, with how many of the votes. `tied`: what it was drawn from, where several were equal."""

    value: str
    votes: int
    of: int
    tied: tuple[str, ...] = ()


def counts(votes: Mapping[str, str]) -> Mapping[str, int]:
    """How many voted for each value."""
    return Counter(votes.values())


def decided(votes: Mapping[str, str], members: Collection[str]) -> bool:
    """Whether waiting longer cannot change who wins: all who are in have voted, or those who have not are
    fewer than what the first is ahead."""
    if not votes:
        return False
    silent = len(set(members) - votes.keys())
    first, second, *_ = [*sorted(counts(votes).values(), reverse=True), 0, 0]
    return silent == 0 or first - second > silent


def all_answered(votes: Mapping[str, str], members: Collection[str]) -> bool:
    """Where nothing wins, and each answer counts."""
    return bool(votes) and votes.keys() >= set(members)


def outcome(votes: Mapping[str, str], options: Sequence[str], dice: Random) -> Outcome | None:
    """The option with the most votes; of equal ones one is drawn. None: nobody voted."""
    found = counts(votes)
    most = max((found.get(option, 0) for option in options), default=0)
    if not most:
        return None
    first = tuple(option for option in options if found.get(option, 0) == most)
    total = sum(found.get(option, 0) for option in options)
    if len(first) == 1:
        return Outcome(first[0], most, total)
    return Outcome(dice.choice(first), most, total, first)


def middle(votes: Mapping[str, str]) -> float | None:
    """The median of the numbers; between two, half-way. None: nobody gave one."""
    numbers = [float(value) for value in votes.values()]
    return median(numbers) if numbers else None
