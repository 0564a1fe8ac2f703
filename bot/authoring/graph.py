"""A project's shape: nodes, what is offered in them, where they lead and on what condition.

Read from the syntax trees; coverage and people come in as figures. Knows nothing of how it is drawn.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.analysis.flow import ENTRANCE_HEADERS, ENTRANCES
from bot.analysis.walk import lines_of, statements
from bot.engine.program import LineInfo, Program
from bot.frozen import frozen
from bot.yarn.heard import is_aside
from bot.yarn.tree import (
    Clause,
    Constant,
    Declare,
    File,
    Go,
    Group,
    If,
    Leave,
    LineSyntax,
    Node,
    Once,
    Statement,
)

Reach = Literal["", "none", "part", "all"]  # "": no plan was played


@frozen
class OptionRow:
    """An option: its text, its condition as written, how deep it stands, whether a plan chose it."""

    text: str
    condition: str
    depth: int
    reach: Reach


@frozen
class Spot:
    """A node. `marks` are words such as `begins`, `closes`, `dead end`; `people` who came there."""

    name: str
    file: str
    title: str
    rows: tuple[OptionRow, ...]
    lines: int
    reach: Reach
    marks: tuple[str, ...] = ()
    people: int | None = None


@frozen
class Way:
    """A jump or detour. `label` is the option or condition under which it stands, "" for neither."""

    source: str
    target: str
    kind: Literal["jump", "detour"]
    label: str = ""
    people: int | None = None


@frozen
class Graph:
    """All nodes by file, in order, and all ways between them."""

    spots: tuple[Spot, ...]
    ways: tuple[Way, ...]
    title: str = ""


@frozen
class Figures:
    """What plans reached (None: none was played) and how many people came to each node (None: not asked)."""

    reached: Collection[int] | None = None
    people: Mapping[str, int] | None = None


def graph(
    files: Sequence[File],
    program: Program | None,
    texts: Mapping[str, str],
    figures: Figures,
    wanted: Collection[str],
) -> Graph:
    """The shape of the wanted files. `texts` are the sources, for conditions as they are written. `program`
    is needed only to say what was reached."""
    # What the script says to what it hears is a detour from everywhere, and would only crowd the picture.
    nodes = [
        node for file in files for node in file.nodes if file.name in wanted and not is_aside(node.title)
    ]
    infos: dict[str, list[LineInfo]] = {}
    for info in program.lines.values() if program is not None else ():
        infos.setdefault(info.node, []).append(info)
    readers = [_Reader(node, program, texts, figures, infos.get(node.name, [])) for node in nodes]
    found = {reader.name: reader for reader in readers}
    for reader in found.values():
        reader.read(reader.node.body, "", 0)
    ways = tuple(dict.fromkeys(way for reader in found.values() for way in reader.ways))
    led = _Led(ways, {reader.name for reader in found.values() if reader.header("closes")})
    spots = tuple(reader.spot(led) for reader in found.values())
    named = {h.key: h.value for node in nodes for h in reversed(node.headers) if _begins_series(node)}
    title = named.get("name") or named.get("series") or ""
    return Graph(spots, ways, title)


def _begins_series(node: Node) -> bool:
    return any(header.key == "series" for header in node.headers)


class _Led:
    """Where ways lead: which nodes are jumped to, gone to and back, or come to after the evening only."""

    def __init__(self, ways: Iterable[Way], closing: Collection[str]) -> None:
        jumps = [way for way in ways if way.kind == "jump"]
        self.jumped = {way.target for way in jumps}
        self.called = {way.target for way in ways if way.kind == "detour"}
        open_ways = {way.target for way in jumps if not any(f'"{name}"' in way.label for name in closing)}
        self.after = self.jumped - open_ways


@dataclass(slots=True)
class _Reader:
    node: Node
    program: Program | None
    texts: Mapping[str, str]
    figures: Figures
    infos: Sequence[LineInfo]
    rows: list[OptionRow] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)

    def read(self, body: Iterable[Statement], label: str, depth: int) -> None:
        for statement in body:
            match statement:
                case Go():
                    self.ways += self.way(statement, label)
                case Group():
                    self.group(statement, label, depth)
                case If():
                    for clause in statement.clauses:
                        self.read(clause.body, self.clause(clause) or label, depth)
                case Once():
                    self.read(statement.body, "once", depth)
                    self.read(statement.otherwise or (), "once, else", depth)

    def group(self, group: Group, label: str, depth: int) -> None:
        for choice in group.choices:
            text = _plain(choice.text)
            condition = self.condition(choice.text.line) if choice.text.condition is not None else ""
            if group.arrow == "->":
                self.rows.append(OptionRow(text, condition, depth, self.option_reach(choice.text)))
            self.read(choice.body, text if group.arrow == "->" else label, depth + 1)

    def option_reach(self, line: LineSyntax) -> Reach:
        reached = self.figures.reached
        if reached is None or self.program is None:
            return ""
        info = next((i for i in self.infos if i.kind == "option" and i.line == line.line), None)
        return "all" if info is not None and self.program.choices[info.id].start in reached else "none"

    def condition(self, line: int) -> str:
        rows = self.texts.get(self.node.file, "").split("\n")
        source = rows[line - 1] if 0 < line <= len(rows) else ""
        found = re.search(r"<<\s*((?:elseif|if|once|else)\b[^>]*)>>", source)
        return " ".join(found.group(1).split()) if found else ""

    def clause(self, clause: Clause) -> str:
        return self.condition(clause.line) or ("else" if clause.test is None else "if …")

    def way(self, go: Go, label: str) -> Iterator[Way]:
        target = go.target if isinstance(go.target, str) else None
        if isinstance(go.target, Constant):
            target = str(go.target.value)
        people = (self.figures.people or {}).get(target or "")
        yield Way(self.name, target or f"{{{go.source}}}", go.kind, label, people)

    @property
    def name(self) -> str:
        return self.node.name or self.node.title

    def header(self, key: str) -> str:
        return next((header.value for header in self.node.headers if header.key == key), "")

    def spot(self, led: _Led) -> Spot:
        lines = sum(kind == "line" for s in statements(self.node.body) for kind, _ in lines_of(s))
        people = None if self.figures.people is None else self.figures.people.get(self.name, 0)
        rows, marks = tuple(self.rows), tuple(self.marks(led))
        return Spot(self.name, self.node.file, self.header("name"), rows, lines, self.reach(), marks, people)

    def marks(self, led: _Led) -> Iterator[str]:
        node, titles = self.node, {self.name, self.node.title}
        if self.header("episode"):
            yield "begins"
        if self.header("closes"):
            yield "closes"
        if node.when:
            yield "group"
        if all(isinstance(statement, Declare) for statement in node.body):
            return  # it only holds values, or nothing at all
        entrance = node.title in ENTRANCES
        if not (
            entrance or ENTRANCE_HEADERS & {h.key for h in node.headers} or titles & (led.jumped | led.called)
        ):
            yield "never reached"
        elif not (entrance or self.header("closes") or titles & (led.called | led.after)) and _falls(
            node.body
        ):
            yield "dead end"

    def reach(self) -> Reach:
        reached, program = self.figures.reached, self.program
        if reached is None or program is None:
            return ""
        places = [i.place if i.kind != "option" else program.choices[i.id].start for i in self.infos]
        hit = sum(place in reached for place in places)
        return "all" if hit == len(places) else "part" if hit else "none"


def _plain(line: LineSyntax) -> str:
    return " ".join("".join("…" if "\ue000" <= c <= "\uf8ff" else c for c in line.text.source).split())


def _falls(body: Iterable[Statement]) -> bool:
    """Whether the end of a body may be come to, where the talk just stops."""
    for statement in body:
        match statement:
            case Go(kind="jump") | Leave():
                return False
            case If(clauses=clauses):
                whole = any(clause.test is None for clause in clauses)
                if whole and not any(_falls(clause.body) for clause in clauses):
                    return False
            case Group(arrow="->", choices=choices):
                if choices and not any(_falls(choice.body) for choice in choices):
                    return False
    return True
