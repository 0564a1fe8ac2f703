"""The written form of a state: small, exact, and refused when it is not ours."""

import json
import math

import pytest

from bot.engine.state import Answering, Options, State, StateError, dump, load

FULL = State(
    digest="abc",
    node="Start",
    at="line:1",
    waiting=Options((("line:1", True), ("line:2", False))),
    stack=(("Start", "detour:Start-1"),),
    variables={"$n": 1.5, "$s": 'a"ü\ud800', "$b": True},
    visits={"Start": 2},
    once=frozenset({"b", "a"}),
    seen={"x": 1},
    said="line:0",
)


@pytest.mark.parametrize(
    "state",
    [
        State("d"),
        FULL,
        State("d", "N", "q", Answering("q", "text", "$x")),
        State("d", "N", "q", Answering("q", "reflection", None)),
        State("d", variables={"$a": math.inf, "$b": -math.inf, "$c": "inf"}),
    ],
)
def test_what_is_written_is_read(state: State) -> None:
    assert load(dump(state)) == state
    assert dump(load(dump(state))) == dump(state)


def test_written_form_is_one_line_of_plain_json() -> None:
    text = dump(FULL)
    assert text.isascii()
    assert "\n" not in text
    assert json.loads(text)[0] == 1


def test_nan_survives() -> None:
    value = load(dump(State("d", variables={"$n": math.nan}))).variables["$n"]
    assert isinstance(value, float)
    assert math.isnan(value)


def test_whole_numbers_are_read_as_numbers() -> None:
    row = json.loads(dump(FULL))
    row[6] = {"$n": 3}
    assert load(json.dumps(row)).variables == {"$n": 3.0}


@pytest.mark.parametrize(
    ("index", "value", "words"),
    [
        (0, 2, "format"), (0, True, "format"), (1, None, "place"), (2, 3, "place"), (4, "x", "waits"),
        (4, [["k"]], "waits"), (4, [["k", 1]], "waits"), (4, {"k": 1}, "waits"), (4, [1], "waits"),
        (4, {"k": "a", "t": "colour", "v": None}, "waits"), (5, {}, "stack"), (5, [["a"]], "stack"),
        (5, [["a", 1]], "stack"), (6, [], "variables"), (6, {"$a": None}, r"\$a"),
        (6, {"$a": ["x"]}, r"\$a"),
        (7, {"a": "b"}, "visits"), (7, [], "visits"), (8, {}, "once"), (8, [1], "once"),
        (9, {"a": 1.5}, "seen"),
    ],
)  # fmt: skip
def test_malformed_states_are_refused(index: int, value: object, words: str) -> None:
    row = json.loads(dump(FULL))
    row[index] = value
    with pytest.raises(StateError, match=words):
        load(json.dumps(row))
    with pytest.raises(StateError, match="fields"):
        load(json.dumps(json.loads(dump(FULL))[:-1]))
