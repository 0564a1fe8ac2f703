"""Reads the text part of a line: escapes, inline expressions, the condition and the hashtags behind it.

Works on one physical line; a mistake raises `Problem`.
"""

import re

from bot.engine.markup_scan import FIRST_PLACEHOLDER, LAST_PLACEHOLDER
from bot.yarn.diagnostics import Problem
from bot.yarn.expressions import Reader, parse
from bot.yarn.tree import Condition, Expression, Formatted, LineSyntax

_SPECIAL = re.compile(r"\\|\{|#|<<|//")
_QUOTED_SPECIAL = re.compile(r'\\|\{|"')
_COMMAND_SPECIAL = re.compile(r"\\[{}<>\\]|\{|>>?")
_TAG = re.compile(r"#([^\s#<]+)")
_SPACE = re.compile(r"[ \t]*")
_CONDITION = re.compile(r"<<[ \t]*(if|once)(?![\w.:-])[ \t]*")
_IF = re.compile(r"if(?![\w.:-])[ \t]*")
_ESCAPED = frozenset("#{}<>/\\")  # undone here
_MARKUP_ESCAPED = frozenset("[]:")  # undone by the markup stage
MOST_VALUES = LAST_PLACEHOLDER - FIRST_PLACEHOLDER + 1
_PRIVATE = re.compile(f"[{chr(FIRST_PLACEHOLDER)}-{chr(LAST_PLACEHOLDER)}]")


def skip_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def nothing_left(text: str, at: int) -> bool:
    """Whether only white space and a comment follow."""
    rest = text[at : at + 2] if not text[at : at + 1].isspace() else text[at:].lstrip()
    return not rest or rest.startswith("//")


class _Pieces:
    """Collects literal text and expressions, and the index at which each of them stands."""

    def __init__(self) -> None:
        self.out: list[str | Expression] = []
        self.starts: list[int] = []
        self.count = 0

    def put(self, piece: str, at: int) -> None:
        self.out.append(piece)
        self.starts.append(at)

    def value(self, text: str, line: int, at: int) -> int:
        """Reads `{expression}` at `at`; gives the index behind it."""
        if self.count >= MOST_VALUES:
            raise Problem("AL013", at + 1, f"more than {MOST_VALUES} values in one line", "split the line")
        reader = Reader(text, line, at + 1)
        self.out.append(parse(reader))
        self.starts.append(at)
        self.count += 1
        return reader.expect("}", "close the expression; write \\{ for a brace in the text")

    def formatted(self, column: int) -> Formatted:
        """As a template: trimmed, with a placeholder for each value."""
        parts = [piece for piece in self.out if not isinstance(piece, str)]
        source: list[str] = []
        pieces: list[tuple[int, int]] = []
        offset = number = 0
        for piece, at in zip(self.out, self.starts, strict=True):
            if not isinstance(piece, str):
                shown = chr(FIRST_PLACEHOLDER + number)
                number += 1
            else:
                shown = _PRIVATE.sub("\ufffd", piece) if parts and not piece.isascii() else piece
            source.append(shown)
            pieces.append((offset, at + 1))
            offset += len(shown)
        whole = "".join(source)
        if shift := len(whole) - len(whole.lstrip()):
            pieces = [(start - shift, column_at) for start, column_at in pieces]
        return Formatted(whole.strip(), parts, column, tuple(pieces))


def read_text(text: str, line: int, at: int) -> tuple[Formatted, int]:
    """Text up to a condition, hashtag, comment or the end; gives it and where it stopped."""
    found = _SPECIAL.search(text, at)
    if found is None:
        return Formatted(text[at:].strip(), [], at + 1), len(text)
    pieces, start = _Pieces(), at
    while found is not None:
        here = found.start()
        sign = found.group()
        if sign not in ("\\", "{"):
            break
        pieces.put(text[at:here], at)
        if sign == "{":
            at = pieces.value(text, line, here)
        else:
            at = _escape(text, here, pieces)
        found = _SPECIAL.search(text, at)
    stop = found.start() if found is not None else len(text)
    pieces.put(text[at:stop], at)
    return pieces.formatted(start + 1), stop


def _escape(text: str, at: int, pieces: _Pieces) -> int:
    character = text[at + 1 : at + 2]
    if character in _ESCAPED and character:
        pieces.put(character, at + 1)
    elif character in _MARKUP_ESCAPED and character:
        pieces.put(text[at : at + 2], at)
    else:
        before = f"before {character!r}" if character else "at the end of the line"
        raise Problem(
            "AL006", at + 1, f"a backslash {before} means nothing",
            "write \\\\ for a backslash", at + 3,
        )  # fmt: skip
    return at + 2


