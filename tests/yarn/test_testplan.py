"""The parser of test plans. Playing them is tested with the stories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.yarn.testplan import (
    ExpectAsk,
    ExpectCommand,
    ExpectLine,
    ExpectOption,
    GiveAnswer,
    GoTo,
    PlanRun,
    Select,
    SetVariable,
    Stop,
    UseSaliency,
    parse_plan,
)
from tests.examples import with_examples

EVERY_STEP = """# a comment
line: `Hello #1` #not checked
line: *
option: `A [disabled]`  option: `B` [disabled] # also here
select: 2
command: `wait 1`
stop
---
set: $x = true
set: $_y1 = 12
set: $z= -2.5
set: $t = `a text`
saliency: first
node: Other.First
ask: `Your name?` answer: `Mae`
ask: *
skip
"""


def test_every_step() -> None:
    plan = parse_plan(EVERY_STEP, "a.testplan")
    assert plan.diagnostics == ()
    assert plan.runs == (
        PlanRun(
            1,
            (
                ExpectLine(2, "Hello #1"),
                ExpectLine(3, None),
                ExpectOption(4, "A [disabled]", True),
                ExpectOption(4, "B", False),
                Select(5, 2),
                ExpectCommand(6, "wait 1"),
                Stop(7),
            ),
        ),
        PlanRun(
            8,
            (
                SetVariable(9, "$x", True),
                SetVariable(10, "$_y1", 12.0),
                SetVariable(11, "$z", -2.5),
                SetVariable(12, "$t", "a text"),
                UseSaliency(13, "first"),
                GoTo(14, "Other.First"),
                ExpectAsk(15, "Your name?"),
                GiveAnswer(15, "Mae"),
                ExpectAsk(16, None),
                GiveAnswer(17, None),
            ),
        ),
    )


def problems(text: str) -> list[tuple[int, int, str]]:
    return [(d.line, d.column, d.message) for d in parse_plan(text).diagnostics]


def test_mistakes_are_all_named_with_their_place() -> None:
    text = (
        "line: Hello\n  select: one\nset: $x 3\nset: x = 3\nsaliency: mine\nline : `x`\nnode: a-b\ncommand:"
    )
    found = problems(text)
    places = [(line, column) for line, column, _ in found]
    assert places == [(1, 1), (2, 3), (3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 1)]  # one for each line
    assert found[0][2] == "line: needs a text between backticks"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("line: Hello there.", "write line: `Hello there.`"),
        ("line: 'Hello.'", "write line: `Hello.`"),
        ("answer: 5", "write answer: `5`"),
        ("answer:", "write answer: `Hello`"),
        ("select 1", "did you mean select:?"),
        ("option: `a` [disable]", "did you mean [disabled]?"),
        ("-----", "did you mean ---?"),
        (
            "goto: A",
            "steps are line:, option:, select:, command:, ask:, answer:, say:, skip, stop, set:, saliency:, "
            "node:",
        ),
    ],
)
def test_what_to_write_instead(text: str, hint: str) -> None:
    [problem] = parse_plan(text).diagnostics
    assert problem.hint == hint


def test_an_open_backtick_and_an_empty_plan() -> None:
    assert problems("line: `Hello\n") == [(1, 1, "line: needs a text between backticks")]
    assert problems("# nothing\n") == [(1, 1, "this plan has no steps")]


def test_text_may_run_over_lines_and_line_ends_do_not_matter() -> None:
    plan = parse_plan("\ufeffline: `a\nb`\r\nstop\r---\nline: `c`")
    assert [step.line for run in plan.runs for step in run.steps] == [1, 3, 4]


@with_examples(200)
@given(st.text(alphabet=st.sampled_from("line: `abc`option: select: 1\n#---set: $x = stop*")) | st.text())
def test_any_text_gives_steps_or_problems(text: str) -> None:
    plan = parse_plan(text, "x.testplan")
    lines = text.count("\n") + 1
    assert plan.runs or plan.diagnostics
    for problem in plan.diagnostics:
        assert 1 <= problem.line <= lines
        assert problem.column >= 1
