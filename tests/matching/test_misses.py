import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.misses import redact
from tests.examples import with_examples


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Will Anna come back to me?", "will <name> come back to me"),
        ("my name is peter and I wonder", "my name is <name> and i wonder"),
        ("I'm Sarah, can we talk?", "i'm <name> can we talk"),
        ("Anna has left me again", "<name> has left me again"),
        ("ich heiße klaus und suche liebe", "ich heisse <name> und suche liebe"),
        ("mail me: a.b@c.de about it", "mail me <mail> about it"),
        ("see https://x.example/z?q=1 for my story", "see <link> for my story"),
        ("@bob_1 what do you think", "<handle> what do you think"),
        ("I am 34 and single", "i am <number> and single"),
        ("What about long distance?", "what about long distance"),
        ("Was ist mit meiner Mutter?", "was ist mit meiner mutter"),
        ("Love is hard", "love is hard"),
    ],
)
def test_redact(typed: str, kept: str) -> None:
    assert redact(typed) == kept


@pytest.mark.parametrize("typed", ["", "ok", "12345", "he hits me", "@a @b", "word " * 40, "x" * 5000])
def test_not_kept(typed: str) -> None:
    assert redact(typed) is None


def test_the_same_question_groups() -> None:
    assert redact("What about  LONG distance?!") == redact("what about long distance")


@with_examples(200)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text(text: str) -> None:
    kept = redact(text)
    assert kept is None or (not any(char.isdigit() for char in kept) and "@" not in kept)
