"""Long texts in parts: within the platform's measure, broken where a reader would pause, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.compose import measure, split
from bot.frozen import replace
from bot.model import Mark, Rich, Style
from tests.chat import PHONE
from tests.examples import with_examples

SMALL = replace(PHONE, max_text=200)
LONG_WORDS = "Somewhere a lamp is still burning and nobody knows for whom"


def parts(text: str) -> list[str]:
    return [part.text for part in split(Rich(text), SMALL)]


def test_paragraphs_go_before_lines_and_lines_before_sentences_and_these_before_words() -> None:
    first = f"{LONG_WORDS}. {LONG_WORDS}."
    assert parts(f"{first}\n\n{LONG_WORDS}.\n{LONG_WORDS}.")[0] == first
    assert parts(f"{first}\n{LONG_WORDS}. {LONG_WORDS}.")[0] == first
    said = f"{LONG_WORDS}, “and {LONG_WORDS}?” {LONG_WORDS}, {LONG_WORDS}"
    assert parts(said)[0] == said[: said.index("?”") + 2]
    assert parts(f"{LONG_WORDS} " * 4)[0] == f"{LONG_WORDS} {LONG_WORDS} {LONG_WORDS} Somewhere a lamp is"
    assert parts("x" * 450) == ["x" * 200, "x" * 200, "x" * 50]


def test_a_break_that_comes_too_early_is_none() -> None:
    text = f"No.\n\n{LONG_WORDS} {LONG_WORDS} {LONG_WORDS} {LONG_WORDS}"
    assert len(parts(text)[0]) > 100


@with_examples(200)
@given(st.text(st.sampled_from("ab .!?\n🪔“”"), max_size=900), st.integers(0, 800), st.integers(1, 300))
def test_nothing_is_lost_and_marks_stay_with_their_words(text: str, start: int, length: int) -> None:
    marked = text[start : start + length]
    found = list(split(Rich(text, (Mark(Style.BOLD, start, len(marked)),) if marked else ()), SMALL))
    assert max((measure(part.text, SMALL) for part in found), default=0) <= 200
    assert "".join("".join(part.text.split()) for part in found) == "".join(text.split())
    bold = "".join(part.text[m.start : m.start + m.length] for part in found for m in part.marks)
    assert "".join(bold.split()) == "".join(marked.split())
