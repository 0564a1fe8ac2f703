"""Diagnostics for people and for editors.

For people: `file:line:column: error[code]: message`, the source line, a caret, a hint. For editors: JSON with
ranges as the Language Server Protocol counts them (from 0, in UTF-16 units).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import combining, east_asian_width

from bot.errors import Diagnostic
from bot.printable import printable
from bot.yarn.scanner import split_lines

_WIDEST = 160  # characters of a source line that are shown


def as_text(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """One block a problem. `sources` gives the text of each file that a problem may name."""
    lines = {name: split_lines(text) for name, text in sources.items()}
    return "\n".join(_block(diagnostic, lines) for diagnostic in diagnostics)


def _block(diagnostic: Diagnostic, lines: Mapping[str, Sequence[str]]) -> str:
    out = [str(diagnostic)]
    source = _line(diagnostic, lines)
    if source.strip():
        out += _marked(source, diagnostic)
    if diagnostic.hint:
        out.append(f"    hint: {diagnostic.hint}")
    return printable("\n".join(out))


def _line(diagnostic: Diagnostic, lines: Mapping[str, Sequence[str]]) -> str:
    source = lines.get(diagnostic.file, ())
    return source[diagnostic.line - 1] if 0 < diagnostic.line <= len(source) else ""


def _marked(source: str, diagnostic: Diagnostic) -> list[str]:
    """The source line, cut to the part that matters, and the caret under it."""
    at = min(diagnostic.column - 1, len(source))
    end = max(min((diagnostic.end_column or 0) - 1, len(source)), at + 1)
    first = max(0, at - _WIDEST // 2) if len(source) > _WIDEST else 0
    part = source[first : first + _WIDEST]
    before = "".join(c if c == "\t" else " " * _columns(c) for c in source[first:at])
    length = sum(map(_columns, source[at : min(end, first + _WIDEST)])) or 1
    return [f"    {part}", f"    {before}^{'~' * (length - 1)}"]


def _columns(char: str) -> int:
    if combining(char):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def as_json(diagnostics: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    """A JSON list; severity 1 is an error, 2 a warning."""
    lines = {name: split_lines(text) for name, text in sources.items()}
    text = json.dumps([_entry(d, _line(d, lines)) for d in diagnostics], ensure_ascii=False, indent=1)
    return "".join(char if printable(char) == char else f"\\u{ord(char):04x}" for char in text)


def _entry(diagnostic: Diagnostic, source: str) -> dict[str, object]:
    start = diagnostic.column - 1
    end = (diagnostic.end_column or diagnostic.column + 1) - 1
    row = diagnostic.line - 1
    return {
        "file": diagnostic.file,
        "range": {
            "start": {"line": row, "character": _utf16(source, start)},
            "end": {"line": row, "character": _utf16(source, max(end, start))},
        },
        "severity": 1 if diagnostic.severity == "error" else 2,
        "code": diagnostic.code,
        "source": "alana",
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def _utf16(source: str, column: int) -> int:
    part = source[:column]
    return len(part) + sum(1 for char in part if ord(char) > 0xFFFF)


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    errors = sum(1 for d in diagnostics if d.severity == "error")
    warnings = len(diagnostics) - errors
    return f"{errors} error{'' if errors == 1 else 's'}, {warnings} warning{'' if warnings == 1 else 's'}"
