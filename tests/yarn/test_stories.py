"""Stories walked at random: whole turns and single steps agree, and every state survives its codec."""

import random
from pathlib import Path

import pytest

from bot.engine.effects import Answer, Ask, Begin, Choose, Effect, End, Event, Offer, SayLine
from bot.engine.machine import Env, Stepper, advance
from bot.engine.program import Program
from bot.engine.state import State, dump, load
from bot.yarn import Source, compile_sources
from tests.yarn.conformance import FUNCTIONS, HOST, scripts

STORIES = [path for path in scripts([Path(__file__).parents[1] / "stories"]) if path.parent.name != "refused"]
ANSWERS = {"text": "a [b]: {0}", "number": 2.5, "yesno": True, "reflection": True}


def compiled(path: Path) -> Program:
    program = compile_sources([Source(path.name, path.read_bytes().decode("utf-8"))], HOST).program
    assert program is not None
    return program


def environment(seed: int) -> Env:
    return Env(functions=FUNCTIONS, random=random.Random(seed), saliency="random_best_least_recently_seen")


def steps(stepper: Stepper) -> tuple[Effect, ...]:
    out: list[Effect] = []
    while not out or not isinstance(out[-1], Offer | Ask | End):
        out.append(stepper.next())
    return tuple(out)


def reply(last: Effect, dice: random.Random) -> Event:
    match last:
        case Offer(options):
            able = [index for index, option in enumerate(options) if option.available]
            return Choose(dice.choice(able) if able else None)
        case Ask(kind=kind):
            return Answer(dice.choice([None, ANSWERS[kind]]))
    return Begin("Start")


def take(stepper: Stepper, event: Event) -> None:
    match event:
        case Choose(option):
            stepper.choose(option)
        case Answer(value):
            stepper.answer(value)
        case _:
            stepper.begin("Start")


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(3))
def test_turns_and_steps_agree(path: Path, seed: int) -> None:
    program, dice = compiled(path), random.Random(seed)
    whole, single = environment(seed), environment(seed)
    state = State.initial(program)
    stepper = Stepper(program, state, single)
    event: Event = Begin("Start")
    for _ in range(25):
        turn = advance(program, load(dump(state)), event, whole)
        take(stepper, event)
        assert turn.effects == steps(stepper)
        state = turn.state
        assert load(dump(state)) == state
        assert dump(stepper.state) == dump(state)
        event = reply(turn.effects[-1], dice)


def test_what_a_line_carries_beside_its_text() -> None:
    program = compiled(STORIES[0].parent / "tags.yarn")
    first, second, offer = advance(program, State.initial(program), Begin("Start"), Env()).effects
    assert isinstance(first, SayLine)
    assert isinstance(second, SayLine)
    assert isinstance(offer, Offer)
    assert (first.line.id, first.line.tags, first.line.last) == ("line:t1", ("slow", "voice:low"), False)
    assert second.line.last
    keys = [(option.key, option.tags) for option in offer.options]
    assert keys == [("line:t2", ("alias:of_course",)), ("line:t4", ("sad",))]


def test_speakers_and_what_they_say() -> None:
    program = compiled(STORIES[0].parent / "speakers.yarn")
    effects = advance(program, State.initial(program), Begin("Start"), Env()).effects
    said = [(e.line.speaker, e.line.spoken.plain) for e in effects if isinstance(e, SayLine)]
    assert said == [
        ("Ines", "The kettle sings."),
        ("Old Tom", "Let it: it likes you."),
        (None, "12:30 is when the bread comes."),
        (None, "http://bakery.example is closed."),
        (None, "Note: nobody speaks here."),
        (None, ": )"),
        ("Ines", "A value can be the speaker."),
    ]
