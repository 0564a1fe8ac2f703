"""Gathers from the trees of all files what the inference and the compiler need to know.

Enums first, then declarations, then every other use, so that the order of files does not matter.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.engine.values import Value, text_of
from bot.yarn.inference import Inference
from bot.yarn.tree import (
    AskStatement,
    CallStatement,
    CommandStatement,
    Condition,
    Constant,
    Declare,
    Enum,
    Expression,
    File,
    Formatted,
    Go,
    Group,
    If,
    LineSyntax,
    Member,
    Once,
    Set,
    Statement,
    Unary,
    Variable,
)
from bot.yarn.types import BOOL, NUMBER, STRING, EnumType, Type

_TYPES = {"number": NUMBER, "string": STRING, "bool": BOOL}
_ASKED = {"text": STRING, "number": NUMBER, "yesno": BOOL, "reflection": BOOL}


@dataclass(slots=True)
class Names:
    """Declarations by variable, with their file; smart ones are computed."""

    declared: dict[str, tuple[str, Declare]] = field(default_factory=dict)
    smart: dict[str, tuple[str, Declare]] = field(default_factory=dict)


def walk(statements: Iterable[Statement]) -> Iterator[Statement]:
    """Every statement, outer before inner, in order; nesting is bounded by the parser."""
    pending = list(statements)[::-1]
    while pending:
        statement = pending.pop()
        yield statement
        match statement:
            case Group():
                for choice in reversed(statement.choices):
                    pending += choice.body[::-1]
                    pending.append(choice.text)
            case If():
                for clause in reversed(statement.clauses):
                    pending += clause.body[::-1]
            case Once():
                pending += (statement.otherwise or [])[::-1] + statement.body[::-1]


def constant(expression: Expression) -> bool:
    """Whether a declaration with this value is stored: a literal, a negative literal or an enum's case."""
    if isinstance(expression, Unary) and expression.operator == "-":
        return isinstance(expression.operand, Constant)
    return isinstance(expression, Constant | Member)


@dataclass(slots=True, eq=False)
class FileContents:
    """What one file holds, sorted by who asks for it. `uses` are the conditions and statements that say
    something of types, in order; `texts` are lines, options, items and prompts."""

    file: File
    enums: list[Enum] = field(default_factory=list)
    declares: list[Declare] = field(default_factory=list)
    uses: list[Condition | Statement] = field(default_factory=list)
    texts: list[LineSyntax] = field(default_factory=list)
    goes: list[Go] = field(default_factory=list)


def contents_of(file: File) -> FileContents:
    """Walks a file's tree, once."""
    found = FileContents(file)
    for node in file.nodes:
        found.uses += node.when
        for statement in walk(node.body):
            match statement:
                case Enum():
                    found.enums.append(statement)
                case Declare():
                    found.declares.append(statement)
                case LineSyntax():
                    found.texts.append(statement)
                    if statement.text.parts or statement.condition is not None:
                        found.uses.append(statement)
                case _ if type(statement) in _FACTS:
                    found.uses.append(statement)
                    if isinstance(statement, Go):
                        found.goes.append(statement)
                    elif isinstance(statement, AskStatement):
                        found.texts.append(statement.prompt)
    return found


def gather(contents: Sequence[FileContents], inference: Inference) -> Names:
    """Puts every fact of the files into the inference and settles it."""
    names = Names()
    for held in contents:
        inference.file = held.file.name
        for enum in held.enums:
            _enum(enum, inference)
    for held in contents:
        inference.file = held.file.name
        for declare in held.declares:
            _declare(declare, inference, names)
    for held in contents:
        inference.file = held.file.name
        for use in held.uses:
            if isinstance(use, Condition):
                _condition(use, inference)
            else:
                _FACTS[type(use)](use, inference, names)
    inference.settle()
    return names


def _enum(enum: Enum, inference: Inference) -> None:
    if not enum.name or not enum.cases:
        return
    say = inference.report.add
    if enum.name in inference.enums or enum.name.lower() in _TYPES:
        say(
            "AL108",
            inference.file,
            enum.line,
            enum.column,
            f"the name {enum.name} is taken",
            "choose another",
        )
        return
    first = enum.cases[0].raw
    raw = "string" if first is not None and isinstance(first.value, str) else "number"
    kind = EnumType(enum.name, raw)
    _cases(enum, kind, inference)
    inference.enums[enum.name] = kind
    for name in kind.cases:
        inference.cases.setdefault(name, []).append(kind)


def _cases(enum: Enum, kind: EnumType, inference: Inference) -> None:
    """Puts the cases' raw values into the type, and reports those that do not fit."""
    say, first = inference.report.add, enum.cases[0].raw
    raws: set[Value] = set()
    for index, case in enumerate(enum.cases):
        where = (inference.file, case.line, case.column)
        if case.name in kind.cases:
            say("AL012", *where, f"the case {case.name} stands twice in {enum.name}", "rename one of them")
        if (case.raw is None) != (first is None):
            say("AL012", *where, "either every case has a raw value, or none has", "add or remove a value")
        value = float(index) if case.raw is None else case.raw.value
        if isinstance(value, bool) or isinstance(value, str) != (kind.raw == "string"):
            say("AL012", *where, f"all raw values of {enum.name} must be numbers, or all texts")
        elif isinstance(value, float) and value != value // 1:
            say("AL012", *where, f"{case.name} must have a whole number", "use a text for anything else")
        if case.raw is not None and value in raws:
            say(
                "AL012",
                *where,
                f"two cases of {enum.name} have the value {text_of(case.raw.value)}",
                "change one",
            )
        raws.add(value)
        kind.cases.setdefault(case.name, value)


