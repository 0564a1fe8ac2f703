"""Plays a test plan against a program, event by event, and keeps what happened.

Needs the engine's `Stepper`; knows no files. With `restart=True` the state is written and read back at every
wait, so that each plan is a restart test as well.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import cast

from bot.engine.effects import Ask, Command, Effect, End, Line, Offer, Option, SayLine
from bot.engine.machine import Env, Stepper, present
from bot.engine.program import Program
from bot.engine.state import State, dump, load
from bot.engine.values import Value, text_of
from bot.errors import DialogueFault
from bot.frozen import frozen, replace
from bot.yarn.heard import HEARD, groups, says_something
from bot.yarn.plan_words import answered, any_, described, option_
from bot.yarn.testplan import (
    ExpectAsk,
    ExpectCommand,
    ExpectLine,
    ExpectOption,
    GiveAnswer,
    GoTo,
    PlanRun,
    PlanStep,
    SayWords,
    Select,
    SetVariable,
    Stop,
    TestPlan,
    UseSaliency,
)

START = "Start"
_AFTER_FAILURE = 12  # events shown after a mismatch, so that a writer sees where the script went


@frozen
class Happened:
    """One entry of a transcript. `kind`: line, option, command, ask, answer, say, end, set, node,
    saliency.

    For an option, `mark` is "chosen", "disabled" or "", and `tags` are its hashtags. `key` is the id of the
    script's text.
    """

    kind: str
    text: str = ""
    mark: str = ""
    line: Line | None = None
    tags: tuple[str, ...] = ()
    key: str = ""


def entries(effect: Effect) -> list[Happened]:
    """What a transcript notes of an event; each option of an offer is one entry."""
    match effect:
        case SayLine(line):
            return [Happened("line", line.text.plain, line=line, key=line.id)]
        case Offer(options):
            marks = [(option, "" if option.available else "disabled") for option in options]
            return [Happened("option", o.text.plain, mark, tags=o.tags, key=o.key) for o, mark in marks]
        case Ask():
            return [Happened("ask", effect.prompt.plain, key=effect.key)]
        case Command(text):
            return [Happened("command", text)]
    return [Happened("end")]


@frozen
class Mismatch:
    """Where a run left its plan. `line` is the plan's line; `expected` may be empty (a fault)."""

    line: int
    message: str
    expected: str = ""
    actual: str = ""


@frozen
class RunResult:
    """One run: its plan, all that happened, and the mismatch that ended it, if one did."""

    run: PlanRun
    happened: tuple[Happened, ...]
    mismatch: Mismatch | None


@frozen
class PlanResult:
    """All runs of a plan, and the places of the program that they reached."""

    plan: TestPlan
    runs: tuple[RunResult, ...]
    reached: frozenset[int]

    @property
    def passed(self) -> bool:
        return all(run.mismatch is None for run in self.runs)


class _Differs(Exception):
    def __init__(self, line: int, message: str, expected: str = "", actual: str = "") -> None:
        super().__init__(message)
        self.mismatch = Mismatch(line, message, expected, actual)


# Typed words and the questions offered -> the number of one of them, from 0, or the kind that is heard; None:
# neither.
Understand = Callable[[str, Sequence[Option]], int | str | None]


def play(
    program: Program,
    plan: TestPlan,
    env: Env,
    *,
    restart: bool = False,
    start: str = START,
    understand: Understand = lambda words, options: None,
) -> PlanResult:
    """Plays every run. Variables, visits, once flags, counts and saliency go on from run to run.
    `understand` says what the words of a `say:` step mean."""
    player = _Player(program, env, restart, start, understand)
    results = tuple([player.run(run) for run in plan.runs])
    return PlanResult(plan, results, frozenset(player.reached))


