"""What is written reads back: states, the fast way as the slow one; actions."""

import math

import pytest

from bot.engine.state import Options, State, dump, load
from bot.frozen import replace
from bot.model import Button, Card, Message, Picker, Picture, Press, Rich, Say
from bot.storage.actions import action_text, parse_action
from bot.storage.rows import state_text
from bot.venues import Named

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


PRESS = Press("7", "setup", 1, 2, "roles")
PICKER = Picker("roles", PRESS, "Who?", (Named("1", "*ä*"),), (Named("2", ""), Named("3", "c")), 25)


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("pickers", [(), (PICKER, PICKER)])
@pytest.mark.parametrize("picture", [None, Picture("lbd", "ä")])
def test_a_message_is_read_back_with_its_lists_and_its_picture(
    picture: Picture | None, pickers: tuple[Picker, ...], again: bool
) -> None:
    message = Message(Rich("Choose."), (Button("b", PRESS),), ("1. b",), 2, "Alana", (), pickers, picture)
    assert parse_action(action_text(Say(message, again))) == Say(message, again)


@pytest.mark.parametrize("more", ["", ',["@b"],true', ",[],false,[]"])
def test_messages_of_earlier_versions_are_read(more: str) -> None:
    read = parse_action('["say",["a",[]],[],[],1,"Alana"' + more + "]")
    assert read == Say(Message(Rich("a"), said=("@b",) if more.startswith(',["@b"]') else ()), "true" in more)


def test_what_few_messages_have_is_read_back() -> None:
    beside = Button("Back", PRESS, beside=True)
    message = Message(
        Rich("a\n\nb"),
        (beside, replace(beside, words=True)),
        hint="Ask",
        grows=((1, 0.5),),
        card=Card("h", ("l",), "f"),
    )
    assert parse_action(action_text(Say(message))) == Say(message)
    bare = action_text(Say(Message(Rich("a"), (Button("b", PRESS),))))
    assert bare == '["say",["a",[]],[["b","7","setup",1,2,"roles",false]],[],1,"Alana"]'
