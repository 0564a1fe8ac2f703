"""The layout of a file: lines, indentation, nodes."""

import pytest

from bot.yarn.scanner import indentation, lay_out, split_lines


def test_all_line_ends_count_once() -> None:
    assert split_lines("a\r\nb\rc\nd\u2028e") == ["a", "b", "c", "d\u2028e"]
    assert split_lines("\ufeffa\n") == ["a", ""]


@pytest.mark.parametrize(
    ("line", "expected"), [("a", (0, 0)), ("  a", (2, 2)), ("\ta", (8, 1)), (" \t a", (10, 3))]
)
def test_a_tab_is_eight_columns(line: str, expected: tuple[int, int]) -> None:
    assert indentation(line) == expected


def test_sections_tags_and_stray_text() -> None:
    layout = lay_out(
        [
            "#tag",
            "// c",
            "title: A",
            "",
            "k: v // c",
            "---",
            "body",
            "===",
            "stray",
            "title: B",
            "===",
            "title: C",
        ]
    )
    assert layout.tags == [0]
    assert layout.stray == [8]
    first, second, third = layout.sections
    assert (first.headers, list(first.body or ()), first.separator, first.closed) == ([2, 4], [6], 5, True)
    assert (second.headers, second.body, second.closed) == ([9], None, True)
    assert (third.headers, third.body, third.closed) == ([11], None, False)


def test_a_body_may_be_unclosed_or_hold_dashes() -> None:
    (section,) = lay_out(["title: A", "---", "x", "---", "y"]).sections
    assert section.body == range(2, 5)
    assert not section.closed
