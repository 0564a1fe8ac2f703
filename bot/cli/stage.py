"""`alana chat --as …`: plays a script from any node, as a platform shows it, and keeps what was played.

No database, no commands, no pauses: a writer looks at their script, a number or a few words choose.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.authoring.typed_values import value_of
from bot.authoring.ways import SEED
from bot.cli.layout import Platform, drawn
from bot.conversation.compose import Showing, messages, offered
from bot.engine.effects import Ask, Effect, End, Offer
from bot.engine.machine import Env, Stepper
from bot.engine.program import Program
from bot.engine.state import State
from bot.errors import AlanaError, DialogueFault
from bot.frozen import replace
from bot.matching.verdict import Candidate, Miss, Suggest, Verdict
from bot.printable import printable
from bot.texts import texts_for
from bot.yarn.plan_run import Happened, entries

_OURS = texts_for("en")
_SHOWING = Showing("0", 0, 0, _OURS, "")
_HINT = "  · a number chooses, or words that the bot understands; /quit ends"


@dataclass
class Stage:
    """`understand` says what typed words mean, as the bot does; `show` prints."""

    program: Program
    of: Platform
    say: bool
    show: Callable[[str], None]
    understand: Callable[[str, Sequence[Candidate]], Verdict]
    stepper: Stepper = field(init=False)
    happened: list[Happened] = field(default_factory=list)

    def __post_init__(self) -> None:
        state = State.initial(self.program)
        self.stepper = Stepper(self.program, state, Env(random=random.Random(SEED)))

    def set(self, given: str) -> None:
        """`$x=1`: a value before it begins. Raises `AlanaError`."""
        name, equals, text = (part.strip() for part in given.partition("="))
        name = "$" + name.lstrip("$")
        kind = self.program.types.get(name)
        if not equals or name not in self.program.initial or kind is None:
            known = ", ".join(sorted(self.program.initial)) or "none"
            raise AlanaError(f"--set {given}: the scripts store no {name}; they store: {known}")
        value = value_of(text, kind)
        if value is None:
            raise AlanaError(f"--set {given}: {name} is a {kind}")
        self.stepper.set(name, value)
        planned = f"`{text}`" if kind == "string" else text.lower()
        self.happened.append(Happened("set", f"{name} = {planned}"))

    def play(self, node: str, typed: Iterable[str]) -> None:
        """Plays until the end of the script or of what is typed."""
        lines = iter(typed)
        try:
            self.stepper.begin(node)
            while (waits := self._turn()) is not None and self._answer(waits, lines):
                pass
        except DialogueFault as fault:
            raise AlanaError(f"the script ends in a mistake: {fault}") from None

    def _turn(self) -> Offer | Ask | None:
        """Shows all up to the next question; None where the talk is over."""
        effects: list[Effect] = []
        while True:
            effect = self.stepper.next()
            self.happened += entries(effect)
            effects.append(effect)
            if isinstance(effect, Offer | Ask | End):
                break
        for composed in messages(effects, _SHOWING, self.of.limits):
            if self.say:
                self.show(printable(f"{composed.message.speaker}: {composed.message.body.text}"))
                continue
            choices = offered(effect) if composed.asks and isinstance(effect, Offer) else []
            self.show(drawn(composed.message, self.of, [option.text.plain for _, option in choices]))
        if isinstance(effect, End):
            self.show("" if self.say else "  · the end")
            return None
        return effect if isinstance(effect, Offer | Ask) else None

    def _answer(self, waits: Offer | Ask, lines: Iterator[str]) -> bool:
        """Takes what is typed until it fits; False where nothing more comes."""
        if isinstance(waits, Offer) and not offered(waits):
            self.stepper.choose(None)
            return True
        for line in lines:
            words = " ".join(line.split())
            if words.casefold() in ("/quit", "/exit"):
                return False
            if isinstance(waits, Offer):
                if self._chosen(waits, words):
                    return True
            elif self._answered(waits, words):
                return True
            else:
                self.show(_HINT)
        return False

    def _chosen(self, offer: Offer, words: str) -> bool:
        """Takes the option that a number or words mean; says what else the bot would make of the words."""
        free = _candidates(self.program, offer)
        if words.isascii() and words.isdigit():
            number = int(words[:6])
            found = free[number - 1] if 1 <= number <= len(free) else None
        else:
            verdict = self.understand(words, free) if words else Miss()
            found = next((each for each in free if each.key == getattr(verdict, "key", "")), None)
            if found is not None and isinstance(verdict, Suggest):
                self.show(printable(f"  · the bot would ask: did you mean “{found.text}”?"))
                return False
        if found is None:
            self.show(_HINT)
            return False
        at = len(self.happened) - len(offer.options) + int(found.key)
        self.happened[at] = replace(self.happened[at], mark="chosen")
        self.stepper.choose(int(found.key))
        return True

    def _answered(self, asked: Ask, words: str) -> bool:
        if words.casefold() in ("", "skip", "/skip"):
            self.happened.append(Happened("answer", mark="skipped"))
            self.stepper.answer(None)
            return True
        kind = {"number": "number", "yesno": "bool"}.get(asked.kind, "string")
        value = True if asked.kind == "reflection" else value_of(words, kind)
        if value is None:
            return False
        self.happened.append(Happened("answer", words))
        self.stepper.answer(value)
        return True


def _candidates(program: Program, offer: Offer) -> list[Candidate]:
    """What words may mean now, keyed by their places over all options."""
    lines = [(place, option, program.lines.get(option.key)) for place, option in offered(offer)]
    return [
        Candidate(str(place), option.text.plain, line.aliases if line is not None else ())
        for place, option, line in lines
    ]
