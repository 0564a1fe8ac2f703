"""Variables that nobody declared, and variables that nobody reads."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.authoring.findings import warning
from bot.authoring.walk import expressions, inside, statements
from bot.errors import Diagnostic
from bot.yarn.heard import HEARD
from bot.yarn.tree import AskStatement, Declare, File, Node, Set, Statement, Variable


@dataclass(slots=True)
class _Uses:
    """First place (file, line, column) of each kind of use, by variable."""

    declared: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    read: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    written: dict[str, tuple[str, int, int]] = field(default_factory=dict)


def check_variables(files: Iterable[File]) -> Iterator[Diagnostic]:
    """Findings over a whole project, since all of its files share their variables."""
    uses = _Uses()
    for file in files:
        for node in file.nodes:
            _note_conditions(node, uses)
            for statement in statements(node.body):
                _note(file.name, statement, uses)
    for name, place in {**uses.read, **uses.written}.items():
        if name not in uses.declared and name != HEARD:
            hint = f"add <<declare {name} = …>> so that its first value is plain to see"
            yield warning("AL604", *place, f"{name} is not declared", hint, place[2] + len(name))
    for name, place in {**uses.written, **uses.declared}.items():
        if name not in uses.read:
            yield warning(
                "AL603", *place, f"{name} is never read", "use it in a line or condition, or remove it"
            )


def _note_conditions(node: Node, uses: _Uses) -> None:
    for condition in node.when:
        if condition.test is not None:
            for expression in inside(condition.test):
                if isinstance(expression, Variable):
                    place = (node.file, expression.line, expression.column)
                    uses.read.setdefault(expression.name, place)


def _note(file: str, statement: Statement, uses: _Uses) -> None:
    match statement:
        case Declare():
            uses.declared.setdefault(statement.name, (file, statement.line, statement.column))
        case Set():
            uses.written.setdefault(statement.name, (file, statement.line, statement.column))
        case AskStatement() if statement.variable is not None:
            variable = statement.variable
            uses.written.setdefault(variable.name, (file, variable.line, variable.column))
    for expression in expressions(statement):
        if isinstance(expression, Variable):
            uses.read.setdefault(expression.name, (file, expression.line, expression.column))
