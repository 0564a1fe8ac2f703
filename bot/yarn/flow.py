"""Instructions of everything that is not shown: conditions, variables, commands, ways to other nodes.

One small function for each statement; `FLOW` is their table.
"""

from collections.abc import Callable, Mapping, Sequence

from bot.engine import ops
from bot.engine.expressions import Expr, constant
from bot.yarn.emit import Emitter, Label
from bot.yarn.tree import (
    AskStatement,
    CallStatement,
    CommandStatement,
    Go,
    Group,
    If,
    Leave,
    LineSyntax,
    Once,
    Set,
    Statement,
)


def _if(emitter: Emitter, statement: Statement) -> None:
    assert isinstance(statement, If)
    end = Label()
    for clause in statement.clauses:
        following = Label()
        if clause.test is not None:
            _test(emitter, emitter.closures.build(clause.test), following, clause.line)
        emitter.branch("else" if clause.test is None else "if", clause.line)
        emitter.block(clause.body)
        if clause is not statement.clauses[-1]:
            emitter.emit(lambda n: ops.goto(n, end.place), clause.line)
        emitter.put(following)
    emitter.put(end)


def _test(emitter: Emitter, test: Expr, otherwise: Label, line: int) -> None:
    emitter.emit(lambda n: ops.branch(n, test, otherwise.place), line)


def _once(emitter: Emitter, statement: Statement) -> None:
    assert isinstance(statement, Once)
    otherwise, end = Label(), Label()
    key = emitter.keys.make("once", statement.source, _first_words(statement.body))
    test = emitter.closures.build(statement.test) if statement.test is not None else None
    emitter.emit(lambda n: ops.once(n, key, test, otherwise.place), statement.line)
    emitter.branch("once", statement.line)
    emitter.block(statement.body)
    if statement.otherwise is not None:
        emitter.emit(lambda n: ops.goto(n, end.place), statement.line)
    emitter.put(otherwise)
    if statement.otherwise is not None:
        emitter.branch("else", statement.otherwise_line)
        emitter.block(statement.otherwise)
    emitter.put(end)


def _set(emitter: Emitter, statement: Statement) -> None:
    assert isinstance(statement, Set)
    name, value = statement.name, emitter.closures.assignment(statement)
    emitter.emit(lambda n: ops.assign(n, name, value), statement.line)


def _call(emitter: Emitter, statement: Statement) -> None:
    assert isinstance(statement, CallStatement)
    value = emitter.closures.build(statement.value)
    emitter.emit(lambda n: ops.call(n, value), statement.line)


def _command(emitter: Emitter, statement: Statement) -> None:
    assert isinstance(statement, CommandStatement)
    pieces = [p if isinstance(p, str) else emitter.closures.build(p) for p in statement.pieces]
    emitter.emit(lambda n: ops.command(n, pieces), statement.line)


def _leave(emitter: Emitter, statement: Statement) -> None:
    assert isinstance(statement, Leave)
    leave = ops.back if statement.kind == "return" else ops.stop
    emitter.emit(lambda n: leave(n, emitter.tables), statement.line)


def _go(emitter: Emitter, statement: Statement) -> None:
    assert isinstance(statement, Go)
    literal = statement.target if isinstance(statement.target, str) else None
    if literal is not None and literal in emitter.absent:
        said = f"the node {literal} is in a file that could not be read"
        emitter.emit(lambda n: ops.broken(n, said), statement.line)
        return
    if isinstance(statement.target, str):
        target = constant(statement.target)
    else:
        target = emitter.closures.build(statement.target)
    if statement.kind == "detour":
        key = emitter.keys.make("detour", statement.source)
        emitter.emit(lambda n: ops.detour(n, emitter.tables, target, key), statement.line)
        after = emitter.here()
        emitter.wait(key, after, after)
    elif literal is not None:
        label = emitter.label_of(literal)
        emitter.emit(lambda n: ops.jump_to(n, emitter.tables, label.place), statement.line)
    else:
        emitter.emit(lambda n: ops.jump(n, emitter.tables, target), statement.line)


def _first_words(body: Sequence[Statement]) -> str:
    """What tells one block from another: its first text's id, or its words."""
    for statement in body:
        if isinstance(statement, Group):
            statement = statement.choices[0].text
        if isinstance(statement, LineSyntax):
            return statement.line_id or statement.text.source
        if isinstance(statement, AskStatement):
            return statement.prompt.line_id or statement.prompt.text.source
    return ""


FLOW: Mapping[type, Callable[[Emitter, Statement], None]] = {
    If: _if,
    Once: _once,
    Set: _set,
    CallStatement: _call,
    CommandStatement: _command,
    Leave: _leave,
    Go: _go,
}
