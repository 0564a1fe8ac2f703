"""What is found in one script by itself, once: its own findings, and what those over all scripts need."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.analysis.answered import check_answered
from bot.analysis.circled import check_circled
from bot.analysis.flow import NodeWays, check_blocks, ways_of
from bot.analysis.occurrences import Occurrence, occurrences
from bot.analysis.option_tags import check_option_tags
from bot.analysis.walk import expressions, inside, statements
from bot.analysis.wording import check_wording
from bot.errors import Diagnostic
from bot.yarn import HostDeclarations, Source
from bot.yarn.compiler import Script, read_script
from bot.yarn.scanner import split_lines
from bot.yarn.tree import Call, CommandStatement, Expression, File, Node


@dataclass(slots=True, eq=False)
class ScriptFacts:
    """`single` are findings about texts, `blocks` those about the flow inside nodes, which count where all
    scripts compile."""

    script: Script
    lines: Sequence[str]
    occurrences: tuple[Occurrence, ...]
    calls: tuple[Call, ...]
    commands: tuple[CommandStatement, ...]
    ways: tuple[NodeWays, ...]
    single: tuple[Diagnostic, ...]
    blocks: tuple[Diagnostic, ...]

    @property
    def name(self) -> str:
        return self.script.source.name

    @property
    def file(self) -> File:
        return self.script.file


def facts_of(source: Source, host: HostDeclarations) -> ScriptFacts:
    """Reads a script and looks at all that needs no other one."""
    script = read_script(source, host)
    file, lines = script.file, split_lines(source.text)
    found = occurrences(script.contents, lines)
    texts = (*check_wording(file), *check_answered(file), *check_circled(file))
    single = (*texts, *check_option_tags(script.contents, lines, host))
    calls = tuple(call for node in file.nodes for call in _calls(node))
    commands = tuple(use for use in script.contents.uses if isinstance(use, CommandStatement))
    ways = tuple(map(ways_of, file.nodes))
    return ScriptFacts(script, lines, found, calls, commands, ways, single, tuple(check_blocks(file)))


def _calls(node: Node) -> list[Call]:
    found: list[Expression] = [e for c in node.when if c.test is not None for e in inside(c.test)]
    for statement in statements(node.body):
        found += expressions(statement)
    return [expression for expression in found if isinstance(expression, Call)]
