"""What is written reads back: states, the fast way as the slow one; actions."""

import json
import math
from datetime import time, timedelta
from typing import Any

import pytest

from bot.circles.circle import Circle, Passed
from bot.engine.state import Answering, Options, State, dump, load
from bot.frozen import replace
from bot.model import (
    Action,
    Address,
    Button,
    Card,
    Mark,
    Media,
    Message,
    Open,
    Outgoing,
    Picker,
    Picture,
    Press,
    Rebutton,
    Receipt,
    ReplyHandle,
    Rich,
    Say,
    Settle,
    StandingKeyboard,
    Style,
    Subject,
    Upload,
)
from bot.person.asking import AskedNext
from bot.person.facts import Facts
from bot.person.plan import Plan
from bot.ports import Change, Committed, Profile, Saved
from bot.storage import rows
from bot.storage.actions import action_text, parse_action
from bot.storage.rows import state_text
from bot.storage.schema import person
from bot.venues import Named
from tests.storage.conftest import NOW, Kit, row

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


# ---------------------------------------------------------------- rows of a newer version
#
# While processes are restarted one after the other, an older one reads what a newer one wrote.

NEXT: Any = ["what", {"a later": "version"}, "wrote"]


def longer(written: str, *places: tuple[object, ...]) -> str:
    """The JSON with something more at the end of each record, and in each mapping, that stands at a place."""
    whole = json.loads(written)
    for place in places:
        record = whole
        for step in place:
            record = record[step]
        if isinstance(record, dict):
            record["a later field"] = NEXT
        else:
            record.append(NEXT)
    return json.dumps(whole)


FULL = Message(
    Rich(
        "a\n\nb", (Mark(Style.MOMENT, 0, 1, NOW), Mark(Style.CHANNEL, 0, 1, id="77"), Mark(Style.BOLD, 0, 1))
    ),
    (Button("b", PRESS, words=True, beside=True),),
    ("1. b",),
    2,
    "Alana",
    ("c",),
    (PICKER,),
    Picture("lbd", "ä", (3,)),
    "Ask",
    ((1, 0.5),),
    Card("h", ("l",), "f"),
    Media("image", "lamp.png", "A lamp"),
)
HERE = Address("chat", "7")
SETTLED = Settle("a1", Rich("a"), "b", Receipt("5", HERE), ("c",))


@pytest.mark.parametrize(
    ("action", "places"),
    [
        (Say(FULL, True), [(), (1,), (1, 1, 0), (2, 0), (8, 0), (8, 0, 1), (8, 0, 3, 0), (9,)]),
        (Say(FULL, True), [(11, 0), (12,), (13,)]),
        (Rebutton("a1", FULL), [(), (2, 1, 0), (3, 0)]),
        (SETTLED, [(), (2,), (4,)]),
        (Upload("me.json", "{}", "Yours", Picture("l", "x", (1,))), [(), (4,)]),
        (Open("Evening", "Here", "a1"), [()]),
    ],
)
def test_actions_of_a_newer_version_are_read_as_far_as_they_are_known(
    action: Action, places: list[tuple[object, ...]]
) -> None:
    assert parse_action(longer(action_text(action), *places)) == action


def test_a_style_that_only_a_newer_version_has_is_passed_over() -> None:
    read = parse_action('["say",["abc",[["glow",0,1],["bold",1,1]]],[],[],1,"Alana"]')
    assert read == Say(Message(Rich("abc", (Mark(Style.BOLD, 1, 1),))))


STANDING = StandingKeyboard("a1", Rich("a"), ("b",), (Button("b", PRESS, beside=True),), ("1. b",))
STATE = replace(PLAIN, waiting=Answering("k", "text", None))
KNOWN = Saved(
    7,
    Subject("chat", "7"),
    1,
    created_at=NOW,
    seen_at=NOW,
    series="lamps",
    episode="01",
    state=STATE,
    shown=STANDING,
    pending=AskedNext("02", NOW + timedelta(hours=1)),
    profile=Profile(
        "de", "en", "fast", Plan(time(20), zone="Europe/Berlin"), Facts(offered=True, shared={"a": "b"})
    ),
)


def test_a_person_whom_a_newer_version_wrote_is_read_as_far_as_it_is_known() -> None:
    names = [c.name for c in person.columns][1:]
    written = dict(zip(names, rows.person_row(replace(KNOWN, version=0), 0), strict=True))
    written["profile"] = longer(written["profile"], (), (3,), (4,))
    written["shown"] = longer(written["shown"], (), (1,), (3, 0))
    written["pending"] = longer(written["pending"], (), (3,))
    state = longer(state_text(STATE), (), (4,), (5, 0))
    row = {**written, "p_episode": "01", "p_state": state, "bookmarks": []}
    assert rows.saved(row, KNOWN.subject) == KNOWN


def test_choices_of_a_newer_version_are_read() -> None:
    assert load(longer(state_text(PLAIN), (4, 0))) == PLAIN


async def test_an_interaction_and_a_circle_of_a_newer_version_are_read(kit: Kit) -> None:
    handle = ReplyHandle("t", "app", NOW, "fill", True, "de", 3, "55")
    saved = await kit.say(await kit.met(), Outgoing("a", HERE, Say(Message(Rich("a"))), reply=handle))
    several = await kit.store.load(Subject("chat", "c-7", "circle"))
    circle = Circle("open", timedelta(minutes=2), path=(Passed("Who?", 2, 3),))
    assert await kit.store.commit(Change("c", replace(several, circle=circle))) == Committed(1)
    [[reply]], [[body]] = await kit.all("SELECT reply FROM outbox"), await kit.all("SELECT body FROM circle")
    newer = longer(str(reply), ()), longer(str(body), (), (4, 0))
    await kit.database.write(lambda c: c.exec_driver_sql(f"UPDATE outbox SET reply = '{newer[0]}'"))
    await kit.database.write(lambda c: c.exec_driver_sql(f"UPDATE circle SET body = '{newer[1]}'"))
    [claimed] = await kit.claim()
    assert (claimed.person, claimed.outgoing.reply) == (saved.person, handle)
    assert (await Kit(kit.database).store.load(several.subject)).circle == circle


async def test_what_only_a_newer_version_can_send_waits_for_one(kit: Kit) -> None:
    """The rest goes out meanwhile."""
    await kit.say(await kit.met(), row("a"), row("b"))
    await kit.database.write(
        lambda c: c.exec_driver_sql("""UPDATE outbox SET action = '["poll",["?"]]' WHERE id = 'a'""")
    )
    assert [c.outgoing.id for c in await kit.claim()] == ["b"]
    assert await kit.claim() == []
    assert await kit.all("SELECT status, reason FROM outbox WHERE id = 'a'") == [("waiting", None)]
    kit.later(minutes=1)
    await kit.database.write(lambda c: c.exec_driver_sql(f"UPDATE outbox SET action = '{SAID}'"))
    assert [c.outgoing.id for c in await kit.claim()] == ["a"]


SAID = action_text(Say(Message(Rich("a"))))
