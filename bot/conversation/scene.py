"""The dialogue of one person in one turn: series, language and state, and the engine behind them."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from babel import Locale

from bot.conversation.catalogue import Series
from bot.engine.effects import Choose, Effect, Event, FinalText, Offer, Option
from bot.engine.machine import Env, Turn, advance, option, present
from bot.engine.state import Options, State
from bot.engine.values import Value
from bot.frozen import frozen
from bot.matching.verdict import Candidate

_ROUNDS = 100  # groups in a row with nothing to take


@frozen
class Scene:
    """Everything the engine needs but the state. `circle`: how many take part; None: one person."""

    series: Series
    locale: str
    random: random.Random
    functions: Mapping[str, Callable[..., Value]]
    circle: int | None = None

    @property
    def env(self) -> Env:
        return Env(
            functions=self.functions,
            strings=self.series.strings.get(self.locale),
            plural=plural_rules(self.locale),
            random=self.random,
            locale=self.locale,
            circle=self.circle,
        )

    def play(self, state: State, event: Event) -> Turn:
        """Runs to the next question a person can answer: groups with nothing to take are passed."""
        env, program = self.env, self.series.program
        turn = advance(program, state, event, env)
        effects: list[Effect] = list(turn.effects)
        for _ in range(_ROUNDS):
            waiting = turn.state.waiting
            if not isinstance(waiting, Options) or any(free for _, free in waiting.choices):
                break
            turn = advance(program, turn.state, Choose(None), env)
            effects += turn.effects
        return Turn(turn.state, tuple(effects))

    def shown(self, state: State) -> Sequence[Effect]:
        """What the person should see again now."""
        return present(self.series.program, state, self.env)

    def choice(self, state: State | None, number: int) -> FinalText | None:
        """The words of an option that can be taken now."""
        found = option(self.series.program, state, self.env, number) if state is not None else None
        return found.text if found is not None and found.available else None

    def options(self, state: State | None) -> list[tuple[int, Candidate]]:
        """The questions that can be taken now, as candidates for typed words."""
        offer = self._offer(state)
        found = enumerate(offer.options) if offer is not None else ()
        return [(i, Candidate(o.key, o.text.plain, aliases(o.tags))) for i, o in found if o.available]

    def heard(self, state: State | None, kind: str) -> int | None:
        """The number of the offered question that its writer gave to a move, with `#heard:why`."""
        offer = self._offer(state)
        return led_to(offer.options, kind) if offer is not None else None

    def _offer(self, state: State | None) -> Offer | None:
        if state is None or not isinstance(state.waiting, Options):
            return None
        return next((effect for effect in self.shown(state) if isinstance(effect, Offer)), None)


def led_to(options: Sequence[Option], kind: str) -> int | None:
    """The first option that can be taken and is tagged for that move, by its number from 0."""
    wanted = f"heard:{kind}"
    return next((n for n, each in enumerate(options) if each.available and wanted in each.tags), None)


def aliases(tags: Sequence[str]) -> tuple[str, ...]:
    """The writer's other phrasings of an option, from its tags."""
    found = (tag.removeprefix("alias:") for tag in tags if tag.startswith("alias:"))
    return tuple(alias.replace("_", " ") for alias in found)


@lru_cache(maxsize=32)
def plural_rules(locale: str) -> Callable[[str, float], str]:
    """CLDR plural categories of a language, from Babel."""
    data = Locale.parse(locale)
    rules = {"cardinal": data.plural_form, "ordinal": data.ordinal_form}

    def category(kind: str, number: float) -> str:
        whole = int(number) if float(number).is_integer() else number
        return str(rules[kind](whole))

    return category
