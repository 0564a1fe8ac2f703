"""Statements to instructions, node by node.

An `Emitter` collects makers of instructions; places ahead are labels, known once everything is
emitted. `link` then makes the code. Knows the tree and the engine's instruction set.
"""

from collections.abc import Callable, Mapping, Sequence

from bot.engine import ops
from bot.engine.expressions import Expr
from bot.engine.lines import Phrase
from bot.engine.ops import Op, OptionSpec, Place, Tables
from bot.engine.program import Branch, Choice, LineInfo, LineKind
from bot.engine.run import NodeMark
from bot.engine.saliency import GroupMember
from bot.yarn.closures import Closures
from bot.yarn.keys import Keys
from bot.yarn.tree import (
    AskStatement,
    Condition,
    Group,
    LineSyntax,
    Node,
    Statement,
)
from bot.yarn.tree import ChoiceSyntax as ChoiceStatement

Maker = Callable[[int], Op]
Emit = Callable[["Emitter", Statement], None]


class Label:
    """A place in the code, known once the label is put."""

    __slots__ = ("place",)

    def __init__(self) -> None:
        self.place = 0


class Emitter:
    """Emits whole nodes. `absent` holds nodes that could not be read, `flow` emits what is not shown."""

    def __init__(
        self, closures: Closures, tables: Tables, absent: frozenset[str], flow: Mapping[type, Emit]
    ) -> None:
        self.closures, self.tables, self.absent, self.flow = closures, tables, absent, flow
        self.makers: list[Maker] = []
        self.where: list[tuple[str, int, str]] = []
        self.lines: dict[str, LineInfo] = {}
        self.branches: list[Branch] = []
        self.labels: dict[str, Label] = {}  # by node or group
        self.node_keys: dict[str, list[str]] = {}
        self._places: list[tuple[str, str, Label, Label]] = []
        self._choices: list[tuple[str, Label, str | None, str]] = []
        self.choices: dict[str, Choice] = {}
        self.node = Node("", 0)
        self.keys = Keys("")

    # ------------------------------------------------------------ code

    def emit(self, maker: Maker, line: int) -> None:
        self.makers.append(maker)
        self.where.append((self.node.file, line, self.node.name))

    def put(self, label: Label) -> Label:
        label.place = len(self.makers)
        return label

    def here(self) -> Label:
        return self.put(Label())

    def label_of(self, name: str) -> Label:
        return self.labels.setdefault(name, Label())

    def link(self) -> tuple[Op, ...]:
        """Makes the instructions and fills the tables that they share."""
        for name, label in self.labels.items():
            self.tables.entries[name] = label.place
        for key, node, back, after in self._places:
            self.tables.places[key] = Place(node, back.place, after.place)
        for key, start, once, group in self._choices:
            self.choices[key] = Choice(start.place, once, group)
        return tuple([maker(index + 1) for index, maker in enumerate(self.makers)])

    # ------------------------------------------------------------ nodes

    def emit_node(self, node: Node, counts: tuple[str, ...]) -> None:
        self.node, self.keys = node, Keys(node.name)
        self.node_keys[node.name] = []
        mark = NodeMark(node.name, counts)
        self.tables.marks[node.name] = mark
        self.put(self.label_of(node.name))
        self.emit(lambda n: ops.enter(n, mark), node.title_line)
        self.block(node.body)
        self.emit(lambda n: ops.back(n, self.tables), node.title_line)

    def emit_group(self, title: str, members: Sequence[Node]) -> None:
        """The way into a node group: picks a member when it runs."""
        first = members[0]
        self.node = Node(first.file, first.line, name=title)
        mark = NodeMark(title, (title,) if any(member.tracked for member in members) else ())
        self.put(self.label_of(title))
        rows = [(member, self._when(member.when)) for member in members]
        candidates: list[GroupMember] = []
        self.tables.groups[title] = candidates
        self.tables.marks.setdefault(title, mark)

        def hub(n: int) -> Op:
            for member, test in rows:
                complexity = sum(condition.complexity for condition in member.when)
                once = f"once:{member.name}" if any(condition.once for condition in member.when) else None
                start = self.label_of(member.name).place
                candidates.append(GroupMember(member.name, complexity, test, once, start))
            return ops.hub(n, mark, candidates)

        self.emit(hub, first.title_line)
        self.emit(lambda n: ops.back(n, self.tables), first.title_line)

    def _when(self, conditions: Sequence[Condition]) -> Expr | None:
        tests = [self.closures.build(c.test) for c in conditions if c.test is not None]
        if len(tests) < 2:
            return tests[0] if tests else None
        return lambda run: all(test(run) for test in tests)

    # ------------------------------------------------------------ blocks

    def block(self, statements: Sequence[Statement]) -> None:
        before: Label | None = None  # where the line directly before a wait begins
        for index, statement in enumerate(statements):
            emit = self.flow.get(type(statement))
            if isinstance(statement, LineSyntax):
                follows = statements[index + 1] if index + 1 < len(statements) else None
                last = isinstance(follows, AskStatement) or (
                    isinstance(follows, Group) and follows.arrow == "->"
                )
                before = self.here()
                self._line(statement, last)
            elif isinstance(statement, AskStatement):
                self._ask(statement, before or self.here())
                before = None
            elif isinstance(statement, Group):
                self._group(statement, before or self.here())
                before = None
            elif emit is not None:
                emit(self, statement)
                before = None

    def branch(self, kind: str, line: int) -> None:
        """Notes that one way of several begins here."""
        self.branches.append(Branch(kind, self.node.file, line, len(self.makers)))

    # ------------------------------------------------------------ lines and options

    def phrase(self, line: LineSyntax, last: bool = False, *content: str) -> Phrase:
        """The text with its id and its values' closures."""
        key = line.line_id or self.keys.make("line", line.text.source, *content)
        parts = [self.closures.build(part) for part in line.text.parts]
        translation = f"line:{line.shadow}" if line.shadow else key
        phrase = Phrase(key, line.text.source, parts, line.tags, last, key, translation)
        self.tables.phrases[key] = phrase
        return phrase

    def note(self, line: LineSyntax, kind: LineKind, phrase: Phrase) -> None:
        """Notes a text for translators and coverage; the next instruction is where it is reached."""
        if kind in ("option", "prompt"):
            self.tables.questions[phrase.key] = phrase
        self.lines[phrase.id] = LineInfo(
            phrase.id, kind, self.node.name, self.node.file, line.line, phrase.source, phrase.tags,
            phrase.last, line.line_id is not None, phrase.translation, len(self.makers),
        )  # fmt: skip

    def test(self, condition: Condition | None) -> Expr | None:
        if condition is None or condition.test is None:
            return None
        return self.closures.build(condition.test)

    def _line(self, line: LineSyntax, last: bool) -> None:
        skip = Label()
        phrase = self.phrase(line, last)
        test = self.test(line.condition)
        if line.condition is not None and line.condition.once:
            self.emit(lambda n: ops.once(n, phrase.key, test, skip.place), line.line)
        elif test is not None:
            self.emit(lambda n: ops.branch(n, test, skip.place), line.line)
        self.note(line, "line", phrase)
        self.emit(lambda n: ops.say(n, phrase), line.line)
        self.put(skip)

    def _group(self, group: Group, before: Label) -> None:
        if group.arrow == "->":
            self._options(group, before)
        else:
            self._items(group)

    def _options(self, group: Group, before: Label) -> None:
        specs: list[OptionSpec] = []
        for choice in group.choices:
            condition = choice.text.condition
            phrase = self.phrase(choice.text)
            once = phrase.key if condition is not None and condition.once else None
            specs.append(OptionSpec(phrase.key, phrase, self.test(condition), once))
        end = Label()
        first = specs[0].key
        self.wait(first, before, end)
        self.emit(lambda n: ops.offer(n, specs), group.line)
        for spec, choice in zip(specs, group.choices, strict=True):
            self._choices.append((spec.key, self.here(), spec.once, first))
            self.note(choice.text, "option", spec.phrase)
            self._body(choice, end)
        self.put(end)

    def _body(self, choice: ChoiceStatement, end: Label) -> None:
        self.block(choice.body)
        self.emit(lambda n: ops.goto(n, end.place), choice.line)

    def _items(self, group: Group) -> None:
        end = Label()
        rows = [(choice, self.phrase(choice.text), Label()) for choice in group.choices]

        def pick(n: int) -> Op:
            candidates = []
            for choice, phrase, start in rows:
                condition = choice.text.condition
                complexity = condition.complexity if condition is not None else 0
                once = phrase.key if condition is not None and condition.once else None
                test = self.test(condition)
                candidates.append(GroupMember(phrase.key, complexity, test, once, start.place))
            return ops.pick(n, candidates, end.place)

        self.emit(pick, group.line)
        for choice, phrase, start in rows:
            self.put(start)
            self._item(choice, phrase)
            self._body(choice, end)
        self.put(end)

    def _item(self, choice: ChoiceStatement, phrase: Phrase) -> None:
        self.note(choice.text, "item", phrase)
        self.emit(lambda n: ops.say(n, phrase), choice.line)

    def wait(self, key: str, back: Label, after: Label) -> None:
        self._places.append((key, self.node.name, back, after))
        self.node_keys[self.node.name].append(key)

    def _ask(self, statement: AskStatement, before: Label) -> None:
        variable = statement.variable.name if statement.variable is not None else None
        phrase = self.phrase(statement.prompt, False, statement.kind, variable or "")
        self.note(statement.prompt, "prompt", phrase)
        self.emit(lambda n: ops.ask(n, phrase, phrase.key, statement.kind, variable), statement.line)
        self.wait(phrase.key, before, self.here())
