"""Every code that reading and compiling a script can give, in one table, and the report they go into.

Codes are stable: editors and settings may name them. AL0xx are about reading, AL1xx about types and
names, AL2xx about nodes, AL3xx about line ids, AL5xx are warnings.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Literal

from bot.errors import Diagnostic

CODES: Mapping[str, str] = {
    "AL001": "Text stands before the first node or after a node's end.",
    "AL002": "A node has no body, or its body is not closed.",
    "AL003": "A header is not written as `key: value`.",
    "AL004": "A `<<…>>` is not closed, or holds something that does not belong there.",
    "AL005": "An expression cannot be read.",
    "AL006": "A backslash stands before a character that needs none.",
    "AL007": "A block is not closed, or something closes a block that is not open.",
    "AL008": "Something follows a line's text that may not stand there, or not in this order.",
    "AL009": "An option or item has no text, or a body without content.",
    "AL010": "Blocks or expressions are nested too deep.",
    "AL011": "A word is reserved by the language.",
    "AL012": "An enum is not well formed.",
    "AL013": "A line has more inserted values than can be told apart.",
    "AL101": "Two types do not fit together.",
    "AL102": "A type cannot be worked out.",
    "AL103": "A variable is declared twice.",
    "AL104": "A smart variable is changed.",
    "AL105": "Smart variables need one another in a circle.",
    "AL106": "A function is called with the wrong number of values.",
    "AL107": "An enum or a case of it does not exist.",
    "AL108": "A name is declared twice (enum).",
    "AL109": "An unknown type is named.",
    "AL110": "A variable of the bot's is compared with something that it never is.",
    "AL201": "Two nodes have the same title.",
    "AL202": "A jump or detour leads to a node that does not exist.",
    "AL203": "A title or subtitle is missing or not a name.",
    "AL204": "Two members of a node group have the same subtitle.",
    "AL205": "A `when` header has no usable condition.",
    "AL301": "A line id is used twice.",
    "AL302": "A shadow line has no source, differs from it, or holds values.",
    "AL303": "A line has more than one id.",
    "AL501": "A blank line or comment ended an option's body before an indented line.",
    "AL502": "A node is empty.",
    "AL503": "Markup is not well formed; the line would show its source.",
    "AL504": "A separator has more than three dashes; the rest is text.",
    "AL505": "A header value is not one of those that mean something.",
    "AL506": "A file has no node.",
    "AL507": "An expression names a node that does not exist.",
    "AL508": "`---` stands inside a body, where it is text.",
    "AL509": "A web address is cut off at its slashes, which begin a comment.",
    "AL510": "A line is indented less than the answer above it, but more than the option.",
}

_VARIABLE = re.compile(r"\$\w+")
_SEARCHES = 20  # names that are looked up among all others for a likely spelling; the rest go without

Severity = Literal["error", "warning"]


class Report:
    """Collects diagnostics; places are brought inside their file."""

    def __init__(self) -> None:
        self._lines: dict[str, Sequence[str]] = {}
        self._found: dict[tuple[str, int, int, str], Diagnostic] = {}
        self._unread: set[str] | None = None

    def know(self, file: str, lines: Sequence[str]) -> None:
        """Tells the report a file's lines, so that every place is valid."""
        self._lines[file] = lines

    def add(
        self, code: str, file: str, line: int, column: int, message: str,
        hint: str = "", end: int | None = None, severity: Severity = "error",
    ) -> None:  # fmt: skip
        """Notes a problem once per place and code. Lines and columns count from 1."""
        lines = self._lines.get(file) or ("",)
        line = min(max(line, 1), len(lines))
        widest = len(lines[line - 1]) + 1
        column = min(max(column, 1), widest)
        last = None if end is None else min(max(end, column), widest)
        found = Diagnostic(code, severity, file, line, column, message, hint, last)
        self._found.setdefault((file, line, column, code), found)

    def take(self, other: "Report") -> None:
        """All that another report knows and found."""
        self._lines |= other._lines
        self._found |= {key: found for key, found in other._found.items() if key not in self._found}

    def warn(self, code: str, file: str, line: int, column: int, message: str, hint: str = "") -> None:
        self.add(code, file, line, column, message, hint, severity="warning")

    def unread(self, word: str) -> bool:
        """Whether a line that could not be read holds the variable: what is missing may stand there."""
        if self._unread is None:
            places = {(d.file, d.line) for d in self._found.values() if d.code < "AL1" or d.code == "AL107"}
            lines = [self._lines[file][line - 1] for file, line in places if file in self._lines]
            self._unread = {word for line in lines for word in _VARIABLE.findall(line)}
        return word in self._unread

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """In order of file, line and column."""
        return tuple(sorted(self._found.values(), key=lambda d: (d.file, d.line, d.column, d.code)))

    @property
    def broken(self) -> frozenset[str]:
        """The files with an error."""
        return frozenset(d.file for d in self._found.values() if d.severity == "error")


class Speller:
    """Finds what a name was meant to be. Asked often, it stops searching, so that time stays linear."""

    def __init__(self, known: Collection[str]) -> None:
        self._known, self._left = known, _SEARCHES

    def hint(self, name: str, otherwise: str) -> str:
        """`did you mean X?`, or `otherwise`."""
        self._left -= 1
        near = get_close_matches(name, self._known, n=1) if self._left >= 0 else []
        return f"did you mean {near[0]}?" if near else otherwise


class Problem(Exception):
    """A piece of text cannot be read; caught where reading goes on with the next line."""

    def __init__(self, code: str, column: int, message: str, hint: str = "", end: int | None = None) -> None:
        super().__init__(message)
        self.code, self.column, self.message, self.hint, self.end = code, column, message, hint, end


def warn_address(report: Report, file: str, line: int, column: int, hint: str) -> None:
    """Warns of `//` behind a colon, where a web address was meant."""
    said = "// begins a comment: people see nothing of this address from here on"
    report.add("AL509", file, line, column, said, hint, column + 2, "warning")
