"""Limits of the loopback Discord, each taken to its edge and one beyond it; and what a client does not let
its person do."""

import pytest

from tests.platforms.discord import command_rules, rules
from tests.platforms.discord.test_server import BUTTON, COMMAND, LIST, OPTION, Caller
from tests.platforms.discord.test_server import call as call

BAD_FORM = 50035
PICTURE = {"media": {"url": "attachment://house.png"}}


def gallery(*items: dict) -> dict:
    """A message that is laid out, with one file."""
    return {
        "flags": 1 << 15,
        "attachments": [{"id": 0, "filename": "house.png"}],
        "components": [{"type": 12, "items": list(items)}],
    }


def laid_out(*items: dict) -> dict:
    return {"flags": 1 << 15, "components": [{"type": 1, "components": list(items)}]}


def listed(*items: dict) -> dict:
    return {"content": "x", "components": [{"type": 1, "components": list(items)}]}


def calling(count: int, kind: str) -> dict:
    return {"content": "x", "allowed_mentions": {kind: [str(1000 + number) for number in range(count)]}}


@pytest.mark.parametrize(
    "payload",
    [
        gallery(PICTURE),
        gallery(*[PICTURE | {"description": "x" * 1024}] * 10),
        gallery({"media": {"url": "https://example.org/house.png"}}),
        laid_out(LIST),
        laid_out(*(BUTTON | {"custom_id": str(number)} for number in range(5))),
        listed(LIST),
        calling(100, "users"),
        calling(100, "roles"),
    ],
)
def test_at_the_edge_it_is_taken(payload: dict) -> None:
    rules.message(payload, 0)


@pytest.mark.parametrize(
    "payload",
    [
        gallery(),
        gallery(*[PICTURE] * 11),
        gallery(PICTURE | {"description": "x" * 1025}),
        gallery({"media": {"url": "attachment://another.png"}}),
        laid_out(LIST, LIST | {"custom_id": "m"}),
        laid_out(LIST, BUTTON),
        laid_out(*(BUTTON | {"custom_id": str(number)} for number in range(6))),
        listed(LIST, LIST | {"custom_id": "m"}),
        listed(LIST, BUTTON),
        listed(BUTTON, LIST),
        calling(101, "users"),
        calling(101, "roles"),
    ],
)
def test_beyond_the_edge_it_is_refused(payload: dict) -> None:
    with pytest.raises(rules.Refusal) as refused:
        rules.message(payload, 0)
    assert refused.value.code == BAD_FORM


def long_command(size: int) -> dict:
    """A command of as many code points: four of its name, five of its description, and choices of 200."""
    choices = [{"name": f"{number:0100}", "value": "v" * 100} for number in range(25)]
    options = [OPTION | {"name": "o", "description": "d", "choices": choices}]
    options.append(OPTION | {"name": "p", "description": "d", "choices": choices[:14]})
    left = size - 4 - 5 - 4 * 1 - 2 * 1 - (25 + 14) * 200
    for name, written in (("q", left // 2), ("r", left - left // 2)):
        options.append(OPTION | {"name": name, "description": "x" * written})
    return COMMAND | {"options": options}


def test_a_command_has_eight_thousand_code_points_in_its_longest_language() -> None:
    whole = long_command(8000)
    command_rules.commands([whole])
    for longer in (long_command(8001), whole | {"description_localizations": {"de": "Fangan"}}):
        with pytest.raises(rules.Refusal) as refused:
            command_rules.commands([longer])
        assert refused.value.code == BAD_FORM
    command_rules.commands([whole | {"description_localizations": {"de": "Geht"}}])


async def test_the_client_of_who_is_timed_out_lets_them_say_and_press_nothing(call: Caller) -> None:
    world, people = call.server.world, call.server.people
    square, anna = world.channel(world.server("village"), "square"), world.person("anna")
    assert square.guild is not None
    square.guild.timed_out[anna.id] = world.clock.now() + 60
    with pytest.raises(AssertionError, match="anna is timed out"):
        await people.say(anna, square, "hello")
    await people.say(anna, world.direct(anna), "hello")
    world.clock.shift(61)
    await people.say(anna, square, "hello")
