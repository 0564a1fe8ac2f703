"""Gives every text a stable `#line:` id, in place, and changes nothing else, byte for byte.

An id is made of the node's title and the text, so that the same script gets the same ids wherever it is
tagged; once written it stays, whatever becomes of the text.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from hashlib import sha256

from bot.analysis.walk import texts
from bot.frozen import frozen
from bot.yarn import Source, compile_sources
from bot.yarn.tree import File, LineSyntax

_LINES = re.compile(r"(\r\n|\n|\r)")
_TAGS = re.compile(r"(?:[ \t]*#[^\s#/]+(?:/(?!/)[^\s#/]*)*)*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"?')


@frozen
class Tagged:
    """The new text of a script, and how many ids it got."""

    name: str
    text: str
    added: int


def tag_sources(sources: Iterable[Source]) -> tuple[tuple[Tagged, ...], frozenset[str]]:
    """New texts of the sources of one project, and the names of those left alone: they have errors, or are
    written so oddly that an id would change what they mean."""
    sources = list(sources)
    compiled = compile_sources(sources)
    taken = {line.line_id for file in compiled.files for _, _, line in _texts(file) if line.line_id}
    by_name = {file.name: file for file in compiled.files}
    made: Counter[str] = Counter()
    done = [_tag(s, by_name[s.name], taken, made) for s in sources if s.name not in compiled.broken]
    again = {file.name: file for file in compile_sources([Source(d.name, d.text) for d in done]).files}
    odd = {d.name for d in done if not _same(by_name[d.name], again[d.name])}
    return tuple(d for d in done if d.name not in odd), compiled.broken | odd


def _texts(file: File) -> Iterator[tuple[str, str, LineSyntax]]:
    """(node title, kind, line) of every text."""
    return ((node.title, kind, line) for node in file.nodes for kind, line in texts(node))


def _same(before: File, after: File) -> bool:
    """Whether the texts mean what they did, and all have their ids."""
    complete = all(line.line_id or line.shadow for _, _, line in _texts(after))
    return complete and _meaning(before) == _meaning(after)


def _meaning(file: File) -> list[tuple[str, str, str, tuple[str, ...], bool]]:
    return [(t, k, line.text.source, line.tags, line.condition is None) for t, k, line in _texts(file)]


def _tag(source: Source, file: File, taken: set[str], made: Counter[str]) -> Tagged:
    rows = _LINES.split(source.text)
    new = [
        (kind, line, _new_id(title, line, taken, made))
        for title, kind, line in _texts(file)
        if line.line_id is None and line.shadow is None
    ]
    for kind, line, line_id in reversed(new):  # from the right, where a row holds a question and a text
        at = (line.line - 1) * 2
        end = _prompt_end(rows[at], line.column - 1) if kind == "prompt" else _end(rows[at], 0)
        rows[at] = _with_id(rows[at], end, line_id)
    return Tagged(source.name, "".join(rows), len(new))


def _new_id(title: str, line: LineSyntax, taken: set[str], made: Counter[str]) -> str:
    """`made` counts what was tried for equal texts, so that each costs the same however many there are."""
    words = f"{title}\n{line.text.source}"
    while True:
        seed = f"{words}\n{made[words]}".encode("utf-8", "surrogatepass")
        made[words] += 1
        line_id = f"line:{sha256(seed).hexdigest()[:8]}"
        if line_id not in taken:
            taken.add(line_id)
            return line_id


def _with_id(row: str, end: int, line_id: str) -> str:
    """The row with the id before `end` and before the white space there."""
    content = row[:end].rstrip()
    rest = row[len(content) :]
    return f"{content} #{line_id}{'' if not rest or rest[0].isspace() else ' '}{rest}"


def _prompt_end(row: str, inside: int) -> int:
    """Behind the `<<ask …>>` that a prompt stands in, and behind its hashtags."""
    start = row.rfind("<<", 0, inside + 1)
    closing = _end(row, max(start, 0), command=True)
    return _TAGS.match(row, closing).end()  # type: ignore[union-attr]  # it matches nothing, too


def _end(row: str, start: int, *, command: bool = False) -> int:
    """Where the comment begins, or the row's end; with `command`, behind the first `>>`. What stands between
    `{}`, `<<>>` and quotes in these is skipped."""
    closers: list[str] = []
    for at, piece in _pieces(row, start, closers):
        if piece == "//" and not closers:
            return at
        if closers and piece == closers[-1]:
            closers.pop()
            if command and not closers:
                return at + len(piece)
        elif piece == "{" and not (closers and closers[-1] == "}"):
            closers.append("}")
        elif piece == "<<" and not closers:
            closers.append(">>")
    return len(row)


def _pieces(row: str, start: int, closers: Collection[str]) -> Iterator[tuple[int, str]]:
    at = start
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
