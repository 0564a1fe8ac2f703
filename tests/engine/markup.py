"""What the published markup cases ask beyond what a chat needs: markup of a bare text, markers rewritten as
text, a range cut out. Built from the engine's own pieces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from unicodedata import normalize

from bot.engine.effects import FinalText, Span
from bot.engine.markup import Attribute, SpanEnd, SpanStart, lay_out
from bot.engine.markup_scan import Filled, MarkupProblem
from bot.engine.render import Plural, _Canvas, _no_plural, _NoCase


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text and what was wrong with its markup."""

    text: FinalText
    problems: tuple[MarkupProblem, ...]


def parse_markup(
    source: str,
    plural: Plural = _no_plural,
    *,
    speaker: bool = True,
    replacements: bool = True,
    upstream_speakers: bool = False,
) -> Parsed:
    """Markup of a text without values, in one go; for the switches see `lay_out`."""
    source = normalize("NFC", source)
    layout = lay_out(source, speaker=speaker, replacements=replacements, upstream_speakers=upstream_speakers)
    try:
        return Parsed(_Canvas((), plural).draw(layout), layout.problems)
    except _NoCase:
        problem = MarkupProblem("a replacement has no text for its value", 0, max(len(source), 1))
        return Parsed(FinalText(source), (problem,))


@dataclass(frozen=True, slots=True)
class Rewriter:
    """A marker that puts text of its own around what it holds, such as `<b>…</b>`.

    `prefix` goes before the content, `suffix` after it; `invisible` of their characters do not count for
    positions; attributes inside move right by `shift`.
    """

    prefix: str
    suffix: str
    invisible: int = 0
    shift: int = 0


def rewrite(source: str, rewriters: Mapping[str, Rewriter]) -> FinalText:
    """The text of a template without values, its named markers turned into text and the others kept."""
    layout = lay_out(normalize("NFC", source), speaker=False, replacements=False)
    out: list[str] = []
    at = 0
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for step in layout.steps:
        match step:
            case str():
                out.append(step)
                at += len(step)
            case SpanStart(mark):
                starts[mark] = at
                if rule := rewriters.get(layout.marks[mark].name):
                    out.append(rule.prefix)
                    at += rule.shift
            case SpanEnd(mark):
                if rule := rewriters.get(layout.marks[mark].name):
                    out.append(rule.suffix)
                    at += len(rule.prefix) + len(rule.suffix) - rule.invisible - rule.shift
                ends[mark] = at
            case _:
                pass  # values and names have no place in a rewritten text
    spans = [
        Span(mark.name, starts[i], ends[i] - starts[i], _fixed(mark))
        for i, mark in enumerate(layout.marks)
        if mark.name not in rewriters
    ]
    return FinalText("".join(out), tuple(spans))


def _fixed(mark: Attribute) -> dict[str, str | int | float | bool]:
    return {key: value for key, value in mark.properties if not isinstance(value, Filled)}


def delete_range(text: FinalText, span: Span) -> FinalText:
    """The text without what `span` covers; attributes wholly inside go too, the others close the gap."""
    start, end = span.start, span.start + span.length
    plain = text.plain[:start] + text.plain[end:]
    return FinalText(plain, tuple(_without(text.spans, span, start, end)))


def _without(spans: Iterable[Span], gone: Span, start: int, end: int) -> Iterable[Span]:
    for span in spans:
        first, last = span.start, span.start + span.length
        inside = start <= first and last <= end and (span.length > 0 or start < first < end)
        if span is gone or inside:
            continue
        moved_first = _moved(first, start, end)
        yield replace(span, start=moved_first, length=_moved(last, start, end) - moved_first)


def _moved(at: int, start: int, end: int) -> int:
    return at if at <= start else max(start, at - (end - start))
