"""Which platform cuts an option's label, said beside the option."""

from collections.abc import Iterator, Mapping

from bot.analysis.facts import ScriptFacts
from bot.analysis.walk import texts
from bot.conversation.compose import cut
from bot.engine.render import render
from bot.frozen import frozen
from bot.model import Limits
from bot.yarn.compiler import template_of


@frozen
class LabelHint:
    """Behind an option's text: who cuts it, and what is left of it there."""

    line: int
    column: int
    platform: str
    shown: str


def label_hints(facts: ScriptFacts, limits: Mapping[str, Limits]) -> Iterator[LabelHint]:
    """For each option that is longer than a platform's labels, values left out. `limits` by platform."""
    for node in facts.file.nodes:
        for kind, line in texts(node):
            if kind != "option":
                continue
            template = template_of(line.text.source)
            label = " ".join(render(template, [""] * len(line.text.parts), lambda *_: "other").plain.split())
            for platform, limit in limits.items():
                if len(label) > limit.max_label:
                    column = line.text.column_of(len(line.text.source))
                    yield LabelHint(line.line, column, platform, cut(label, limit.max_label))
