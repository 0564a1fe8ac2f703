"""What holds the twelve evenings together: one cast, yesterday, plain words, turns not taken, grief."""

import random
import re
from collections import defaultdict

import pytest

from bot.engine.effects import Begin, Offer
from bot.engine.values import Value
from tests.dialogues.conftest import FOLDER, Shipped
from tests.dialogues.paths import Step, Ways, beginning, step
from tests.dialogues.test_texts import NAMES, SPEAKER

CAST = ("Ruth", "Bo", "Marit", "Ines", "Nadja", "Dario", "Hanna")
PREFIXES = ("wsm", "ksm", "csm", "twf", "tea", "rec", "let", "pat", "slf", "rdy", "hrm", "joy")
PLAIN = 28  # characters of an option without a picture in it
WITHOUT_NAMES = "11-challenge-or-harm"  # nobody is told stories there


def _said(name: str) -> str:
    return (FOLDER / f"{name}.yarn").read_text("utf-8")


def _offered(taken: Step) -> list[str]:
    offers = (effect.options for effect in taken.effects if isinstance(effect, Offer))
    return [option.text.plain for options in offers for option in options if option.available]


# ---------------------------------------------------------------- the cast


@pytest.mark.parametrize("person", CAST)
def test_each_of_the_seven_comes_back(person: str) -> None:
    homes = [name for name in NAMES if re.search(rf"\b{person}\b", _said(name))]
    assert len(homes) >= 3, homes
    assert "01-what-is-a-soul-mate" in homes, "introduced on the first evening"
    assert "12-joy" in homes, "there at the end"


@pytest.mark.parametrize("name", [name for name in NAMES if name != WITHOUT_NAMES])
def test_every_evening_has_some_of_them(name: str) -> None:
    assert sum(bool(re.search(rf"\b{person}\b", _said(name))) for person in CAST) >= 2


def test_what_is_left_open_overnight_is_closed_on_a_later_evening() -> None:
    assert "There has been no answer" in _said("03-companion-soul-mates")  # Bo's empty place
    assert "It's Thursday" in _said("08-patterns")
    assert "I don't know yet what becomes of it" in _said("06-recognition")  # the card to Porto
    assert "postcard in his breast pocket" in _said("12-joy")


# ---------------------------------------------------------------- yesterday


@pytest.mark.parametrize("prefix", PREFIXES)
def test_each_evenings_small_thing_is_asked_about_with_three_answers(shipped: Shipped, prefix: str) -> None:
    for name in ("", "Mira"):
        known: dict[str, Value] = {"$yesterday": prefix, "$days_since_evening": 1.0, "$name": name}
        asked = step(shipped.program, beginning(shipped.program, known), Begin("Yesterday"))
        assert asked.said[-1].line.text.plain.endswith("?")
        assert len(_offered(asked)) == 3
        for event in asked.next:
            answered = step(shipped.program, asked.state, event)
            assert len(answered.said) == 1
            assert answered.state.variables["$yesterday"] == ""


@pytest.mark.parametrize(("days", "asked"), [(-1, 0), (0, 0), (1, 1), (10, 1), (11, 0), (60, 0)])
def test_it_is_asked_on_another_day_and_while_it_is_fresh(shipped: Shipped, days: int, asked: int) -> None:
    known: dict[str, Value] = {"$yesterday": "csm", "$days_since_evening": float(days)}
    assert len(step(shipped.program, beginning(shipped.program, known), Begin("Yesterday")).said) == asked


def test_every_evening_tells_the_next_one_which_it_was() -> None:
    for name, prefix in zip(NAMES, PREFIXES, strict=True):
        assert f'<<set $yesterday to "{prefix}">>' in _said(name)
        assert ("<<detour Yesterday>>" in _said(name)) == (name != WITHOUT_NAMES)


# ---------------------------------------------------------------- plain words, and turns not taken