@dataclass(slots=True)
class _Player:
    program: Program
    env: Env
    restart: bool
    start: str
    understand: Understand
    reached: set[int] = field(default_factory=set)
    stepper: Stepper = field(init=False)
    happened: list[Happened] = field(default_factory=list)
    wanted: list[ExpectOption] = field(default_factory=list)
    asked: Ask | None = None
    begun: bool = False

    def __post_init__(self) -> None:
        self.renew(State.initial(self.program))

    def renew(self, state: State) -> None:
        self.stepper = Stepper(self.program, state, self.env)
        self.stepper.reached = self.reached

    def run(self, run: PlanRun) -> RunResult:
        self.happened, self.wanted, self.asked = [], [], None
        self.begun = self.program.has_node(self.start)
        mismatch = None
        try:
            if self.begun:
                self.stepper.begin(self.start)
            for step in run.steps:
                _STEPS[type(step)](self, step)
                if isinstance(step, Stop):
                    break
        except _Differs as differs:
            mismatch = differs.mismatch
        except DialogueFault as fault:
            mismatch = Mismatch(step.line, str(fault))
        if mismatch is not None and mismatch.expected:
            self.look_ahead()
        return RunResult(run, tuple(self.happened), mismatch)

    def look_ahead(self) -> None:
        try:
            for _ in range(_AFTER_FAILURE):
                if self.happened and self.happened[-1].kind in ("option", "ask", "end"):
                    return
                self.note(self.stepper.next())
        except DialogueFault:
            return

    def next(self, line: int) -> Effect:
        if not self.begun:
            raise _Differs(line, f"there is no node {self.start}: begin the run with node: NAME")
        if self.asked is not None:
            raise _Differs(line, "a question is open: write answer: `…` or skip before this step")
        effect = self.stepper.next()
        self.note(effect)
        if self.restart and isinstance(effect, Offer | Ask):
            self.restarted(effect, line)
        return effect

    def restarted(self, effect: Effect, line: int) -> None:
        """Goes on from the written state, which must put the very same question again."""
        self.env = replace(self.env, saliency=self.stepper.saliency)
        state = load(dump(self.stepper.state))
        again = present(self.program, state, self.env)
        if again[-1:] != (effect,):
            shown = described(again[-1]) if again else "nothing"
            raise _Differs(line, "after a restart the question differs", described(effect), shown)
        self.renew(state)

    def note(self, effect: Effect) -> None:
        self.happened += entries(effect)

    # --- one method a step ------------------------------------------------------------------------------

    def line(self, step: ExpectLine) -> None:
        effect = self.next(step.line)
        if not isinstance(effect, SayLine):
            raise _Differs(step.line, "a line was expected", any_("line", step.text), described(effect))
        if step.text is not None and effect.line.text.plain != step.text:
            expected = any_("line", step.text)
            raise _Differs(step.line, "the line reads differently", expected, described(effect))

    def option(self, step: ExpectOption) -> None:
        self.wanted.append(step)

    def select(self, step: Select) -> None:
        wanted, self.wanted = self.wanted, []
        expected = "\n".join(option_(w.text, w.available) for w in wanted) or "options"
        effect = self.next(step.line)
        if not isinstance(effect, Offer):
            raise _Differs(step.line, "options were expected", expected, described(effect))
        found = [(option.text.plain, option.available) for option in effect.options]
        if found != [(w.text, w.available) for w in wanted]:
            raise _Differs(step.line, "the options differ", expected, described(effect))
        self.pick(step, effect)

    def say(self, step: SayWords) -> None:
        """Words at the open question: they take an option, or lead to what the script says to them."""
        offer = self.offered(step.line)
        self.happened.append(Happened("answer", step.text))
        options = offer.options if isinstance(offer, Offer) else ()
        meant = self.understand(step.text, options)
        if isinstance(meant, int):
            self.stepper.choose(meant)
        elif meant is None or not self.heard(meant):
            said = f"heard as {meant}, which no node answers" if meant else "nothing known"
            raise _Differs(step.line, f"these words are {said}", f"say: `{step.text}`", said)

    def offered(self, line: int) -> Effect:
        """The question that is open: options as the plan lists them, if it does, or an answer awaited."""
        wanted, self.wanted = self.wanted, []
        effect = self.asked or self.next(line)
        self.asked = None
        found = [(o.text.plain, o.available) for o in effect.options] if isinstance(effect, Offer) else []
        if not isinstance(effect, Offer | Ask) or (
            wanted and found != [(w.text, w.available) for w in wanted]
        ):
            expected = "\n".join(option_(w.text, w.available) for w in wanted) or "options"
            raise _Differs(line, "a question was expected", expected, described(effect))
        return effect

    def heard(self, kind: str) -> bool:
        """Detours to the first group that says something; the question is put again behind it."""
        state = self.stepper.state
        for group in groups(self.program, state):
            told = replace(state, variables={**state.variables, HEARD: kind})
            if says_something(self.program, told, group, self.env):
                self.stepper.set(HEARD, kind)
                self.stepper.detour(group)
                return True
        return False

    def pick(self, step: Select, offer: Offer) -> None:
        possible = any(option.available for option in offer.options)
        if not possible and step.number:
            raise _Differs(step.line, "no option is available: only select: 0 fits here")
        if possible and not 1 <= step.number <= len(offer.options):
            raise _Differs(step.line, f"select: {step.number} is none of the {len(offer.options)} options")
        if possible and not offer.options[step.number - 1].available:
            raise _Differs(step.line, f"option {step.number} is not available")
        if step.number:
            at = len(self.happened) - len(offer.options) + step.number - 1
            self.happened[at] = replace(self.happened[at], mark="chosen")
        self.stepper.choose(step.number - 1 if step.number else None)

    def command(self, step: ExpectCommand) -> None:
        effect = self.next(step.line)
        if not isinstance(effect, Command) or effect.text != step.text:
            expected = any_("command", step.text)
            raise _Differs(step.line, "a command was expected", expected, described(effect))

    def ask(self, step: ExpectAsk) -> None:
        effect = self.next(step.line)
        if not isinstance(effect, Ask) or step.text not in (None, effect.prompt.plain):
            expected = any_("ask", step.text)
            raise _Differs(step.line, "a question was expected", expected, described(effect))
        self.asked = effect

    def answer(self, step: GiveAnswer) -> None:
        asked = self.asked
        if asked is None:
            effect = self.next(step.line)
            if not isinstance(effect, Ask):
                raise _Differs(step.line, "a question was expected", "ask: *", described(effect))
            asked = effect
        self.asked = None
        text, mark = (step.text, "") if step.text is not None else ("", "skipped")
        self.happened.append(Happened("answer", text, mark))
        self.stepper.answer(None if step.text is None else self.read(step.line, step.text, asked))

    def read(self, line: int, text: str, asked: Ask) -> Value:
        try:
            return answered(text, asked)
        except ValueError as error:
            raise _Differs(line, str(error)) from None

    def stop(self, step: Stop) -> None:
        effect = self.next(step.line)
        if not isinstance(effect, End):
            raise _Differs(step.line, "the dialogue was expected to end", "stop", described(effect))

    def set(self, step: SetVariable) -> None:
        type_of = self.program.types.get(step.name)
        if step.name not in self.program.initial or type_of is None:
            raise _Differs(step.line, f"the script stores no variable {step.name}")
        given = {bool: "bool", float: "number", str: "string"}[type(step.value)]
        if given != type_of:
            raise _Differs(step.line, f"{step.name} is a {type_of}, not a {given}")
        self.happened.append(Happened("set", f"{step.name} = {text_of(step.value)}"))
        self.stepper.set(step.name, step.value)

    def saliency(self, step: UseSaliency) -> None:
        self.stepper.saliency = step.mode

    def node(self, step: GoTo) -> None:
        if not self.program.has_node(step.node):
            raise _Differs(step.line, f"there is no node {step.node}")
        self.happened.append(Happened("node", step.node))
        self.wanted, self.asked, self.begun = [], None, True
        self.stepper.begin(step.node)


_STEPS = cast(
    "dict[type, Callable[[_Player, PlanStep], None]]",
    {
        ExpectLine: _Player.line,
        ExpectOption: _Player.option,
        SayWords: _Player.say,
        Select: _Player.select,
        ExpectCommand: _Player.command,
        ExpectAsk: _Player.ask,
        GiveAnswer: _Player.answer,
        Stop: _Player.stop,
        SetVariable: _Player.set,
        UseSaliency: _Player.saliency,
        GoTo: _Player.node,
    },
)
