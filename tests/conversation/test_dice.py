"""Dice that are seeded late roll what any others of that seed do."""

from collections.abc import Callable
from random import Random

import pytest

from bot.conversation.dice import Dice

ROLLS: list[Callable[[Random], object]] = [
    lambda dice: dice.random(),
    lambda dice: dice.randint(1, 6),
    lambda dice: dice.uniform(-1, 1),
    lambda dice: dice.choice("abcdefgh"),
    lambda dice: dice.sample(range(100), 5),
    lambda dice: dice.gauss(0, 1),
]


@pytest.mark.parametrize("roll", ROLLS)
def test_they_roll_what_others_of_that_seed_do(roll: Callable[[Random], object]) -> None:
    late, plain = Dice("chat:7:1/3"), Random("chat:7:1/3")
    assert [roll(late) for _ in range(5)] == [roll(plain) for _ in range(5)]
