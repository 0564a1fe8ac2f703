"""Pairs markers, finds the speaker, and lays a line out as steps that only need values to become text.

Knows what markup means (attributes, self-closing, close-all, nomarkup, replacements, the character name);
does not know values, languages or platforms. Every mistake is a `Problem`, never an exception: a line with
one has no markup at all and is shown as its source text.
"""

import re
from collections.abc import Mapping

from bot.engine.markup_scan import (
    REPLACEMENTS,
    Filled,
    Marker,
    MarkupProblem,
    MarkupToken,
    Property,
    Scanned,
    scan,
    split_placeholders,
)
from bot.engine.values import text_of
from bot.frozen import frozen

CHARACTER = "character"


@frozen
class SpanStart:
    """The attribute `mark` (an index of `Layout.marks`) begins here."""

    mark: int


@frozen
class SpanEnd:
    """The attribute `mark` ends here."""

    mark: int


@frozen
class NameEnd:
    """All text before this point is the speaker's name."""


@frozen
class Swap:
    """A `select`, `plural` or `ordinal` that text takes the place of. `folded` has the cases' names without
    regard to case; of two equal names the first counts."""

    kind: str
    value: Property
    cases: Mapping[str, Property]
    folded: Mapping[str, Property]


Step = str | int | SpanStart | SpanEnd | NameEnd | Swap


@frozen
class Attribute:
    """An attribute in source order, its place not yet known. `settled`: its properties, where no value
    has a part in them."""

    name: str
    properties: tuple[tuple[str, Property], ...]
    settled: Mapping[str, str | int | float | bool] | None = None


def _mark(name: str, properties: tuple[tuple[str, Property], ...]) -> Attribute:
    settled: dict[str, str | int | float | bool] = {}
    for key, value in properties:
        if isinstance(value, Filled):
            return Attribute(name, properties)
        settled.setdefault(key, value)
    return Attribute(name, properties, settled)


@frozen
class Layout:
    """A line ready to be filled. With problems, `steps` are the bare source and `marks` is empty."""

    steps: tuple[Step, ...]
    marks: tuple[Attribute, ...]
    problems: tuple[MarkupProblem, ...]


_NUMERIC = re.compile(r"[\d\s.,]*\Z")
_OPAQUE = frozenset({"mailto", "tel"})  # schemes without the two slashes


def lay_out(
    source: str, *, speaker: bool = True, replacements: bool = True, upstream_speakers: bool = False
) -> Layout:
    """The steps of one template (already in NFC).

    `speaker`: look for an implicit `Name: `. `replacements`: act on select, plural and ordinal, else keep
    them as attributes. `upstream_speakers`: take everything before the first colon as a name, even a number,
    a URL scheme or nothing, and spell it as in the source (for comparison with other implementations only).
    """
    scanned = scan(source)
    if not scanned.problems:
        builder = _TemplateBuilder(scanned, replacements)
        if speaker and (colon := _speaker_colon(source, scanned, upstream_speakers)) is not None:
            builder.name_at(*colon)
        builder.run()
        if not scanned.problems:
            return Layout(tuple(builder.steps), tuple(builder.marks), ())
    return Layout(split_placeholders(source), (), tuple(scanned.problems))


def _speaker_colon(
    source: str, scanned: Scanned, upstream: bool
) -> tuple[int, int, tuple[tuple[str, Property], ...]] | None:
    """Where an implicit speaker ends: token, offset of its colon, and the properties known by now."""
    if scanned.colon is None:
        return None
    tokens, (index, offset) = scanned.tokens, scanned.colon
    if any(isinstance(t, Marker) and t.name == CHARACTER and t.kind != "close" for t in tokens):
        return None
    if upstream:
        end = re.search(r"(?<!\\):", source)
        raw = source[: end.start()] if end else ""
        return index, offset, (("name", re.sub(r"\\([\[\]:])", r"\1", raw)),)
    text = tokens[index]
    if not isinstance(text, str) or not _names_someone(tokens[:index], text, offset):
        return None
    return index, offset, ()


def _names_someone(before: list[MarkupToken], text: str, colon: int) -> bool:
    """Whether what stands before the colon can be a name: not nothing, not a number, not a URL scheme."""
    literal = "".join(token for token in before if isinstance(token, str)) + text[:colon]
    valued = any(isinstance(token, int) for token in before)
    after = text[colon + 1 : colon + 3]
    if after == "//" or (literal.strip().lower() in _OPAQUE and not after[:1].isspace()):
        return False
    if text[max(colon - 1, 0) : colon].isdigit() and after[:1].isdigit():
        return False  # a time of day
    return valued or not is_numeric(literal)


def is_numeric(name: str) -> bool:
    """Whether this is a number or nothing, and so no speaker's name."""
    return _NUMERIC.match(name) is not None


