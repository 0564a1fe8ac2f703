import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import clean, fold
from tests.examples import with_examples
from tests.growth import STEADY, exponent


def test_clean_drops_what_nobody_sees() -> None:
    assert clean("a\u200bb\u202ec\x00d\ufeff\ud800e") == "abc de"


def test_clean_keeps_emoji_families_and_accents() -> None:
    assert clean("  Zoë 👩‍👩‍👧 ") == "Zoë 👩‍👩‍👧"


def test_clean_keeps_paragraphs_but_no_towers_of_blank_lines() -> None:
    assert clean("one\r\ntwo\n\n\n\n\nthree   four") == "one\ntwo\n\nthree four"


def test_clean_composes() -> None:
    assert clean("e\u0301") == "é"


def test_fold_is_for_comparing() -> None:
    assert fold("  Don’t — GO! ") == "dont go"
    assert fold("Straße") == fold("STRASSE")
    assert fold("ﬁne ２") == "fine 2"


HOSTILE = {
    "long": "a" * 100_000,
    "marks": "\u0301" * 10_000,
    "marked": "a" + "\u0301\u0323" * 50_000,
    "overrides": "\u202e\u2066" * 50_000,
    "surrogates": "\ud800" * 100_000,
    "growing": "\ufdfa" * 100_000,
    "zero width": "x\u200b" * 50_000,
    "lines": "\n" * 100_000,
    "nulls": "\x00" * 100_000,
    "mixed": "ab \u0301\u200d\ud800\n" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_bounded(text: str) -> None:
    cleaned, folded = clean(text), fold(text)
    assert len(cleaned) <= 2000
    assert len(folded) <= 2000
    cleaned.encode()
    folded.encode()
    sizes = [500, 4_000, 32_000]
    assert exponent(lambda size: text[:size], lambda part: (clean(part), fold(part)), sizes) < STEADY


@with_examples(200)
@given(st.text(alphabet=st.characters(), max_size=200), st.integers(min_value=1, max_value=100))
def test_any_text_comes_out_well_formed(text: str, limit: int) -> None:
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert not any(unicodedata.category(char) in ("Cs", "Cc") for char in cleaned if char != "\n")
    assert cleaned == cleaned.strip()
    assert len(fold(text, limit)) <= limit
    assert fold(fold(text)) == fold(text)
