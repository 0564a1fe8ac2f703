"""Cuts a source into physical lines and nodes: the layout, before any meaning.

Line ends may be LF, CR LF or CR. Columns and indentation are counted here and nowhere else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TAB = 8
_LINE_END = re.compile(r"\r\n|\n|\r")


def split_lines(text: str) -> list[str]:
    """The physical lines without their ends; a byte-order mark is dropped."""
    return _LINE_END.split(text.removeprefix("\ufeff"))


def indentation(line: str) -> tuple[int, int]:
    """(width in columns, index of the first character that is no white space). A tab is 8 columns."""
    width = index = 0
    for character in line:
        if character == " ":
            width += 1
        elif character == "\t":
            width += TAB
        elif not character.isspace():
            break
        index += 1
    return width, index


@dataclass(slots=True)
class Section:
    """A node's raw lines, as index ranges into the file's lines. `body` None: there was no `---`."""

    first: int
    headers: list[int]
    body: range | None
    separator: int
    closed: bool


@dataclass(slots=True)
class FileOutline:
    """A file's raw shape: hashtag lines, stray lines and the sections."""

    tags: list[int]
    stray: list[int]
    sections: list[Section]


def lay_out(lines: Sequence[str]) -> FileOutline:
    """Finds the nodes of a file."""
    layout = FileOutline([], [], [])
    index, total = 0, len(lines)
    while index < total:
        text = lines[index].strip()
        if not text or text.startswith("//"):
            index += 1
        elif text.startswith("#"):
            layout.tags.append(index)
            index += 1
        elif text.startswith("==="):
            layout.stray.append(index)
            index += 1
        elif ":" in text or text.startswith("---"):
            section = _section(lines, index)
            layout.sections.append(section)
            index = _end(section)
        else:
            layout.stray.append(index)
            index += 1
    return layout


def _end(section: Section) -> int:
    if section.body is not None:
        return section.body.stop + 1
    return (section.headers[-1] if section.headers else section.first) + 1 + section.closed


def _section(lines: Sequence[str], first: int) -> Section:
    headers: list[int] = []
    index, total = first, len(lines)
    while index < total:
        text = lines[index].strip()
        if text.startswith("---"):
            return _body(lines, first, headers, index)
        if text.startswith("==="):
            return Section(first, headers, None, index, True)
        if text and not text.startswith("//"):
            headers.append(index)
        index += 1
    return Section(first, headers, None, total - 1, False)


def _body(lines: Sequence[str], first: int, headers: list[int], separator: int) -> Section:
    index, total = separator + 1, len(lines)
    while index < total and not lines[index].lstrip(" \t").startswith("==="):
        index += 1
    return Section(first, headers, range(separator + 1, index), separator, index < total)
