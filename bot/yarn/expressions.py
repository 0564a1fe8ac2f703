"""Reads expressions out of a line of text, by operator precedence.

Works on one physical line; a mistake raises `Problem` with its column. Depth is bounded, so that no
input reaches Python's recursion limit here, in the inference or while the expression runs.
"""

import re

from bot.engine.values import single
from bot.yarn.diagnostics import Problem
from bot.yarn.tree import Binary, Call, Constant, Expression, Member, Unary, Variable

DEEPEST = 100

_EXTRA = "\u2600-\u27bf\ufe0f\U00010000-\U000efffd"  # signs that names may hold beside letters
NAME = f"(?>(?:[^\\W\\d]|[{_EXTRA}])(?:\\w|[{_EXTRA}])*)"  # atomic: a failure behind it is found at once
_TOKEN = re.compile(
    rf"""[ \t]*(?:
      (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<variable>\${NAME})
    | (?P<name>{NAME})
    | (?P<sign>&&|\|\||==|!=|<=|>=|>>|[-+*/%<>!^(),.}}=])
    | (?P<end>$)
    )""",
    re.X,
)
_STRING_ESCAPE = re.compile(r"\\(.)", re.S)
_STRING_MEANING = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}

_WORDS = {
    "and": "and", "or": "or", "xor": "xor", "not": "not", "is": "==", "eq": "==", "neq": "!=",
    "gt": ">", "lt": "<", "gte": ">=", "lte": "<=",
}  # fmt: skip
_SIGNS = {"&&": "and", "||": "or", "^": "xor", "!": "not"}
_LEVELS = {
    "or": 1, "and": 1, "xor": 1, "==": 2, "!=": 2, "<": 3, ">": 3, "<=": 3, ">=": 3,
    "+": 4, "-": 4, "*": 5, "/": 5, "%": 5,
}  # fmt: skip
_RESERVED = {"null", "local"}
_STRAIGHT = 'put texts into straight double quotes: "…"'
_SLIPS = {"=": "write == to compare", **dict.fromkeys("\u201c\u201d\u201e\u00ab\u2018\u2019'`", _STRAIGHT)}


class Reader:
    """A cursor over one line. `kind` and `value` are of the token ahead, `at` is where it starts."""

    __slots__ = ("at", "end", "kind", "line", "start", "text", "value")

    def __init__(self, text: str, line: int, start: int) -> None:
        self.text, self.line, self.end = text, line, start
        self.step()

    def step(self) -> None:
        """Moves to the next token."""
        self.start = self.end
        found = _TOKEN.match(self.text, self.end)
        if found is None:
            self.at = self.end + len(self.text[self.end :]) - len(self.text[self.end :].lstrip(" \t"))
            self.kind, self.value = "wrong", self.text[self.at : self.at + 1]
            return
        self.kind = found.lastgroup or "end"
        self.value = found.group(self.kind)
        self.at, self.end = found.start(self.kind), found.end()
        if self.kind == "name":
            word = _WORDS.get(self.value)
            if word is not None:
                self.kind, self.value = "sign", word
        elif self.kind == "sign":
            self.value = _SIGNS.get(self.value, self.value)

    def fail(self, expected: str, hint: str = "", code: str = "AL005") -> Problem:
        """A problem at the token ahead."""
        if self.kind == "wrong" and self.value == '"':
            return Problem(code, self.at + 1, "this text is not closed", 'end it with "')
        found = f"found {self.value!r}" if self.kind != "end" else "the line ends"
        hint = _SLIPS.get(self.value, hint) if self.kind in ("wrong", "sign") else hint
        return Problem(code, self.at + 1, f"{expected}, but {found}", hint, self.end + 1)

    def sign(self, value: str) -> bool:
        """Whether the token ahead is that sign."""
        return self.kind == "sign" and self.value == value

    def expect(self, value: str, hint: str = "", code: str = "AL005") -> int:
        """Passes a sign; gives the index behind it, where other text may follow."""
        if not self.sign(value):
            raise self.fail(f"expected {value!r}", hint, code)
        return self.end


def parse(reader: Reader) -> Expression:
    """One whole expression; the reader stands on the token behind it."""
    return _binary(reader, 1, 0)


