"""Translations in the formats of translators' tools: PO (gettext) and XLIFF 1.2, both ways.

Both name each text by its id. A text whose original changed comes with the old translation as a proposal, as
these formats know it: fuzzy in PO, `needs-review-translation` in XLIFF.
"""

import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from babel import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from bot.authoring.documents import decoded
from bot.authoring.markup_files import BrokenFile, parsed_xml
from bot.authoring.translating import Given
from bot.errors import AlanaError
from bot.yarn.tables import StringRow, read_table, write_table

_XLIFF = "urn:oasis:names:tc:xliff:document:1.2"


def as_csv(rows: Iterable[StringRow], language: str, base: str) -> bytes:
    """With a byte order mark, by which spreadsheets know UTF-8."""
    return write_table(rows).encode("utf-8-sig")


def as_po(rows: Iterable[StringRow], language: str, base: str) -> bytes:
    """Each text's id is its context, so that equal texts stay apart."""
    catalog = _catalog(language)
    for row in rows:
        if not row.original:
            continue
        changed = not row.text.strip() and bool(row.proposal)
        message = catalog.add(
            row.original, row.best, locations=[(row.file, row.line)] if row.file else [],
            context=row.id, flags=["fuzzy"] if changed else [],
            previous_id=row.was if changed else (), user_comments=[row.comment] if row.comment else [],
        )  # fmt: skip
        message.flags.discard("python-brace-format")  # ours are not Python's
    out = io.BytesIO()
    write_po(out, catalog, width=_ONE_LINE, include_previous=True)
    return out.getvalue()


# At its usual width Babel breaks old originals in the middle of their quotes, which gettext refuses.
_ONE_LINE = 100_000_000


def _catalog(language: str) -> Catalog:
    try:
        return Catalog(locale=language.replace("-", "_"), charset="utf-8", fuzzy=False)
    except (UnknownLocaleError, ValueError):
        raise AlanaError(f"{language} is no language that PO files know: export CSV or XLIFF") from None


def from_po(data: bytes, file: str) -> Mapping[str, Given]:
    try:
        catalog = read_po(io.BytesIO(data), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError, LookupError) as error:
        raise AlanaError(f"{file} is no PO file: {' '.join(str(error).split())}") from None
    return {
        message.context: Given(_one(message.string), _one(message.id), not message.fuzzy)
        for message in catalog
        if message.context
    }


def _one(text: object) -> str:
    return text if isinstance(text, str) else ""


def as_xliff(rows: Iterable[StringRow], language: str, base: str) -> bytes:
    from lxml import etree

    root = etree.Element("xliff", nsmap={None: _XLIFF}, version="1.2")
    attributes = {"source-language": base, "target-language": language, "datatype": "plaintext"}
    body = etree.SubElement(etree.SubElement(root, "file", {**attributes, "original": "scripts"}), "body")
    for row in rows:
        if not row.original:
            continue
        unit = etree.SubElement(body, "trans-unit", {"id": _xml_text(row.id), _SPACE: "preserve"})
        etree.SubElement(unit, "source").text = _xml_text(row.original)
        changed = not row.text.strip() and bool(row.proposal)
        state = "translated" if row.text.strip() else "needs-translation"
        target = etree.SubElement(unit, "target", state="needs-review-translation" if changed else state)
        target.text = _xml_text(row.best)
        if changed and row.was:
            old = etree.SubElement(unit, "alt-trans", {"alttranstype": "previous-version"})
            etree.SubElement(old, "source").text = _xml_text(row.was)
            etree.SubElement(old, "target").text = _xml_text(row.proposal)
        if row.comment:
            etree.SubElement(unit, "note").text = _xml_text(row.comment)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return text


_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WAITING = ("new", "needs-translation", "needs-review-translation", "needs-adaptation", "needs-l10n")


def _xml_text(text: str) -> str:
    """Without the few characters that XML cannot hold."""
    return "".join(c for c in text if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"
                                                        and not "\ud800" <= c <= "\udfff"))  # fmt: skip


def from_xliff(data: bytes, file: str) -> Mapping[str, Given]:
    """XLIFF 1.2 as tools write it, and the plain part of 2.x; the namespace does not matter."""
    try:
        root = parsed_xml(data)
    except BrokenFile as error:
        raise AlanaError(f"{file} is no XLIFF file: {error}") from None
    found: dict[str, Given] = {}
    for unit in root.iter("{*}trans-unit", "{*}unit"):
        source, target = _inner(unit, "source"), _inner(unit, "target")
        state = next((t.get("state") or "" for t in unit.iter("{*}target")), "")
        state = state or next((s.get("state") or "" for s in unit.iter("{*}segment")), "")
        ready = state not in (*_WAITING, "initial") and unit.get("approved") != "no"
        found[unit.get("id") or ""] = Given(target, source, ready)
    if not found:
        raise AlanaError(f"{file} is no XLIFF file: it has no trans-unit and no unit")
    return found


def _inner(unit: object, name: str) -> str:
    """The text of a unit's own source or target, not of a proposal beside it."""
    direct = [*unit.iterfind("{*}" + name), *unit.iterfind("{*}segment/{*}" + name)]  # type: ignore[attr-defined]
    return "".join("".join(each.itertext()) for each in direct)


def from_csv(data: bytes, file: str) -> Mapping[str, Given]:
    """In any encoding: some spreadsheets still save the code page of their machine."""
    try:
        table = read_table(decoded(data), file)
    except BrokenFile as error:
        raise AlanaError(f"{file} cannot be read: {error}") from None
    wrong = next((problem for problem in table.diagnostics if problem.severity == "error"), None)
    if wrong is not None and not table.rows:
        raise AlanaError(str(wrong))
    return {row.id: Given(row.text, row.original) for row in table.rows}


TableWriter = Callable[[Iterable[StringRow], str, str], bytes]
TableReader = Callable[[bytes, str], Mapping[str, Given]]
WRITERS: Mapping[str, TableWriter] = {"csv": as_csv, "po": as_po, "xliff": as_xliff}
READERS: Mapping[str, TableReader] = {
    ".csv": from_csv, ".tsv": from_csv, ".txt": from_csv, ".po": from_po, ".xlf": from_xliff,
    ".xliff": from_xliff,
}  # fmt: skip


def read_back(path: Path, data: bytes, shown_as: str) -> Mapping[str, Given]:
    """What a file brings, by the end of its name."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise AlanaError(f"{shown_as} is of no kind that is known: {', '.join(READERS)}")
    return reader(data, shown_as)
