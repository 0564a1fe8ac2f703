"""The syntax tree: how statements nest and what a line is made of."""

from typing import Any

import pytest

from bot.yarn.diagnostics import Report
from bot.yarn.expressions import Reader, parse
from bot.yarn.parser import parse_file
from bot.yarn.tree import (
    Binary,
    Call,
    ChoiceSyntax,
    Constant,
    Declare,
    Expression,
    Go,
    Group,
    If,
    LineSyntax,
    Member,
    Once,
    Statement,
    Unary,
    Variable,
)


def tree(text: str) -> list[Statement]:
    report = Report()
    file = parse_file("x", f"title: A\n---\n{text}\n===\n", report, frozenset({"ask", "reflect"}))
    assert not report.broken, report.all
    return file.nodes[0].body


def outline(statements: list[Statement]) -> list[Any]:
    """Nested lists of texts: options as (text, body), blocks as (kind, bodies)."""
    out: list[Any] = []
    for statement in statements:
        match statement:
            case LineSyntax():
                out.append(statement.text.source)
            case Group():
                out.append([statement.arrow, *map(option, statement.choices)])
            case If():
                out.append(("if", *[outline(clause.body) for clause in statement.clauses]))
            case Once():
                out.append(("once", outline(statement.body), outline(statement.otherwise or [])))
            case _:
                out.append(type(statement).__name__)
    return out


def option(choice: ChoiceSyntax) -> Any:
    return (choice.text.text.source, outline(choice.body)) if choice.body else choice.text.text.source


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n  b", ["a", "b"]),
        ("-> a\n-> b", [["->", "a", "b"]]),
        ("-> a\n  x\n  y\n-> b\nz", [["->", ("a", ["x", "y"]), "b"], "z"]),
        ("-> a\n\n-> b", [["->", "a"], ["->", "b"]]),
        ("-> a\n// c\n-> b", [["->", "a", "b"]]),
        ("-> a\n=> b", [["->", "a"], ["=>", "b"]]),
        ("-> A\n        a1\n    a2\n-> B", [["->", ("A", ["a1"])], "a2", ["->", "B"]]),
        ("-> a\n    x\n    \n    y", [["->", ("a", ["x", "y"])]]),
        ("-> a\n    x\n\n    y", [["->", ("a", ["x"])], "y"]),
        ("-> a\n    -> b\n        c\n    -> d\n-> e", [["->", ("a", [["->", ("b", ["c"]), "d"]]), "e"]]),
        ("\t-> a\n\t\tx\n\t-> b", [["->", ("a", ["x"]), "b"]]),
        ("  -> a\n-> b", [["->", "a", "b"]]),
        ("-> a\n    // only a comment\n-> b", [["->", "a", "b"]]),
        (
            "<<if true>>\n  -> a\n<<else>>\n  -> b\n<<endif>>\n-> c",
            [("if", [["->", "a"]], [["->", "b"]]), ["->", "c"]],
        ),
        ("<<once>>\na\n<<else>>\nb\n<<endonce>>", [("once", ["a"], ["b"])]),
        ("<<if true>>\n<<once>>\na\n<<endonce>>\n<<endif>>", [("if", [("once", ["a"], [])])]),
        ("-> a\n  <<if true>>\n x\n  <<endif>>", None),
    ],
)  # fmt: skip
def test_nesting(text: str, expected: list[Any] | None) -> None:
    if expected is None:
        with pytest.raises(AssertionError, match="AL007"):
            tree(text)
    else:
        assert outline(tree(text)) == expected


def test_a_line_has_text_condition_and_tags() -> None:
    (line,) = tree("  Ann: hi {$x} there  <<once if $y>>  #a #line:z #b:c // end")
    assert isinstance(line, LineSyntax)
    assert line.text.source == "Ann: hi \ue000 there"
    assert isinstance(line.text.parts[0], Variable)
    assert line.condition is not None
    assert line.condition.once
    assert (line.line_id, line.tags) == ("line:z", ("a", "b:c"))


def test_a_raw_private_character_cannot_pass_for_a_value() -> None:
    (line,) = tree("\ue000 {1}")
    assert isinstance(line, LineSyntax)
    assert line.text.source == "\ufffd \ue000"


def test_descriptions_of_declarations() -> None:
    first, second = tree("/// What it is\n<<declare $a = 1>>\n<<declare $b = 2>> /// other")
    assert isinstance(first, Declare)
    assert isinstance(second, Declare)
    assert (first.about, second.about) == ("What it is", "other")


def test_ways_out() -> None:
    jump, detour = tree("<<jump Other.Part>>\n<<detour {$x}>>")
    assert isinstance(jump, Go)
    assert isinstance(detour, Go)
    assert (jump.kind, jump.target) == ("jump", "Other.Part")
    assert (detour.kind, detour.source) == ("detour", "$x")


def shape(expression: Expression) -> str:
    match expression:
        case Constant(value=value):
            return repr(value)
        case Variable(name=name):
            return name
        case Member(enum=enum, case=case):
            return f"{enum or ''}.{case}"
        case Unary(operator=operator, operand=operand):
            return f"({shape(operand)})" if operator == "()" else f"{operator}[{shape(operand)}]"
        case Binary(operator=operator, left=left, right=right):
            return f"[{shape(left)} {operator} {shape(right)}]"
        case Call(name=name, arguments=arguments):
            return f"{name}({', '.join(map(shape, arguments))})"
    raise AssertionError(expression)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", "[1.0 + [2.0 * 3.0]]"),
        ("1 - 2 - 3", "[[1.0 - 2.0] - 3.0]"),
        ("$a or $b and $c xor $d", "[[[$a or $b] and $c] xor $d]"),
        ("1 < 2 == 3 >= 4", "[[1.0 < 2.0] == [3.0 >= 4.0]]"),
        ("not $a == $b", "[not[$a] == $b]"),
        ("-2 * -$a", "[-[2.0] * -[$a]]"),
        ("!($a && $b) || $c", "[not[([$a and $b])] or $c]"),
        ("f(1, g(), .X) + E.Y", "[f(1.0, g(), .X) + E.Y]"),
        ("$a is 1 and $b neq 2", "[[$a == 1.0] and [$b != 2.0]]"),
        ('"a\\"b" eq "\\\\"', "['a\"b' == '\\\\']"),
        ("$größe + $x1", "[$größe + $x1]"),
    ],
)
def test_precedence(text: str, expected: str) -> None:
    reader = Reader(text, 1, 0)
    assert shape(parse(reader)) == expected
    assert reader.kind == "end"
