"""String tables: every text of a program with its id, as CSV files that translators fill in.

Columns as usual for the language: `language,id,text,file,node,lineNumber,lock,comment`. A row's lock is the
hash of the base text it was translated from; when the base text changes, the lock tells. Values stand in a
text as `{0}`, `{1}` in the order of the script. Node headers that people read have ids `node:NAME:HEADER`.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bot.engine import markup_scan
from bot.engine.program import Program
from bot.engine.render import compile_translation, from_portable
from bot.errors import Diagnostic

COLUMNS = ("language", "id", "text", "file", "node", "lineNumber", "lock", "comment")
METADATA_COLUMNS = ("id", "file", "node", "lineNumber", "metadata")
_QUOTED = re.compile(r'[,"\r\n]|^\s|\s$')
_HEADER = re.compile(r"name|about|question|notice|nudge_\w+")


@dataclass(frozen=True, slots=True)
class StringRow:
    """One text. `line` counts from 1; `at` is the line of the table it was read from, 0 for a new row."""

    language: str
    id: str
    text: str
    file: str = ""
    node: str = ""
    line: int = 0
    lock: str = ""
    comment: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file, and what was wrong with it."""

    rows: tuple[StringRow, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def texts(self, program: Program | None = None) -> Mapping[str, str]:
        """Translations by id; rows without text are left out, so that the base language shows. So are, with
        the program, those that use a value which the script does not give: nobody is shown a gap."""
        known = program.lines if program is not None else {}
        return {
            row.id: row.text
            for row in self.rows
            if row.text.strip()
            and (row.id not in known or placeholders(row.text) <= placeholders(known[row.id].text))
        }


def lock_of(text: str) -> str:
    """Eight hex digits that change when the base text does."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def header_id(node: str, header: str) -> str:
    """The id of a node header's text, such as `node:KarmicSoulMates:name`."""
    return f"node:{node}:{header}"


def extract(program: Program, language: str) -> tuple[StringRow, ...]:
    """Every text of the base language: node headers first, then lines, options and prompts in order."""
    rows = []
    for name, node in program.nodes.items():
        for key, value in node.headers:
            if _HEADER.fullmatch(key) and value:
                rows.append(_row(language, header_id(name, key), value, node.file, name, node.line))
    for line in program.lines.values():
        if line.translation in ("", line.id):
            comment = " ".join(f"#{tag}" for tag in line.tags if tag != "lastline")
            row = _row(language, line.id, line.text, line.file, line.node, line.line)
            rows.append(replace(row, comment=comment))
    return tuple(rows)


def _row(language: str, id: str, text: str, file: str, node: str, line: int) -> StringRow:
    return StringRow(language, id, text, file, node, line, lock_of(text))


def metadata(program: Program) -> str:
    """The metadata CSV: each line's hashtags."""
    rows = [
        (line.id, line.file, line.node, str(line.line), " ".join(line.tags))
        for line in program.lines.values()
        if line.tags
    ]
    return _csv(METADATA_COLUMNS, rows)


def write_table(rows: Iterable[StringRow]) -> str:
    """The CSV text of a table, lines ended by LF."""
    return _csv(
        COLUMNS,
        [(r.language, r.id, r.text, r.file, r.node, str(r.line), r.lock, r.comment) for r in rows],
    )


def _csv(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    return "".join(",".join(map(_cell, row)) + "\n" for row in (columns, *rows))


def _cell(value: str) -> str:
    """Quoted where it must be; the csv module leaves a lone CR bare, which it then refuses to read."""
    return '"' + value.replace('"', '""') + '"' if _QUOTED.search(value) else value


def renewed(base: Iterable[StringRow], old: Table, language: str) -> tuple[StringRow, ...]:
    """A table to go on translating: new texts empty, old translations kept with the lock they were made at.

    Translations whose text is gone from the script stay at the end, so that no work is lost.
    """
    known = {row.id: row for row in old.rows}
    rows = []
    for row in base:
        done = known.pop(row.id, None)
        if done is None or not done.text.strip():
            rows.append(replace(row, language=language, text="", comment=_original(row)))
        else:
            rows.append(replace(row, language=language, text=done.text, lock=done.lock, comment=done.comment))
    rows += [row for row in known.values() if row.text.strip()]
    return tuple(rows)


def _original(row: StringRow) -> str:
    return f"{row.text} {row.comment}".strip()


def read_table(text: str, file: str = "") -> Table:
    """The rows of a CSV text. Columns are found by name; `id` and `text` must be there."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=False)
    rows: list[StringRow] = []
    problems: list[Diagnostic] = []
    try:
        names = [name.strip() for name in next(lines, [])]
        if "id" not in names or "text" not in names:
            hint = "the first line is " + ",".join(COLUMNS)
            return Table((), (_problem("AL706", file, 1, "this table has no columns id and text", hint),))
        before = lines.line_num
        for cells in lines:
            at, before = before + 1, lines.line_num
            if not any(cells):
                continue
            if len(cells) != len(names):
                message = f"this row has {len(cells)} cells instead of {len(names)}"
                problems.append(_problem("AL706", file, at, message, "put text with commas into quotes"))
                continue
            rows.append(_read_row(dict(zip(names, cells, strict=True)), at))
    except csv.Error as error:
        problems.append(_problem("AL706", file, lines.line_num or 1, f"this is not CSV: {error}"))
    return _unique(rows, problems, file)


def _read_row(cells: Mapping[str, str], at: int) -> StringRow:
    number = cells.get("lineNumber", "")
    line = int(number) if re.fullmatch("[0-9]{1,9}", number) else 0
    return StringRow(
        cells.get("language", ""), cells["id"].strip(), cells["text"],
        cells.get("file", ""), cells.get("node", ""), line,
        cells.get("lock", ""), cells.get("comment", ""), at,
    )  # fmt: skip


def _unique(rows: Iterable[StringRow], problems: list[Diagnostic], file: str) -> Table:
    kept: dict[str, StringRow] = {}
    for row in rows:
        if not row.id:
            problems.append(_problem("AL706", file, row.at, "this row has no id"))
        elif row.id in kept:
            message = f"the id {row.id} stands twice, first in line {kept[row.id].at}"
            problems.append(_problem("AL706", file, row.at, message, "keep one of them"))
        else:
            kept[row.id] = row
    return Table(tuple(kept.values()), tuple(problems))


def audit(base: Iterable[StringRow], table: Table, language: str, file: str) -> tuple[Diagnostic, ...]:
    """What a language's table lacks: missing, stale and orphaned translations, values that do not exist,
    broken markup. All warnings but for an unknown value, which would show as braces."""
    known = {row.id: row for row in table.rows}
    found: list[Diagnostic] = []
    for row in base:
        done = known.pop(row.id, None)
        if done is None or not done.text.strip():
            message = f"{row.id} has no {language} text: {row.text[:50]}"
            at = done.at if done is not None else 1
            hint = f"the base text of {row.file}:{row.line} is shown instead"
            found.append(_problem("AL701", file, at, message, hint, "warning"))
        else:
            found += _audited(row, done, language, file)
    for done in known.values():
        message = f"{done.id} is no text of the scripts any more"
        found.append(_problem("AL703", file, done.at, message, "remove the row", "warning"))
    return tuple(found)


def _audited(row: StringRow, done: StringRow, language: str, file: str) -> Iterable[Diagnostic]:
    if done.lock and done.lock != lock_of(row.text):
        message = f"the base text of {row.id} changed after it was translated: {row.text[:50]}"
        hint = f"look at the {language} text, then set its lock to {lock_of(row.text)}"
        yield _problem("AL702", file, done.at, message, hint, "warning")
    given = placeholders(row.text)
    missing = placeholders(done.text) - given
    if missing:
        values = " ".join(f"{{{number}}}" for number in sorted(given)) or "no values"
        hint = f"the script gives {values}; write \\{{ for a brace"
        message = f"the {language} text of {row.id} uses {{{min(missing)}}}, which the script does not give"
        yield _problem("AL704", file, done.at, message, hint)
    for problem in compile_translation(done.text).problems:
        yield _problem("AL705", file, done.at, problem.message, problem.hint, "warning")


def placeholders(text: str) -> set[int]:
    """The numbers of the values that a table's text shows."""
    return markup_scan.placeholders(from_portable(text))


def _problem(
    code: str, file: str, line: int, message: str, hint: str = "", severity: str = "error"
) -> Diagnostic:
    level = "error" if severity == "error" else "warning"
    return Diagnostic(code, level, file, line, 1, message, hint)  # type: ignore[arg-type]