def test_every_scene_has_a_plain_option_at_its_second_choice(shipped: Shipped) -> None:
    groups: dict[str, list[list[str]]] = defaultdict(list)
    for name in NAMES:
        node, open_group = "", False
        for row in _said(name).splitlines():
            node = row.removeprefix("title: ") if row.startswith("title: ") else node
            found = re.match(r"-> (.*?)(?: <<.*>>)? #line", row)
            if found:
                groups[node] = groups[node] if open_group else [*groups[node], []]
                groups[node][-1].append(found[1])
            open_group = bool(found) or (open_group and row.startswith(" "))
    scenes = {node: found[1] for node, found in groups.items() if len(found) > 1}
    assert len(scenes) > 20
    assert {node: found for node, found in scenes.items() if min(map(len, found)) > PLAIN} == {}


@pytest.mark.parametrize("place", range(12), ids=NAMES)
def test_whoever_comes_back_is_offered_three_turns_they_did_not_take(shipped: Shipped, place: int) -> None:
    episode, program = shipped.episodes[place], shipped.program
    state = beginning(program, {})
    node = episode.node + "_Turns"
    offered = step(program, state, Begin(node))
    assert len(_offered(offered)) == 4, "three turns and a way on"
    first = step(program, offered.state, offered.next[0])
    assert len(first.said) == 2, "what was asked for, and a last word"
    assert len(_offered(step(program, first.state, Begin(node)))) == 3, "the one taken is gone"


# ---------------------------------------------------------------- grief


def test_the_bereaved_are_not_asked_about_staying_friends(shipped: Shipped) -> None:
    episode = shipped.episodes[6]
    for taken in Ways(shipped.program, beginning(shipped.program, {"$grief": True})).all(episode.node):
        assert "Can we still be friends?" not in _offered(taken)
        assert not any("stay friends" in say.line.text.plain for say in taken.said)


def test_the_evening_of_letters_knows_grief_at_its_door(shipped: Shipped) -> None:
    """Whoever told of a death on another evening is met, and not asked as if it were new."""
    program, node = shipped.program, shipped.episodes[6].node
    for grief in (False, True):
        ways = Ways(program, beginning(program, {"$greeted": True, "$grief": grief}))
        door = ways.step(ways.start, Begin(node))
        assert any("You told me that somebody has died" in s.line.text.plain for s in door.said) == grief
        offered = {option for taken in ways.all(node) for option in _offered(taken)}
        assert ("Mine isn't a break-up. They died." in offered) != grief
        assert ("The one that came back, please." in offered) == grief


def test_the_first_evening_does_not_ask_again_what_was_told(shipped: Shipped) -> None:
    program = shipped.program
    start = beginning(program, {"$greeted": True, "$grief": True})
    for taken in Ways(program, start).all(shipped.episodes[0].node):
        assert "They died." not in _offered(taken)


def test_the_one_who_went_to_porto_comes_back_on_every_way(shipped: Shipped) -> None:
    ways, pick = Ways(shipped.program, beginning(shipped.program)), random.Random(12)
    for _ in range(40):
        way = ways.through(shipped.episodes[11].node, pick.randrange)
        said = [say.line.text.plain for taken in way for say in taken.said]
        assert sum("postcard in his breast pocket" in text for text in said) == 1


def test_the_main_thing_is_said_once_to_those_who_stay(shipped: Shipped) -> None:
    ways, pick = Ways(shipped.program, beginning(shipped.program)), random.Random(11)
    for _ in range(60):
        way = ways.through(shipped.episodes[10].node, pick.randrange)
        said = [say.line.id for taken in way for say in taken.said]
        assert len(said) == len(set(said))


def test_where_it_can_be_told_it_is_kept() -> None:
    assert all("<<set $grief to true>>" in _said(NAMES[n]) for n in (0, 2, 4, 6))
    assert all("$grief" in _said(NAMES[n]) for n in (4, 6, 7, 11))


def test_names_are_said_more_than_a_few_times(shipped: Shipped) -> None:
    with_name = [
        i for i in shipped.program.lines.values() if "{$name}" in _source(i.file) and "{0}" in i.text
    ]
    assert len(with_name) >= 8
    assert all(i.text.startswith(SPEAKER) for i in with_name)


def _source(file: str) -> str:
    return (FOLDER / file.rpartition("/")[2]).read_text("utf-8")
