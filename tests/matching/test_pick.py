import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.pick import beyond, pick
from tests.examples import with_examples

LABELS = ["Must it hurt?", "Must it last forever?", "What is karma?"]


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("2", 1),
        ("2.", 1),
        ("#2", 1),
        ("(3)", 2),
        ("3️⃣", 2),
        ("²", 1),
        ("٢", 1),
        ("two", 1),
        ("Nr. 3", 2),
        ("b", 1),
        ("B)", 1),
        ("option a", 0),
        ("a", 0),
        ("one", 0),
        ("number one", 0),
        ("question 3", 2),
        ("the second one", 1),
        ("second please", 1),
        ("I'll take the first one", 0),
        ("last one", 2),
        ("zweite", 1),
        ("die zweite bitte", 1),
        ("das erste", 0),
        ("drei", 2),
        ("die letzte", 2),
        ("must it hurt", 0),
        ("MUST IT HURT???", 0),
        ("what is", 2),
        ("must it la", 1),
    ],
)
def test_names_an_option(typed: str, index: int) -> None:
    assert pick(typed, LABELS) == index


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "4",
        "d",
        "must it",
        "must",
        "what",
        "hello there",
        "both",
        "one of them hurts",
        "the one",
        "12345",
        "-1",
        "-2",
        "<3",
        ":3",
        "?",
    ],
)
def test_names_none(typed: str) -> None:
    assert pick(typed, LABELS) is None


BEYOND = """0 | -1 | 4 | 5. | 12345 | (9) | 4th | 1.5 | 1/2 | 100% | z | d) | elf | vierte | 4te | eleven
    | option 7 | number nine | die vierte bitte | I'll take the fourth one | 2 3 | 0001"""


@pytest.mark.parametrize("typed", [each.strip() for each in BEYOND.split("|")])
def test_a_number_or_letter_that_none_has_is_known_as_one(typed: str) -> None:
    assert beyond(typed, LABELS)


@pytest.mark.parametrize(
    "typed", ["", "1", "b", "2nd", "2te", "the last one", "hello", "?", "<3", ":3", "four of us"]
)
def test_what_names_one_or_is_no_number_is_not_beyond(typed: str) -> None:
    assert not beyond(typed, LABELS)


def test_a_label_that_is_a_number_goes_first() -> None:
    assert pick("3", ["5", "3", "1"]) == 1


def test_no_labels() -> None:
    assert pick("1", []) is None


@with_examples(200)
@given(st.text(max_size=80), st.lists(st.text(max_size=40), max_size=6))
def test_any_text(typed: str, labels: list[str]) -> None:
    picked = pick(typed, labels)
    assert picked is None or 0 <= picked < len(labels)
