"""Every way through an evening, walked in the engine itself.

Ways that come back to the same state are followed once, so that the shortest and the longest of some
thousands of ways are exact and cost a few hundred turns.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.engine.effects import Answer, Ask, Begin, Choose, End, Event, Offer, SayLine
from bot.engine.machine import Env, advance
from bot.engine.program import Program
from bot.engine.state import State, dump
from bot.engine.values import Value

WORDS_A_SECOND = 200 / 60  # a person who reads at leisure
TYPING = 1.5  # seconds that a message is "being typed"
CHOOSING = 3.0  # seconds to make up one's mind


@dataclass(frozen=True, slots=True)
class Step:
    """What one event brought: the lines said, the events that may follow (none at the end), the state."""

    said: tuple[SayLine, ...]
    next: tuple[Event, ...]
    state: State
    effects: tuple[object, ...]

    @property
    def seconds(self) -> float:
        """Reading and typing of the lines, and the choice that follows them."""
        words = sum(len(say.line.spoken.plain.split()) for say in self.said)
        return words / WORDS_A_SECOND + TYPING * len(self.said) + (CHOOSING if self.next else 0)


def beginning(program: Program, known: Mapping[str, Value] | None = None) -> State:
    """A new person, or one who already told things."""
    state = State.initial(program)
    return replace(state, variables={**state.variables, **(known or {})})


def step(program: Program, state: State, event: Event, env: Env | None = None) -> Step:
    """One event, and every event that the person could answer with."""
    turn = advance(program, state, event, env or Env())
    said = tuple(effect for effect in turn.effects if isinstance(effect, SayLine))
    return Step(said, tuple(_events(turn.effects)), turn.state, tuple(turn.effects))


def _events(effects: Iterable[object]) -> Iterator[Event]:
    for effect in effects:
        match effect:
            case Offer(options=options):
                yield from (Choose(i) for i, option in enumerate(options) if option.available)
            case Ask(kind="reflection"):
                yield from (Answer(True), Answer(None))
            case Ask():
                yield from (Answer("Mira"), Answer(None))
            case End():
                return


class Ways:
    """Every way through an evening from `start`. A step is taken once, however many ways share it."""

    def __init__(self, program: Program, start: State, strings: Mapping[str, str] | None = None) -> None:
        self.program, self.start = program, start
        self._env = Env(strings=strings)
        self._states: dict[str, State] = {}  # by its stored form: one object for all that are equal
        self._ours: dict[int, State] = {}
        self._taken: dict[tuple[int, Event], Step] = {}

    def step(self, state: State, event: Event) -> Step:
        """As the function `step`."""
        key = id(self._one(state)), event
        if key not in self._taken:
            taken = step(self.program, state, event, self._env)
            self._taken[key] = replace(taken, state=self._one(taken.state))
        return self._taken[key]

    def _one(self, state: State) -> State:
        if id(state) not in self._ours:
            state = self._states.setdefault(dump(state), state)
            self._ours[id(state)] = state
        return state

    def all(self, node: str, start: State | None = None) -> list[Step]:
        """Every different step that an evening can take, from its beginning to its ends."""
        steps: list[Step] = []
        seen: set[int] = set()
        open_ends: list[tuple[State, Event]] = [(start or self.start, Begin(node))]
        while open_ends:
            taken = self.step(*open_ends.pop())
            steps.append(taken)
            if taken.next and id(taken.state) not in seen:
                seen.add(id(taken.state))
                open_ends += [(taken.state, event) for event in taken.next]
        return steps

    def measure(self, node: str, of: Callable[[Step], float], best: Callable[..., float]) -> float:
        """The least (`best=min`) or greatest (`max`) sum of `of` over all ways through."""
        known: dict[int, float] = {}

        def rest(taken: Step) -> float:
            if not taken.next:
                return 0.0
            place = id(taken.state)
            if place not in known:
                known[place] = best(total(self.step(taken.state, event)) for event in taken.next)
            return known[place]

        def total(taken: Step) -> float:
            return of(taken) + rest(taken)

        return total(self.step(self.start, Begin(node)))

    def through(self, node: str, pick: Callable[[int], int], start: State | None = None) -> list[Step]:
        """One way through; `pick(n)` gives the place of the next event among n."""
        steps = [self.step(start or self.start, Begin(node))]
        while steps[-1].next:
            events = steps[-1].next
            steps.append(self.step(steps[-1].state, events[pick(len(events))]))
        return steps
