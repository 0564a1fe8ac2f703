"""The language as it runs, feature by feature."""

import random

import pytest

from bot.engine.effects import (
    Choose,
)
from bot.engine.machine import Env, Stepper
from bot.errors import DialogueFault
from tests.engine.talk import Talk, run, shown


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1", "1"), ("1.5", "1.5"), ("-1", "-1"), ("- 1", "-1"), ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.33333334"),
        ("16777217", "16777216"), ("true", "True"), ("not true", "False"), ("!false", "True"),
        ("-5 % 3", "-2"), ("5 % -3", "2"), ("2.5 % 2", "0"), ("3.5 % 3", "1"), ("1 / 0", "Infinity"),
        ("-1 / 0", "-Infinity"), ("0 / 0", "NaN"), ("2 + 3 * 4", "14"), ("(2 + 3) * 4", "20"),
        ("10 - 2 - 3", "5"), ("max(1,2)-1", "1"), ("true or false and false", "False"),
        ("1 == 1 and 2 > 1", "True"), ("1 < 2 == true", "True"), ("true xor true", "False"),
        ("true ^ false", "True"), ("true && false || true", "True"), ("3 gte 3", "True"), ("1 neq 2", "True"),
        ("1 is 1", "True"), ('"a" + "b"', "ab"), ('"a" == "A"', "False"), (r'"say \"hi\""', 'say "hi"'),
        (r'"a\\b"', "a\\b"), ("0.1 + 0.1 == 0.2", "True"), ("0.1 + 0.2 == 0.3", "True"), ("--1", "1"),
        ("round(0.5)", "0"), ("round(1.5)", "2"), ("round(2.5)", "2"), ("round_places(2.345, 1)", "2.3"),
        ("floor(-1.5)", "-2"), ("ceil(-1.5)", "-1"), ("int(-1.5)", "-1"), ("int(1.9)", "1"), ("inc(1)", "2"),
        ("inc(1.2)", "2"), ("dec(1)", "0"), ("dec(1.2)", "1"), ("decimal(2.5)", "0.5"), ("min(2, 1)", "1"),
        ('number("12.5") + 1', "13.5"), ("number(true)", "1"), ('bool("True")', "True"), ("bool(0)", "False"),
        ("string(1.0)", "1"), ("string(true)", "True"), ("format_invariant(2.50)", "2.5"),
        ('format("{0:F2}", 3)', "3.00"), ('format("{0:N0}!", 12345.6)', "12,346!"),
        ('format("{0}", true)', "True"), ('visited("Start")', "False"), ('visited_count("nowhere")', "0"),
        ('has_any_content("nowhere")', "False"),
        ('has_any_content("Start")', "True"), ("100000000", "100000000"), ("0.000001", "1E-06"),
    ],
)  # fmt: skip
def test_expressions(expression: str, expected: str) -> None:
    assert run(f"v{{{expression}}}") == [f"v{expected}", "END"]


def test_both_sides_of_and_run() -> None:
    calls: list[float] = []

    def note(number: float) -> bool:
        calls.append(number)
        return False

    talk = Talk(
        "<<if note(1) and note(2)>>\n<<endif>>\n<<if note(3) or note(4)>>\n<<endif>>", Env({"note": note})
    )
    talk.begin()
    assert calls == [1, 2, 3, 4]


def test_random_functions_stay_in_their_bounds() -> None:
    talk = Talk("{random()} {random_range(2, 4)} {dice(6)} {random_range_float(1, 2)}")
    for _ in range(50):
        unit, whole, die, real = map(float, talk.begin()[0].split())
        assert 0 <= unit < 1
        assert whole in (2, 3, 4)
        assert die in range(1, 7)
        assert 1 <= real <= 2


def test_text_is_trimmed_but_values_are_not() -> None:
    assert run('   {"  a "}  b   #tag // c') == ["  a   b", "END"]


def test_escapes_and_single_signs() -> None:
    text = r"a \# \{ \} \< \> \/ \\ \: \[b\] < / } - = >"
    assert run(text)[0] == "a # { } < > / \\ : [b] < / } - = >"


def test_options_bodies_nesting_and_fall_through() -> None:
    talk = Talk(
        "-> A\n    a1\n    -> AA\n        aa\n    -> AB <<if false>>\n    a2\n-> B <<if 1 > 2>>\nafter\n"
        "-> C <<if false>>\n-> D <<if false>>\nend"
    )
    assert talk.begin() == ["> A", "x B"]
    assert talk.do(Choose(0)) == ["a1", "> AA", "x AB"]
    assert talk.do(Choose(0)) == ["aa", "a2", "after", "x C", "x D"]
    assert talk.do(Choose(0)) == ["after", "x C", "x D"]  # not available: asked again, nothing changed
    assert talk.do(Choose(None)) == ["end", "END"]


def test_once_in_all_its_forms() -> None:
    script = (
        "<<once>>\nblock\n<<else>>\nelse\n<<endonce>>\n<<once if false>>\nno\n<<else>>\nnever\n<<endonce>>\n"
        "line <<once>>\nline if <<once if true>>\n-> opt <<once>>\n    chosen\n-> other\n    o\n"
    )
    talk = Talk(script)
    assert talk.begin() == ["block", "never", "line", "line if", "> opt", "> other"]
    assert talk.do(Choose(1)) == ["o", "END"]
    assert talk.begin() == ["else", "never", "> opt", "> other"]  # shown, not chosen: still there
    assert talk.do(Choose(0)) == ["chosen", "END"]
    assert talk.begin()[-2:] == ["x opt", "> other"]


