"""The plan step `say:`: words typed at an open question."""

import random

import pytest

from bot.conversation.rehearsal import understand
from bot.engine.machine import Env
from bot.yarn import compile_sources
from bot.yarn.compiler import Source
from bot.yarn.plan_run import RunResult, play
from bot.yarn.testplan import SayWords, parse_plan

SCRIPT = """title: Start
---
Alana: A bell rings.
-> Who rings it? #line:a #alias:who_is_it
    Alana: Nobody whom I know.
-> I like it. #line:b #heard:why
    Alana: It is for the ferry.
===
title: Heard
when: $heard == "grief"
---
Alana: It rings for them as well.
===
"""
OFFERED = "line: `Alana: A bell rings.`\noption: `Who rings it?`\noption: `I like it.`\n"


def played(steps: str) -> RunResult:
    program = compile_sources([Source("bell.yarn", SCRIPT)]).program
    assert program is not None
    plan = parse_plan(OFFERED + steps, "bell.testplan")
    assert plan.diagnostics == ()
    [run] = play(program, plan, Env(random=random.Random(7)), restart=True, understand=understand).runs
    return run


def test_it_is_read_with_its_line_and_its_words() -> None:
    [run] = parse_plan("say: `my mother died`\n", "bell.testplan").runs
    assert run.steps == (SayWords(1, "my mother died"),)
    [problem] = parse_plan("say: my mother died", "bell.testplan").diagnostics
    assert problem.message == "say: needs a text between backticks"


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("who rings it?", "Nobody whom I know."),
        ("who is it", "Nobody whom I know."),
        ("why?", "It is for the ferry."),
    ],
)
def test_words_take_the_question_that_they_mean(words: str, then: str) -> None:
    assert played(f"say: `{words}`\nline: `Alana: {then}`\nstop\n").mismatch is None


def test_a_move_is_answered_and_the_question_stands_again() -> None:
    again = f"say: `my mother died`\nline: `Alana: It rings for them as well.`\n{OFFERED}select: 1\n"
    assert played(again + "line: `Alana: Nobody whom I know.`\nstop\n").mismatch is None


@pytest.mark.parametrize(
    ("words", "said"),
    [("thank you", "heard as thanks, which no node answers"), ("xyzzy plugh", "nothing known")],
)
def test_what_nothing_answers_is_named(words: str, said: str) -> None:
    mismatch = played(f"say: `{words}`\n").mismatch
    assert mismatch is not None
    assert said in mismatch.message


def test_other_options_than_the_plan_lists_are_named() -> None:
    program = compile_sources([Source("bell.yarn", SCRIPT)]).program
    assert program is not None
    plan = parse_plan("line: *\noption: `Who?`\nsay: `who rings it?`\n", "bell.testplan")
    [run] = play(program, plan, Env(random=random.Random(7)), understand=understand).runs
    assert run.mismatch is not None
    assert run.mismatch.message == "a question was expected"
