import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.care.needed import needed
from tests.examples import with_examples

READ = [
    (r"\b(?:kill my ?self)\b", {"kill my"}),
    (r"scars?|bleed(?:ing)?", {"scar", "bleed"}),
    (r"(?:he|she) (?:\w+ ){0,2}threatens? me", {"threaten"}),
    (r"^(?=.*\b(?:bridge|roof)\b)(?=.*\b(?:i)\b)", {"bridge", "roof"}),
    (r"(?:not )?there(?! for you)", {"there"}),
    (r"(?<=the )noose", {"noose"}),
    (r"o{2,}ps|wo+w", {"ps", "wo"}),
    (r"[abc]lade|\.edge", {"lade", ".edge"}),
    (r"a.*?bc+de{0,1}", {"bc"}),
    (r"one|(?:two)?", set()),
    (r"\w+", set()),
    ("", set()),
]


@pytest.mark.parametrize(("pattern", "strings"), READ)
def test_what_a_pattern_needs(pattern: str, strings: set[str]) -> None:
    assert needed(pattern) == strings


@pytest.mark.parametrize("pattern", [pattern for pattern, strings in READ if strings])
@with_examples(25)
@given(st.data())
def test_whatever_fits_has_one_of_them(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(re.compile(pattern, re.ASCII)))
    assert any(string in text for string in needed(pattern))