def read_quoted(text: str, line: int, at: int, example: str) -> tuple[Formatted, int]:
    """A text in double quotes at `at`, with `{expressions}` in it; gives it and the index behind."""
    if text[at : at + 1] != '"':
        raise Problem("AL004", at + 1, "expected a question in straight double quotes", f"like {example}")
    pieces, start = _Pieces(), at
    at += 1
    while (found := _QUOTED_SPECIAL.search(text, at)) is not None:
        pieces.put(text[at : found.start()], at)
        at = found.start()
        if found.group() == '"':
            return pieces.formatted(start + 2), at + 1
        if found.group() == "{":
            at = pieces.value(text, line, at)
        elif text[at + 1 : at + 2] == '"':
            pieces.put('"', at + 1)
            at += 2
        else:
            at = _escape(text, at, pieces)
    raise Problem("AL004", start + 1, "this text is not closed", 'end it with "', len(text) + 1)


def read_command(text: str, line: int, at: int) -> tuple[list[str | Expression], int]:
    """A command's pieces up to `>>`; gives them and the index behind."""
    pieces, start = _Pieces(), at
    while (found := _COMMAND_SPECIAL.search(text, at)) is not None:
        if found.start() > at:
            pieces.put(text[at : found.start()], at)
        at = found.start()
        match found.group():
            case ">>":
                return pieces.out, at + 2
            case ">":
                raise Problem(
                    "AL004", at + 1, "a single > cannot stand in a command", "write \\> or close with >>"
                )
            case "{":
                at = pieces.value(text, line, at)
            case escape:
                pieces.put(escape[1], at + 1)
                at += 2
    raise Problem(
        "AL004", start + 1, "this command is not closed on its line", "end it with >>", len(text) + 1
    )


def read_condition(text: str, line: int, at: int) -> tuple[Condition, int]:
    """`<<if x>>`, `<<once>>` or `<<once if x>>` behind a text."""
    found = _CONDITION.match(text, at)
    if found is None:
        raise Problem(
            "AL008", at + 1, "only <<if …>> or <<once>> may follow a text on its line",
            "put the command on a line of its own, or write \\<\\<", at + 3,
        )  # fmt: skip
    once, inner = found.group(1) == "once", found.end()
    if once and (also := _IF.match(text, inner)) is not None:
        inner = also.end()
    elif once:
        return Condition(True, None, line, at + 1), close(text, line, inner)
    reader = Reader(text, line, inner)
    test = parse(reader)
    end = reader.expect(">>", code="AL004")
    return Condition(once, test, line, at + 1, text[inner : reader.at].strip()), end


def close(text: str, line: int, at: int) -> int:
    """Passes `>>`; gives the index behind it."""
    at = skip_space(text, at)
    if text.startswith(">>", at):
        return at + 2
    rest = text[at:].split(">>")[0].strip()
    hint = "end it with >>" if not rest else f"remove {rest[:40]!r}"
    raise Problem("AL004", at + 1, "expected >> here", hint, len(text) + 1)


def read_line(text: str, line: int, at: int) -> tuple[LineSyntax, int]:
    """A whole line: text, one condition, hashtags. Gives it and where a comment or the end stands."""
    formatted, stop = read_text(text, line, at)
    result = LineSyntax(line, at + 1, formatted)
    if text.startswith("<<", stop):
        result.condition, stop = read_condition(text, line, stop)
    stop = read_tags(text, skip_space(text, stop), result)
    if not nothing_left(text, stop):
        _refuse_rest(text, skip_space(text, stop), result)
    return result, len(text)


def read_tags(text: str, at: int, result: LineSyntax) -> int:
    """Hashtags into the line; gives the index behind the last one."""
    tags: list[str] = []
    while (found := _TAG.match(text, at)) is not None:
        tag = found.group(1)
        cut = tag.find("//")
        if cut >= 0 and ":" not in tag[:cut]:
            tag = tag[:cut]
        _note(tag, tags, result, at)
        at = skip_space(text, at + 1 + len(tag))
    result.tags = tuple(tags)
    return at


def _note(tag: str, tags: list[str], result: LineSyntax, at: int) -> None:
    if tag.startswith("line:") and len(tag) > 5:
        if result.line_id is not None:
            raise Problem("AL303", at + 1, "this line has two ids", "keep one #line:", at + 2 + len(tag))
        result.line_id = tag
    elif tag.startswith("shadow:") and len(tag) > 7:
        result.shadow = tag[7:]
    else:
        tags.append(tag)


def _refuse_rest(text: str, at: int, result: LineSyntax) -> None:
    if text.startswith("<<", at):
        late = "two conditions" if result.condition is not None else "a condition behind a hashtag"
        raise Problem("AL008", at + 1, f"{late} on one line", "order: text, one condition, hashtags")
    hint = "order: text, one condition, hashtags, comment"
    if result.tags or result.line_id is not None:
        hint = "write \\# for a plain #, and _ for a space inside a hashtag"
    raise Problem("AL008", at + 1, "nothing more may follow here", hint, len(text) + 1)
