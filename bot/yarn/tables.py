"""String tables as files: CSV as spreadsheets and translators' tools read and write it.

Separators `,` `;` and tab are seen from the first line, UTF-8 and UTF-16 from the first bytes. Cells that are
missing at a row's end are empty. A cell that a spreadsheet would take for a formula is written behind an
apostrophe, which reading takes away again.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.engine import markup_scan
from bot.engine.program import LineInfo, Program
from bot.engine.render import from_portable
from bot.errors import Diagnostic
from bot.frozen import frozen
from bot.yarn.reading import UnreadableFile, read_bytes

COLUMNS = ("language", "id", "text", "file", "node", "lineNumber", "lock", "comment")
TRANSLATOR_COLUMNS = (
    "language", "id", "text", "original", "was", "proposal", "file", "node", "lineNumber", "lock", "comment",
)  # fmt: skip
_QUOTED = re.compile(r'[,;\t"\r\n]|^\s|\s$')
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_SEPARATORS = ",;\t"
# What a spreadsheet leaves where it could not reckon, in the languages of the bot's writers.
_FAILED_CELL = re.compile(
    r"#(NAME\?|REF!|VALUE!|DIV/0!|N/A|NUM!|NULL!|BEZUG!|WERT!|ZAHL!|NV)|(?:Err|Fehler):\d{3}"
)


@frozen
class StringRow:
    """One text. `line` counts from 1; `at` is the line of the table it was read from, 0 for a new row.

    In a translator's table `original` is the text to translate, `was` what it was when it was translated
    last, `proposal` that translation; `text` is empty there until somebody has looked at it again.
    """

    language: str
    id: str
    text: str
    file: str = ""
    node: str = ""
    line: int = 0
    lock: str = ""
    comment: str = ""
    at: int = 0
    original: str = ""
    was: str = ""
    proposal: str = ""

    @property
    def best(self) -> str:
        """The translation, else the one that was made from an earlier text."""
        return self.text if self.text.strip() else self.proposal


@frozen
class StringTable:
    """The rows of one file, and what was wrong with it."""

    rows: tuple[StringRow, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def texts(self, program: Program | None = None) -> Mapping[str, str]:
        """Translations by id; rows without text are left out, so that the base language shows. So are, with
        the program, those that use a value which the script does not give: nobody is shown a gap."""
        known = program.lines if program is not None else {}
        return {
            row.id: row.best
            for row in self.rows
            if row.best.strip() and (row.id not in known or _gives(known[row.id], placeholders(row.best)))
        }


def placeholders(text: str) -> set[int]:
    """The numbers of the values that a table's text shows."""
    return markup_scan.placeholders(from_portable(text) if "{" in text else text)


def _gives(line: LineInfo, shown: set[int]) -> bool:
    """Whether the script has a value for each of those numbers there."""
    return not shown or shown <= markup_scan.placeholders(line.source)


# --- writing --------------------------------------------------------------------------------------------


def write_table(rows: Iterable[StringRow]) -> str:
    """The CSV text of a table, lines ended by LF; with the translator's columns where a row needs them."""
    rows = list(rows)
    columns = TRANSLATOR_COLUMNS if any(row.original for row in rows) else COLUMNS
    return csv_text(columns, ([_value(row, column) for column in columns] for row in rows))


def _value(row: StringRow, column: str) -> str:
    return str(row.line) if column == "lineNumber" else str(getattr(row, column))


def csv_text(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """CSV as RFC 4180 wants it, but for the line ends."""
    return "".join(",".join(map(_cell, row)) + "\n" for row in (columns, *rows))


def _cell(value: str) -> str:
    """Quoted where it must be; the csv module leaves a lone CR bare, which it then refuses to read."""
    value = "'" + value if _FORMULA.match(value) else value
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value


# --- reading --------------------------------------------------------------------------------------------


def load_table(path: Path, name: str) -> StringTable:
    """A table from its file. Raises `UnreadableFile`."""
    return read_table(decoded(read_bytes(path)), name)


def decoded(data: bytes) -> str:
    """A table's text: UTF-16 with a byte order mark, else UTF-8. Raises `UnreadableFile`."""
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "save the table as “CSV UTF-8”, or take it in with alana strings import"
        raise UnreadableFile(f"it is not UTF-8 text (byte {error.start}); {hint}") from None


def read_table(text: str, file: str = "") -> StringTable:
    """The rows of a CSV text. Columns are found by name; `id` and `text` must be there."""
    text = text.removeprefix("\ufeff")
    separator, said = _separator(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False)
    rows: list[StringRow] = []
    problems: list[Diagnostic] = []
    try:
        if said:
            next(lines)
        names = [_KNOWN.get(name.strip().lower(), name.strip()) for name in next(lines, [])]
        if "id" not in names or "text" not in names:
            hint = "the first line is " + ",".join(COLUMNS)
            return StringTable(
                (), (problem("AL706", file, 1, "this table has no columns id and text", hint),)
            )
        before = lines.line_num
        for cells in lines:
            at, before = before + 1, lines.line_num
            if not any(cells):
                continue
            if any(cells[len(names) :]):
                message = f"this row has {len(cells)} cells instead of {len(names)}"
                hint = f"put text with {_SPOKEN[separator]} into quotes"
                problems.append(problem("AL706", file, at, message, hint))
                continue
            cells += [""] * (len(names) - len(cells))
            rows.append(_read_row(dict(zip(names, map(_inner, cells), strict=False)), at))
    except csv.Error as error:
        problems.append(problem("AL706", file, lines.line_num or 1, f"this is not CSV: {error}"))
    return _unique(rows, problems, file)


_KNOWN = {name.lower(): name for name in TRANSLATOR_COLUMNS}
_SPOKEN = {",": "commas", ";": "semicolons", "\t": "tabs"}


def _separator(text: str) -> tuple[str, bool]:
    """The separator of a table, and whether its first line says nothing else (`sep=;`)."""
    first = text[:10_000].partition("\n")[0].strip("\r")
    if found := re.fullmatch(f'"?sep=([{_SEPARATORS}])"?', first.strip(" "), re.IGNORECASE):
        return found.group(1), True
    return max(_SEPARATORS, key=first.count), False


def _inner(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _read_row(cells: Mapping[str, str], at: int) -> StringRow:
    number = cells.get("lineNumber", "")
    line = int(number) if re.fullmatch("[0-9]{1,9}", number) else 0
    given = {name: cells.get(name, "") for name in TRANSLATOR_COLUMNS if name not in ("id", "lineNumber")}
    return StringRow(id=cells["id"].strip(), line=line, at=at, **given)


def _unique(rows: Iterable[StringRow], problems: list[Diagnostic], file: str) -> StringTable:
    kept: dict[str, StringRow] = {}
    for row in rows:
        if not row.id:
            problems.append(problem("AL706", file, row.at, "this row has no id"))
        elif row.id in kept:
            message = f"the id {row.id} stands twice, first in line {kept[row.id].at}"
            problems.append(problem("AL706", file, row.at, message, "keep one of them"))
        elif _FAILED_CELL.fullmatch(row.text.strip()):
            message = f"a spreadsheet took the text of {row.id} for a formula: {row.text.strip()}"
            problems.append(problem("AL706", file, row.at, message, "write it again as text"))
        else:
            kept[row.id] = row
    return StringTable(tuple(kept.values()), tuple(problems))


def problem(
    code: str, file: str, line: int, message: str, hint: str = "", severity: str = "error"
) -> Diagnostic:
    """A finding about a table."""
    level = "error" if severity == "error" else "warning"
    return Diagnostic(code, level, file, line, 1, message, hint)  # type: ignore[arg-type]
