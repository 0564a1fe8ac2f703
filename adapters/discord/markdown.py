"""`Rich` -> Discord's markdown, so that what a person sees is exactly `Rich.text`, styled by its marks alone.

Pure. Discord has no entities: styling is markup in the text. So everything in the text that could act is
escaped with a backslash, which Discord takes before any ASCII punctuation, and the markup around it is ours.
Addresses of web pages stay as they are: there a backslash would show. Only a script has any: what a person
typed (`said`, as in `bot.model.Message`) is escaped like the rest, before it can be read as an address.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.frozen import replace
from bot.model import Mark, Rich, Style, stretches

MAX_CONTENT = 2000  # code points of a message, as sent
BLANK = "\u200b"  # an empty message is refused (50006); this one shows nothing

# With the short names of emoji (":wave:"), which the client turns into them.
_ACTING = re.compile(r"[\\*_~`|\[<]|@(?=everyone|here)|(?<=\w):(?=//)|:(?=[\w+-]+:)")
# In a person's words also what makes an invitation or another link without "https://".
_ALIVE = re.compile(r"[\\*_~`|\[<@:]|\.(?=\w)")
# As the client finds them, inside a word too; what may not end one is text again. An address with "<" right
# after it would take in the backslash before that: it is escaped itself then, and no link.
_WEB = re.compile(r"https?://[^\s<]+[^<.,:;\"'\]\s](?![^\s<]*<)")
_BLOCK = re.compile(r"^(\s*)(-#|#{1,3}|>{3}|>|-|\+)(?=\s|$)")
_NUMBER = re.compile(r"^(\s*\d+)([.)])(?=\s)")
_LONE = re.compile("[\ud800-\udfff]")
_HELD = "\ue000"  # for private use: no text of anybody's is lost by it
_NO_SIGNS = (Style.QUOTE, Style.MOMENT, Style.CHANNEL)
ESCAPED = "escaped"  # of a place in a line, beside its styles
Styles = list[frozenset[str]]  # of each place


def sound(text: str) -> str:
    """The same length without unpaired surrogates, which no JSON text can carry."""
    return _LONE.sub("\ufffd", text)


def markdown(rich: Rich, said: Iterable[str] = ()) -> str:
    """The text with its marks, to send. Marks outside the text are clipped."""
    return _markdown(rich, _stretches(rich.text, said))


def escaped(text: str, said: Iterable[str] = ()) -> str:
    """Text in which nothing acts."""
    return markdown(Rich(text), said)


def parts(rich: Rich, tail: str = "", said: Iterable[str] = ()) -> list[str]:
    """The message in as many pieces as its escapes need; `tail` (ready markdown) ends the last one.

    What fits plainly fits in one piece but for very much punctuation. The cut is made at a line end or
    a space where there is one, the same for the same text.
    """
    pieces, tail, start, size = [], tail[: MAX_CONTENT - 1], 0, len(rich.text)
    theirs = _stretches(rich.text, said)

    def shown(first: int, last: int) -> str:
        moved = [(max(a, first) - first, min(b, last) - first) for a, b in theirs if a < last and b > first]
        return _markdown(_slice(rich, first, last), moved)

    while size - start > 1 and len(rest := shown(start, size)) + len(tail) > MAX_CONTENT:
        length = max(1, min(size - start - 1, (size - start) * 1900 // len(rest)))
        while length > 1 and len(shown(start, start + length)) > MAX_CONTENT:
            length = length * 3 // 4
        end = start + _boundary(rich.text[start:], length)
        pieces.append(shown(start, end))
        start = end
    pieces.append(shown(start, size) + tail)
    return [piece if piece.strip() else BLANK for piece in pieces]


def _stretches(text: str, said: Iterable[str]) -> list[tuple[int, int]]:
    return stretches(sound(text), map(sound, said))


def _slice(rich: Rich, start: int, end: int) -> Rich:
    marks = []
    for mark in rich.marks:
        first, last = max(mark.start, start), min(mark.start + mark.length, end)
        if last > first:
            marks.append(replace(mark, start=first - start, length=last - first))
    return Rich(rich.text[start:end], tuple(marks))


def _boundary(text: str, size: int) -> int:
    for sign in ("\n", " "):
        found = text.rfind(sign, size // 2, size)
        if found > 0:
            return found + 1
    return size


# ---------------------------------------------------------------- one line


def _markdown(rich: Rich, theirs: Sequence[tuple[int, int]]) -> str:
    """What the client shows in its own way, a moment in each reader's time and a channel as it is called now,
    is held open while the rest is written."""
    held = sorted((mark for mark in rich.marks if _by_client(mark)), key=lambda mark: mark.start)
    text = sound(rich.text).replace(_HELD, " ")
    for mark in held:
        text = text[: mark.start] + _HELD * mark.length + text[mark.start + mark.length :]
    shown = map(_by_client, held)
    return re.sub(f"{_HELD}+", lambda _: next(shown, ""), _lines(text, rich, theirs))


def _by_client(mark: Mark) -> str:
    """What is sent for it; "": it is text."""
    if mark.style is Style.CHANNEL and mark.id.isascii() and mark.id.isdigit():
        return f"<#{mark.id}>"
    return f"<t:{int(mark.at.timestamp())}:f>" if mark.style is Style.MOMENT and mark.at is not None else ""


def _lines(text: str, rich: Rich, theirs: Sequence[tuple[int, int]]) -> str:
    at, lines = 0, []
    for line in text.split("\n"):
        quoted = any(m.start <= at < m.start + m.length for m in rich.marks if m.style is Style.QUOTE)
        here = [(a - at, b - at) for a, b in theirs if a < at + len(line) and b > at]
        lines.append(("> " if quoted else "") + _line(line, at, rich.marks, here))
        at += len(line) + 1
    return "\n".join(lines)


def _line(line: str, at: int, marks: tuple[Mark, ...], theirs: Sequence[tuple[int, int]]) -> str:
    """Bold around italic around code; styles never reach over a line's end."""
    styles: Styles = [frozenset(_styles(marks, at + place)) for place in range(len(line))]
    for place in _signs(line, {p for first, last in theirs for p in range(first, last)}):
        styles[place] |= {ESCAPED}
    out = "".join(
        _wrapped(_italics(line, start, end, styles), "**") if bold else _italics(line, start, end, styles)
        for start, end, bold in _runs(styles, 0, len(line), Style.BOLD)
    )
    return out if styles and styles[0] - {ESCAPED} else _start(out)


