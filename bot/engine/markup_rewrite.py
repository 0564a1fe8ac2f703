"""Markers that put text of their own around what they hold, such as `<b>…</b>`.

For outputs that mark text inside the text. Positions of the remaining attributes count what a reader sees:
`invisible` characters of the added text are left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from unicodedata import normalize

from bot.engine.effects import Span, Text
from bot.engine.markup import Close, Mark, Open, lay_out
from bot.engine.markup_scan import Filled


@dataclass(frozen=True, slots=True)
class Rewriter:
    """What goes before and after a marker's content. `invisible` of these characters do not count for
    positions; attributes inside move right by `shift`."""

    prefix: str
    suffix: str
    invisible: int = 0
    shift: int = 0


def rewrite(source: str, rewriters: Mapping[str, Rewriter]) -> Text:
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
            case Open(mark):
                starts[mark] = at
                if rule := rewriters.get(layout.marks[mark].name):
                    out.append(rule.prefix)
                    at += rule.shift
            case Close(mark):
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
    return Text("".join(out), tuple(spans))


def _fixed(mark: Mark) -> dict[str, str | int | float | bool]:
    return {key: value for key, value in mark.properties if not isinstance(value, Filled)}
