"""Reads `<<…>>`: one small reader for each keyword, and commands for everything else.

A reader gets the line's text and the index behind the keyword; it gives a statement and the index
behind `>>`. A mistake raises `Problem`.
"""

import re
from collections.abc import Callable, Mapping
from typing import Literal

from bot.yarn.diagnostics import Problem
from bot.yarn.expressions import NAME, Reader, parse
from bot.yarn.text import close, read_command, read_quoted, read_tags, skip_space
from bot.yarn.tree import (
    AskStatement,
    BlockMark,
    Call,
    CallStatement,
    Case,
    Clause,
    CommandStatement,
    Constant,
    Declare,
    Enum,
    Go,
    If,
    Leave,
    LineSyntax,
    Once,
    Set,
    Statement,
    Unary,
    Variable,
)

_KEYWORD = re.compile(rf"<<[ \t]*(?:({NAME})(?![.:-]))?")
_WORD = re.compile(NAME)
_TARGET = re.compile(rf"{NAME}(?:\.{NAME})*")
_ASSIGN = {"=": "=", "+": "+", "-": "-", "*": "*", "/": "/", "%": "%"}

Read = tuple[Statement, int]
StatementReader = Callable[[str, int, int, int], Read]


def read_statement(text: str, line: int, at: int, waiting: frozenset[str]) -> Read:
    """The `<<…>>` at index `at`."""
    found = _KEYWORD.match(text, at)
    word = found.group(1) if found else None
    if found is not None and word is not None:
        reading = READINGS.get(word)
        if reading is None and word in waiting:
            reading = _WAITING.get(word)
        if reading is not None:
            return reading(text, line, at, found.end())
    return _command(text, line, at, skip_space(text, at + 2))


def keyword(text: str, at: int) -> str:
    """The first word of the `<<…>>` at `at`, or ""."""
    found = _KEYWORD.match(text, at)
    return (found.group(1) or "") if found else ""


def _command(text: str, line: int, at: int, inner: int) -> Read:
    pieces, end = read_command(text, line, inner)
    if not pieces:
        raise Problem("AL004", at + 1, "this command is empty", "write a command's name between << and >>")
    return CommandStatement(line, at + 1, pieces), end


# ---------------------------------------------------------------- blocks


def _if(text: str, line: int, at: int, inner: int) -> Read:
    reader = Reader(text, line, inner)
    test = parse(reader)
    return If(line, at + 1, [Clause(test, line)]), reader.expect(">>", code="AL004")


def _elseif(text: str, line: int, at: int, inner: int) -> Read:
    reader = Reader(text, line, inner)
    test = parse(reader)
    return BlockMark(line, at + 1, "elseif", test), reader.expect(">>", code="AL004")


def _else(text: str, line: int, at: int, inner: int) -> Read:
    if text[skip_space(text, inner) :].startswith("if"):
        raise Problem("AL004", at + 1, "<<else if>> is not a statement", "write <<elseif …>> in one word")
    return BlockMark(line, at + 1, "else"), close(text, line, inner)


def _mark(kind: str) -> StatementReader:
    def read(text: str, line: int, at: int, inner: int) -> Read:
        return BlockMark(line, at + 1, kind), close(text, line, inner)

    return read


def _once(text: str, line: int, at: int, inner: int) -> Read:
    inner = skip_space(text, inner)
    if not re.compile(r"if(?!\w)").match(text, inner):
        return Once(line, at + 1, None, ""), close(text, line, inner)
    reader = Reader(text, line, inner + 2)
    test = parse(reader)
    source = text[inner + 2 : reader.at].strip()
    return Once(line, at + 1, test, source), reader.expect(">>", code="AL004")


def _enum(text: str, line: int, at: int, inner: int) -> Read:
    name, inner = _name(text, inner, "an enum")
    return Enum(line, at + 1, name), close(text, line, inner)


def _case(text: str, line: int, at: int, inner: int) -> Read:
    column = skip_space(text, inner) + 1
    name, inner = _name(text, inner, "a case")
    raw = None
    inner = skip_space(text, inner)
    if text[inner : inner + 1] == "=":
        reader = Reader(text, line, inner + 1)
        start = reader.at
        value = parse(reader)
        if isinstance(value, Unary) and value.operator == "-" and isinstance(value.operand, Constant):
            number = value.operand.value
            value = Constant(value.line, value.column, -number if isinstance(number, float) else number)
        if not isinstance(value, Constant):
            raise Problem("AL012", start + 1, "a case's raw value is a number or a text", "write it out")
        raw, inner = value, reader.at
    case = Case(name, raw, line, column)
    return BlockMark(line, at + 1, "case", case=case), close(text, line, inner)


# ---------------------------------------------------------------- variables


def _name(text: str, at: int, what: str) -> tuple[str, int]:
    at = skip_space(text, at)
    found = _WORD.match(text, at)
    if found is None:
        raise Problem("AL004", at + 1, f"expected the name of {what}", "letters, digits and _ make a name")
    return found.group(), found.end()


def _variable(reader: Reader) -> str:
    if reader.kind != "variable":
        raise reader.fail("expected a variable", "a variable begins with $", "AL004")
    name = reader.value
    reader.step()
    return name


