"""The mutable side of one turn.

A `Run` is made from a state, moved by the program's instructions, and turned into a state again;
it never leaves the call that made it, so a turn is pure at its boundary and copies only what it
changes. Knows effects and values, not programs: an instruction carries the places it leads to.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from random import Random

from bot.engine.effects import Effect, Event
from bot.engine.state import Answering, Options, State
from bot.engine.values import Value
from bot.frozen import frozen

DEEPEST_ASKING = 6
WAIT = -1  # the next place of an instruction that ends the turn


class Fault(Exception):
    """An instruction failed; the machine adds the place and raises `DialogueFault`."""


def english_plural(kind: str, number: float) -> str:
    """CLDR plural category of a number in English; `kind` is "cardinal" or "ordinal"."""
    if kind == "cardinal":
        return "one" if number == 1 else "other"
    if number != number // 1 or int(abs(number)) % 100 in (11, 12, 13):
        return "other"
    return {1: "one", 2: "two", 3: "few"}.get(int(abs(number)) % 10, "other")


@frozen
class Env:
    """What the host lends to a turn.

    `functions`: host functions by name. `strings`: translations by line id, as in the string table
    (`{0}` for values); a missing one falls back to the script's own text. `plural(kind, number)` gives
    the CLDR category. `saliency`: `first`, `best`, `best_least_recently_seen` or
    `random_best_least_recently_seen`. `random` is used by the dice functions only. `circle` is how many take
    part where several talk together; None: one person, for themselves.
    """

    functions: Mapping[str, Callable[..., Value]] = field(default_factory=dict)
    strings: Mapping[str, str] | None = None
    plural: Callable[[str, float], str] = english_plural
    saliency: str = "best_least_recently_seen"
    random: Random = field(default_factory=Random)
    locale: str = "en"
    circle: int | None = None


@frozen
class NodeMark:
    """What a run needs to know of the node it is in: its name and what its leaving counts."""

    name: str
    counts: tuple[str, ...]


class Run:
    """Mutable locals of one turn. Instructions read and change them through the methods below."""

    __slots__ = (
        "_asking", "_own_seen", "_own_variables", "_own_visits", "at", "env", "event", "fuel", "node",
        "once", "out", "said", "seen", "stack", "strings", "variables", "visits", "waiting",
    )  # fmt: skip

    def __init__(self, state: State, env: Env, node: NodeMark | None, event: Event, fuel: int) -> None:
        self.env, self.event, self.node, self.fuel = env, event, node, fuel
        self.strings = env.strings
        self.variables, self.visits, self.seen = state.variables, state.visits, state.seen
        self.once = state.once
        self.stack = state.stack
        self.at, self.waiting, self.said = state.at, state.waiting, state.said
        self.out: list[Effect] = []
        self._own_variables = self._own_visits = self._own_seen = False
        self._asking = 0

    def set(self, name: str, value: Value) -> None:
        if not self._own_variables:
            self.variables, self._own_variables = dict(self.variables), True
        self.variables[name] = value  # type: ignore[index]

    def count_seen(self, key: str) -> None:
        if not self._own_seen:
            self.seen, self._own_seen = dict(self.seen), True
        self.seen[key] = self.seen.get(key, 0) + 1  # type: ignore[index]

    def use_up(self, key: str) -> None:
        self.once = self.once | {key}

    def leave(self) -> None:
        """Counts the visit of the running node; nodes that are not tracked count nothing."""
        if self.node is not None:
            self.count_visits(self.node.counts)

    def count_visits(self, names: tuple[str, ...]) -> None:
        if names and not self._own_visits:
            self.visits, self._own_visits = dict(self.visits), True
        for name in names:
            self.visits[name] = self.visits.get(name, 0) + 1  # type: ignore[index]

    def wait(self, key: str, waiting: Options | Answering) -> None:
        self.at, self.waiting = key, waiting

    def burn(self) -> None:
        """Pays for work inside an expression, so that no chain of smart variables runs for ever."""
        self.fuel -= 1
        if self.fuel < 0:
            raise Fault("this expression takes too many steps; make its smart variables simpler")

    def asking(self, deeper: int) -> None:
        """Bounds conditions that ask about groups whose conditions ask about groups."""
        self._asking += deeper
        if self._asking > DEEPEST_ASKING:
            raise Fault("node groups ask about one another in a circle")

    def state(self, digest: str) -> State:
        """What the turn leaves behind."""
        node = self.node.name if self.node is not None else None
        return State(
            digest, node, self.at, self.waiting, self.stack,
            self.variables, self.visits, self.once, self.seen, self.said,
        )  # fmt: skip
