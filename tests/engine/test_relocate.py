"""Scripts change while people are in the middle: states find their place in another revision."""

import pytest

from bot.engine.effects import Answer, Begin, Choose, Detour, Resume
from bot.engine.machine import Env, Relocated, advance, present, relocate
from bot.engine.program import Program
from bot.engine.state import Answering, Options, State
from tests.engine.talk import program, shown

OLD = """title: Start
---
Hello. #line:hello
-> One #line:one
    one
-> Two #line:two
    two

<<detour Aside>>
Middle.
-> Three #line:three
    three
-> Four #line:four
    four

<<ask $name "Who?">> #line:who
{$name}
===
title: Aside
---
-> Inside #line:inside
    in
===
"""


def state_at(old: Program, *events: object) -> State:
    state = State.initial(old)
    for event in (Begin("Start"), *events):
        state = advance(old, state, event, Env()).state  # type: ignore[arg-type]
    return state


def moved(new_text: str, *events: object, old_text: str = OLD) -> tuple[Program, Relocated]:
    old, new = program(old_text), program(new_text)
    return new, relocate(new, state_at(old, *events), old.ordered_keys)


def test_an_edit_elsewhere_keeps_the_place() -> None:
    new, result = moved(OLD.replace("Hello.", "Good evening.").replace("    one", "    uno"))
    assert (result.how, result.node) == ("kept", "Start")
    assert shown(present(new, result.state, Env())) == ["Good evening.", "> One", "> Two"]
    assert shown(advance(new, result.state, Choose(0), Env()).effects)[0] == "uno"


def test_lines_may_move_and_a_group_may_grow() -> None:
    text = OLD.replace("-> One", "-> Zero #line:zero\n    zero\n-> One")
    new, result = moved(text)
    assert result.how == "kept"
    assert shown(present(new, result.state, Env())) == ["Hello.", "> One", "> Two"]  # as it was shown
    assert shown(advance(new, result.state, Choose(1), Env()).effects)[0] == "two"


def test_an_option_that_is_gone_is_asked_again_when_chosen() -> None:
    new, result = moved(OLD.replace("-> Two #line:two\n    two\n", ""))
    assert result.how == "kept"
    assert shown(present(new, result.state, Env())) == ["Hello.", "> One", "x "]
    assert shown(advance(new, result.state, Choose(1), Env()).effects) == ["Hello.", "> One"]


def test_a_group_that_is_gone_moves_to_the_nearest_earlier_key() -> None:
    without = OLD.replace("-> Three #line:three\n    three\n-> Four #line:four\n    four\n", "")
    new, result = moved(without, Choose(0), Choose(0))
    assert (result.how, result.node) == ("moved", "Start")
    assert shown(advance(new, result.state, Resume(), Env()).effects) == ["Middle.", "? Who?"]
    both = without.replace("<<detour Aside>>\n", "")
    new, result = moved(both, Choose(0), Choose(0))
    assert result.how == "moved"
    again = advance(new, result.state, Resume(), Env())
    assert shown(again.effects) == ["Hello.", "> One", "> Two"]
    assert shown(advance(new, again.state, Choose(1), Env()).effects)[0] == "two"


def test_any_answer_also_runs_on_after_a_move() -> None:
    text = "title: Start\n---\nnew\n-> fresh\n    f\n===\n"
    for event in (Choose(0), Answer("x"), Resume()):
        new, result = moved(text)
        assert result.how == "restarted"
        assert present(new, result.state, Env()) == ()
        assert shown(advance(new, result.state, event, Env()).effects) == ["new", "> fresh"]


def test_a_node_that_is_gone_is_lost_but_nothing_else() -> None:
    old = OLD.replace("{$name}", "{$name} <<once>>").replace("    one", "    <<set $seen = 1>>\n    one")
    new, result = moved("title: Other\n---\nx\n===\n", Choose(0), old_text=old)
    assert (result.how, result.node, result.state.node) == ("lost", None, None)
    assert result.state.variables == {"$seen": 1.0}
    assert result.state.stack == ()
    assert advance(new, result.state, Begin("Other"), Env()).state.visits == {"Other": 1}


def test_return_addresses_move_too() -> None:
    new, result = moved(OLD.replace("<<detour Aside>>\nMiddle.", "Middle now."), Choose(0))
    assert (result.how, result.node) == ("kept", "Aside")
    assert shown(advance(new, result.state, Choose(0), Env()).effects) == ["in", "Hello.", "> One", "> Two"]


