"""Every way through every evening: how long it takes, how much is said at once, where it ends."""

import random
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from bot.authoring.coverage import coverage
from bot.engine.effects import Begin, End, Offer
from bot.engine.machine import Env
from bot.engine.values import Value
from bot.yarn.plan_run import play
from bot.yarn.testplan import parse_plan
from tests.dialogues.conftest import FOLDER, Episode, Shipped
from tests.dialogues.paths import Step, Ways, beginning, step
from tests.dialogues.test_texts import NAMES

TOLD: Mapping[str, Value] = {
    "$greeted": True, "$name": "Mira", "$with_someone": True, "$mirror_deed": True, "$quiet_family": True,
    "$step_run": True, "$pat_blame": True, "$teacher_hurt": True,
}  # fmt: skip
NEW: Mapping[str, Value] = {}
GREETED: Mapping[str, Value] = {"$greeted": True, "$single": True}
PEOPLE = {"new": NEW, "greeted": GREETED, "told": TOLD}

every_evening = pytest.mark.parametrize("place", range(12), ids=NAMES)
everybody = pytest.mark.parametrize("known", PEOPLE.values(), ids=PEOPLE.keys())


@dataclass(frozen=True, slots=True)
class Evening:
    """An evening for one kind of person, with all its ways."""

    place: int
    episode: Episode
    ways: Ways


@pytest.fixture(scope="module", params=[(place, who) for place in range(12) for who in PEOPLE], ids=str)
def evening(request: pytest.FixtureRequest, shipped: Shipped) -> Evening:
    place, who = request.param
    ways = Ways(shipped.program, beginning(shipped.program, PEOPLE[who]))
    return Evening(place, shipped.episodes[place], ways)


@pytest.fixture(scope="module", params=range(12), ids=NAMES)
def first(request: pytest.FixtureRequest, shipped: Shipped) -> Evening:
    """An evening for somebody new."""
    ways = Ways(shipped.program, beginning(shipped.program))
    return Evening(request.param, shipped.episodes[request.param], ways)


def _seconds(taken: Step) -> float:
    return taken.seconds


def _words(taken: Step) -> float:
    return sum(len(say.line.spoken.plain.split()) for say in taken.said)


def _ends(taken: Step) -> bool:
    return any(isinstance(effect, End) for effect in taken.effects)


TWO_MINUTES = 9  # the tenth evening is short, for it is about room
WITH_A_WAY_OUT = 10  # the eleventh may be left after the main thing; whoever stays comes by its second part
STAYED = "ChallengeOrHarm_Tell"


def _stayed(episode: Episode, place: int) -> str:
    """The node from which an evening has its full length."""
    return STAYED if place == WITH_A_WAY_OUT else episode.node


def test_five_to_nine_minutes_on_the_shortest_and_the_longest_way(evening: Evening) -> None:
    episode, place = evening.episode, evening.place
    least, most = {TWO_MINUTES: (1.2, 2.5), WITH_A_WAY_OUT: (3.5, 9)}.get(place, (5, 9))
    assert evening.ways.measure(_stayed(episode, place), _seconds, min) >= least * 60
    assert evening.ways.measure(episode.node, _seconds, max) <= most * 60


@everybody
def test_the_main_thing_of_the_eleventh_takes_two_minutes_at_most(
    shipped: Shipped, known: Mapping[str, Value]
) -> None:
    ways = Ways(shipped.program, beginning(shipped.program, known))
    assert ways.measure(shipped.episodes[WITH_A_WAY_OUT].node, _seconds, min) <= 2 * 60


def test_three_messages_at_most_then_it_is_the_persons_turn(evening: Evening) -> None:
    node, ways = evening.episode.node, evening.ways
    steps = ways.all(node)
    assert len(steps) > 20
    done = ways.through(node, lambda n: 0)[-1]
    for taken in [*steps, *ways.all(node, done.state)]:
        assert len(taken.said) <= 3, [say.line.id for say in taken.said]
        assert taken.next or _ends(taken)


def test_there_is_always_a_choice_and_the_end_is_the_closing(evening: Evening) -> None:
    for taken in evening.ways.all(evening.episode.node):
        for effect in taken.effects:
            if isinstance(effect, Offer):
                assert sum(option.available for option in effect.options) >= 2
        if _ends(taken):
            assert taken.state.visits.get(evening.episode.closing) == 1


def test_at_least_eight_questions_and_two_branches_on_each_way(first: Evening) -> None:
    episode, ways, place = first.episode, first.ways, first.place
    asked = ways.measure(_stayed(episode, place), lambda taken: any(map(_is_offer, taken.effects)), min)
    assert asked >= (3 if place == TWO_MINUTES else 8)
    one, other = (ways.through(episode.node, lambda n, at=at: at % n) for at in (0, 1))
    assert [s.said for s in one] != [s.said for s in other]
    assert {say.line.id for s in one for say in s.said} & {say.line.id for s in other for say in s.said}


def _is_offer(effect: object) -> bool:
    return isinstance(effect, Offer)


