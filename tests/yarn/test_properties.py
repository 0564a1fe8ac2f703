"""What holds for any text and any program: no exception, valid places, states that survive their codec."""

import json
import random
import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bot.engine.effects import Answer, Begin, Choose, Event
from bot.engine.machine import Env, advance, present, relocate
from bot.engine.state import State, StateError, dump, load
from bot.errors import Diagnostic, DialogueFault
from bot.yarn import Compiled, Source, compile_sources
from bot.yarn.scanner import split_lines
from tests.examples import with_examples

OFFICIAL = Path(__file__).parents[3] / "shared" / "yarn-conformance" / "TestCases"
QUIET = {"derandomize": True, "suppress_health_check": list(HealthCheck)}

SAMPLE = """\
#file_tag
title: Start
tags: one two
---
<<enum Mood>>
    <<case Calm = "calm">>
    <<case Loud = "loud">>
<<endenum>>
<<declare $name = "">>
<<declare $count = 0 as number>>
<<declare $many = $count > 2 and $name != "">>
<<set $mood = .Calm>>
Ann: Hello {$name}, [b]you[/b] came {$count} time[plural value={$count} one="" other="s"/]. #line:a1 #x
<<once if $count == 0>>
    First time.
<<else>>
    Again. \\{no value\\} <<if not $many>> #tag // comment
<<endonce>>
<<ask $name "Who are {"you"}?" text>> #line:ask1
-> Go on <<if $count < 10>> #alias:yes
    <<set $count += 1>>
    <<detour Aside>>
    => One thing
    => Another <<once>>
        with a body
-> Stop <<once>>
    <<stop>>
-> Leave
    <<jump {"Group"}>>

<<if visited("Aside")>>
    <<call dice(6)>>
    <<wave {$count + 1} times>>
<<elseif $mood == Mood.Loud>>
    LOUD
<<endif>>
<<reflect "Write it down" $many2>>
<<jump Start>>
===
title: Aside
---
<<return>>
===
title: Group
when: once
subtitle: A
---
In A.
===
title: Group
when: $count > 1 and $count < 5
when: always
---
In B.
<<jump Start>>
===
"""


@cache
def scripts() -> list[str]:
    found = sorted(OFFICIAL.rglob("*.yarn")) if OFFICIAL.is_dir() else []
    return [SAMPLE, *[path.read_bytes().decode() for path in found]]


def compiled(*texts: str) -> Compiled:
    result = compile_sources([Source(f"{index}.yarn", text) for index, text in enumerate(texts)])
    for diagnostic in result.diagnostics:
        check_place(diagnostic, texts[int(diagnostic.file.split(".")[0])])
    assert (result.program is None) == bool(result.errors)
    return result


def check_place(diagnostic: Diagnostic, text: str) -> None:
    lines = split_lines(text)
    assert 1 <= diagnostic.line <= len(lines)
    assert 1 <= diagnostic.column <= len(lines[diagnostic.line - 1]) + 1
    if diagnostic.end_column is not None:
        assert diagnostic.column <= diagnostic.end_column <= len(lines[diagnostic.line - 1]) + 1
    assert re.fullmatch(r"AL\d{3}", diagnostic.code)
    assert diagnostic.message
    assert "\n" not in diagnostic.message


PIECES = [
    "title: A\n", "title: B\n", "---\n", "===\n", "\n", "    ", "\t", "-> ", "=> ", "<<if ", "<<elseif ",
    "<<else>>\n", "<<endif>>\n", "<<once>>\n", "<<once if ", "<<endonce>>", "<<enum E>>\n", "<<case X>>",
    "<<case Y = 1>>", "<<endenum>>", "<<declare $a = ", "<<set $a ", "<<set $b += ", "<<jump ", "<<detour ",
    "<<return>>", "<<stop>>", "<<call ", "<<ask $c ", "<<reflect ", "<<null>>", ">>", ">", "{", "}", "(", ")",
    '"', "\\", "\\{", "[b]", "[/b]", "[select value=", "/]", "$a", "$b", ".X", "E.X", "1", "0.5", "true",
    " and ", " or ", "not ", "!", "==", "+", "-", "%", "f(", "visited(", "#line:x", "#shadow:x", "#", "//",
    "///", "Ann: ", "text", "when: always\n", "when: ", "once", "subtitle: s\n", "tracking: never\n", "\r",
    "\ufeff", "\ue000", "\ue001", "é", "\u2028", "\x00", "😀", "\ud800",
]  # fmt: skip