def _binary(reader: Reader, lowest: int, depth: int) -> Expression:
    left = _unary(reader, depth)
    while reader.kind == "sign":
        operator = reader.value
        level = _LEVELS.get(operator)
        if level is None or level < lowest:
            break
        at = reader.at
        reader.step()
        right = _binary(reader, level + 1, depth + 1)
        height = _height(reader, at, left, right)
        left = Binary(reader.line, at + 1, operator, left, right, depth=height)
    return left


def _height(reader: Reader, at: int, *below: Expression) -> int:
    height = 1 + max((expression.depth for expression in below), default=0)
    if height > DEEPEST:
        raise Problem(
            "AL010", at + 1, "this expression is too deep", "split it with <<set>> or smart variables"
        )
    return height


def _unary(reader: Reader, depth: int) -> Expression:
    signs: list[tuple[str, int]] = []
    while reader.kind == "sign" and reader.value in ("-", "not"):
        signs.append((reader.value, reader.at))
        if len(signs) + depth > DEEPEST:
            raise Problem("AL010", reader.at + 1, "this expression is too deep", "remove some of the signs")
        reader.step()
    operand = _primary(reader, depth)
    for sign, at in reversed(signs):
        height = _height(reader, at, operand)
        operand = Unary(reader.line, at + 1, "-" if sign == "-" else "not", operand, depth=height)
    return operand


def _primary(reader: Reader, depth: int) -> Expression:
    kind, value, column, line = reader.kind, reader.value, reader.at + 1, reader.line
    if kind == "number":
        reader.step()
        return Constant(line, column, single(float(value)))
    if kind == "string":
        reader.step()
        return Constant(line, column, unescaped(value))
    if kind == "variable":
        reader.step()
        return Variable(line, column, value)
    if kind == "name":
        return _named(reader, depth)
    if kind == "sign" and value == "(":
        return _parenthesised(reader, depth)
    if kind == "sign" and value == ".":
        reader.step()
        return Member(line, column, None, _case(reader))
    raise reader.fail("expected a value", "a value is a number, a text in quotes, $variable, or function()")


def unescaped(literal: str) -> str:
    """The text of a literal in quotes."""
    if "\\" not in literal:
        return literal[1:-1]
    return _STRING_ESCAPE.sub(lambda m: _STRING_MEANING.get(m.group(1), m.group()), literal[1:-1])


def _parenthesised(reader: Reader, depth: int) -> Expression:
    if depth >= DEEPEST // 2:
        raise Problem("AL010", reader.at + 1, "too many brackets inside one another", "split the expression")
    column = reader.at + 1
    reader.step()
    inner = _binary(reader, 1, depth + 1)
    reader.expect(")", "close the bracket")
    reader.step()
    # a sign of its own: a value in brackets is no constant any more, as the language wants it
    return Unary(reader.line, column, "()", inner, depth=inner.depth)


def _case(reader: Reader) -> str:
    if reader.kind != "name":
        raise reader.fail("expected the name of an enum's case")
    name = reader.value
    reader.step()
    return name


def _named(reader: Reader, depth: int) -> Expression:
    name, column, line = reader.value, reader.at + 1, reader.line
    if name in ("true", "false"):
        reader.step()
        return Constant(line, column, name == "true")
    if name in _RESERVED:
        raise Problem("AL011", column, f"{name!r} is a word of the language and means nothing yet")
    reader.step()
    if reader.sign("("):
        return _call(reader, name, column, depth)
    if reader.sign("."):
        reader.step()
        return Member(line, column, name, _case(reader))
    raise Problem(
        "AL005", column, f"{name!r} is neither a value nor a function",
        f'a variable is ${name}, a text is "{name}", a function {name}()', column + len(name),
    )  # fmt: skip


def _call(reader: Reader, name: str, column: int, depth: int) -> Expression:
    if depth >= DEEPEST // 2:
        raise Problem("AL010", column, "too many calls inside one another", "split the expression")
    reader.step()
    arguments: list[Expression] = []
    while not reader.sign(")"):
        if arguments:
            reader.expect(",", "put a comma between values, and ) at the end")
            reader.step()
        arguments.append(_binary(reader, 1, depth + 1))
    reader.step()
    height = _height(reader, column - 1, *arguments)
    return Call(reader.line, column, name, arguments, depth=height)
