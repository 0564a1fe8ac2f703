"""Sources to program: read each, settle names and types over all of them, build what is sound.

All problems come out at once. Never raises on any text.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from bot.engine.library import BUILTINS, HAS_ANY_CONTENT, Signature
from bot.engine.program import Program
from bot.engine.render import compile_template
from bot.errors import Diagnostic
from bot.frozen import frozen
from bot.hearing.kinds import Kind
from bot.yarn.building import Builder
from bot.yarn.diagnostics import Report, Speller
from bot.yarn.gather import FileContents, Names, contents_of, gather
from bot.yarn.heard import HEARD
from bot.yarn.ids import check_ids
from bot.yarn.inference import Inference
from bot.yarn.nodes import NodeNames, name_nodes
from bot.yarn.parser import parse_file
from bot.yarn.smart import check_smart
from bot.yarn.tree import Constant, File, Go


@frozen
class Source:
    """A script: `name` is how diagnostics call it, usually its path."""

    name: str
    text: str


@frozen
class HostDeclarations:
    """What the bot offers beside the language: functions with their types, commands that wait and that show
    something, and variables that it sets, with the texts they may be."""

    functions: Mapping[str, Signature] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset({"ask", "reflect"})
    showing: frozenset[str] = frozenset({"image", "audio"})
    variables: Mapping[str, frozenset[str]] = field(
        default_factory=lambda: {HEARD: frozenset(kind.value for kind in Kind)}
    )


DEFAULT = HostDeclarations()
# Scripts are read again with each keystroke, of which one changes one line.
template_of = lru_cache(maxsize=10_000)(compile_template)


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
    settled = settle([read_script(source, host) for source in sources], host)
    program = settled.program(partial=partial)
    report, files = settled.report, tuple(script.file for script in settled.scripts)
    return Compiled(program, report.all, report.broken, files)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Building a large tree makes no garbage in circles; looking for it again and again would make the
    time grow faster than the input."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(slots=True, eq=False)
class Script:
    """A source that was read by itself. It may be settled with others again and again; then its tree's names
    and types are those of the last time."""

    source: Source
    contents: FileContents
    problems: Report

    @property
    def file(self) -> File:
        return self.contents.file


def read_script(source: Source, host: HostDeclarations = DEFAULT) -> Script:
    """Reads one source: all that can be said of it without the others."""
    report = Report()
    with collector_paused():
        contents = contents_of(parse_file(source.name, source.text, report, host.waiting))
    _check_markup(contents, report)
    return Script(source, contents, report)


@dataclass(slots=True, eq=False)
class Compilation:
    """Scripts with names and types settled over all of them."""

    scripts: Sequence[Script]
    report: Report
    names: NodeNames
    inference: Inference
    variables: Names
    smart: frozenset[str]
    host: HostDeclarations

    def program(self, *, partial: bool = False) -> Program | None:
        """What can be played, None with errors unless it may be partial. To be asked for before the scripts
        are settled anew."""
        broken = self.report.broken
        if broken and not partial:
            return None
        functions = self.host.functions
        builder = Builder(self.inference, self.variables, self.smart, self.names, broken, functions)
        with collector_paused():
            return builder.program(_digest([script.source for script in self.scripts]))


def settle(scripts: Sequence[Script], host: HostDeclarations = DEFAULT) -> Compilation:
    """Brings scripts together: nodes, types, line ids. Makes no program yet."""
    report = Report()
    for script in scripts:
        report.take(script.problems)
    contents = [script.contents for script in scripts]
    with collector_paused():
        names = name_nodes([script.file for script in scripts], report)
        signatures = {name: signature for name, (signature, _) in BUILTINS.items()}
        signatures["has_any_content"] = HAS_ANY_CONTENT
        inference = Inference({**signatures, **host.functions}, report, host.variables)
        variables = gather(contents, inference)
        smart = check_smart(variables.smart, report)
        check_ids(contents, report)
        _check_nodes(contents, names, report)
    return Compilation(scripts, report, names, inference, variables, smart, host)


def _digest(sources: Iterable[Source]) -> str:
    """Of the texts alone: a folder that is moved, or read from elsewhere, is the same program."""
    total = sha256()
    for data in sorted(source.text.encode("utf-8", "surrogatepass") for source in sources):
        total.update(f"{len(data)}:".encode())
        total.update(data)
    return total.hexdigest()[:16]


def _check_nodes(contents: Iterable[FileContents], names: NodeNames, report: Report) -> None:
    broken = report.broken
    speller = Speller({*names.nodes, *names.groups})
    for held in contents:
        file = held.file.name
        for node in held.file.nodes:
            if not node.body and len(node.headers) == 1 and file not in broken:
                # with more headers it is there for the host
                said = f"the node {node.title} is empty"
                report.warn("AL502", file, node.title_line, node.title_column, said, "it just returns")
        for go in held.goes:
            _check_target(file, go, names, speller, report)


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


def _check_markup(contents: FileContents, report: Report) -> None:
    for line in contents.texts:
        source = line.text.source
        if "[" in source or "]" in source:
            for problem in template_of(source).problems:
                column = line.text.column_of(problem.start)
                end = line.text.column_of(problem.start + problem.length)
                said, hint = problem.message, problem.hint
                report.add("AL503", contents.file.name, line.line, column, said, hint, end, "warning")
