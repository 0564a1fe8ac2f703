"""What is told of a name: a node's first lines, a variable's declaration, a function's values."""

from collections.abc import Iterator

from bot.analysis.naming import definitions, uses
from bot.analysis.occurrences import Occurrence
from bot.analysis.walk import lines_of, statements
from bot.analysis.workbench import Workbench
from bot.engine.library import BUILTINS, HAS_ANY_CONTENT, Signature
from bot.yarn.heard import HEARD
from bot.yarn.tree import Declare, Formatted, Node
from bot.yarn.types import Type, find

_LINES = 4  # first lines of a node that are shown


def described(bench: Workbench, name: Occurrence) -> tuple[str, str]:
    """(what it is, as code; what is said of it in plain words). Both may be ""."""
    match name.kind:
        case "node":
            return _node(bench, name)
        case "variable":
            return variable(bench, name.name)
        case "function":
            return signature(name.name, bench.host.functions.get(name.name)), ""
        case "id":
            return f"#{name.name}", _line(bench, name)
    return _enum(bench, name)


def nodes_called(bench: Workbench, title: str) -> list[Node]:
    """The nodes of a title; several, where it is a group."""
    bare = title.partition(".")[0]
    return [n for facts in bench.facts.values() for n in facts.file.nodes if n.title == bare]


def _node(bench: Workbench, name: Occurrence) -> tuple[str, str]:
    found = nodes_called(bench, name.name)
    if not found:
        return "", ""
    group = f", a group of {len(found)}" if found[0].when else ""
    return f"title: {found[0].title}{group}", "\n".join(first_lines(found[0]))


def first_lines(node: Node) -> list[str]:
    """What a node begins with, values as `…`."""
    said = (plain(line.text) for s in statements(node.body) for _, line in lines_of(s))
    return [text for text, _ in zip(said, range(_LINES), strict=False)]


def plain(text: Formatted) -> str:
    """A text in one line, values as `…`."""
    return " ".join("".join("…" if "\ue000" <= c <= "\uf8ff" else c for c in text.source).split())


def variable(bench: Workbench, name: str) -> tuple[str, str]:
    """A variable's declaration as written, with its type; what its writer says of it."""
    if name == HEARD:
        return f"{HEARD}: string", "what was heard, set by the bot: " + ", ".join(
            sorted(bench.host.variables.get(HEARD, ()))
        )
    kind = bench.settled.inference.variables.get(name)
    known = find(kind) if kind is not None else None
    kind_name = known.name if isinstance(known, Type) else "unknown"
    for facts in bench.facts.values():
        for declare in facts.script.contents.declares:
            if declare.name == name:
                return f"{_written(facts.lines[declare.line - 1], declare)} ({kind_name})", declare.about
    return f"{name}: {kind_name}", "not declared"


def _written(line: str, declare: Declare) -> str:
    start = declare.column - 1
    end = line.find(">>", start)
    return line[start : end + 2] if end >= 0 else line[start:].strip()


def signature(name: str, own: Signature | None = None) -> str:
    """`dice(number) → number`, or "" for an unknown function."""
    known = {**{n: s for n, (s, _) in BUILTINS.items()}, "has_any_content": HAS_ANY_CONTENT}
    found = own or known.get(name)
    if found is None:
        return ""
    parameters = ", ".join(found.parameters) + ("…" if found.variadic else "")
    return f"{name}({parameters}) → {found.returns}"


def _line(bench: Workbench, name: Occurrence) -> str:
    for facts in bench.facts.values():
        for line in facts.script.contents.texts:
            if line.line_id == name.name:
                return plain(line.text)
    return ""


def _enum(bench: Workbench, name: Occurrence) -> tuple[str, str]:
    wanted = name.name.rpartition(".")[0] if name.kind == "case" else name.name
    if name.kind == "case" and not wanted:
        wanted = next((o.name.partition(".")[0] for _, o in definitions(bench, name)), "")
    cases = list(_cases(bench, wanted))
    return (f"enum {wanted}", ", ".join(cases)) if cases else ("", "")


def _cases(bench: Workbench, enum: str) -> Iterator[str]:
    for facts in bench.facts.values():
        for each in facts.script.contents.enums:
            if each.name == enum:
                yield from (case.name for case in each.cases)


def times_used(bench: Workbench, name: Occurrence) -> int:
    """At how many places a name is used, its making left out."""
    return sum(each.role != "made" for _, each in uses(bench, name))
