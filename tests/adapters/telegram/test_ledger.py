from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.ledger import IN_VAIN, PATIENCE, RECENT, WIDEST_GAP, Ledger
from tests.examples import with_examples


def test_the_offset_is_the_lowest_unfinished_update() -> None:
    ledger = Ledger()
    assert ledger.offset() is None
    assert all(ledger.admit(n) for n in (5, 6, 7))
    ledger.finish(6)
    ledger.finish(7)
    assert ledger.offset() == 5
    ledger.finish(5)
    assert ledger.offset() == 8


def test_what_comes_again_is_not_admitted_twice() -> None:
    ledger = Ledger()
    assert ledger.admit(5)
    assert not ledger.admit(5)
    ledger.finish(5)
    assert not ledger.admit(5)


def test_a_gap_is_waited_for_and_then_given_up() -> None:
    ledger = Ledger()
    ledger.admit(5)
    ledger.finish(5)
    ledger.admit(8)
    ledger.finish(8)
    assert ledger.offset() == 6
    assert ledger.follows_a_gap(8)
    for _ in range(PATIENCE):
        ledger.polled()
    assert ledger.offset() == 9
    assert not ledger.follows_a_gap(8)


def test_what_may_come_before_the_first_is_waited_for_until_one_look() -> None:
    ledger = Ledger()
    ledger.begin_with(9, 3)
    assert ledger.admit(9)
    assert ledger.follows_a_gap(9)
    ledger.begin_with(7, 3)  # the first is known by now
    assert ledger.admit(7)
    assert ledger.follows_a_gap(9)
    ledger.polled()
    assert not ledger.follows_a_gap(7)
    assert not ledger.follows_a_gap(9)


def test_a_server_that_counts_with_gaps_is_believed_after_a_while() -> None:
    ledger = Ledger()
    for number in range(10, 10 + 2 * IN_VAIN + 2, 2):
        ledger.admit(number)
        ledger.finish(number)
        for _ in range(PATIENCE):
            ledger.polled()
    ledger.admit(100)
    assert not ledger.follows_a_gap(100)
    ledger.admit(99)  # and one late update makes it careful again
    ledger.admit(103)
    assert ledger.follows_a_gap(103)


def test_the_missing_update_fills_its_gap() -> None:
    ledger = Ledger()
    for number in (5, 7):
        ledger.admit(number)
        ledger.finish(number)
    assert ledger.offset() == 6
    assert ledger.admit(6)
    ledger.finish(6)
    assert ledger.offset() == 8


def test_a_new_numbering_is_no_gap() -> None:
    ledger = Ledger()
    ledger.admit(5)
    ledger.finish(5)
    ledger.admit(6 + WIDEST_GAP)
    ledger.finish(6 + WIDEST_GAP)
    assert ledger.offset() == 7 + WIDEST_GAP


def test_a_lower_id_after_renumbering_sets_a_lower_offset() -> None:
    ledger = Ledger()
    ledger.admit(500)
    ledger.renumber()
    assert ledger.offset() == 500  # still in hand: nothing may be forgotten
    ledger.finish(500)
    ledger.renumber()
    assert ledger.offset() is None
    ledger.admit(12)
    ledger.finish(12)
    assert ledger.offset() == 13


def test_memory_is_bounded() -> None:
    ledger = Ledger()
    for number in range(1, 3 * RECENT):
        ledger.admit(number)
        ledger.finish(number)
    assert ledger.in_hand == 0
    assert len(ledger._recent) == RECENT


@with_examples(100)
@given(st.lists(st.integers(1, 60), max_size=40), st.randoms(use_true_random=False))
def test_no_offset_ever_confirms_an_unfinished_update(numbers: list[int], random: object) -> None:
    ledger = Ledger()
    open_ones: list[int] = []
    for number in numbers:
        if ledger.admit(number):
            open_ones.append(number)
        if open_ones and random.random() < 0.5:  # type: ignore[attr-defined]
            ledger.finish(open_ones.pop(random.randrange(len(open_ones))))  # type: ignore[attr-defined]
        ledger.polled()
        offset = ledger.offset()
        assert offset is None or all(offset <= unfinished for unfinished in open_ones)