PLACES = ("WhatIsASoulMate_Pot", "CompanionSoulMates_Pan", "Recognition_Shelf", "LettingGo_Piles",
          "ChallengeOrHarm_Ask")  # fmt: skip


def _choices(taken: Step) -> list[str]:
    offers = (effect.options for effect in taken.effects if isinstance(effect, Offer))
    return [option.text.plain for options in offers for option in options if option.available]


@pytest.mark.parametrize("node", PLACES)
def test_there_one_may_ask_in_any_order_and_stop(shipped: Shipped, node: str) -> None:
    """What was asked is gone, all the rest is still there, and after two questions one may go on."""
    program = shipped.program
    start = step(program, beginning(program), Begin(node))
    questions = _choices(start)
    assert len(questions) >= 3
    for place, asked in enumerate(questions):
        taken = step(program, start.state, start.next[place])
        while not set(_choices(taken)) & set(questions):  # a question within the answer
            taken = step(program, taken.state, taken.next[0])
        left = [text for text in questions if text != asked]
        assert [text for text in _choices(taken) if text in questions] == left
        taken = step(program, taken.state, taken.next[0])
        while not set(_choices(taken)) & set(questions):
            taken = step(program, taken.state, taken.next[0])
        assert set(_choices(taken)) - set(questions), "a way out"


def test_coming_back_is_another_and_shorter_talk(first: Evening) -> None:
    episode, ways, place = first.episode, first.ways, first.place
    once = ways.through(episode.node, lambda n: 0)
    again = ways.through(episode.node, lambda n: 0, once[-1].state)
    heard = {say.line.id for s in once for say in s.said}
    assert not heard & {say.line.id for s in again for say in s.said}
    assert sum(map(_words, again)) < 0.25 * ways.measure(_stayed(episode, place), _words, min)
    third = ways.step(again[-1].state, Begin(episode.node))
    assert third.said[0].line.id != again[0].said[0].line.id
    whole = ways.through(episode.node, lambda n: n - 1, once[-1].state)
    assert sum(map(_words, whole)) > 0.8 * ways.measure(episode.node, _words, min)


def test_the_eleventh_says_the_main_thing_on_every_way(shipped: Shipped) -> None:
    episode = shipped.episodes[10]
    must = ("no help line", "emergency number", "Difficulty is never something that you have to endure",
            "Being afraid of someone is reason enough to get help", "I'll step out of my script")  # fmt: skip
    ways, pick = Ways(shipped.program, beginning(shipped.program)), random.Random(11)
    for _ in range(60):
        way = ways.through(episode.node, pick.randrange)
        said = " ".join(say.line.text.plain for taken in way for say in taken.said)
        assert [words for words in must if words not in said] == []


def test_the_second_says_its_ideas_on_every_way(shipped: Shipped) -> None:
    must = ("past", "meet again", "intention that never got finished", "every possibility is in each of us",
            "what is, is", "towards something that makes you glad", "eyes are on the mirror",
            "there's only road", "challenge at")  # fmt: skip
    episode, pick = shipped.episodes[1], random.Random(2)
    ways = Ways(shipped.program, beginning(shipped.program))
    for _ in range(60):
        way = ways.through(episode.node, pick.randrange)
        said = " ".join(say.line.text.plain for taken in way for say in taken.said)
        assert [words for words in must if words not in said] == []


def test_what_was_told_comes_back_on_another_evening(shipped: Shipped) -> None:
    """Each thing a person can tell about themselves is set in one script and read in a later one."""
    scripts = {path.name: path.read_text("utf-8") for path in FOLDER.glob("[01][0-9]-*.yarn")}
    for told in ("single", "with_someone", "mirror_person", "quiet_friend", "step_give", "pat_blame"):
        homes = [name for name, text in scripts.items() if f"<<set ${told} to true>>" in text]
        later = [name for name, text in scripts.items() if f"${told}" in text and name not in homes]
        assert len(homes) == 1
        assert any(name > homes[0] for name in later if name != "00-shared.yarn"), told


@pytest.mark.parametrize("restart", [False, True], ids=["straight", "restarted at every wait"])
def test_all_plans_are_met_and_reach_everything(shipped: Shipped, restart: bool) -> None:
    reached: set[int] = set()
    for path in shipped.bundle.plans:
        plan = parse_plan(path.read_text("utf-8"), path.name)
        result = play(shipped.program, plan, Env(random=random.Random(7)), restart=restart)
        assert [run.mismatch for run in result.runs if run.mismatch] == []
        reached |= result.reached
    assert len(shipped.bundle.plans) == 16
    assert coverage(shipped.program, reached, shipped.bundle.wanted).missed == ()


@every_evening
def test_german_is_played_to_the_end(shipped: Shipped, place: int) -> None:
    episode, german = shipped.episodes[place], shipped.german.texts()
    english = {row.id: row.text for row in shipped.base}
    for taken in Ways(shipped.program, beginning(shipped.program, TOLD), german).all(episode.node):
        for say in taken.said:
            assert say.line.speaker == "Alana"
            assert say.line.text.plain != english[say.line.id]
            assert "{" not in say.line.text.plain
