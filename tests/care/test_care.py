import random
import re
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.judge import care
from bot.care.words import sentences
from tests.examples import with_examples
from tests.growth import STEADY, exponent

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "tests/data/care.tsv"
SAID = ROOT / "tests/data/care-said.tsv"
FRESH = ROOT / "tests/data/care-fresh.tsv"
KINDS = ("self_harm", "violence", "fear")


def rows() -> list[tuple[str, str]]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return [(expected, text) for expected, _, text in (line.partition("\t") for line in lines)]


def test_the_table_is_broad() -> None:
    expected = [kind for kind, _ in rows()]
    assert len(expected) > 1000
    assert sum(kind == "none" for kind in expected) > 400
    assert all(kind in (*KINDS, "care", "none") for kind in expected)


def test_the_table() -> None:
    heard = [(expected, text, care(text)) for expected, text in rows()]
    missed = [text for expected, text, found in heard if expected != "none" and found is None]
    wrong = [text for expected, text, found in heard if expected == "none" and found is not None]
    taken = [text for text in wrong if level(text) == "danger"]
    print(*missed, "---", *wrong, sep="\n")
    assert missed == []
    harmless = sum(expected == "none" for expected, _ in rows())
    assert len(taken) <= 0.01 * harmless
    assert len(wrong) <= 0.03 * harmless


def kind(text: str) -> str | None:
    found = care(text)
    return found.kind if found is not None else None


def level(text: str) -> str | None:
    found = care(text)
    return found.level if found is not None else None


def held_out(text: str) -> bool:
    """The fifth that `tools/learn_care.py` leaves out."""
    return crc32(text.encode()) % 5 == 0


@pytest.mark.parametrize(
    ("table", "missed_at_most", "false_at_most"), [(FRESH, 0.02, 0.06), (SAID, 0.42, 0.09)]
)
def test_what_is_said_by_the_way(table: Path, missed_at_most: float, false_at_most: float) -> None:
    """Lines that were written without the rules and the weights: FRESH, from which both have learned since,
    and of SAID what neither has seen. The misses are printed."""
    lines = [line.split("\t") for line in table.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    unseen = [(line[0], line[-1]) for line in lines if table is FRESH or held_out(line[-1])]
    danger = [text for expected, text in unseen if expected != "none"]
    harmless = [text for expected, text in unseen if expected == "none"]
    missed = [text for text in danger if care(text) is None]
    false = [text for text in harmless if care(text) is not None]
    print(f"{len(missed)} of {len(danger)} missed:", *missed, sep="\n  ")
    print(f"{len(false)} of {len(harmless)} taken for danger:", *false, sep="\n  ")
    assert len(missed) <= missed_at_most * len(danger)
    assert len(false) <= false_at_most * len(harmless)


def test_nothing_that_the_evenings_ask_is_taken_for_danger() -> None:
    asked = {
        line: script.name.startswith("11-")  # that evening is about harm: there it may be asked
        for script in (ROOT / "dialogues").glob("*/*.yarn")
        for line in re.findall(r"->\s*([^#<\n]+)", script.read_text("utf-8"))
    }
    assert len(asked) > 400
    found = {question: care(question) for question in asked}
    assert [q for q, c in found.items() if c is not None and (c.level == "danger" or not asked[q])] == []


def test_the_kinds() -> None:
    named = [(expected, text) for expected, text in rows() if expected in KINDS]
    others = [f"{expected} but {kind(text)}: {text}" for expected, text in named if kind(text) != expected]
    print("\n".join(others))
    assert len(others) <= 5


@pytest.mark.parametrize(
    "dress",
    [str.upper, str.title, "  {}!!!  ".format, "Well, hi.\n{}\nOk?".format],
)
def test_dress_changes_nothing(dress: Callable[[str], str]) -> None:
    missed = [text for expected, text in rows() if expected in KINDS and care(dress(text)) is None]
    assert missed == []


def test_apostrophes_of_all_shapes_and_none() -> None:
    for mark in ("'", "’", "‘", "´", "`", ""):
        assert kind(f"I don{mark}t want to live anymore") == "self_harm"
        assert kind(f"I{mark}m scared of my husband") == "fear"


def test_hidden_in_a_long_message() -> None:
    story = "We went to the lake and had bread and cheese. " * 60
    assert kind(story + "Then he hit me in the face. " + story) == "violence"
    assert care(story) is None


def test_the_end_of_a_very_long_message_is_read() -> None:
    assert kind("nothing to see here. " * 20_000 + "I want to die.") == "self_harm"


def test_no_question_of_the_series_is_taken_for_alarm() -> None:
    options = [
        line.split("->", 1)[1].split("#")[0].split("<<")[0].strip()
        for script in sorted((ROOT / "dialogues").glob("*/*.yarn"))
        if not script.name.startswith("11-")  # that evening is about harm
        for line in script.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith("->")
    ]
    assert [option for option in options if care(option)] == []


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "he ",
        "my ex ex husband ",
        "i want to want to ",
        "he. ",
        "not ",
        "scared of my ",
        "kill me ",
        "'",
        "\u0301",
        "er mich ",
    ],
)
def test_time_grows_no_faster_than_the_text_whatever_comes(unit: str) -> None:
    sizes = [400, 1_600, 6_400]  # of longer ones the beginning and the end are read
    assert exponent(lambda size: (unit * size)[:size], care, sizes) < STEADY


def test_of_a_text_without_end_only_so_much_is_read() -> None:
    long = sum(len(english) for english, _ in sentences("a walk with my dog. " * 100_000))
    assert long <= 6_500


def test_time_grows_no_faster_than_the_text() -> None:
    words = "my he husband ex him to hit scared of afraid me not want angst vor ihm er mich the a is"
    chance = random.Random(3)
    text = " ".join(chance.choice(words.split()) for _ in range(2_000))
    assert (
        exponent(lambda size: text[:size], lambda part: list(sentences(part)), [500, 1_500, 4_500]) < STEADY
    )


@with_examples(150)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text(text: str) -> None:
    assert kind(text) in (*KINDS, None)
