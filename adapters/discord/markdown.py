"""`Rich` -> Discord's markdown, so that what a person sees is exactly `Rich.text`, styled by its marks alone.

Pure. Discord has no entities: styling is markup in the text. So everything in the text that could act is
escaped with a backslash, which Discord takes before any ASCII punctuation, and the markup around it is ours.
Addresses of web pages stay as they are: there a backslash would show.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from bot.model import Mark, Rich, Style

MAX_CONTENT = 2000  # code points of a message, as sent
BLANK = "\u200b"  # an empty message is refused (50006); this one shows nothing

_ACTING = re.compile(r"[\\*_~`|\[<]|@(?=everyone|here)|(?:(?<=http)|(?<=https)):(?=//)")
# As the client finds them, inside a word too; what may not end one is text again. An address with "<" right
# after it would take in the backslash before that: it is escaped itself then, and no link.
_WEB = re.compile(r"https?://[^\s<]+[^<.,:;\"'\]\s](?![^\s<]*<)")
_BLOCK = re.compile(r"^(\s*)(-#|#{1,3}|>{3}|>|-|\+)(?=\s|$)")
_NUMBER = re.compile(r"^(\s*\d+)([.)])(?=\s)")
_LONE = re.compile("[\ud800-\udfff]")


def sound(text: str) -> str:
    """The same length without unpaired surrogates, which no JSON text can carry."""
    return _LONE.sub("\ufffd", text)


def markdown(rich: Rich) -> str:
    """The text with its marks, to send. Marks outside the text are clipped."""
    text, at, lines = sound(rich.text), 0, []
    for line in text.split("\n"):
        quoted = any(m.start <= at < m.start + m.length for m in rich.marks if m.style is Style.QUOTE)
        lines.append(("> " if quoted else "") + _line(line, at, rich.marks))
        at += len(line) + 1
    return "\n".join(lines)


def escaped(text: str) -> str:
    """One line of text in which nothing acts."""
    return _start(_inline(sound(text)))


def parts(rich: Rich, tail: str = "") -> list[str]:
    """The message in as many pieces as its escapes need; `tail` (ready markdown) ends the last one.

    What fits plainly fits in one piece but for very much punctuation. The cut is made at a line end or
    a space where there is one, the same for the same text.
    """
    pieces, rest, tail = [], rich, tail[: MAX_CONTENT - 1]
    while len(rest.text) > 1 and len(shown := markdown(rest)) + len(tail) > MAX_CONTENT:
        size = max(1, min(len(rest.text) - 1, len(rest.text) * 1900 // len(shown)))
        while size > 1 and len(markdown(_slice(rest, 0, size))) > MAX_CONTENT:
            size = size * 3 // 4
        size = _boundary(rest.text, size)
        pieces.append(markdown(_slice(rest, 0, size)))
        rest = _slice(rest, size, len(rest.text))
    pieces.append(markdown(rest) + tail)
    return [piece if piece.strip() else BLANK for piece in pieces]


def _slice(rich: Rich, start: int, end: int) -> Rich:
    marks = []
    for mark in rich.marks:
        first, last = max(mark.start, start), min(mark.start + mark.length, end)
        if last > first:
            marks.append(Mark(mark.style, first - start, last - first))
    return Rich(rich.text[start:end], tuple(marks))


def _boundary(text: str, size: int) -> int:
    for sign in ("\n", " "):
        found = text.rfind(sign, size // 2, size)
        if found > 0:
            return found + 1
    return size


# ---------------------------------------------------------------- one line


def _line(line: str, at: int, marks: tuple[Mark, ...]) -> str:
    """Bold around italic around code; styles never reach over a line's end."""
    styles = [frozenset(_styles(marks, at + place)) for place in range(len(line))]
    out = "".join(
        _wrapped(_italics(line, start, end, styles), "**") if bold else _italics(line, start, end, styles)
        for start, end, bold in _runs(styles, 0, len(line), Style.BOLD)
    )
    return out if styles and styles[0] else _start(out)


def _styles(marks: tuple[Mark, ...], place: int) -> Iterator[Style]:
    for mark in marks:
        if mark.style is not Style.QUOTE and mark.start <= place < mark.start + mark.length:
            yield mark.style


def _runs(
    styles: list[frozenset[Style]], start: int, end: int, style: Style
) -> Iterator[tuple[int, int, bool]]:
    for has, group in groupby(range(start, end), key=lambda place: style in styles[place]):
        places = list(group)
        yield places[0], places[-1] + 1, has


def _italics(line: str, start: int, end: int, styles: list[frozenset[Style]]) -> str:
    out = ""
    for first, last, italic in _runs(styles, start, end, Style.ITALIC):
        inner = _codes(line, first, last, styles)
        # Inside a word Discord knows only "*", which runs together with bold's "**": plain there.
        inside = line[first - 1 : first].isalnum() or line[last : last + 1].isalnum()
        sign = "_" if not inside else "" if any(Style.BOLD in one for one in styles) else "*"
        out += _wrapped(inner, sign) if italic else inner
    return out


def _codes(line: str, start: int, end: int, styles: list[frozenset[Style]]) -> str:
    out = ""
    for first, last, code in _runs(styles, start, end, Style.CODE):
        piece = line[first:last]
        out += _wrapped(piece, "`") if code and "`" not in piece else _inline(piece)
    return out


def _wrapped(text: str, sign: str) -> str:
    """Markup does not act next to a space on its inside: spaces stay outside."""
    core = text.strip()
    if not core:
        return text
    before = text[: len(text) - len(text.lstrip())]
    return before + sign + core + sign + text[len(text.rstrip()) :]


def _inline(text: str) -> str:
    out, at = "", 0
    for web in _WEB.finditer(text):
        out += _ACTING.sub(r"\\\g<0>", text[at : web.start()]) + web.group()
        at = web.end()
    return out + _ACTING.sub(r"\\\g<0>", text[at:])


def _start(line: str) -> str:
    """Signs that make a heading, a list or a quotation act at the start of a line only."""
    return _NUMBER.sub(r"\1\\\2", _BLOCK.sub(r"\1\\\2", line))
