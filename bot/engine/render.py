"""Makes the final text and attributes of a line: once at compile time where nothing depends on values, else
from a `Template` in one pass.

Values are inert: they are put in after markup was understood, so a bracket, a colon, a percent sign or a
placeholder inside a value is text. Plural rules come in as a function; no language data lives here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from unicodedata import normalize

from bot.engine.effects import FinalText, Span
from bot.engine.markup import (
    CHARACTER,
    Attribute,
    Layout,
    SpanEnd,
    SpanStart,
    Swap,
    as_number,
    case_of,
    is_numeric,
    key_of,
    lay_out,
)
from bot.engine.markup_scan import (
    FIRST_PLACEHOLDER,
    ITSELF,
    LAST_PLACEHOLDER,
    Filled,
    MarkupProblem,
    Part,
    Property,
    split_placeholders,
)
from bot.engine.values import Value, text_of
from bot.frozen import frozen, replace

Plural = Callable[
    [str, float], str
]  # ("cardinal" | "ordinal", number) -> zero | one | two | few | many | other


@frozen
class Template:
    """A line's text before its values are known.

    `text` is the finished text where no value matters. `speaker` and `prefix` (code points of `Name: `) are
    set when they are known before the values; else ask `speaker_of` the rendered text. `problems` are the
    markup mistakes: with one, the line has no markup and shows its source.
    """

    source: str
    text: FinalText | None
    speaker: str | None = None
    prefix: int = 0
    problems: tuple[MarkupProblem, ...] = ()
    pattern: str | None = None  # %-pattern, where all attributes lie before the first value
    gaps: tuple[int, ...] = ()  # code points of the pattern before each value
    order: tuple[int, ...] = ()
    ordered: bool = False  # `order` is 0, 1, 2, …
    spans: tuple[Span, ...] = ()
    layout: Layout | None = None


def compile_template(source: str) -> Template:
    """Prepares a line. `source` has `chr(0xE000 + i)` where the i-th inline expression stands, and its script
    escapes undone but for `\\[`, `\\]` and `\\:`. Never raises; linear in the text."""
    source = source if source.isascii() else normalize("NFC", source)
    return _prepared(source, lay_out(source))


def _prepared(source: str, layout: Layout) -> Template:
    steps = layout.steps
    varying = any(isinstance(s, Swap) and not _settled(s) for s in steps)
    varying = varying or any(isinstance(v, Filled) for m in layout.marks for _, v in m.properties)
    if not varying and not any(isinstance(s, int) for s in steps):
        text = _Canvas((), _no_plural).draw(layout)
        speaker, prefix = speaker_of(text)
        return Template(source, text, speaker, prefix, layout.problems)
    first = next((i for i, s in enumerate(steps) if isinstance(s, int)), len(steps))
    if varying or not all(isinstance(s, str | int) for s in steps[first:]):
        return Template(source, None, problems=layout.problems, layout=layout)
    head = _Canvas((), _no_plural).draw(replace(layout, steps=steps[:first]))
    rest = steps[first:]
    pattern = "".join("%s" if isinstance(s, int) else _escaped(s) for s in (head.plain, *rest))
    gaps = tuple(_gaps((head.plain, *rest)))
    order = tuple(s for s in rest if isinstance(s, int))
    speaker, prefix = speaker_of(FinalText(head.plain + "x", head.spans))
    ordered = order == tuple(range(len(order)))
    return Template(source, None, speaker, prefix, layout.problems, pattern, gaps, order, ordered, head.spans)


def _gaps(steps: Iterable[object]) -> Iterator[int]:
    size = 0
    for step in steps:
        if isinstance(step, int):
            yield size
            size = 0
        else:
            size += len(str(step))


def _escaped(step: object) -> str:
    return str(step).replace("%", "%%")


def _settled(swap: Swap) -> bool:
    """Whether a replacement comes out the same whatever the values and the language."""
    return swap.kind == "select" and not any(
        isinstance(v, Filled) and any(p != ITSELF and isinstance(p, int) for p in v.parts)
        for v in (swap.value, *swap.cases.values())
    )


def render(template: Template, values: Sequence[Value], plural: Plural) -> FinalText:
    """The final text. `values` stand in the order of the template's expressions.

    A replacement that finds no text for its value shows the line's source, values put in.
    """
    if template.text is not None:
        return template.text
    if template.pattern is not None:
        order = template.order
        given = (
            values if template.ordered and len(values) == len(order) else [_shown(values, i) for i in order]
        )
        shown = [v if v.__class__ is str and v.isascii() else _inert(v) for v in given]
        found = _given(template.gaps, given, shown)
        return FinalText(template.pattern % tuple(shown), template.spans, found)
    try:
        return _Canvas(values, plural).draw(template.layout or lay_out(template.source))
    except _NoCase:
        plain = "".join(_joined(split_placeholders(template.source), values))
        return FinalText(plain, given=((0, len(plain)),))


def _given(gaps: Sequence[int], values: Sequence[Value], shown: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the texts among the values stand."""
    if len(shown) == 1:  # as in most lines
        return ((gaps[0], len(shown[0])),) if isinstance(values[0], str) else ()
    found, at = [], 0
    for gap, value, text in zip(gaps, values, shown, strict=True):
        at += gap
        if isinstance(value, str):
            found.append((at, len(text)))
        at += len(text)
    return tuple(found)


