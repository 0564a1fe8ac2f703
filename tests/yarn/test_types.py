"""Types: how unknown ones are found, and what is refused."""

import random

import pytest

from bot.yarn import Source, compile_sources
from tests.engine.talk import compiled


def types(text: str) -> dict[str, str]:
    program = compiled(f"title: S\n---\n{text}\n===\n").program
    assert program is not None
    return dict(program.types)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<set $a = $b>>\n<<set $b = $c>>\n<<set $c = true>>", dict.fromkeys(("$a", "$b", "$c"), "bool")),
        ("<<set $a = f()>>\n<<set $b = f()>>\n<<set $b = 1>>", {"$a": "number", "$b": "number"}),
        ("<<if f($a) == $b>>\n<<endif>>\n<<call f(1)>>\n<<set $b = \"x\">>", {
            "$a": "number", "$b": "string",
        }),
        ("<<set $a += $b>>\n<<set $b = \"x\">>", {"$a": "string", "$b": "string"}),
        ("{$a + 1} {$b > 1} {not $c}", {"$a": "number", "$b": "number", "$c": "bool"}),
        ("<<if visited($n)>>\n<<endif>>", {"$n": "string"}),
        ("<<jump {$where}>>", {"$where": "string"}),
        ("<<if $a and $b == $c>>\n<<endif>>\n{$c + \"x\"}", {"$a": "bool", "$b": "string", "$c": "string"}),
    ],
)  # fmt: skip
def test_types_come_from_use(text: str, expected: dict[str, str]) -> None:
    assert types(text) == expected


ENUMS = (
    "<<enum Sky>>\n<<case Blue>>\n<<case Grey>>\n<<endenum>>\n"
    '<<enum Way>>\n<<case In = "in">>\n<<case Grey = "grey">>\n<<endenum>>\n'
)


@pytest.mark.parametrize(
    "text",
    [
        "<<set $a = .Blue>>\n{$a == .Grey}",
        "<<set $a = Sky.Grey>>\n<<if $a == .Grey>>\n<<endif>>",
        "<<declare $a = .Grey as Way>>\n{visited($a)}",
        "<<set $s = \"x\">>\n<<set $s = Way.In>>",
        "<<declare $s = Way.In as string>>\n{$s + \"!\"}",
        "<<call f(.In)>>",
        "{number(Sky.Blue) + 1}",
    ],
)  # fmt: skip
def test_enums_that_fit(text: str) -> None:
    result = compiled(f"title: S\n---\n{ENUMS}{text}\n===\n")
    assert not result.errors, result.errors


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{Sky.Blue == Way.In}", "AL101"),
        ("{Sky.Blue == 1}", "AL101"),
        ("{Sky.Blue < Sky.Grey}", "AL101"),
        ("{Sky.Blue + 1}", "AL101"),
        ("{.Grey == .Grey}", "AL102"),
        ("{.Nope}", "AL107"),
        ("{Sky.Nope}", "AL107"),
        ("{Land.Blue}", "AL107"),
        ("<<set $a = Sky.Blue>>\n<<set $a = Way.In>>", "AL101"),
        ("<<set $a = Sky.Blue>>\n{visited($a)}", "AL101"),
        ("<<declare $a = Sky.Blue as string>>", "AL101"),
        ("<<declare $a = .In as Sky>>", "AL101"),
        ("<<jump {Sky.Blue}>>", "AL101"),
        ("<<enum Sky>>\n<<case A>>\n<<endenum>>", "AL108"),
        ("<<enum number>>\n<<case A>>\n<<endenum>>", "AL108"),
        ("<<set $a = 1>>\n<<if $a>>\n<<endif>>", "AL101"),
        ("<<call f(1)>>\n<<call f(\"x\")>>", "AL101"),
        ("<<call f(1)>>\n<<call f()>>", "AL106"),
        ("<<set $a -= \"x\">>", "AL101"),
        ("<<set $a = true>>\n<<set $a += true>>", "AL101"),
        ("{-true}", "AL101"),
        ("{not 1}", "AL101"),
        ("{1 and true}", "AL101"),
    ],
)  # fmt: skip
def test_what_does_not_fit(text: str, code: str) -> None:
    result = compiled(f"title: S\n---\n{ENUMS}{text}\n===\n")
    assert code in [diagnostic.code for diagnostic in result.errors]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('{"a" + 1}', "string(…)"),
        ("<<if 1>>\n<<endif>>", "$x > 0"),
        ('<<if "a">>\n<<endif>>', '$x != ""'),
        ("{Sky.Blue == 1}", "enum"),
        ('{round("1")}', "number(…)"),
    ],
)
def test_what_to_do_about_it(text: str, hint: str) -> None:
    result = compiled(f"title: S\n---\n{ENUMS}{text}\n===\n")
    assert hint in result.errors[0].hint


def test_an_undeclared_enum_variable_starts_at_the_first_case() -> None:
    program = compiled(f"title: S\n---\n{ENUMS}<<set $way = Way.Grey>>\n===\n").program
    assert program is not None
    assert program.initial == {"$way": "in"}


FACTS = (
    "<<set $a = $b>>",
    "<<set $b = f($c)>>",
    '<<if f(1) == "x">>\n<<endif>>',
    "<<set $c += 1>>",
    "{$d} {$e}",
    '<<declare $s = $a + "y">>',
    "<<set $d = E.A>>",
    '<<enum E>>\n<<case A = "q">>\n<<case B = "r">>\n<<endenum>>',
    "<<if $e == $d>>\n<<endif>>",
    "<<call g($e)>>",
    "<<if g(E.B)>>\n<<endif>>",
    "<<set $h = .B>>",
    "{$k}{$l}",
    "<<set $k = min($l, 2)>>",
    "<<set $m = $n>>\n<<set $n = not $o>>\n{$o}",
    '<<ask $p "x" number>>',
    "{$p > 3}",
)


def test_the_order_of_files_does_not_matter() -> None:
    dice, found = random.Random(5), set()
    for _ in range(40):
        facts = dice.sample(FACTS, len(FACTS))
        sources = [Source(f"{i}.yarn", f"title: N{i}\n---\n{fact}\n===\n") for i, fact in enumerate(facts)]
        result = compile_sources(sources)
        assert result.errors == ()
        assert result.program is not None
        found.add(tuple(sorted(result.program.types.items())))
    assert len(found) == 1
    assert dict(next(iter(found)))["$a"] == "string"