def _styles(marks: tuple[Mark, ...], place: int) -> Iterator[Style]:
    for mark in marks:
        if mark.style not in _NO_SIGNS and mark.start <= place < mark.start + mark.length:
            yield mark.style


def _runs(styles: Styles, start: int, end: int, style: str) -> Iterator[tuple[int, int, bool]]:
    for has, group in groupby(range(start, end), key=lambda place: style in styles[place]):
        places = list(group)
        yield places[0], places[-1] + 1, has


def _italics(line: str, start: int, end: int, styles: Styles) -> str:
    out = ""
    for first, last, italic in _runs(styles, start, end, Style.ITALIC):
        inner = _codes(line, first, last, styles)
        # Inside a word Discord knows only "*", which runs together with bold's "**": plain there.
        inside = line[first - 1 : first].isalnum() or line[last : last + 1].isalnum()
        sign = "_" if not inside else "" if any(Style.BOLD in one for one in styles) else "*"
        out += _wrapped(inner, sign) if italic else inner
    return out


def _codes(line: str, start: int, end: int, styles: Styles) -> str:
    out = ""
    for first, last, code in _runs(styles, start, end, Style.CODE):
        piece = line[first:last]
        out += _wrapped(piece, "`") if code and "`" not in piece else _escaped(line, first, last, styles)
    return out


def _escaped(line: str, start: int, end: int, styles: Styles) -> str:
    return "".join("\\" + line[p] if ESCAPED in styles[p] else line[p] for p in range(start, end))


def _wrapped(text: str, sign: str) -> str:
    """Markup does not act next to a space on its inside: spaces stay outside."""
    core = text.strip()
    if not core:
        return text
    before = text[: len(text) - len(text.lstrip())]
    return before + sign + core + sign + text[len(text.rstrip()) :]


def _signs(line: str, theirs: set[int]) -> set[int]:
    """The places before which a backslash is due."""
    webs = [set(range(*web.span())) for web in _WEB.finditer(line)]
    acting = {sign.start() for sign in _ACTING.finditer(line)}
    acting.difference_update(*(web for web in webs if not web & theirs))
    return acting | {sign.start() for sign in _ALIVE.finditer(line) if sign.start() in theirs}


def _start(line: str) -> str:
    """Signs that make a heading, a list or a quotation act at the start of a line only."""
    return _NUMBER.sub(r"\1\\\2", _BLOCK.sub(r"\1\\\2", line))
