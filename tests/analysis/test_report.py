"""How problems look to a person and to an editor."""

import json

from bot.analysis.report import as_json, as_text, summary
from bot.errors import Diagnostic

SOURCE = {"a.yarn": "\ufefftitle: Start\r\n---\r\n\tMae: 茶 [b\r\n🫖🫖 x [i]\r\n"}


def problem(line: int, column: int, end: int | None = None, hint: str = "") -> Diagnostic:
    return Diagnostic("AL503", "warning", "a.yarn", line, column, "odd", hint, end)


def test_text_shows_the_line_with_a_caret() -> None:
    shown = as_text([problem(3, 9, 11, "write \\[")], SOURCE)
    assert shown == (
        "a.yarn:3:9: warning[AL503]: odd\n    \tMae: 茶 [b\n    \t        ^~\n    hint: write \\["
    )


def test_a_place_outside_the_text_shows_no_line() -> None:
    assert as_text([problem(9, 1)], SOURCE) == "a.yarn:9:1: warning[AL503]: odd"
    assert as_text([problem(4, 99)], SOURCE).endswith("^")
    assert as_text([problem(1, 1)], {}) == "a.yarn:1:1: warning[AL503]: odd"


def test_long_lines_are_cut_around_the_place() -> None:
    shown = as_text([problem(1, 1001)], {"a.yarn": "x" * 1000 + "Y" + "x" * 1000}).split("\n")
    assert len(shown[1]) < 200
    assert shown[1][shown[2].index("^")] == "Y"


def test_json_counts_from_zero_in_utf16() -> None:
    [entry] = json.loads(as_json([problem(4, 6, 9, "h")], SOURCE))
    assert entry == {
        "file": "a.yarn",
        "range": {"start": {"line": 3, "character": 7}, "end": {"line": 3, "character": 10}},
        "severity": 2,
        "code": "AL503",
        "source": "alana",
        "message": "odd",
        "hint": "h",
    }
    assert json.loads(as_json([problem(3, 2)], SOURCE))[0]["range"]["end"] == {"line": 2, "character": 2}
    assert json.loads(as_json([], {})) == []


def test_summary() -> None:
    error = Diagnostic("AL001", "error", "a", 1, 1, "x")
    assert summary([error, error, problem(1, 1)]) == "2 errors, 1 warning"