def test_a_caller_without_any_key_left_starts_anew() -> None:
    new, result = moved(
        "title: Start\n---\nbare\n===\ntitle: Aside\n---\n-> Inside #line:inside\n===\n", Choose(0)
    )
    assert result.state.stack == (("Start", ""),)
    assert shown(advance(new, result.state, Choose(0), Env()).effects) == ["bare", "END"]
    new, result = moved("title: Aside\n---\n-> Inside #line:inside\n===\n", Choose(0))
    assert result.state.stack == ()
    assert shown(advance(new, result.state, Choose(0), Env()).effects) == ["END"]


def test_a_detour_after_a_restart_comes_back_to_the_start() -> None:
    new, result = moved("title: Start\n---\nnew\n===\ntitle: Help\n---\nhelp\n===\n")
    assert result.how == "restarted"
    assert shown(advance(new, result.state, Detour("Help"), Env()).effects) == ["help", "new", "END"]


def test_a_detour_from_outside_survives_an_edit() -> None:
    new, result = moved(OLD.replace("Hello.", "Hi."), Detour("Aside"))
    assert shown(advance(new, result.state, Choose(0), Env()).effects) == ["in", "Hi.", "> One", "> Two"]


def test_a_variable_that_changed_its_type_starts_anew() -> None:
    old = "title: Start\n---\n<<set $a = 1>>\n<<set $gone = 2>>\n-> x #line:x\n===\n"
    new = 'title: Start\n---\n<<declare $a = "text">>\n-> x #line:x\n    {$a}\n===\n'
    new_program, result = moved(new, old_text=old)
    assert result.how == "kept"
    assert result.state.variables == {"$gone": 2.0}
    assert shown(advance(new_program, result.state, Choose(0), Env()).effects) == ["text", "END"]


def test_a_question_of_another_kind_is_asked_again() -> None:
    old = 'title: Start\n---\n<<ask $a "A?">> #line:q\n{$a}\n===\n'
    new = 'title: Start\n---\n<<ask $a "A?" number>> #line:q\n{$a}\n===\n'
    new_program, result = moved(new, old_text=old)
    assert result.how == "moved"
    assert shown(advance(new_program, result.state, Resume(), Env()).effects) == ["? A?"]


def test_flags_without_ids_survive_edits_elsewhere_in_the_node() -> None:
    old = "title: Start\n---\n<<once>>\nnew here\n<<endonce>>\nhint <<once>>\n-> go on\n<<jump Start>>\n===\n"
    text = old.replace("<<once>>\nnew", "An inserted line.\n<<once>>\nnew").replace(
        "-> go on", "-> go on\n    yes"
    )
    new, result = moved(text, old_text=old)
    assert result.how == "kept"
    effects = advance(new, result.state, Choose(0), Env()).effects
    assert shown(effects) == ["yes", "An inserted line.", "> go on"]


def test_states_of_finished_or_fresh_people_stay() -> None:
    old = program(OLD)
    for state in (State.initial(old), advance(old, State.initial(old), Begin("Aside"), Env()).state):
        result = relocate(program("title: Aside\n---\nz\n===\n"), state, {})
        assert result.how in ("kept", "restarted")
    assert relocate(old, State("x", "Start", "nonsense"), {}).how == "restarted"


@pytest.mark.parametrize("node", [None, "Start", "Aside", "Gone", ""])
@pytest.mark.parametrize("at", [None, "", "line:one", "line:who", "line:gone"])
@pytest.mark.parametrize(
    "waiting",
    [
        None,
        Options(()),
        Options((("line:gone", True),)),
        Options((("line:gone", True), ("line:four", False))),
        Options((("line:four", True),)),
        Answering("line:who", "text", "$name"),
        Answering("line:who", "number", "$name"),
        Answering("line:one", "yesno", None),
        Answering("", "reflection", "$gone"),
    ],
)
def test_no_state_is_too_strange(
    node: str | None, at: str | None, waiting: Options | Answering | None
) -> None:
    new = program(OLD)
    stack = (("Gone", "line:gone"), ("Start", "line:gone"), ("Aside", "line:inside"))
    state = State("old", node, at, waiting, stack, {"$name": 3.0, "$gone": "x"}, said="line:gone")
    for keys in ({}, {"Start": ("line:one", "line:gone"), "Gone": ("line:gone",)}):
        result = relocate(new, state, keys)
        assert result.state.node == result.node
        assert (result.state.node in new.nodes) != (result.node is None)
        assert present(new, result.state, Env()) or result.state.waiting is None
        for event in (Resume(), Choose(0), Choose(None), Answer("x")):
            advance(new, result.state, event, Env())