def test_line_groups_and_strategies() -> None:
    script = "=> a <<if $x>>\n    body\n=> b <<once>>\n=> c\n=> d <<if $x and true>>\n\n<<declare $x = true>>"
    assert [Talk(script, Env(saliency="first")).begin()[0] for _ in "12"] == ["a", "a"]
    assert Talk(script, Env(saliency="best")).begin() == ["d", "END"]
    talk = Talk(script)
    assert [talk.begin()[0] for _ in range(6)] == ["d", "a", "b", "c", "d", "a"]
    talk = Talk(script, Env(saliency="random_best_least_recently_seen", random=random.Random(1)))
    assert sorted(talk.begin()[0] for _ in range(4)) == ["a", "b", "c", "d"]
    with pytest.raises(DialogueFault, match="saliency"):
        Talk(script, Env(saliency="loudest")).begin()
    assert run("=> a <<if false>>\n=> b <<if false>>\nafter") == ["after", "END"]


GROUP = """title: Start
---
<<declare $rain = false>>
<<jump Walk>>
===
title: Walk
when: once
subtitle: First
---
first walk
===
title: Walk
when: $rain
when: not visited("Start") or true
---
rain
===
title: Walk
when: always
---
walk
===
"""


def test_node_groups_choose_count_and_have_names() -> None:
    talk = Talk(GROUP)
    assert [talk.begin()[0] for _ in range(3)] == ["first walk", "walk", "walk"]
    assert talk.state.visits["Walk"] == 3
    assert talk.state.visits["Walk.First"] == 1
    assert talk.program.groups["Walk"][0] == "Walk.First"
    stepper = Stepper(talk.program, talk.state, talk.env)
    stepper.set("$rain", True)
    stepper.begin("Start")
    assert shown([stepper.next(), stepper.next()]) == ["rain", "END"]


def test_detours_return_jump_and_stop() -> None:
    nodes = {
        "Start": 'one\n<<detour Aside>>\nthree {visited("Start")}\n<<jump End>>',
        "Aside": 'two\n<<if visited_count("Aside") > 0>>\n<<return>>\n<<endif>>\n<<detour {"Inner"}>>\nback',
        "Inner": "inner",
        "End": 'end {visited_count("Start")}\n<<detour Leaves>>\nnever',
        "Leaves": "<<jump Last>>",
        "Last": '{visited("End")} {visited("Leaves")} {visited("Last")}\n<<stop>>\nnever',
    }
    text = "".join(f"title: {name}\n---\n{body}\n===\n" for name, body in nodes.items())
    talk = Talk(text)
    expected = ["one", "two", "inner", "back", "three False", "end 1", "True True False", "END"]
    assert talk.begin() == expected
    assert talk.state.visits == {"Start": 1, "Aside": 1, "Inner": 1, "End": 1, "Leaves": 1, "Last": 1}
    assert talk.state.stack == ()
    assert talk.state.node is None


def test_a_detour_waits_through_the_codec() -> None:
    talk = Talk("title: Start\n---\na\n<<detour B>>\nc\n===\ntitle: B\n---\n-> go\n    b\n===\n")
    assert talk.begin() == ["a", "> go"]
    assert talk.state.stack[0][0] == "Start"
    assert talk.do(Choose(0)) == ["b", "c", "END"]


def test_return_without_a_caller_ends() -> None:
    assert run("a\n<<return>>\nb") == ["a", "END"]


def test_tracking_never_counts_nothing() -> None:
    talk = Talk("title: Start\ntracking: never\n---\na\n===\n")
    talk.begin()
    assert talk.state.visits == {}


def test_commands_keep_their_text() -> None:
    assert run("<<  give  {1 + 1} 'a b' #x >>\n<<stops.now>>\n<<settings>>") == [
        "<<give  2 'a b' #x >>", "<<stops.now>>", "<<settings>>", "END",
    ]  # fmt: skip


def test_several_statements_on_one_line() -> None:
    assert run("<<set $a = 1>> <<set $a += 1>> {$a} // comment") == ["2", "END"]


def test_compound_assignment() -> None:
    lines = "".join(f"<<set $a {step}>>\n" for step in ("= 10", "+= 5", "-= 1", "*= 2", "/= 4", "%= 4"))
    assert run(lines + '{$a}\n<<set $s to "x">>\n<<set $s += "y">>\n{$s}') == ["3", "xy", "END"]


def test_smart_variables_follow_their_parts() -> None:
    text = "<<declare $a = 1>>\n<<declare $twice = $a * 2>>\n<<declare $four = $twice + $twice>>\n"
    text += "<<declare $k = (1)>>\n"
    assert run(text + "{$four}\n<<set $a = 5>>\n{$four}\n{$k}") == ["4", "20", "1", "END"]


def test_enums_without_and_with_raw_values() -> None:
    text = (
        "<<enum Sky>>\n<<case Blue>>\n<<case Grey>>\n<<endenum>>\n"
        '<<enum Place>>\n<<case Home = "Start">>\n<<case Away = "Away">>\n<<endenum>>\n'
        "<<declare $sky = .Grey>>\n{$sky} {Sky.Blue} {$sky == .Grey}\n"
        "<<set $place = Place.Away>>\n<<jump {$place}>>"
    )
    whole = f"title: Start\n---\n{text}\n===\ntitle: Away\n---\n{{$place}}\n===\n"
    assert run(whole) == ["1 0 True", "Away", "END"]
