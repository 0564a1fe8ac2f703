"""String tables: every text of a program with its id, what translators made of it, and how far they are.

Columns as usual for the language: `language,id,text,file,node,lineNumber,lock,comment`. A row's lock is the
hash of the base text it was translated from; when the base text changes, the lock tells. Values stand in a
text as `{0}`, `{1}` in the order of the script. Node headers that people read have ids `node:NAME:HEADER`.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator

from bot.engine.program import Program
from bot.engine.render import compile_translation
from bot.errors import Diagnostic
from bot.frozen import frozen, replace
from bot.yarn.tables import (
    COLUMNS,
    StringRow,
    StringTable,
    csv_text,
    load_table,
    placeholders,
    problem,
    read_table,
    write_table,
)

__all__ = (
    "COLUMNS", "Progress", "StringRow", "StringTable", "audit", "extract", "fresh", "header_id", "load_table",
    "lock_of", "metadata", "placeholders", "progress", "read_table", "renewed", "write_table",
)  # fmt: skip

METADATA_COLUMNS = ("id", "file", "node", "lineNumber", "metadata")
_HEADER = re.compile(r"name|about|question|notice|nudge_\w+")
_LOCK = re.compile(r"[0-9a-p][0-9a-f]{7}")
# Eight figures that may be what a spreadsheet made of a lock like `123456e2`.
_RECKONED = re.compile(r"[1-9][0-9]{6}0")


def lock_of(text: str) -> str:
    """A letter and seven hex digits that change when the base text does: no spreadsheet makes a number of
    them."""
    digits = _digest(text)
    return chr(ord("a") + int(digits[0], 16)) + digits[1:]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _known(lock: str) -> bool:
    """Whether this is a lock; what else stands there, such as a number of a spreadsheet's, says nothing."""
    return bool(_LOCK.fullmatch(lock)) and not _RECKONED.fullmatch(lock)


def fresh(done: StringRow, base: str) -> bool:
    """Whether a translation was made from that base text, or nothing says that it was not."""
    lock = done.lock.strip().lower()
    # Locks that begin with a figure are of the first version.
    if done.original == base or lock in (lock_of(base), _digest(base)):
        return True
    return not _known(lock) and not done.original


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
    return csv_text(METADATA_COLUMNS, rows)


def renewed(base: Iterable[StringRow], old: StringTable, language: str) -> tuple[StringRow, ...]:
    """A table to go on translating: new texts empty, what is translated kept.

    Where the original changed, `text` is empty again: the new original stands beside it, the old one and its
    translation too, which people go on seeing meanwhile. Translations whose text is gone from the script
    stay at the end, so that no work is lost.
    """
    known = {row.id: row for row in old.rows}
    rows = [_renewed(row, known.pop(row.id, None), language) for row in base]
    return (*rows, *(row for row in known.values() if row.best.strip()))


def _renewed(row: StringRow, done: StringRow | None, language: str) -> StringRow:
    blank = replace(row, language=language, original=row.text, text="")
    if done is None or not done.best.strip():
        return blank
    comment = done.comment if done.original else blank.comment
    blank = replace(blank, comment=comment, lock=done.lock)
    was = done.was or (done.original if done.original != row.text else "")
    if not done.text.strip():
        if fresh(replace(done, original=""), row.text) and _known(done.lock):
            return replace(blank, text=done.proposal)  # the script says again what it said before
        return replace(blank, was=was, proposal=done.proposal)
    if fresh(done, row.text):
        return replace(blank, text=done.text, lock=row.lock)
    return replace(blank, was=was, proposal=done.text)


@frozen
class Progress:
    """How far a translation is, in texts: `changed` ones had a translation before their original changed,
    `gone` ones are in the table only."""

    all: int
    done: int
    changed: int
    missing: int
    gone: int

    @property
    def to_do(self) -> int:
        return self.changed + self.missing


def progress(base: Iterable[StringRow], table: StringTable) -> Progress:
    """Counts a table's texts against those of the scripts."""
    known = {row.id: row for row in table.rows}
    done = changed = missing = 0
    for row in base:
        match _state(row, known.pop(row.id, None)):
            case "done":
                done += 1
            case "changed":
                changed += 1
            case "missing":
                missing += 1
    return Progress(done + changed + missing, done, changed, missing, len(known))


def _state(row: StringRow, done: StringRow | None) -> str:
    if done is None or not done.best.strip():
        return "missing"
    return "done" if done.text.strip() and fresh(done, row.text) else "changed"


def audit(base: Iterable[StringRow], table: StringTable, language: str, file: str) -> tuple[Diagnostic, ...]:
    """What a language's table lacks: missing, stale and orphaned translations, values that do not exist,
    broken markup. All warnings but for an unknown value, which would show as braces."""
    known = {row.id: row for row in table.rows}
    found: list[Diagnostic] = []
    for row in base:
        done = known.pop(row.id, None)
        if done is None or not done.best.strip():
            message = f"{row.id} has no {language} text: {row.text[:50]}"
            at = done.at if done is not None else 1
            hint = f"the base text of {row.file}:{row.line} is shown instead"
            found.append(problem("AL701", file, at, message, hint, "warning"))
        else:
            found += _audited(row, done, language, file)
    for done in known.values():
        message = f"{done.id} is no text of the scripts any more"
        found.append(problem("AL703", file, done.at, message, "remove the row", "warning"))
    return tuple(found)


def _audited(row: StringRow, done: StringRow, language: str, file: str) -> Iterator[Diagnostic]:
    if _state(row, done) == "changed":
        message = f"the base text of {row.id} changed after it was translated: {row.text[:50]}"
        hint = f"alana strings update --language {language} shows the new text beside the old translation"
        yield problem("AL702", file, done.at, message, hint, "warning")
    given = placeholders(row.text)
    missing = placeholders(done.best) - given
    if missing:
        values = " ".join(f"{{{number}}}" for number in sorted(given)) or "no values"
        hint = f"the script gives {values}; write \\{{ for a brace"
        message = f"the {language} text of {row.id} uses {{{min(missing)}}}, which the script does not give"
        yield problem("AL704", file, done.at, message, hint)
    for wrong in compile_translation(done.best).problems:
        yield problem("AL705", file, done.at, wrong.message, wrong.hint, "warning")
