"""Time that grows with the input and not faster, and nesting that ends in a message."""

from collections.abc import Callable

import pytest

from bot.yarn import Compiled, Source, compile_sources
from tests.growth import STEADY, exponent


def compiled(text: str) -> Compiled:
    return compile_sources([Source("x.yarn", text)])


def node(body: str) -> str:
    return f"title: Start\n---\n{body}\n===\n"


def repeated(unit: str) -> Callable[[int], str]:
    return lambda count: node(unit * count)


SHAPES: dict[str, Callable[[int], str]] = {
    "lines": repeated("Ann: a line with {1 + 2} and [b]bold[/b]. #tag\n"),
    "same lines": repeated("same\n"),
    "options": repeated("-> an option <<if true>>\n    body\n"),
    "blank lines": repeated("-> o\n\n"),
    "items": repeated("=> item <<once>>\n"),
    "ifs": repeated("<<if true>>\na\n<<else>>\nb\n<<endif>>\n"),
    "unclosed ifs": repeated("<<if true>>\n"),
    "stray ends": repeated("<<endif>>\n<<endonce>>\n"),
    "new variables": lambda count: node("".join(f"<<set $v{i} = $v{i + 1}>>\n" for i in range(count))),
    "smart chain": lambda count: node("".join(f"<<declare $v{i} = $v{i + 1} + 1>>\n" for i in range(count))),
    "unknown functions": lambda count: node("".join(f"<<call f{i}($x)>>\n" for i in range(count))),
    "nodes": lambda count: "".join(f"title: N{i}\n---\n<<jump N{i}>>\n===\n" for i in range(count)),
    "group members": lambda count: "title: G\nwhen: always\n---\n===\n" * count,
    "same titles": lambda count: "title: G\n---\nx\n===\n" * count,
    "headers": lambda count: "title: A\n" + "key: value\n" * count + "---\n===\n",
    "no node": lambda count: "text without a node\n" * count,
    "colons": lambda count: "a: b\n" * count,
    "separators": lambda count: "---\n===\n" * count,
    "tags": lambda count: node("x " + "#tag " * count),
    "braces": lambda count: node("x" + "{" * count),
    "values": lambda count: node("x" + "{1}" * count),
    "quotes": lambda count: node('<<set $a = "' + '\\"' * count),
    "backslashes": lambda count: node("\\\\" * count),
    "spaces": lambda count: node(" " * count + "x" + " " * count + "#"),
    "brackets": lambda count: node("[a]" * count),
    "long command": lambda count: node("<<give " + "a {1} " * count + ">>"),
    "long sum": lambda count: node("{" + "1 + " * count + "1}"),
    "open brackets": lambda count: node("{" + "(" * count),
    "minus signs": lambda count: node("{" + "-" * count + "1}"),
    "commands on a line": lambda count: node("<<set $a = 1>> " * count),
    "far letters": lambda count: node("<<" + "\U00010330" * count + ".x>>"),
    "far letters in a header": lambda count: "title: A\n" + "\U00010330" * count + "\n---\n===\n",
    "far letters in a value": lambda count: node("{" + "\U00010330" * count + "-"),
    "markup mistakes behind escapes": lambda count: node("\\# [b] " * count),
    "jumps to nowhere": lambda count: "".join(
        f"title: N{i}\n---\n<<jump M{i}>>\n===\n" for i in range(count)
    ),
    "values not known": lambda count: node(
        "".join(f"{{f{i}()}}\n<<set $b{i}>>\n{{$a{i}}}\n" for i in range(count))
    ),
    "enum cases": lambda count: node(
        "<<enum E>>\n" + "".join(f"<<case C{i} = {i}>>\n" for i in range(count)) + "<<endenum>>"
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_input_and_not_faster(shape: str) -> None:
    assert exponent(SHAPES[shape], compiled) < STEADY


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (node("".join("    " * depth + "-> o\n" for depth in range(3000))), "AL010"),
        (node("<<if true>>\n" * 3000 + "x\n" + "<<endif>>\n" * 3000), "AL010"),
        (node("<<once>>\n" * 3000), "AL010"),
        (node("{" + "(" * 3000 + "1" + ")" * 3000 + "}"), "AL010"),
        (node("{" + "not " * 3000 + "true}"), "AL010"),
        (node("{" + "1 + " * 3000 + "1}"), "AL010"),
        (node("{" + "round(" * 3000 + "1" + ")" * 3000 + "}"), "AL010"),
        (SHAPES["smart chain"](3000).replace("\n===", "<<declare $v3000 = 1>>\n==="), "AL010"),
        (node("".join(f"<<declare $v{i} = $v{(i + 1) % 3000} + 1>>\n" for i in range(3000))), "AL105"),
        (node("x" + "{1}" * 7000), "AL013"),
    ],
)  # fmt: skip
def test_deep_nesting_gives_a_message(text: str, code: str) -> None:
    result = compiled(text)
    assert code in {diagnostic.code for diagnostic in result.errors}
    assert result.program is None


def test_nesting_that_people_write_is_fine() -> None:
    depth = 25
    options = "".join("    " * level + f"-> level {level}\n" for level in range(depth))
    test = "(" * 30 + "true" + ")" * 30 + " and true" * 30
    result = compiled(node(f"{options}\n<<if {test}>>\nx\n<<endif>>"))
    assert not result.diagnostics
