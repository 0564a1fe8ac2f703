"""Cuts a line's template into literal text, placeholders and markers, in one pass over the text.

Knows the spelling of markup and nothing else: not which markers belong together, not what they do, no
values. A placeholder is one private-use character, `chr(0xE000 + i)` for the i-th inline expression; the
value that later stands there is never seen by this scanner, so it can never become markup.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.frozen import frozen

FIRST_PLACEHOLDER = 0xE000
LAST_PLACEHOLDER = 0xF8FF
ITSELF = -1  # in a replacement's text: the marker's own value, written `%`
REPLACEMENTS = frozenset({"select", "plural", "ordinal"})

Part = str | int  # literal text, or the index of an expression (or ITSELF)


@frozen
class MarkupProblem:
    """One mistake in markup. `start` and `length` count code points of the template's source."""

    message: str
    start: int
    length: int
    hint: str = ""


@frozen
class Filled:
    """A property with placeholders in it. `bare` = exactly one unquoted placeholder, which keeps its type."""

    parts: tuple[Part, ...]
    bare: bool = False


Property = str | int | float | bool | Filled


@frozen
class Marker:
    """One `[…]`. `end` is the offset after the closing bracket; a close-all has the name ""."""

    kind: Literal["open", "close", "self"]
    name: str
    properties: tuple[tuple[str, Property], ...]
    start: int
    end: int

    def get(self, name: str) -> Property | None:
        """The first property of that name, or None."""
        return next((value for key, value in self.properties if key == name), None)


MarkupToken = str | int | Marker


@dataclass(slots=True)
class Scanned:
    """Tokens in order. `colon` = (token index, offset in it) of the first plain, unescaped `:`."""

    tokens: list[MarkupToken] = field(default_factory=list)
    problems: list[MarkupProblem] = field(default_factory=list)
    colon: tuple[int, int] | None = None


class _Bad(Exception):
    def __init__(self, message: str, at: int, hint: str = "", *, fatal: bool = False) -> None:
        super().__init__(message)
        self.message, self.at, self.hint, self.fatal = message, at, hint, fatal


_PLACEHOLDER = re.compile("[\ue000-\uf8ff]")
_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"\w+")
_PLAIN = re.compile(r"[^\[\\:\ue000-\uf8ff]+")
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_BRACES = re.compile(r"\{([^{}\[\]]*)\}")
_BARE = re.compile(r"[^\s\[\]/=\"]+")
_WORD = re.compile(r"[\w\ue000-\uf8ff]+\Z")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?\Z")
_END_RAW = re.compile(r"\[\s*/\s*nomarkup\s*\]")
_STRING_BIT = re.compile(r"\\([^\ue000-\uf8ff])|(%)|([\ue000-\uf8ff])")
_RAW_BIT = re.compile(r"\\([\[\]:])|([\ue000-\uf8ff])")


def placeholders(source: str) -> set[int]:
    """The numbers of the inline expressions that the text shows, from 0."""
    return {ord(char) - FIRST_PLACEHOLDER for char in _PLACEHOLDER.findall(source)}


def split_placeholders(source: str) -> tuple[Part, ...]:
    """The text cut at its placeholders, nothing else interpreted."""
    parts: list[Part] = []
    if source.isascii():
        return (source,) if source else ()
    at = 0
    for found in _PLACEHOLDER.finditer(source):
        if found.start() > at:
            parts.append(source[at : found.start()])
        parts.append(ord(found.group()) - FIRST_PLACEHOLDER)
        at = found.end()
    if at < len(source):
        parts.append(source[at:])
    return tuple(parts)


def scan(source: str) -> Scanned:
    """All tokens of a template, and every mistake in how its markers are spelled. Linear in the text."""
    if "[" in source or "\\" in source:
        return _Scanner(source).run()
    tokens: list[MarkupToken] = list(split_placeholders(source))
    if ":" not in source:
        return Scanned(tokens)
    for index, token in enumerate(tokens):
        if isinstance(token, str) and (offset := token.find(":")) >= 0:
            return Scanned(tokens, colon=(index, offset))
    return Scanned(tokens)