def _declare(statement: Declare, inference: Inference, names: Names) -> None:
    where = (inference.file, statement.line, statement.column)
    if statement.name in inference.lent:
        said = f"{statement.name} is the bot's own: it sets it to what it heard"
        inference.report.add("AL103", *where, said, "use it without declaring it, or choose another name")
        return
    if statement.name in names.declared:
        file, first = names.declared[statement.name]
        said = f"{statement.name} is declared in {file}, line {first.line}, already"
        inference.report.add("AL103", *where, said, "remove one of the two")
        return
    names.declared[statement.name] = (inference.file, statement)
    if not constant(statement.value):
        names.smart[statement.name] = (inference.file, statement)
    kind = inference.variable(statement.name, statement.line, statement.column)
    given = inference.infer(statement.value)
    if statement.type_name is None:
        inference.same(kind, given, statement.value, f"{statement.name} has one type")
        return
    wanted: Type | None = _TYPES.get(statement.type_name.lower()) or inference.enums.get(statement.type_name)
    if wanted is None:
        column = statement.type_column
        said = f"there is no type {statement.type_name}"
        hint = "use number, string, bool or the name of an enum"
        inference.report.add("AL109", inference.file, statement.line, column, said, hint)
        wanted_type = given
    else:
        wanted_type = wanted
    inference.same(kind, wanted_type, statement.value, f"{statement.name} has one type")
    inference.fits(given, wanted_type, statement.value, f"the value of {statement.name}")


# ---------------------------------------------------------------- uses


def _condition(condition: Condition | None, inference: Inference) -> None:
    if condition is not None and condition.test is not None:
        _test(condition.test, inference)


def _test(test: Expression | None, inference: Inference) -> None:
    if test is not None:
        inference.same(inference.infer(test), BOOL, test, "a condition is a bool")


def _text(text: Formatted, inference: Inference) -> None:
    for part in text.parts:
        inference.infer(part)


def _line(statement: Statement, inference: Inference, names: Names) -> None:
    assert isinstance(statement, LineSyntax)
    _text(statement.text, inference)
    _condition(statement.condition, inference)


def _if(statement: Statement, inference: Inference, names: Names) -> None:
    assert isinstance(statement, If)
    for clause in statement.clauses:
        _test(clause.test, inference)


def _once(statement: Statement, inference: Inference, names: Names) -> None:
    assert isinstance(statement, Once)
    _test(statement.test, inference)


def _set(statement: Statement, inference: Inference, names: Names) -> None:
    assert isinstance(statement, Set)
    _refuse_smart(statement.name, statement, inference, names)
    kind = inference.variable(statement.name, statement.line, statement.column)
    value = inference.infer(statement.value)
    at = statement.value
    if statement.operator == "=":
        inference.fits(value, kind, at, f"the value of {statement.name}")
    elif statement.operator == "+":
        inference.same(kind, value, at, "+= takes equal types")
        inference.addable(kind, at)
    else:
        inference.same(kind, NUMBER, at, f"{statement.operator}= takes numbers")
        inference.same(value, NUMBER, at, f"{statement.operator}= takes numbers")


def _refuse_smart(name: str, at: Statement | Expression, inference: Inference, names: Names) -> None:
    if name in names.smart:
        said = f"{name} is a smart variable: it is computed and cannot be set"
        inference.report.add("AL104", inference.file, at.line, at.column, said, "set what it is made of")


def _call(statement: Statement, inference: Inference, names: Names) -> None:
    assert isinstance(statement, CallStatement)
    inference.call_statement(statement.value)


def _command(statement: Statement, inference: Inference, names: Names) -> None:
    assert isinstance(statement, CommandStatement)
    for piece in statement.pieces:
        if isinstance(piece, Expression):
            inference.infer(piece)


def _go(statement: Statement, inference: Inference, names: Names) -> None:
    assert isinstance(statement, Go)
    if isinstance(statement.target, Expression):
        kind = inference.infer(statement.target)
        inference.fits(kind, STRING, statement.target, f"where a {statement.kind} leads")


def _ask(statement: Statement, inference: Inference, names: Names) -> None:
    assert isinstance(statement, AskStatement)
    _text(statement.prompt.text, inference)
    variable = statement.variable
    if isinstance(variable, Variable):
        _refuse_smart(variable.name, variable, inference, names)
        wanted = _ASKED[statement.kind]
        inference.same(
            inference.infer(variable), wanted, variable, f"a {statement.kind} answer is {wanted.name}"
        )


_FACTS: dict[type, Callable[[Statement, Inference, Names], None]] = {
    LineSyntax: _line,
    If: _if,
    Once: _once,
    Set: _set,
    CallStatement: _call,
    CommandStatement: _command,
    Go: _go,
    AskStatement: _ask,
}
