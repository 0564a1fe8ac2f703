"""States as they are written: the fast way reads back as the slow one."""

import math

import pytest

from bot.engine.state import Options, State, dump, load
from bot.storage.rows import state_text

PLAIN = State(
    "rev", "Light", "lgt-1", Options((("a", True),)), (("N", "k"),), {"$n": 1.5, "$t": "ä"}, {"N": 2}
)
HALF = State("rev", variables={"$t": "half a pair \ud83d"})
ODD = State("rev", variables={"$far": -math.inf, "$n": 2.0, "$t": "x", "$b": False})


@pytest.mark.parametrize("state", [PLAIN, HALF, ODD], ids=["plain", "half a pair", "infinite"])
def test_a_state_is_read_back_as_it_was(state: State) -> None:
    assert load(state_text(state)) == state
    assert load(state_text(state)) == load(dump(state))


def test_no_number_stays_no_number() -> None:
    assert math.isnan(load(state_text(State("d", variables={"$n": math.nan}))).variables["$n"])  # type: ignore[arg-type]
