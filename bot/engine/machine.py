"""The door of the engine: `advance` runs a state to its next wait.

Pure at the boundary: the same program, state, event and environment give the same turn, and no
argument is changed. `Stepper` walks on the same instructions, one effect at a time.
"""

from collections.abc import Callable

from bot.engine.effects import (
    Answer,
    Ask,
    Begin,
    Choose,
    Detour,
    Effect,
    End,
    Event,
    FinalText,
    Offer,
    Option,
    Resume,
)
from bot.engine.lines import Phrase
from bot.engine.ops import push
from bot.engine.program import Program
from bot.engine.relocation import Relocated, relocate
from bot.engine.run import WAIT, Env, Fault, Run
from bot.engine.state import Answering, Options, State
from bot.engine.values import Value, single
from bot.errors import DialogueFault
from bot.frozen import frozen, replace

__all__ = ["Env", "Relocated", "State", "Stepper", "Turn", "advance", "option", "present", "relocate"]

STEPS = 10_000  # instructions a turn may take


@frozen
class Turn:
    """What one event led to: the state to keep, and what to show, in order."""

    state: State
    effects: tuple[Effect, ...]


def advance(program: Program, state: State, event: Event, env: Env, budget: int = STEPS) -> Turn:
    """Runs to the next wait or the end.

    An event that does not fit what is awaited (an unavailable option, an answer of the wrong kind)
    changes nothing: the turn only puts the question again. Raises `DialogueFault`, naming file and
    line, when the script fails or takes more than `budget` instructions without waiting.
    """
    run = _run(program, state, event, env, budget)
    place = _arrive(program, run, event)
    if place is None:
        return Turn(state, present(program, state, env))
    _execute(program, run, place)
    return Turn(run.state(program.digest), tuple(run.out))


def _run(program: Program, state: State, event: Event, env: Env, budget: int) -> Run:
    node = program.tables.marks.get(state.node) if state.node is not None else None
    return Run(state, env, node, event, budget)


def _arrive(program: Program, run: Run, event: Event) -> int | None:
    """Takes the event in; gives the place to run from, or None when it does not fit."""
    return _ARRIVALS[type(event)](program, run, event)


def _begin(program: Program, run: Run, event: Event) -> int | None:
    assert isinstance(event, Begin)
    start = program.tables.entries.get(event.node)
    if start is None:
        raise DialogueFault(f"there is no node called {event.node!r} to begin at")
    run.node, run.stack = None, ()
    _clear(run)
    return start


def _clear(run: Run) -> None:
    run.at = run.waiting = run.said = None


def _choose(program: Program, run: Run, event: Event) -> int | None:
    assert isinstance(event, Choose)
    waiting = run.waiting
    if not isinstance(waiting, Options) or run.at is None:
        return _again(program, run, event)
    choices, index = waiting.choices, event.option
    if index is None:
        if any(able for _, able in choices):
            return None
        place = program.tables.places.get(run.at)
        _clear(run)
        return place.after if place is not None else None
    if not 0 <= index < len(choices) or not choices[index][1]:
        return None
    choice = program.choices.get(choices[index][0])
    if choice is None:  # the script changed and this option is gone: offer what is there now
        return _resume(program, run, event)
    if choice.once is not None:
        run.use_up(choice.once)
    _clear(run)
    return choice.start


def _answer(program: Program, run: Run, event: Event) -> int | None:
    assert isinstance(event, Answer)
    waiting = run.waiting
    if not isinstance(waiting, Answering):
        return _again(program, run, event)
    place = program.tables.places.get(waiting.key)
    if place is None:
        return None
    value = event.value
    if type(value) is int:
        value = float(value)
    if value is not None:
        if type(value) is not _ANSWERS[waiting.kind]:
            return None
        if waiting.variable is not None:
            run.set(waiting.variable, single(value) if isinstance(value, float) else value)
    elif waiting.kind == "reflection" and waiting.variable is not None:
        run.set(waiting.variable, False)
    _clear(run)
    return place.after


_ANSWERS = {"text": str, "number": float, "yesno": bool, "reflection": bool}


def _detour(program: Program, run: Run, event: Event) -> int | None:
    assert isinstance(event, Detour)
    start = program.tables.entries.get(event.node)
    if start is None:
        raise DialogueFault(f"there is no node called {event.node!r} to go to")
    try:
        push(run, run.at or "")
    except Fault as fault:
        raise DialogueFault(str(fault)) from None
    _clear(run)
    return start


def _again(program: Program, run: Run, event: Event) -> int | None:
    """An event of the wrong kind: only a state that stands without a wait runs on."""
    return _resume(program, run, event) if run.waiting is None else None


def _resume(program: Program, run: Run, event: Event) -> int | None:
    if run.node is None:
        return None
    place = program.tables.places.get(run.at) if run.at is not None else None
    node = program.nodes.get(run.node.name)
    _clear(run)
    if place is not None:
        return place.back
    return node.start if node is not None else None


_ARRIVALS: dict[type, Callable[[Program, Run, Event], int | None]] = {
    Begin: _begin,
    Choose: _choose,
    Answer: _answer,
    Detour: _detour,
    Resume: _resume,
}


