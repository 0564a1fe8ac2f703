"""Sources to program: parse all, settle names and types over all files, emit what is sound.

All problems come out at once. Never raises on any text.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from hashlib import sha256

from bot.engine import ops
from bot.engine.library import BUILTINS, HAS_ANY_CONTENT, Signature
from bot.engine.program import NodeInfo, Program
from bot.engine.render import compile_template
from bot.engine.values import Value
from bot.errors import Diagnostic
from bot.frozen import frozen
from bot.hearing.kinds import Kind
from bot.yarn.closures import Closures, raw_type
from bot.yarn.diagnostics import Report, Speller
from bot.yarn.emit import Emitter
from bot.yarn.flow import FLOW
from bot.yarn.gather import Names, gather, walk
from bot.yarn.heard import HEARD
from bot.yarn.ids import check_ids, texts
from bot.yarn.inference import Inference
from bot.yarn.nodes import NodeNames, name_nodes
from bot.yarn.parser import parse_file
from bot.yarn.smart import check_smart
from bot.yarn.tree import Constant, Declare, Expression, File, Go, Node, Unary
from bot.yarn.types import Type, find, start_value


@frozen
class Source:
    """A script: `name` is how diagnostics call it, usually its path."""

    name: str
    text: str


@frozen
class HostDeclarations:
    """What the bot offers beside the language: functions with their types, commands that wait, and variables
    that it sets, with the texts they may be."""

    functions: Mapping[str, Signature] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset({"ask", "reflect"})
    variables: Mapping[str, frozenset[str]] = field(
        default_factory=lambda: {HEARD: frozenset(kind.value for kind in Kind)}
    )


DEFAULT = HostDeclarations()


@frozen
class Compiled:
    """`program` is None when there are errors (unless a partial program was asked for and is there).

    `broken` names the files with errors; `files` are the syntax trees, for tools.
    """

    program: Program | None
    diagnostics: tuple[Diagnostic, ...]
    broken: frozenset[str] = frozenset()
    files: tuple[File, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        return tuple(d for d in self.diagnostics if d.severity == "error")


def compile_sources(
    sources: Iterable[Source], host: HostDeclarations = DEFAULT, *, partial: bool = False
) -> Compiled:
    """Compiles a project. With `partial`, files with errors are left out and the rest still runs:
    what leads into them fails when it is reached."""
    with _collector_paused():
        return _compiled(list(sources), host, partial)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Building a large tree makes no garbage in circles; looking for it again and again would make the
    time grow faster than the input."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _compiled(sources: list[Source], host: HostDeclarations, partial: bool) -> Compiled:
    report = Report()
    files = [parse_file(source.name, source.text, report, host.waiting) for source in sources]
    names = name_nodes(files, report)
    signatures = {name: signature for name, (signature, _) in BUILTINS.items()}
    signatures["has_any_content"] = HAS_ANY_CONTENT
    inference = Inference({**signatures, **host.functions}, report, host.variables)
    variables = gather(files, inference)
    smart = check_smart(variables.smart, report)
    check_ids(files, report)
    _check_nodes(files, names, report)
    _check_markup(files, report)
    broken = report.broken
    program = None
    if not broken or partial:
        builder = _Builder(inference, variables, smart, names, broken, host)
        program = builder.program(_digest(sources))
    return Compiled(program, report.all, broken, tuple(files))


def _digest(sources: Iterable[Source]) -> str:
    """Of the texts alone: a folder that is moved, or read from elsewhere, is the same program."""
    total = sha256()
    for data in sorted(source.text.encode("utf-8", "surrogatepass") for source in sources):
        total.update(f"{len(data)}:".encode())
        total.update(data)
    return total.hexdigest()[:16]


def _check_nodes(files: Iterable[File], names: NodeNames, report: Report) -> None:
    broken = report.broken
    speller = Speller({*names.nodes, *names.groups})
    for file in files:
        for node in file.nodes:
            if (
                not node.body and len(node.headers) == 1 and file.name not in broken
            ):  # with more headers it is there for the host
                said = f"the node {node.title} is empty"
                report.warn("AL502", file.name, node.title_line, node.title_column, said, "it just returns")
            for statement in walk(node.body):
                if isinstance(statement, Go):
                    _check_target(file.name, statement, names, speller, report)


_WRITE_IT = "write a node with that title, or correct the name"


def _check_target(file: str, statement: Go, names: NodeNames, speller: Speller, report: Report) -> None:
    where = (file, statement.line, statement.target_column)
    if isinstance(statement.target, str):
        if not names.known(statement.target):
            said = f"there is no node {statement.target}"
            end = statement.target_column + len(statement.target)
            report.add("AL202", *where, said, speller.hint(statement.target, _WRITE_IT), end)
    elif not isinstance(statement.target, Constant) or not isinstance(statement.target.value, str):
        return
    elif not names.known(statement.target.value):
        name = statement.target.value
        report.warn("AL507", *where, f"there is no node {name}", speller.hint(name, _WRITE_IT))


def _check_markup(files: Iterable[File], report: Report) -> None:
    for file, line in texts(files):
        source = line.text.source
        if "[" in source or "]" in source:
            for problem in compile_template(source).problems:
                column = line.text.column_of(problem.start)
                end = line.text.column_of(problem.start + problem.length)
                report.add("AL503", file, line.line, column, problem.message, problem.hint, end, "warning")


class _Builder:
    """Makes the program out of what was found to be sound."""

    def __init__(
        self, inference: Inference, variables: Names, smart: frozenset[str], names: NodeNames,
        broken: frozenset[str], host: HostDeclarations,
    ) -> None:  # fmt: skip
        self.inference, self.variables, self.smart = inference, variables, smart
        self.names, self.broken, self.host = names, broken, host
        self.tables = ops.Tables()
        self.initial: dict[str, Value] = {}
        self.types: dict[str, str] = {}
        self.closures = Closures(inference.enums, self.initial, smart, self._functions())
        self._initial_values()

    def _functions(self) -> dict[str, Callable[..., Value]]:
        functions = {n: f for n, (_, f) in BUILTINS.items() if n not in self.host.functions}
        if "has_any_content" not in self.host.functions:
            functions["has_any_content"] = ops.has_any_content(self.tables)
        return functions

    def _initial_values(self) -> None:
        for name, kind in self.inference.variables.items():
            known = find(kind)
            if name not in self.smart and isinstance(known, Type):
                self.types[name] = known.raw
                self.initial[name] = start_value(known)
        for name, (_, declare) in self.variables.declared.items():
            if name in self.initial and name not in self.variables.smart:
                self.initial[name] = self._declared(declare)
        for name in self.smart:
            self.closures.smart[name] = self.closures.build(self.variables.smart[name][1].value)

    def _declared(self, declare: Declare) -> Value:
        value: Expression = declare.value
        if isinstance(value, Constant):
            return value.value
        if isinstance(value, Unary) and isinstance(value.operand, Constant):
            number = value.operand.value
            return -number if isinstance(number, float) else 0.0
        return self.closures.build(value)(None)  # type: ignore[arg-type]

    def program(self, digest: str) -> Program:
        nodes = {n: node for n, node in self.names.nodes.items() if node.file not in self.broken}
        absent = frozenset({*self.names.nodes, *self.names.groups}) - set(nodes)
        groups = {t: [m for m in members if m.name in nodes] for t, members in self.names.groups.items()}
        groups = {title: members for title, members in groups.items() if members}
        emitter = Emitter(self.closures, self.tables, absent - set(groups), FLOW)
        for node in nodes.values():
            emitter.emit_node(node, self._counts(node))
        for title, members in groups.items():
            emitter.emit_group(title, members)
        code = emitter.link()
        return Program(
            digest=digest,
            nodes={name: self._info(node, emitter) for name, node in nodes.items()},
            groups={title: tuple(m.name for m in members) for title, members in groups.items()},
            initial=self.initial,
            types=self.types,
            smart=self.smart,
            lines=emitter.lines,
            branches=tuple(emitter.branches),
            code=code,
            where=tuple(emitter.where),
            tables=self.tables,
            choices=emitter.choices,
            functions=self._host_functions(),
        )

    def _counts(self, node: Node) -> tuple[str, ...]:
        if not node.tracked:
            return ()
        return (node.title, node.name) if node.when else (node.name,)

    def _info(self, node: Node, emitter: Emitter) -> NodeInfo:
        headers = tuple((header.key, header.value) for header in node.headers)
        keys = tuple(emitter.node_keys[node.name])
        start = self.tables.entries[node.name]
        return NodeInfo(node.name, node.title, node.file, node.line, headers, node.tags, keys, start)

    def _host_functions(self) -> dict[str, str]:
        """Functions the host must have, with the type each gives back ("any" where it does not matter)."""
        used = {call.name for _, call, _ in self.inference.calls} - set(self.closures.builtins)
        return {name: raw_type(self.inference.functions[name].returns) or "any" for name in sorted(used)}
