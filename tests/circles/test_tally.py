"""Votes: who wins, when it is decided, and what is drawn by lot."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.circles import tally
from bot.circles.tally import Outcome

ELECTORATE = [f"m{n}" for n in range(9)]
VOTES = st.dictionaries(st.sampled_from(ELECTORATE), st.sampled_from("012"))


def cast(*values: str) -> dict[str, str]:
    return {f"m{n}": value for n, value in enumerate(values)}


@pytest.mark.parametrize(
    ("votes", "members", "over"),
    [
        ((), 0, False),
        ((), 3, False),
        (("0",), 1, True),
        (("0",), 2, False),
        (("0", "0"), 3, True),  # two ahead, one silent
        (("0", "1"), 3, False),
        (("0", "0", "1"), 4, False),  # one ahead, one silent: it may be a tie
        (("0", "0", "0", "1"), 5, True),
        (("0", "1"), 2, True),
    ],
)
def test_a_question_is_decided_when_waiting_changes_nothing(
    votes: tuple[str, ...], members: int, over: bool
) -> None:
    assert tally.decided(cast(*votes), ELECTORATE[:members]) is over


@given(VOTES, st.data())
def test_what_was_decided_stays_so_whatever_the_silent_do(votes: dict[str, str], data: st.DataObject) -> None:
    if not tally.decided(votes, ELECTORATE):
        return
    silent = [member for member in ELECTORATE if member not in votes]
    late = data.draw(st.fixed_dictionaries({member: st.sampled_from("012") for member in silent}))
    before = tally.outcome(votes, "012", Random(1))
    after = tally.outcome({**votes, **late}, "012", Random(1))
    assert before is not None
    assert after is not None
    assert after.value == before.value


@given(VOTES)
def test_the_winner_has_the_most_votes_and_all_are_counted(votes: dict[str, str]) -> None:
    found = tally.outcome(votes, "012", Random(2))
    if not votes:
        assert found is None
        return
    assert found is not None
    counts = tally.counts(votes)
    assert found.votes == max(counts.values()) == counts[found.value]
    assert found.of == sum(counts.values()) == len(votes)
    assert set(found.tied) == (
        {value for value, n in counts.items() if n == found.votes} if found.tied else set()
    )


def test_of_equal_ones_each_is_drawn_and_the_same_dice_draw_the_same() -> None:
    votes = cast("0", "1", "0", "1", "2")
    drawn = {tally.outcome(votes, "012", Random(seed)) for seed in range(20)}
    assert drawn == {Outcome("0", 2, 5, ("0", "1")), Outcome("1", 2, 5, ("0", "1"))}
    assert tally.outcome(votes, "012", Random(7)) == tally.outcome(votes, "012", Random(7))


def test_what_is_no_option_does_not_count() -> None:
    assert tally.outcome(cast("7", "7", "0"), "012", Random(1)) == Outcome("0", 1, 1)
    assert tally.outcome(cast("7"), "012", Random(1)) is None


def test_numbers_give_their_median_once_everybody_has_answered() -> None:
    assert tally.middle({}) is None
    assert tally.middle(cast("3", "10", "4")) == 4.0
    assert tally.middle(cast("3", "4")) == 3.5
    assert not tally.all_answered(cast("3", "4"), ELECTORATE[:3])
    assert tally.all_answered(cast("3", "4", "5"), ELECTORATE[:3])
    assert not tally.all_answered({}, [])
