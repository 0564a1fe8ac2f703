"""What a script can ask about who is there."""

import random

import pytest

from bot.engine.run import Env
from tests.engine.talk import Talk

SCRIPT = (
    "title: Start\n---\n<<if is_circle()>>\nAll {circle_size()} of you.\n<<else>>\n"
    "You alone, {circle_size()}.\n<<endif>>\n===\n"
)


@pytest.mark.parametrize(
    ("circle", "said"),
    [(None, "You alone, 1."), (12, "All 12 of you."), (1, "All 1 of you."), (0, "All 1 of you.")],
)
def test_who_is_there(circle: int | None, said: str) -> None:
    assert Talk(SCRIPT, Env(circle=circle, random=random.Random(1))).begin() == [said, "END"]
