"""What the script says to a question of any place, as if it were asked now. The person's own place, and what
the script knows of them, stay as they are. Pure.
"""

from bot.conversation.scene import Scene
from bot.engine.effects import Effect, FinalText, Offer, Option, SayLine
from bot.engine.machine import Stepper, present
from bot.engine.program import Choice, Program
from bot.engine.state import Options, State
from bot.errors import DialogueFault
from bot.frozen import frozen, replace

_LONGEST = 60  # messages of one answer


@frozen
class Replay:
    """A question, the line that it was offered under (where one stands right before it), the answer up to the
    next question, and what may be asked about the answer."""

    question: FinalText
    before: SayLine | None
    answer: tuple[SayLine, ...]
    following: tuple[Option, ...]


def replay(scene: Scene, state: State, key: str, *, onward: bool = False) -> Replay | None:
    """`onward`: it is asked about an answer that was just heard, and what follows in that answer belongs to
    it. None: there is no such question any more, or the script says nothing to it there."""
    program = scene.series.program
    choice, info = program.choices.get(key), program.lines.get(key)
    if choice is None or info is None or choice.group not in program.tables.places:
        return None
    there = replace(
        state,
        node=info.node,
        at=choice.group,
        stack=(),
        waiting=Options(((key, True),)),
        said=_line_before(scene, info.node, choice),
    )
    try:
        *before, offer = present(program, there, scene.env)
        answer, following = _answer(scene, there, _own(program, choice, onward))
    except DialogueFault:  # whoever is in that place is told of it there
        return None
    assert isinstance(offer, Offer)
    shown = next((each for each in before if isinstance(each, SayLine)), None)
    return Replay(offer.options[0].text, shown, answer, following) if answer else None


def _line_before(scene: Scene, node: str, choice: Choice) -> str | None:
    """The id of the line that goes out in one message with the options of that group."""
    program = scene.series.program
    end = min(other.start for other in program.choices.values() if other.group == choice.group)
    lines = (i for i in program.lines.values() if i.node == node and i.last and i.place < end)
    found = max(lines, key=lambda info: info.place, default=None)
    back = program.tables.places[choice.group].back
    return found.id if found is not None and back <= found.place else None


def _own(program: Program, choice: Choice, onward: bool) -> range:
    """Where the answer stands in the code; `onward`: with the answers around it."""
    places = program.tables.places
    ends = [places[choice.group].after]
    if onward:
        around = (places[c.group].after for c in program.choices.values() if c.start < choice.start)
        ends += (after for after in around if choice.start < after)
    return range(choice.start, max(ends))


def _answer(scene: Scene, there: State, own: range) -> tuple[tuple[SayLine, ...], tuple[Option, ...]]:
    """Its lines, those of detours too, while the script stays in the answer; then what is offered there."""
    steps = Stepper(scene.series.program, there, scene.env)
    steps.choose(0)
    said: list[SayLine] = []
    for _ in range(_LONGEST):
        effect = steps.next()
        if not _inside(scene.series.program, steps.state, effect, own):
            break
        if isinstance(effect, SayLine):
            said.append(effect)
        elif isinstance(effect, Offer):
            return tuple(said), tuple(option for option in effect.options if option.available)
    return tuple(said), ()


def _inside(program: Program, state: State, effect: Effect, own: range) -> bool:
    """Whether that effect still belongs to the answer: it, or the detour that it is in, stands there."""
    places = program.tables.places
    if state.stack:
        _, key = state.stack[0]
        return key in places and places[key].back in own
    if isinstance(effect, SayLine):
        return state.said is not None and program.lines[state.said].place in own
    if isinstance(effect, Offer):
        return state.at is not None and places[state.at].back in own
    return False
