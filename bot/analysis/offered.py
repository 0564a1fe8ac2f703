"""Functions and commands that the scripts name and the bot does not have: most are slips of the pen.

The compiler takes any function whose types can be worked out, and any command, as the language wants it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from bot.analysis.facts import ScriptFacts
from bot.analysis.findings import error, warning
from bot.analysis.occurrences import ABOUT_NODES
from bot.engine.library import BUILTINS
from bot.errors import Diagnostic
from bot.yarn import HostDeclarations
from bot.yarn.diagnostics import Speller
from bot.yarn.statements import READINGS
from bot.yarn.tree import Call, CommandStatement, Constant

_WORD = re.compile(r"[^\s{]+")


def check_offered(scripts: Iterable[ScriptFacts], host: HostDeclarations) -> Iterator[Diagnostic]:
    """A call of an unknown function is an error: the talk stops there. An unknown command does nothing."""
    scripts = list(scripts)
    functions, words = functions_of(host), commands_of(host)
    titles = {name for script in scripts for node in script.file.nodes for name in (node.title, node.name)}
    speller = Speller(titles)
    for script in scripts:
        for call in script.calls:
            if call.name not in functions:
                yield _function(script.name, call, functions)
            elif call.name in ABOUT_NODES:
                yield from _node_names(script.name, call, titles, speller)
        for command in script.commands:
            if _name(command) not in host.showing:
                yield _command(script.name, command, words)


def _name(command: CommandStatement) -> str:
    first = command.pieces[0] if command.pieces else ""
    found = _WORD.match(first) if isinstance(first, str) else None
    return found[0] if found else ""


def functions_of(host: HostDeclarations) -> frozenset[str]:
    """Every function that a script may call."""
    return frozenset({*BUILTINS, "has_any_content", *host.functions})


def commands_of(host: HostDeclarations) -> frozenset[str]:
    """Every word that may stand behind `<<`."""
    return frozenset({*READINGS, *host.waiting, *host.showing} - {"null", "local"})


def _function(file: str, call: Call, known: Collection[str]) -> Diagnostic:
    near = get_close_matches(call.name.lower(), known, n=1, cutoff=0.7)
    hint = f"did you mean {near[0]}()?" if near else f"there are {', '.join(sorted(known))}"
    message = f"there is no function {call.name}()"
    return error("AL611", file, call.line, call.column, message, hint, call.column + len(call.name))


def _node_names(file: str, call: Call, titles: Collection[str], speller: Speller) -> Iterator[Diagnostic]:
    for argument in call.arguments:
        if isinstance(argument, Constant) and isinstance(name := argument.value, str) and name not in titles:
            hint = speller.hint(name, "write the title of a node")
            end = argument.column + len(name) + 2
            yield warning(
                "AL507", file, argument.line, argument.column, f"there is no node {name}", hint, end
            )


def _command(file: str, statement: CommandStatement, known: Collection[str]) -> Diagnostic:
    first = statement.pieces[0]
    word = _WORD.match(first) if isinstance(first, str) else None
    name = word.group() if word else "…"
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.7)
    if name.startswith("$"):
        near = [f"set {name}"]
    hint = f"did you mean <<{near[0]} …>>?" if near else "remove it, or silence AL612 in the project file"
    message = f"the command <<{name}>> means nothing to the bot: it is passed over"
    return warning("AL612", file, statement.line, statement.column, message, hint)
