"""Whatever arrives, reading it raises nothing, and junk changes nothing."""

import copy
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord import inbound
from bot.model import CommandCall, Press, Text, press_data
from tests.adapters.discord.stage import Stage, direct, question
from tests.examples import with_examples

KEYS = st.sampled_from(
    ["name", "options", "value", "focused", "custom_id", "components", "component", "type", "id", "x"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
CUSTOM = st.text(max_size=90) | st.from_regex(
    r"(f:)?a1:[0-9a-z~]*:[a-z]*:[0-9a-z]*:[0-9a-z]*:.*", fullmatch=True
)
READERS = (inbound.command, inbound.focused, inbound.pressed, inbound.form_of, inbound.typed)


@with_examples(300)
@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_no_payload_raises(data: dict[str, object]) -> None:
    for reader in READERS:
        reader(data)


@with_examples(200)
@given(CUSTOM)
def test_no_custom_id_raises(custom: str) -> None:
    press = inbound.pressed({"custom_id": custom})
    assert press is None or isinstance(press, Press)
    inbound.form_of({"custom_id": custom})


def test_a_command_with_options() -> None:
    data = {
        "name": "remind",
        "options": [
            {"name": "time", "type": 3, "value": "9am"},
            {"name": "zone", "type": 3, "value": "Rome"},
        ],
    }
    assert inbound.command(data) == CommandCall("remind", "9am", (("time", "9am"), ("zone", "Rome")))
    assert inbound.command({"name": "help"}) == CommandCall("help")
    assert inbound.command({}) is None


def test_a_form_in_both_shapes() -> None:
    field = {"type": 4, "custom_id": "words", "value": " why? "}
    old, new = {"type": 1, "components": [field]}, {"type": 18, "component": field}
    opener = "f:" + press_data(Press("77", "words"))
    for row in (old, new):
        data = {"custom_id": opener, "components": [row]}
        assert inbound.typed(data) == Text(" why? ")
        assert inbound.form_of(data) == Press("77", "words")
    assert inbound.typed({"components": [{"type": 1, "components": []}]}) is None
    assert inbound.form_of({"custom_id": "a1:1:words:0:0:"}) is None


def spoiled(payload: dict, luck: random.Random) -> dict:
    """The payload with one to three things in it gone or changed to something else."""
    payload = copy.deepcopy(payload)
    for _ in range(luck.randint(1, 3)):
        place, key = payload, luck.choice(list(payload))
        while isinstance(place[key], dict) and place[key] and luck.random() < 0.7:
            place = place[key]
            key = luck.choice(list(place))
        if luck.random() < 0.4:
            del place[key]
        else:
            place[key] = luck.choice([None, 0, -1, "", "zzz", [], {}, [None], {"a": 1}, "9" * 40, True])
        if not payload:
            break
    return payload


@pytest.mark.parametrize("seed", range(4))
async def test_spoiled_events_cost_only_themselves(stage: Stage, seed: int) -> None:
    luck = random.Random(seed)
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?"))
    asked = stage.people.last(anna, dm)
    form = {"type": 1, "components": [{"type": 4, "custom_id": "words", "value": "why"}]}
    option = {"name": "episode", "type": 3, "value": "x"}
    kinds = [
        (2, {"id": "1", "name": "talk", "type": 1, "options": [option]}),
        (3, {"custom_id": asked.buttons()[0]["custom_id"], "component_type": 2}),
        (4, {"id": "1", "name": "talk", "options": [option | {"focused": True}]}),
        (5, {"custom_id": "f:" + press_data(Press(str(anna.id), "words")), "components": [form]}),
    ]
    for number in range(120):
        kind, data = kinds[number % 4]
        place = dm if luck.random() < 0.5 else square
        call = stage.world.interaction(kind, anna, place, asked if kind in (3, 5) and place is dm else None)
        event = spoiled(stage.people.payload(call, data), luck)
        await stage.server.gateway.dispatch("INTERACTION_CREATE", event)
        letter = spoiled(asked.json() | {"author": anna.json(), "content": "hi", "channel_type": 1}, luck)
        await stage.server.gateway.dispatch("MESSAGE_CREATE", letter)
    end = await stage.people.say_dm(anna, "the end")
    await stage.server.until(lambda: f"dc:{end.id}" in stage.desk.ids)
    await stage.server.until(lambda: any(one.id == f"dc:{end.id}" for one in stage.desk.got))
    assert len(stage.server.gateway.identified) == 1
    assert stage.slept == []
    assert all(one.id.removeprefix("dc:").isdigit() for one in stage.desk.got)


async def test_spoiled_news_of_servers_cost_only_themselves(stage: Stage) -> None:
    odd: list[object] = [None, [], {}, "x", -1, "1" * 400]
    for event in ("GUILD_CREATE", "GUILD_DELETE"):
        for value in odd:
            await stage.server.gateway.dispatch(event, {"id": value, "unavailable": False})
            spoilt = {"id": "123", "channels": value, "members": value, "roles": value, "owner_id": value}
            await stage.server.gateway.dispatch(event, spoilt)
    anna = stage.world.person("anna")
    await stage.people.slash(anna, stage.world.direct(anna), "help")
    await stage.last()
    assert len(stage.server.gateway.identified) == 1, "the connection stood"