def _set(text: str, line: int, at: int, inner: int) -> Read:
    reader = Reader(text, line, inner)
    name = _variable(reader)
    operator = "="
    if reader.kind == "name" and reader.value == "to":
        reader.step()
    elif reader.kind == "sign" and reader.value in _ASSIGN:
        operator = reader.value
        reader.step()
        if operator != "=":
            reader.expect("=", f"write {operator}= or =", "AL004")
            reader.step()
    else:
        raise reader.fail("expected = or to", "like <<set $x = 1>>", "AL004")
    value = parse(reader)
    return Set(line, at + 1, name, operator, value), reader.expect(">>", code="AL004")


def _declare(text: str, line: int, at: int, inner: int) -> Read:
    reader = Reader(text, line, inner)
    name = _variable(reader)
    if not (reader.sign("=") or (reader.kind == "name" and reader.value == "to")):
        raise reader.fail("expected = and a start value", "like <<declare $x = 1>>", "AL004")
    reader.step()
    value = parse(reader)
    type_name, column = None, 0
    if reader.kind == "name" and reader.value == "as":
        reader.step()
        if reader.kind != "name":
            raise reader.fail("expected a type", "number, string, bool or an enum", "AL004")
        type_name, column = reader.value, reader.at + 1
        reader.step()
    statement = Declare(line, at + 1, name, value, type_name, column)
    return statement, reader.expect(">>", code="AL004")


def _call(text: str, line: int, at: int, inner: int) -> Read:
    reader = Reader(text, line, inner)
    column = reader.at
    value = parse(reader)
    if not isinstance(value, Call):
        raise Problem("AL004", column + 1, "call needs a function", "like <<call dice(6)>>")
    return CallStatement(line, at + 1, value), reader.expect(">>", code="AL004")


# ---------------------------------------------------------------- going elsewhere


def _go(kind: Literal["jump", "detour"]) -> StatementReader:
    def read(text: str, line: int, at: int, inner: int) -> Read:
        inner = skip_space(text, inner)
        if text[inner : inner + 1] == "{":
            reader = Reader(text, line, inner + 1)
            target = parse(reader)
            source = text[inner + 1 : reader.at].strip()
            end = close(text, line, reader.expect("}"))
            return Go(line, at + 1, kind, target, source, inner + 2), end
        found = _TARGET.match(text, inner)
        if found is None:
            raise Problem("AL004", inner + 1, f"{kind} needs a node's name", f"like <<{kind} Start>>")
        name = found.group()
        return Go(line, at + 1, kind, name, name, inner + 1), close(text, line, found.end())

    return read


def _return(text: str, line: int, at: int, inner: int) -> Read:
    return Leave(line, at + 1, "return"), close(text, line, inner)


def _stop(text: str, line: int, at: int, inner: int) -> Read:
    return Leave(line, at + 1, "stop"), close(text, line, inner)


def _reserved(text: str, line: int, at: int, inner: int) -> Read:
    raise Problem("AL011", at + 1, f"{keyword(text, at)!r} is a word of the language and means nothing yet")


# ---------------------------------------------------------------- our waiting commands


def _ask(text: str, line: int, at: int, inner: int) -> Read:
    reader = Reader(text, line, inner)
    start = reader.at
    if reader.kind != "variable":
        hint = 'like <<ask $name "Your name?">>'
        raise reader.fail("expected the variable to keep the answer in", hint, "AL004")
    variable = Variable(line, start + 1, reader.value)
    column = skip_space(text, start + len(variable.name))
    prompt, inner = read_quoted(text, line, column, '<<ask $name "Your name?">>')
    inner = skip_space(text, inner)
    found = _WORD.match(text, inner)
    kind = found.group() if found else "text"
    if kind not in ("text", "number", "yesno"):
        raise Problem("AL004", inner + 1, f"{kind!r} is no kind of answer", "use text, number or yesno")
    end = close(text, line, found.end() if found else inner)
    words = LineSyntax(line, column + 1, prompt)
    end = read_tags(text, skip_space(text, end), words)
    return AskStatement(line, at + 1, kind, variable, words), end  # type: ignore[arg-type]


def _reflect(text: str, line: int, at: int, inner: int) -> Read:
    column = skip_space(text, inner)
    prompt, inner = read_quoted(text, line, column, '<<reflect "What would you keep?">>')
    inner = skip_space(text, inner)
    variable = None
    if text[inner : inner + 1] == "$":
        reader = Reader(text, line, inner)
        variable = Variable(line, inner + 1, _variable(reader))
        inner += len(variable.name)
    end = close(text, line, inner)
    words = LineSyntax(line, column + 1, prompt)
    end = read_tags(text, skip_space(text, end), words)
    return AskStatement(line, at + 1, "reflection", variable, words), end


READINGS: Mapping[str, StatementReader] = {
    "if": _if, "elseif": _elseif, "else": _else, "endif": _mark("endif"),
    "once": _once, "endonce": _mark("endonce"),
    "enum": _enum, "case": _case, "endenum": _mark("endenum"),
    "set": _set, "declare": _declare, "call": _call,
    "jump": _go("jump"), "detour": _go("detour"), "return": _return, "stop": _stop,
    "null": _reserved, "local": _reserved,
}  # fmt: skip
_WAITING: Mapping[str, StatementReader] = {"ask": _ask, "reflect": _reflect}
