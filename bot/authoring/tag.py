"""Gives every text a stable `#line:` id, in place, and changes nothing else, byte for byte.

An id is made of the node's title and the text, so that the same script gets the same ids wherever it is
tagged; once written it stays, whatever becomes of the text.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from bot.authoring.walk import texts
from bot.yarn import Source, compile_sources
from bot.yarn.tree import File, Line

_LINES = re.compile(r"(\r\n|\n|\r)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?')


@dataclass(frozen=True, slots=True)
class Tagged:
    """The new text of a script, and how many ids it got."""

    name: str
    text: str
    added: int


def tag_sources(sources: Iterable[Source]) -> tuple[tuple[Tagged, ...], frozenset[str]]:
    """New texts of the sources of one project, and the names of those left alone for their errors."""
    sources = list(sources)
    compiled = compile_sources(sources)
    taken = {line.line_id for file in compiled.files for line in _texts(file) if line.line_id}
    by_name = {file.name: file for file in compiled.files}
    done = [_tag(s, by_name[s.name], taken) for s in sources if s.name not in compiled.broken]
    return tuple(done), compiled.broken


def _texts(file: File) -> Iterator[Line]:
    return (line for node in file.nodes for _, line in texts(node))


def _tag(source: Source, file: File, taken: set[str]) -> Tagged:
    rows = _LINES.split(source.text)
    added = 0
    titles = ((node.title, line) for node in file.nodes for _, line in texts(node))
    for title, line in titles:
        if line.line_id is None and line.shadow is None:
            at = (line.line - 1) * 2
            rows[at] = _with_id(rows[at], _new_id(title, line, taken))
            added += 1
    return Tagged(source.name, "".join(rows), added)


def _new_id(title: str, line: Line, taken: set[str]) -> str:
    count = 0
    while True:
        seed = f"{title}\n{line.text.source}\n{count}".encode("utf-8", "surrogatepass")
        line_id = f"line:{sha256(seed).hexdigest()[:8]}"
        if line_id not in taken:
            taken.add(line_id)
            return line_id
        count += 1


def _with_id(row: str, line_id: str) -> str:
    """The row with the id behind its text, condition and hashtags, before a comment or trailing space."""
    end = _end(row)
    content = row[:end].rstrip()
    rest = row[len(content) :]
    return f"{content} #{line_id}{' ' if rest.startswith('//') else ''}{rest}"


def _end(row: str) -> int:
    """Where the comment begins, or the row's end. Text between `{}`, `<<>>` and quotes there is skipped."""
    closers: list[str] = []
    for at, piece in _pieces(row, closers):
        if piece == "//" and not closers:
            return at
        if closers and piece == closers[-1]:
            closers.pop()
        elif piece == "{" and not (closers and closers[-1] == "}"):
            closers.append("}")
        elif piece == "<<" and not closers:
            closers.append(">>")
    return len(row)


def _pieces(row: str, closers: Collection[str]) -> Iterator[tuple[int, str]]:
    at = 0
    while at < len(row):
        if row[at] == "\\":
            at += 2
            continue
        if row[at] == '"' and closers and (string := _STRING.match(row, at)) is not None:
            at = string.end()
            continue
        pair = row[at : at + 2]
        piece = pair if pair in ("//", "<<", ">>") else row[at]
        yield at, piece
        at += len(piece)
