"""A talk that is tried out: where it begins, and what was done in it since. Playing is doing all of it again.

So going back is leaving the last thing out, a changed script plays on as far as the same things fit, and a
plan is what happened. Words of a person are looked up once and then kept as what they were taken for.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.authoring.typed_values import value_of
from bot.authoring.ways import SEED, as_plan
from bot.conversation.compose import Showing, messages, offered
from bot.conversation.scene import aliases, led_to, plural_rules
from bot.engine.effects import Ask, Effect, End, Offer
from bot.engine.machine import Env, Stepper
from bot.engine.program import Program
from bot.engine.state import State
from bot.errors import AlanaError, DialogueFault
from bot.frozen import frozen, replace
from bot.hearing.hear import Moment
from bot.hearing.kinds import Heard
from bot.hearing.understand import understood
from bot.matching.lexical import LexicalMatcher
from bot.matching.verdict import Accept, Candidate, Suggest
from bot.model import Limits, Message
from bot.texts import texts_for
from bot.yarn.heard import HEARD, groups, says_something
from bot.yarn.plan_run import Happened, entries

_KINDS = {"bool": "true or false", "number": "a number, such as 3 or 2.5"}  # how a value is written
_MOST = 5000  # effects of one talk that are shown
Move = Mapping[str, Any]


@frozen
class PlatformView:
    """A platform: its limits, its rows of buttons and menus, and what it leaves out or cuts."""

    name: str
    limits: Limits
    rows: Callable[[Message], list[list[str]]]
    menus: Callable[[Message], list[list[str]]]
    remarks: Callable[[Message, Sequence[str]], Sequence[str]]


@dataclass
class Talk:
    """`strings` are translations by line id; None for the base language."""

    program: Program
    look: PlatformView
    language: str = "en"
    strings: Mapping[str, str] | None = None
    happened: list[Happened] = field(default_factory=list)
    shown: list[dict[str, object]] = field(default_factory=list)
    fitting: list[Move] = field(default_factory=list)
    waits: Effect = field(default_factory=End)

    def __post_init__(self) -> None:
        self._env = Env(
            random=random.Random(SEED), strings=self.strings, locale=self.language,
            plural=plural_rules(self.language),
        )  # fmt: skip
        self.stepper = Stepper(self.program, State.initial(self.program), self._env)
        texts = texts_for(self.language)
        self._showing = Showing("0", 0, 0, texts, "")

    def play(self, node: str, moves: Sequence[Move]) -> None:
        """Begins at a node and does what was done, as far as it fits. Raises `AlanaError` for a node that is
        not there; a mistake of the script ends the talk and is shown."""
        if not self.program.has_node(node):
            raise AlanaError(f"there is no node {node} to begin with")
        try:
            self.stepper.begin(node)
            self._turn()
            for move in moves:
                if not self._do(move):
                    break
                self.fitting.append(move)
        except DialogueFault as fault:
            self._say("fault", f"the script ends in a mistake: {fault}")
            self.waits = End()

    def _do(self, move: Move) -> bool:
        if move["do"] in ("set", "visit"):
            self._set(move)
            return True
        if isinstance(self.waits, End):
            return False
        if "words" in move:
            self._say("you", str(move["words"]))
        match move["do"]:
            case "choose":
                return self._choose(int(move["option"]), "words" not in move)
            case "answer":
                return self._answer(move.get("text"))
            case "heard":
                return self._heard(str(move["kind"]), str(move["words"]))
            case "nothing":
                self._say("note", str(move["meant"]))
                return True
        return False

    # ------------------------------------------------------------ what is done

    def _choose(self, option: int, tapped: bool) -> bool:
        offer = self.waits
        if not isinstance(offer, Offer) or not 0 <= option < len(offer.options):
            return False
        if not offer.options[option].available:
            return False
        at = len(self.happened) - len(offer.options) + option
        self.happened[at] = replace(self.happened[at], mark="chosen")
        if tapped:
            self._say("you", offer.options[option].text.plain)
        self.stepper.choose(option)
        self._turn()
        return True

    def _answer(self, text: object) -> bool:
        asked = self.waits
        if not isinstance(asked, Ask):
            return False
        if text is None:
            self._say("you", "(skipped)")
            self.happened.append(Happened("answer", mark="skipped"))
            self.stepper.answer(None)
        else:
            words = " ".join(str(text).split())
            kind = {"number": "number", "yesno": "bool"}.get(asked.kind, "string")
            value = True if asked.kind == "reflection" else value_of(words, kind)
            if value is None:
                return False
            self._say("you", words)
            self.happened.append(Happened("answer", words))
            self.stepper.answer(value)
        self._turn()
        return True

    def _heard(self, kind: str, words: str) -> bool:
        state = self.stepper.state
        for group in groups(self.program, state):
            told = replace(state, variables={**state.variables, HEARD: kind})
            if says_something(self.program, told, group, self._env):
                self._say("note", f"heard as {kind}; {group} answers")
                self.happened.append(Happened("say", words))
                self.stepper.set(HEARD, kind)
                self.stepper.detour(group)
                self._turn()
                return True
        self._say("note", f"heard as {kind}; no node answers it, so the bot's own words do")
        return True

    def _set(self, move: Move) -> None:
        name = str(move["name"])
        if move["do"] == "visit":
            if not self.program.has_node(name):
                raise AlanaError(f"there is no node {name[:80]}")
            state = self.stepper.state
            visits = {**state.visits, name: max(int(move["value"]), 0)}
            self.stepper = Stepper(self.program, replace(state, visits=visits), self._env)
            return
        kind = self.program.types.get(name)
        value = value_of(str(move["value"]), kind) if kind is not None else None
        if kind is None or value is None:
            told = f"{_KINDS.get(kind, f'a {kind}')}" if kind is not None else "no variable"
            raise AlanaError(f"{name[:80]} is {told}")
        self.stepper.set(name, value)
        written = f"`{value}`" if kind == "string" else str(move["value"]).lower()
        self.happened.append(Happened("set", f"{name} = {written}"))

    # ------------------------------------------------------------ what is shown

    def _turn(self) -> None:
        """Runs to the next question and shows it as the platform does."""
        effects: list[Effect] = []
        while len(effects) < _MOST:
            effect = self.stepper.next()
            self.happened += entries(effect)
            effects.append(effect)
            if isinstance(effect, Offer | Ask | End):
                break
        self.waits = effects[-1]
        choices = offered(self.waits) if isinstance(self.waits, Offer) else []
        full = [option.text.plain for _, option in choices]
        for composed in messages(effects, self._showing, self.look.limits):
            message = composed.message
            self.shown.append(
                {
                    "who": "alana", "speaker": message.speaker, "text": message.body.text,
                    "marks": [[m.style, m.start, m.length] for m in message.body.marks],
                    "listing": list(message.listing) if self.look.name != "Terminal" else [],
                    "rows": self.look.rows(message), "menus": self.look.menus(message),
                    "remarks": list(self.look.remarks(message, full if composed.asks else ())),
                }
            )  # fmt: skip
        if isinstance(self.waits, End):
            self._say("note", "the end")
        elif isinstance(self.waits, Offer) and not choices:
            self.stepper.choose(None)
            self._turn()

    def _say(self, who: str, text: str) -> None:
        self.shown.append({"who": who, "text": text})

    def note(self, text: str) -> None:
        """Says something beside the talk."""
        self._say("note", text)

    def view(self) -> dict[str, object]:
        """Everything that the page shows of the talk."""
        state, program = self.stepper.state, self.program
        waits = self.waits
        open_ = [[at, option.text.plain] for at, option in offered(waits)] if isinstance(waits, Offer) else []
        return {
            "shown": self.shown,
            "moves": self.fitting,
            "waits": {Offer: "options", Ask: "answer"}.get(type(waits), "end"),
            "asked": waits.kind if isinstance(waits, Ask) else "",
            "options": open_,
            "node": state.node or "",
            "variables": [
                [name, program.types[name], _shown(state.variables.get(name, first))]
                for name, first in sorted(program.initial.items())
            ],
            "visits": sorted([name, count] for name, count in state.visits.items()),
        }

    async def meant(self, words: str) -> Move:
        """What typed words are, as the bot would take them."""
        if isinstance(self.waits, Ask):
            return {"do": "answer", "text": words}
        if not isinstance(self.waits, Offer):
            return {"do": "nothing", "words": words, "meant": "the talk is over"}
        options = self.waits.options
        free = [
            Candidate(str(at), option.text.plain, aliases(option.tags)) for at, option in offered(self.waits)
        ]
        moment = Moment([each.text for each in free])
        found = await understood(words, moment, free, (), LexicalMatcher())
        match found:
            case Accept(key):
                return {"do": "choose", "option": int(key), "words": words}
            case Suggest(key):
                text = next(each.text for each in free if each.key == key)
                said = f"the bot would ask: did you mean “{text}”?"
                return {"do": "nothing", "words": words, "meant": said}
            case Heard(kind=kind):
                led = led_to(options, kind.value)
                if led is not None:
                    return {"do": "choose", "option": led, "words": words}
                return {"do": "heard", "kind": kind.value, "words": words}
        return {"do": "nothing", "words": words, "meant": "the bot has no words for that"}

    def plan(self, node: str) -> str:
        """What was played, as a test plan."""
        return as_plan(node, self.happened)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