@with_examples(200, **QUIET)
@given(st.text())
def test_any_text_gives_a_program_or_diagnostics(text: str) -> None:
    compiled(text)


@with_examples(400, **QUIET)
@given(st.lists(st.sampled_from(PIECES), max_size=40), st.booleans())
def test_any_pieces_of_the_language_give_a_program_or_diagnostics(pieces: list[str], inside: bool) -> None:
    text = "".join(pieces)
    compiled(f"title: Start\n---\n{text}\n===\n" if inside else text)


@with_examples(400, **QUIET)
@given(st.data())
def test_any_mutation_of_a_valid_script_gives_a_program_or_diagnostics(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(scripts()))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        text = text[:start] + data.draw(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))) + text[end:]
    result = compiled(text)
    if result.program is not None:
        play(result, random.Random(len(text)), steps=6)


def play(result: Compiled, dice: random.Random, steps: int) -> None:
    """Any sequence of events: nothing but a fault of the script comes out, and every state is kept whole."""
    program = result.program
    assert program is not None
    env = Env(random=dice)
    state = State.initial(program)
    starts = [*program.tables.entries]
    for step in range(steps):
        event = Begin(dice.choice(starts)) if step == 0 and starts else any_event(dice)
        try:
            turn = advance(program, state, event, env, budget=500)
        except DialogueFault:
            return
        assert load(dump(turn.state)) == turn.state
        assert present(program, turn.state, env)[-1:] == turn.effects[-1:] or turn.state.waiting is None
        state = load(dump(turn.state))


def any_event(dice: random.Random) -> Event:
    answers = [None, "", "Zoë", 3.0, 2, True, False]
    return dice.choice(
        [Choose(dice.randrange(-1, 4)), Choose(0), Choose(1), Choose(None), Answer(dice.choice(answers))]
    )


# ---------------------------------------------------------------- programs from a grammar


def bracketed(parts: tuple[str, ...]) -> str:
    return f"({' '.join(parts)})"


numbers = st.recursive(
    st.sampled_from(["0", "1", "2.5", "$n", "$m", 'visited_count("A")', "dice(3)"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/", "%"]), inner).map(bracketed),
        inner.map(lambda value: f"-{value}"),
        inner.map(lambda value: f"round({value})"),
    ),
    max_leaves=4,
)
tests = st.recursive(
    st.one_of(
        st.sampled_from(["true", "$b", 'visited("B")', '($s == "x")']), numbers.map(lambda n: f"{n} > 1")
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or", "xor", "=="]), inner).map(
            lambda t: f"({' '.join(t)})"
        ),
        inner.map(lambda value: f"not ({value})"),
    ),
    max_leaves=3,
)
words = st.sampled_from(
    ["Ann: one", "two {$n} {$s}", "[b]three[/b] {$b}", "four \\{\\}", "[select value={$b} true=T false=F/]"]
)
ends = st.one_of(
    st.just(""),
    st.just(" <<once>>"),
    tests.map(lambda t: f" <<if {t}>>"),
    tests.map(lambda t: f" <<once if {t}>>"),
)
lines = st.tuples(words, ends).map("".join)
simple = st.one_of(
    lines,
    numbers.map(lambda n: f"<<set $n = {n}>>"),
    tests.map(lambda t: f"<<set $b to {t}>>"),
    st.sampled_from([
        '<<set $s += "x">>', "<<set $m += 1>>", "<<detour B>>", "<<detour G>>", "<<jump A>>", "<<jump G>>",
        '<<jump {"B"}>>', "<<return>>", "<<stop>>", "<<go {$n}>>", '<<ask $s "Say {$n}">>',
        '<<ask $m "How many?" number>>', '<<reflect "Write" $b>>', "<<call dice(2)>>",
    ]),
)  # fmt: skip


