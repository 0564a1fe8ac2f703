"""Diagnostics: that the right one is given at the right place, all at once, and what still compiles."""

import pytest

from bot.engine.effects import Begin
from bot.engine.machine import Env, advance
from bot.engine.state import State
from bot.errors import DialogueFault
from bot.yarn import Compiled, HostDeclarations, Signature, Source, compile_sources
from bot.yarn.diagnostics import CODES
from tests.engine.talk import compiled, shown


def found(result: Compiled) -> list[tuple[str, int, int]]:
    return [(d.code, d.line, d.column) for d in result.diagnostics]


def body(text: str) -> list[tuple[str, int, int]]:
    """Diagnostics of a node's body; its first line is line 1."""
    return [
        (code, line - 2, column) for code, line, column in found(compiled(f"title: S\n---\n{text}\n===\n"))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<if>>", [("AL007", 1, 1), ("AL005", 1, 5)]),
        ("<<else if true>>", [("AL004", 1, 1)]),
        ("<<endif>>", [("AL007", 1, 1)]),
        ("<<if true>>\na", [("AL007", 1, 1)]),
        ("<<if true>>\n<<else>>\n<<elseif true>>\n<<endif>>", [("AL007", 3, 1)]),
        ("-> a\n    <<if true>>\nb\n<<endif>>", [("AL007", 2, 5), ("AL007", 4, 1)]),
        ("<<if 1>>\n<<endif>>", [("AL101", 1, 6)]),
        ("a <<if true>> <<once>>", [("AL008", 1, 15)]),
        ('Hi {"you"}, \\# [b]x and {1+1} \\: y [/i]', [("AL503", 1, 16), ("AL503", 1, 36)]),
        ('<<ask $n "x {1} [b]">>', [("AL503", 1, 17)]),
        ("-> a [c", [("AL503", 1, 7)]),
        ("a #tag <<if true>>", [("AL008", 1, 8)]),
        ("a <<wave>>", [("AL008", 1, 3)]),
        ("a #b c", [("AL008", 1, 6)]),
        ("#tag alone", [("AL008", 1, 1)]),
        ("<<wait 1>> #tag", [("AL008", 1, 12)]),
        ("a \\n b", [("AL006", 1, 3)]),
        ("->", [("AL009", 1, 1)]),
        ("=> <<once>>", [("AL009", 1, 1)]),
        ("-> a\n      \nb", [("AL009", 2, 7)]),
        ("{1", [("AL005", 1, 3)]),
        ("{}", [("AL005", 1, 2)]),
        ('{"a}', [("AL005", 1, 2)]),
        ("{a}", [("AL005", 1, 2)]),
        ("{null}", [("AL011", 1, 2)]),
        ("<<null>>", [("AL011", 1, 1)]),
        ("<<>>", [("AL004", 1, 1)]),
        ("<<a > b>>", [("AL004", 1, 5)]),
        ("<<set $a>>", [("AL004", 1, 9)]),
        ("<<set a = 1>>", [("AL004", 1, 7)]),
        ("<<set $a = 1 2>>", [("AL004", 1, 14)]),
        ("<<declare $a = 1 as Thing>>", [("AL109", 1, 21)]),
        ("<<declare $a = 1>>\n<<declare $a = 1>>", [("AL103", 2, 1)]),
        ("<<declare $a = 1 as string>>", [("AL101", 1, 16)]),
        ("<<declare $a = 1 + 1>>\n<<set $a = 3>>", [("AL104", 2, 1)]),
        ("<<declare $a = $a>>", [("AL102", 1, 1), ("AL105", 1, 1)]),
        ("<<set $a = true>>\n<<set $a = 1>>", [("AL101", 2, 12)]),
        ("<<set $a = $b>>", [("AL102", 1, 1), ("AL102", 1, 12)]),
        ("{what()}", [("AL102", 1, 2)]),
        ("{1 + true}", [("AL101", 1, 4)]),
        ("{true + true}", [("AL101", 1, 7)]),
        ('{"a" < "b"}', [("AL101", 1, 2), ("AL101", 1, 8)]),
        ("{round(1, 2)}", [("AL106", 1, 2)]),
        ("{round(true)}", [("AL101", 1, 8)]),
        ("<<call 1>>", [("AL004", 1, 8)]),
        ("<<jump>>", [("AL004", 1, 7)]),
        ("<<jump Nowhere>>", [("AL202", 1, 8)]),
        ("<<detour {1}>>", [("AL101", 1, 11)]),
        ('<<jump {"Nowhere"}>>', [("AL507", 1, 9)]),
        ("<<case A>>", [("AL012", 1, 1)]),
        ("<<enum E>>\nline\n<<endenum>>", [("AL012", 1, 1), ("AL012", 2, 1)]),
        ("<<enum E>>\n<<case A = 1.5>>\n<<endenum>>", [("AL012", 2, 8)]),
        ("<<enum E>>\n<<case A = 1>>\n<<case B>>\n<<endenum>>", [("AL012", 3, 8)]),
        ("<<enum E>>\n<<case A = 1>>\n<<case B = 1>>\n<<endenum>>", [("AL012", 3, 8)]),
        ("{E.A}", [("AL107", 1, 2)]),
        ("a #line:x\nb #line:x", [("AL301", 2, 1)]),
        ("a #line:x #line:y", [("AL303", 1, 11)]),
        ("a #shadow:x", [("AL302", 1, 1)]),
        ("<<ask name \"x\">>", [("AL004", 1, 7)]),
        ("<<ask $a x>>", [("AL004", 1, 10)]),
        ('<<ask $a "x" colour>>', [("AL004", 1, 14)]),
        ('<<ask $a "x" number>>\n<<set $a = "b">>', [("AL101", 2, 12)]),
        ("[b]x", [("AL503", 1, 1)]),
        ("-> a\n    b\n\n    c", [("AL501", 4, 5)]),
        ("-> a\n    b\n// c\n    d", [("AL501", 4, 5)]),
        ("-> a\n\n    b", [("AL501", 3, 5)]),
        ("-> a\n    b\n\nc\n-> d", []),
        ("-> a\n    b\n    \n    c", []),
        ("a\n---\nb", [("AL508", 2, 1)]),
    ],
)  # fmt: skip
def test_places(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert body(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("text\n", [("AL001", 1, 1)]),
        ("", [("AL506", 1, 1)]),
        ("title: A\n===\n", [("AL002", 2, 1)]),
        ("title: A\n---\nx", [("AL002", 3, 2)]),
        ("tags: a\n---\n===\n", [("AL203", 1, 1)]),
        ("title: a b\n---\nx\n===\n", [("AL203", 1, 8)]),
        ("title: a.b\n---\nx\n===\n", [("AL203", 1, 8)]),
        ("title:\n---\nx\n===\n", [("AL203", 1, 7)]),
        ("title: A\ntitle: B\n---\nx\n===\n", [("AL203", 2, 1)]),
        ("title: A\nmy-key: x\n---\nx\n===\n", [("AL003", 2, 1)]),
        ("title: A\nwhen: 1 +\n---\nx\n===\n", [("AL205", 2, 10)]),
        ("title: A\nwhen: 1\n---\nx\n===\n", [("AL101", 2, 7)]),
        ("title: A\nwhen: once or\n---\nx\n===\n", [("AL205", 2, 12)]),
        ("title: A\ntracking: maybe\n---\nx\n===\n", [("AL505", 2, 11)]),
        ("title: A\n---\n===\n", [("AL502", 1, 8)]),
        ("title: A\n-----\nx\n===\n", [("AL504", 2, 4)]),
        ("title: A\nwhen: always\n---\nx\n===\ntitle: A\n---\ny\n===\n", [("AL201", 6, 8)]),
        ("===\n", [("AL001", 1, 1)]),
    ],
)
def test_places_in_headers(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(compile_sources([Source("x.yarn", text)])) == expected


def test_every_code_is_in_the_table_and_all_problems_come_at_once() -> None:
    text = "title: S\n---\n<<if>>\n{1 +}\na \\x\n<<jump Nowhere>>\n<<set $a = true + 1>>\n===\nstray\n"
    result = compiled(text)
    assert [d.line for d in result.diagnostics] == [3, 3, 4, 5, 6, 7, 9]
    assert {d.code for d in result.diagnostics} <= set(CODES)
    assert all(d.message and not d.message.endswith(".") for d in result.diagnostics)


def test_headers_tags_and_keys_are_readable() -> None:
    text = (
        "#file\n\ntitle: A // the first\ntags: one  two\nempty:\nurl: http://x\nkey: 1\nkey: 2\n"
        "position: 1,2\n---\n"
        '-> x #line:x #alias:come_in\n<<detour A>>\n<<ask $n "who">> #line:q\n===\n'
    )
    program = compiled(text).program
    assert program is not None
    node = program.nodes["A"]
    assert (node.title, node.file, node.line, node.tags) == ("A", "x.yarn", 3, ("one", "two"))
    assert node.headers[2:6] == (("empty", ""), ("url", "http:"), ("key", "1"), ("key", "2"))
    assert node.header("key") == "2"
    assert node.keys[0] == "line:x"
    assert node.keys[1].startswith("detour:A-")
    assert node.keys[2] == "line:q"
    assert list(program.option_bank()) == [("line:x", "A", "x", ("come in",))]
    assert program.types == {"$n": "string"}
    assert program.initial == {"$n": ""}


def test_texts_for_translators() -> None:
    program = compiled('A {1} \\{b\\} #line:a\nB\nB\nA #line:s\nA #shadow:s\n<<ask $x "C {$x}">>').program
    assert program is not None
    texts = list(program.strings.values())
    assert texts == ["A {0} \\{b\\}", "B", "B", "A", "C {0}"]
    assert len(program.lines) == 6
    assert program.lines["line:a"].explicit


def test_types_are_worked_out_over_all_files() -> None:
    first = Source("a.yarn", "title: A\n---\n{$later} <<if $flag>>\n<<set $copy = $later>>\n===\n")
    second = Source("b.yarn", 'title: B\n---\n<<set $later = "x">>\n<<declare $flag = true>>\n===\n')
    program = compile_sources([first, second]).program
    assert program is not None
    assert program.types == {"$later": "string", "$flag": "bool", "$copy": "string"}
    assert program.initial == {"$later": "", "$flag": True, "$copy": ""}


def test_host_functions_have_types_and_may_repeat() -> None:
    host = HostDeclarations(
        {"total": Signature(("number",), "number", variadic=True), "pick": Signature(("any",), "string")}
    )
    text = "title: A\n---\n{total(1, 2, 3)} {total()} {pick(true)} {pick(1)}\n<<set $s = pick(2)>>\n===\n"
    program = compile_sources([Source("a", text)], host).program
    assert program is not None
    assert program.functions == {"pick": "string", "total": "number"}
    env = Env({"total": lambda *numbers: sum(numbers), "pick": lambda value: f"<{value}>"})
    turn = advance(program, State.initial(program), Begin("A"), env)
    assert shown(turn.effects)[0] == "6 0 <True> <1.0>"
    assert (
        compile_sources([Source("a", text.replace("total(1", 'total("1"'))], host).errors[0].code == "AL101"
    )


def test_waiting_commands_are_the_hosts_choice() -> None:
    text = "title: A\n---\n<<ask about it>>\n===\n"
    assert compile_sources([Source("a", text)], HostDeclarations()).errors
    program = compile_sources([Source("a", text)], HostDeclarations(waiting=frozenset())).program
    assert program is not None
    assert shown(advance(program, State.initial(program), Begin("A"), Env()).effects) == [
        "<<ask about it>>",
        "END",
    ]


def test_one_broken_file_leaves_the_rest_running() -> None:
    good = Source("good.yarn", "title: A\n---\nhello\n<<declare $n = 1>>\n{$n} {$there}\n<<jump B>>\n===\n")
    bad = Source("bad.yarn", "title: B\n---\n<<if>>\n===\ntitle: C\n---\n<<declare $there = true>>\n===\n")
    assert compile_sources([good, bad]).program is None
    result = compile_sources([good, bad], partial=True)
    assert result.broken == {"bad.yarn"}
    assert result.program is not None
    assert list(result.program.nodes) == ["A"]
    with pytest.raises(DialogueFault, match=r"good\.yarn:6: the node B is in a file"):
        advance(result.program, State.initial(result.program), Begin("A"), Env())


def test_digest_follows_the_sources_not_their_order() -> None:
    a, b = Source("a", "title: A\n---\nx\n===\n"), Source("b", "title: B\n---\nx\n===\n")
    digests = [compile_sources(sources).program for sources in ([a, b], [b, a], [a])]
    assert digests[0] is not None
    assert digests[1] is not None
    assert digests[2] is not None
    assert digests[0].digest == digests[1].digest != digests[2].digest


def test_keys_survive_edits_elsewhere() -> None:
    old = compiled("title: S\n---\na\n-> x\n-> y\n<<detour S>>\n<<once>>\nz\n<<endonce>>\n===\n").program
    new = compiled(
        "title: S\n---\nnew\na\n-> x\n    more\n-> y\n<<detour S>>\n<<once>>\nz\n<<endonce>>\n===\n"
    ).program
    assert old is not None
    assert new is not None
    assert old.nodes["S"].keys == new.nodes["S"].keys
    assert set(old.lines) < set(new.lines)