class _TemplateBuilder:
    """Walks the tokens once; markers are matched by name, the latest open one first."""

    def __init__(self, scanned: Scanned, replacements: bool) -> None:
        self.scanned = scanned
        self.replacements = replacements
        self.steps: list[Step] = []
        self.marks: list[Attribute] = []
        self.open: dict[str, list[tuple[int, Marker]]] = {}
        self.named: tuple[int, int] | None = None

    def name_at(self, index: int, offset: int, properties: tuple[tuple[str, Property], ...]) -> None:
        self.named = (index, offset)
        self.marks.append(_mark(CHARACTER, properties))
        self.steps.append(SpanStart(0))

    def run(self) -> None:
        trim = False
        for index, token in enumerate(self.scanned.tokens):
            if isinstance(token, Marker):
                trim = self.marker(token)
                continue
            if isinstance(token, str):
                self.text(index, token, trim)
            else:
                self.steps.append(token)
            trim = False
        for stack in self.open.values():
            for _, marker in stack:
                self.problem(marker, f"[{marker.name}] is never closed", f"close it with [/{marker.name}]")
        self.scanned.problems.sort(key=lambda problem: problem.start)

    def text(self, index: int, text: str, trim: bool) -> None:
        start = 1 if trim and text[:1].isspace() else 0
        if self.named is not None and self.named[0] == index:
            colon = self.named[1]
            rest = text[colon + 1 :].lstrip()
            after = len(text) - len(rest)
            self.steps += [text[start:colon], NameEnd(), text[colon:after], SpanEnd(0)]
            self.steps += [rest] if rest else []
        elif len(text) > start:
            self.steps.append(text[start:])

    def marker(self, marker: Marker) -> bool:
        """Takes one marker in; True when one white-space character after it is to be dropped."""
        if marker.kind == "close":
            self.close(marker)
            return False
        if self.replacements and marker.name in REPLACEMENTS:
            self.swap(marker)
            return marker.get("trimwhitespace") is True
        mark = len(self.marks)
        self.steps.append(SpanStart(mark))
        if marker.kind == "open":
            self.marks.append(_mark(marker.name, marker.properties))
            self.open.setdefault(marker.name, []).append((mark, marker))
            return False
        properties = marker.properties
        if marker.get("trimwhitespace") is None:
            properties = (*properties, ("trimwhitespace", True))
        self.marks.append(_mark(marker.name, properties))
        self.steps.append(SpanEnd(mark))
        return marker.get("trimwhitespace") is not False

    def close(self, marker: Marker) -> None:
        if not marker.name:
            if not self.open:
                self.problem(marker, "[/] has nothing to close", "remove it, or write \\[/\\]")
            self.steps += [SpanEnd(mark) for stack in self.open.values() for mark, _ in stack]
            self.open.clear()
            return
        stack = self.open.get(marker.name)
        if not stack:
            name = marker.name
            self.problem(
                marker, f"[/{name}] closes nothing", f"open it with [{name}], or write \\[/{name}\\]"
            )
            return
        self.steps.append(SpanEnd(stack.pop()[0]))
        if not stack:
            del self.open[marker.name]

    def swap(self, marker: Marker) -> None:
        value = marker.get("value")
        cases: dict[str, Property] = {}
        for name, text in marker.properties:
            if name not in ("value", "trimwhitespace"):
                cases.setdefault(name, text)
        folded = {name.casefold(): text for name, text in reversed(cases.items())}
        swap = Swap(marker.name, value if value is not None else "", cases, folded)
        wrong = swap_problem(swap)
        if marker.kind != "self":
            self.problem(marker, f"[{marker.name}] must close itself", f"write [{marker.name} … /]")
        elif value is None:
            self.problem(marker, f"[{marker.name}] has no value", "write value={$variable}")
        elif wrong:
            self.problem(marker, wrong)
        self.steps.append(swap)

    def problem(self, marker: Marker, message: str, hint: str = "") -> None:
        self.scanned.problems.append(MarkupProblem(message, marker.start, marker.end - marker.start, hint))


def swap_problem(swap: Swap) -> str:
    """What is already wrong with a replacement before any value is known; "" when nothing is."""
    if not swap.cases:
        return f"[{swap.kind}] offers no text to choose from"
    if isinstance(swap.value, Filled):
        return ""
    if swap.kind == "select":
        key = key_of(swap.value)
        return "" if case_of(swap, key) is not None else f"[select] has no text for the value {key}"
    number = as_number(swap.value)
    return "" if number is not None else f"[{swap.kind}] needs a number, not {swap.value}"


def key_of(value: str | int | float | bool) -> str:
    """How a value reads, also as the name of a case."""
    return text_of(float(value)) if isinstance(value, int) and not isinstance(value, bool) else text_of(value)


def case_of(swap: Swap, key: str) -> Property | None:
    """The text for `key`: the very same name first, then one that differs only in case."""
    exact = swap.cases.get(key)
    return exact if exact is not None else swap.folded.get(key.casefold())


def as_number(value: str | int | float | bool) -> float | None:
    """A number, or text that spells one; a bool is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        return float(value) if re.fullmatch(r"-?[0-9]{1,300}(\.[0-9]{1,300})?", value) else None
    return float(value)