class _Scanner:
    """One pass over one template."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.found = Scanned()

    def run(self) -> Scanned:
        handlers: dict[str, Callable[[], None]] = {"[": self.bracket, "\\": self.backslash, ":": self.colon}
        source, size = self.source, len(self.source)
        while self.at < size:
            plain = _PLAIN.match(source, self.at)
            if plain is not None:
                self.text.append(plain.group())
                self.at = plain.end()
                continue
            handlers.get(source[self.at], self.placeholder)()
        self.flush()
        return self.found

    def flush(self) -> None:
        if self.text:
            self.found.tokens.append("".join(self.text))
            self.text.clear()

    def placeholder(self) -> None:
        self.flush()
        self.found.tokens.append(ord(self.source[self.at]) - FIRST_PLACEHOLDER)
        self.at += 1

    def backslash(self) -> None:
        following = self.source[self.at + 1 : self.at + 2]
        if following and following in "[]:":
            self.text.append(following)
            self.at += 2
        else:
            self.text.append("\\")
            self.at += 1

    def colon(self) -> None:
        if self.found.colon is None:
            self.found.colon = (len(self.found.tokens), sum(map(len, self.text)))
        self.text.append(":")
        self.at += 1

    def bracket(self) -> None:
        self.flush()
        start = self.at
        try:
            marker = self.marker()
        except _Bad as bad:
            self.recover(bad, start)
            return
        self.found.tokens.append(marker)
        self.at = marker.end
        if marker.kind == "open" and marker.name == "nomarkup":
            self.raw(marker)

    def recover(self, bad: _Bad, start: int) -> None:
        """Notes the mistake and goes on after the next `]`; after an unclosed string nothing can be told."""
        stop = -1 if bad.fatal else self.source.find("]", max(start, bad.at))
        end = len(self.source) if stop < 0 else stop + 1
        at = min(bad.at, max(len(self.source) - 1, 0))
        self.found.problems.append(MarkupProblem(bad.message, at, 1, bad.hint))
        self.at = end

    def raw(self, marker: Marker) -> None:
        """What stands inside `[nomarkup]`: only placeholders and the three escapes still act."""
        closing = _END_RAW.search(self.source, self.at)
        if closing is None:
            hint = "close it with [/nomarkup]"
            self.found.problems.append(
                MarkupProblem("[nomarkup] is never closed", marker.start, marker.end - marker.start, hint)
            )
            self.at = len(self.source)
            return
        at = self.at
        for bit in _RAW_BIT.finditer(self.source, at, closing.start()):
            self.text.append(self.source[at : bit.start()])
            at = bit.end()
            if bit.group(1):
                self.text.append(bit.group(1))
            else:
                self.flush()
                self.found.tokens.append(ord(bit.group()) - FIRST_PLACEHOLDER)
        self.text.append(self.source[at : closing.start()])
        self.flush()
        self.at = closing.start()

    # --- one marker -------------------------------------------------------------------------------------

    def skip(self, at: int) -> int:
        found = _SPACE.match(self.source, at)
        return found.end() if found else at

    def peek(self, at: int) -> str:
        return self.source[at : at + 1]

    def marker(self) -> Marker:
        start = self.at
        at = self.skip(start + 1)
        if self.peek(at) == "/":
            return self.closing(start, at + 1)
        name = _NAME.match(self.source, at)
        if name is None:
            raise _Bad("a marker needs a name after `[`", at, "write \\[ for a plain bracket")
        return self.opening(start, name.group(), name.end())

    def closing(self, start: int, at: int) -> Marker:
        at = self.skip(at)
        name = _NAME.match(self.source, at)
        at = self.skip(name.end() if name else at)
        if self.peek(at) != "]":
            raise _Bad("a closing marker is `[/name]` or `[/]`", at, "close it with `]`")
        return Marker("close", name.group() if name else "", (), start, at + 1)

    def opening(self, start: int, name: str, at: int) -> Marker:
        properties: list[tuple[str, Property]] = []
        after = self.skip(at)
        if self.peek(after) == "=":
            value, at = self.value(after + 1, name)
            properties.append((name, value))
        while True:
            after = self.skip(at)
            char = self.peek(after)
            if char == "]":
                return Marker("open", name, tuple(properties), start, after + 1)
            if char == "/":
                after = self.skip(after + 1)
                if self.peek(after) != "]":
                    raise _Bad("a marker that closes itself ends with `/]`", after, "write `[name /]`")
                return Marker("self", name, tuple(properties), start, after + 1)
            if after == at or not char:
                raise _Bad(f"the marker [{name}] is not finished", at, "close it with `]`, or write \\[")
            key, value, at = self.pair(after, name)
            properties.append((key, value))

    def pair(self, at: int, marker: str) -> tuple[str, Property, int]:
        key = _NAME.match(self.source, at)
        if key is None:
            raise _Bad(f"unexpected character in the marker [{marker}]", at, "properties are name=value")
        after = self.skip(key.end())
        if self.peek(after) != "=":
            raise _Bad(f"the property {key.group()} has no value", at, f"write {key.group()}=value")
        value, end = self.value(after + 1, marker)
        return key.group(), value, end

    def value(self, at: int, marker: str) -> tuple[Property, int]:
        at = self.skip(at)
        char = self.peek(at)
        if char == '"':
            quoted = _STRING.match(self.source, at)
            if quoted is None:
                raise _Bad("this text has no closing quote", at, 'end it with `"`', fatal=True)
            return _quoted(quoted.group(1), marker in REPLACEMENTS), quoted.end()
        if char == "{" and (braces := _BRACES.match(self.source, at)) is not None:
            return braces.group(1), braces.end()
        bare = _BARE.match(self.source, at)
        if bare is None:
            raise _Bad("a value is missing after `=`", at, 'write a word, a number or "text"')
        return _bare(bare.group(), at), bare.end()


def _bare(word: str, at: int) -> Property:
    """An unquoted value: a number, true or false, a word, or a placeholder."""
    if number := _NUMBER.match(word):
        return float(word) if number.group(1) else _whole(word)
    if not _WORD.match(word):
        raise _Bad(f"{word[:30]} is neither a number nor a single word", at, "put it in quotes")
    parts = split_placeholders(word)
    if parts == (word,):
        return {"true": True, "false": False}.get(word.lower(), word)
    return Filled(parts, bare=len(parts) == 1)


def _whole(word: str) -> int | float | str:
    """Digits as a number; a run of hundreds of them stays text."""
    return int(word) if len(word) <= 300 else word


def _quoted(body: str, percent: bool) -> Property:
    """The text between quotes: `\\x` is x; in a replacement a bare `%` is the marker's own value."""
    parts: list[Part] = []
    text: list[str] = []
    at = 0
    for bit in _STRING_BIT.finditer(body):
        text.append(body[at : bit.start()])
        at = bit.end()
        if bit.group(1):
            text.append(bit.group(1))
        elif bit.group(2) and not percent:
            text.append("%")
        else:
            parts += ["".join(text)] if any(text) else []
            text.clear()
            parts.append(ITSELF if bit.group(2) else ord(bit.group()) - FIRST_PLACEHOLDER)
    text.append(body[at:])
    if not parts:
        return "".join(text)
    return Filled((*parts, *(["".join(text)] if any(text) else [])))