def indent(body: list[str]) -> str:
    return "".join(f"    {line}\n" for block in body for line in block.rstrip("\n").split("\n"))


def blocks(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, min_size=1, max_size=3)
    item = st.tuples(lines, st.one_of(st.just([]), body)).map(lambda t: f"{t[0]}\n{indent(t[1])}")
    group = st.tuples(st.sampled_from(["-> ", "=> "]), st.lists(item, min_size=1, max_size=3))
    return st.one_of(
        st.tuples(tests, body, body).map(
            lambda t: f"<<if {t[0]}>>\n{indent(t[1])}<<else>>\n{indent(t[2])}<<endif>>"
        ),
        st.tuples(body, body).map(lambda t: f"<<once>>\n{indent(t[0])}<<else>>\n{indent(t[1])}<<endonce>>"),
        group.map(lambda t: "".join(t[0] + one for one in t[1])),
    )


statements = st.recursive(simple, blocks, max_leaves=8)
bodies = st.lists(statements, max_size=6).map(
    lambda parts: "".join(part.rstrip("\n") + "\n" for part in parts)
)

HEAD = '<<declare $n = 0>>\n<<declare $m = 1>>\n<<declare $s = "">>\n<<declare $b = false>>\n'


@with_examples(60, **QUIET)
@given(st.lists(bodies, min_size=4, max_size=4), st.randoms(use_true_random=False), tests)
def test_any_program_plays_any_choices_and_its_states_survive(
    parts: list[str], dice: random.Random, when: str
) -> None:
    heads = [
        "title: A",
        "title: B\ntracking: never",
        f"title: G\nwhen: once if {when}",
        "title: G\nwhen: always",
    ]
    nodes = [f"{head}\n---\n{HEAD if i == 0 else ''}{parts[i]}===\n" for i, head in enumerate(heads)]
    result = compiled("".join(nodes))
    assert not result.errors, result.errors
    play(result, dice, steps=12)


@with_examples(50, **QUIET)
@given(bodies, bodies, st.randoms(use_true_random=False))
def test_a_state_moves_to_any_other_revision(before: str, after: str, dice: random.Random) -> None:
    old = compiled(f"title: A\n---\n{HEAD}{before}===\ntitle: B\n---\n{after}===\ntitle: G\n---\n===\n")
    new = compiled(f"title: A\n---\n{HEAD}{after}===\ntitle: B\n---\n{before}===\ntitle: G\n---\n===\n")
    assert old.program is not None
    assert new.program is not None
    env = Env(random=dice)
    state = State.initial(old.program)
    for event in (Begin("A"), Choose(0), Answer("x"), Choose(1)):
        try:
            state = advance(old.program, state, event, env, budget=500).state
        except DialogueFault:
            return
        moved = relocate(new.program, state, old.program.ordered_keys)
        assert moved.state.digest == new.program.digest
        assert moved.state.variables.keys() == state.variables.keys()
        assert (moved.node is None) == (moved.how == "lost" or state.node is None)
        try:
            present(new.program, moved.state, env)
            advance(new.program, moved.state, any_event(dice), env, budget=500)
        except DialogueFault:
            continue


@with_examples(60, **QUIET)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda c: st.lists(c) | st.dictionaries(st.text(), c),
    )
)
def test_a_written_state_is_read_or_refused(value: object) -> None:
    for text in (json.dumps(value), json.dumps([1, value, None, None, value, [], value, {}, [], {}, None])):
        try:
            state = load(text)
        except StateError:
            continue
        assert load(dump(state)) == state or "NaN" in text


@pytest.mark.parametrize("text", ["", "nonsense", "[", "[1]", "[2,3]", "null", "[" * 100_000])
def test_what_is_no_state_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(StateError) as caught:
        load(text)
    assert "\n" not in str(caught.value)