def speaker_of(text: FinalText) -> tuple[str | None, int]:
    """(name, length of the `Name: ` in front) of a finished text; (None, 0) when nobody is named.

    The length is 0 where the name is not shown in front, or where nothing would be left.
    """
    for span in text.spans:
        name = span.properties.get("name") if span.name == CHARACTER else None
        if isinstance(name, str) and name.strip():
            shown = span.start == 0 and span.length < len(text.plain)
            return name.strip(), span.length if shown else 0
    return None, 0


class _NoCase(Exception):
    """A replacement has no text for the value it got."""


def _no_plural(kind: str, number: float) -> str:
    return "other"


def _inert(value: Value) -> str:
    text = value if isinstance(value, str) else text_of(value)
    return text if text.isascii() else normalize("NFC", text)


def _shown(values: Sequence[Value], index: int) -> str:
    """The value as text; a private-use character that is nobody's placeholder stays itself."""
    return _inert(values[index]) if index < len(values) else chr(FIRST_PLACEHOLDER + index)


def _joined(parts: Sequence[Part], values: Sequence[Value], itself: str = "") -> list[str]:
    return [p if isinstance(p, str) else itself if p == ITSELF else _shown(values, p) for p in parts]


class _Canvas:
    """One drawing of one line."""

    def __init__(self, values: Sequence[Value], plural: Plural) -> None:
        self.values = values
        self.plural = plural
        self.out: list[str] = []
        self.size = 0
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.name: str | None = None
        self.given: list[tuple[int, int]] = []

    def draw(self, layout: Layout) -> FinalText:
        for step in layout.steps:
            if isinstance(step, str):
                self.put(step)
            elif isinstance(step, int):
                self.put(_shown(self.values, step), given=self.is_text(step))
            elif isinstance(step, SpanStart):
                self.starts[step.mark] = self.size
            elif isinstance(step, SpanEnd):
                self.ends[step.mark] = self.size
            elif isinstance(step, Swap):
                self.put(*self.swapped(step))
            else:
                self.name = "".join(self.out)
        spans = tuple(span for i, mark in enumerate(layout.marks) if (span := self.span(i, mark)) is not None)
        return FinalText("".join(self.out), spans, tuple(self.given))

    def is_text(self, index: int) -> bool:
        return index < len(self.values) and isinstance(self.values[index], str)

    def put(self, text: str, given: bool = False) -> None:
        if given:
            self.given.append((self.size, len(text)))
        self.out.append(text)
        self.size += len(text)

    def span(self, index: int, mark: Attribute) -> Span | None:
        properties = mark.settled
        if properties is None:
            given: dict[str, str | int | float | bool] = {}
            for key, value in mark.properties:
                given.setdefault(key, self.settle(value))
            properties = given
        elif mark.name == CHARACTER and not mark.properties and index == 0 and self.name is not None:
            if is_numeric(self.name):
                return None  # known only now that the values are in
            properties = {"name": self.name}
        start = self.starts.get(index, 0)
        return Span(mark.name, start, self.ends.get(index, self.size) - start, properties)

    def settle(self, value: Property) -> str | int | float | bool:
        """A property with its values in; a lone unquoted value keeps its type, whole numbers as int."""
        if not isinstance(value, Filled):
            return value
        if not value.bare or not isinstance(index := value.parts[0], int) or index >= len(self.values):
            return "".join(_joined(value.parts, self.values))
        given = self.values[index]
        if isinstance(given, float) and given.is_integer():
            return int(given)
        return _inert(given) if isinstance(given, str) else given

    def swapped(self, swap: Swap) -> tuple[str, bool]:
        """The text, and whether a value that is a text may be in it."""
        value = self.settle(swap.value)
        itself = key_of(value)
        if swap.kind == "select":
            chosen = case_of(swap, itself)
        else:
            number = as_number(value)
            if number is None:
                raise _NoCase
            kind = "ordinal" if swap.kind == "ordinal" else "cardinal"
            chosen = case_of(swap, self.plural(kind, number))
            chosen = case_of(swap, "other") if chosen is None else chosen
        if chosen is None:
            raise _NoCase
        if isinstance(chosen, Filled):
            texts = any(isinstance(p, int) and (p == ITSELF or self.is_text(p)) for p in chosen.parts)
            return "".join(_joined(chosen.parts, self.values, itself)), texts
        return key_of(chosen), False


# --- the form translators see ---------------------------------------------------------------------------

_OUT = re.compile(r"\\(?![\[\]:])|[{}]|[\ue000-\uf8ff]")
_IN = re.compile(r"\\([\\{}])|\{([0-9]{1,4})\}")


def portable(source: str) -> str:
    """A template's source as it stands in a string table: `{0}` for the first expression, `\\{` for a brace,
    `\\\\` for a backslash."""
    return _OUT.sub(_written, source)


def _written(found: re.Match[str]) -> str:
    char = found.group()
    at = ord(char) - FIRST_PLACEHOLDER
    return "{" + str(at) + "}" if at >= 0 else "\\" + char


def from_portable(text: str) -> str:
    """A template's source from what stands in a string table. Braces without a number stay as they are."""
    return _IN.sub(_read, text)


def _read(found: re.Match[str]) -> str:
    if found.group(1):
        return found.group(1)
    index = int(found.group(2))
    inside = index <= LAST_PLACEHOLDER - FIRST_PLACEHOLDER
    return chr(FIRST_PLACEHOLDER + index) if inside else found.group()


@lru_cache(maxsize=65536)
def compile_translation(text: str) -> Template:
    """The template of a string-table text; the same text is prepared once."""
    return compile_template(from_portable(text))