def _execute(
    program: Program, run: Run, place: int, *, one: bool = False, reached: set[int] | None = None
) -> int:
    """The one loop. Gives the place that follows, `WAIT` at a wait or the end.

    `one` stops after one effect; `reached` collects the places that ran.
    """
    code, out = program.code, run.out
    try:
        if not one:
            for _ in range(run.fuel):
                place = code[place](run)
                if place < 0:
                    return place
        for _ in range(run.fuel if one else 0):
            if reached is not None:
                reached.add(place)
            place = code[place](run)
            if place < 0 or out:
                return place
    except DialogueFault:
        raise
    except Exception as error:
        raise _located(program, place, error) from error
    raise _located(program, place, Fault("the script runs in a circle without ever waiting for anyone"))


def _located(program: Program, place: int, error: Exception) -> DialogueFault:
    file, line, node = program.where[place]
    return DialogueFault(_reason(error), file=file, line=line, node=node)


def _reason(error: Exception) -> str:
    """Only our own words: another error's text could hold what a person typed."""
    return str(error) if isinstance(error, Fault) else f"a function failed with {type(error).__name__}"


# ---------------------------------------------------------------- showing a wait again


def present(program: Program, state: State, env: Env) -> tuple[Effect, ...]:
    """What the person should see again now: the last line, if any, then the options or the question.

    Options keep the availability they were shown with; texts are rendered with the values of now.
    () when nothing waits. Raises `DialogueFault` only where rendering a text fails.
    """
    waiting = state.waiting
    if waiting is None:
        return ()
    run = _run(program, state, Resume(), env, STEPS)
    effects: list[Effect] = []
    try:
        phrase = program.tables.phrases.get(state.said) if state.said is not None else None
        if phrase is not None:
            effects.append(phrase.say(run))
        effects.append(_question(program, run, waiting))
    except Exception as error:
        raise DialogueFault(_reason(error), node=state.node or "") from error
    return tuple(effects)


def option(program: Program, state: State, env: Env, number: int) -> Option | None:
    """One of the options that `present` shows, by its number from 0; None: there is none."""
    waiting = state.waiting
    if not isinstance(waiting, Options) or not 0 <= number < len(waiting.choices):
        return None
    key, able = waiting.choices[number]
    run = _run(program, state, Resume(), env, STEPS)
    try:
        return _option(program.tables.questions.get(key), run, key, able)
    except Exception as error:
        raise DialogueFault(_reason(error), node=state.node or "") from error


def _question(program: Program, run: Run, waiting: Options | Answering) -> Effect:
    phrases = program.tables.questions
    if isinstance(waiting, Options):
        return Offer(tuple([_option(phrases.get(key), run, key, able) for key, able in waiting.choices]))
    phrase = phrases.get(waiting.key)
    prompt = phrase.text(run) if phrase is not None else FinalText("")
    return Ask(waiting.key, waiting.kind, waiting.variable, prompt)


def _option(phrase: Phrase | None, run: Run, key: str, able: bool) -> Option:
    """An option that an edit took away has no words any more and cannot be chosen."""
    return phrase.option(run, able) if phrase is not None else Option(key, FinalText(""), False)


# ---------------------------------------------------------------- one effect at a time


class Stepper:
    """Runs a program one effect at a time, for test plans: variables may be set in between."""

    def __init__(self, program: Program, state: State, env: Env, budget: int = STEPS) -> None:
        self.program, self.env, self.budget = program, env, budget
        self._run = _run(program, state, Resume(), env, budget)
        self._place: int = WAIT
        self.reached: set[int] | None = None

    @property
    def state(self) -> State:
        """The state as of now; between two effects of a turn it names no wait."""
        return self._run.state(self.program.digest)

    @property
    def saliency(self) -> str:
        return self._run.env.saliency

    @saliency.setter
    def saliency(self, mode: str) -> None:
        self._run.env = replace(self._run.env, saliency=mode)

    def begin(self, node: str) -> None:
        """Drops what runs and goes to the start of a node. Raises `DialogueFault` for an unknown one."""
        self._take(Begin(node))

    def choose(self, option: int | None) -> None:
        """Takes an option by its index, or None where none was available."""
        self._take(Choose(option))

    def answer(self, value: Value | None) -> None:
        """Answers what was asked; None skips it."""
        self._take(Answer(value))

    def detour(self, node: str) -> None:
        self._take(Detour(node))

    def _take(self, event: Event) -> None:
        place = _arrive(self.program, self._run, event)
        if place is None:
            raise DialogueFault(f"{type(event).__name__} does not fit what the dialogue waits for")
        self._place = place

    def set(self, name: str, value: Value) -> None:
        """Stores a variable. Raises `KeyError` for one that the program does not store."""
        if name not in self.program.initial:
            raise KeyError(name)
        self._run.set(name, single(value) if isinstance(value, float) else value)

    def next(self) -> Effect:
        """Runs to the next effect; `End` again once the dialogue is over."""
        if self._place < 0:
            if self._run.waiting is not None:
                raise DialogueFault("the dialogue waits for a choice or an answer")
            return End()
        self._run.out.clear()
        self._run.fuel = self.budget
        self._place = _execute(self.program, self._run, self._place, reached=self.reached, one=True)
        return self._run.out[0]
