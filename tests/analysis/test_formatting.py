"""Indentation: as it is usual, and never another meaning."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.facts import facts_of
from bot.analysis.formatting import formatted
from bot.yarn import DEFAULT, Source, compile_sources
from tests.examples import with_examples

DIALOGUES = Path(__file__).parents[2] / "dialogues" / "finding-a-soul-mate"
ROWS = (
    "Mae: Hm.",
    "-> Go on",
    "=> Ho.",
    "<<if true>>",
    "<<else>>",
    "<<endif>>",
    "<<once>>",
    "<<endonce>>",
    "// so",
    "",
)


def indented(text: str) -> str:
    rows = text.split("\n")
    for edit in formatted(facts_of(Source("a", text), DEFAULT), DEFAULT):
        assert (edit.line, edit.column) == (edit.end_line, 1)
        assert edit.end_column == len(rows[edit.line - 1]) + 1
        rows[edit.line - 1] = edit.text
    return "\n".join(rows)


def script(body: str) -> str:
    return f"title: Start\n---\n{body}\n===\n"


def test_answers_and_blocks_get_four_spaces() -> None:
    before = (
        "-> One\n  // why\n  Mae: Hm.\n  <<if true>>\n  Mae: So.\n      <<else>>\n  -> In it\n\tMae: Ho.\n"
        "  <<endif>>\n-> Two <<if true>>\n <<jump Start>>\n\n"
        "<<enum E>>\n<<case A>>\n<<endenum>>\n   Mae: All."
    )
    after = (
        "-> One\n    // why\n    Mae: Hm.\n    <<if true>>\n        Mae: So.\n    <<else>>\n"
        "        -> In it\n            Mae: Ho.\n    <<endif>>\n-> Two <<if true>>\n    <<jump Start>>\n\n"
        "<<enum E>>\n    <<case A>>\n<<endenum>>\nMae: All."
    )
    assert indented(script(before)) == script(after)


@pytest.mark.parametrize("space", ["\u3000", "\u00a0", "\u2003", "\x0b"])
@pytest.mark.parametrize("mark", ["===", "---", "-> One", "// so", "<<if true>>x<<endif>>", "Mae: Hm."])
def test_wider_spaces_end_no_node(space: str, mark: str) -> None:
    text = script(f"  Mae: Hm.\n{space}{mark}\ntitle: Next\n---\n  {space}{mark}\nMae: Ho.")
    before = compile_sources([Source("a", text)]).program
    after = compile_sources([Source("a", indented(text))]).program
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert [line.text for line in before.lines.values()] == [line.text for line in after.lines.values()]
        assert indented(indented(text)) == indented(text)


def test_scripts_with_mistakes_are_left_alone() -> None:
    text = script("   Mae: Hm.\n <<if>>")
    assert indented(text) == text


@pytest.mark.parametrize("path", sorted(DIALOGUES.glob("*.yarn")), ids=lambda path: path.stem)
def test_what_is_written_well_stays(path: Path) -> None:
    text = path.read_text("utf-8")
    once = indented(text)
    assert indented(once) == once
    assert [line.strip() for line in once.split("\n")] == [line.strip() for line in text.split("\n")]


@with_examples(300)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(ROWS)), max_size=9))
def test_the_program_stays_the_same(rows: list[tuple[int, str]]) -> None:
    text = script("\n".join("  " * depth + row for depth, row in rows))
    before = compile_sources([Source("a", text)]).program
    after = compile_sources([Source("a", indented(text))]).program
    assert (before is None) == (after is None)
    if before is not None and after is not None:
        assert before.where == after.where
        assert [*before.lines] == [*after.lines]
        assert before.choices == after.choices
        assert indented(indented(text)) == indented(text)
