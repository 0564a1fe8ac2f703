"""A person's place in a program, and its written form.

`State` is a small frozen value; `dump` and `load` are its codec, with a format version.
Knows nothing of the machine that moves it.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Protocol

from bot.engine.effects import AskKind
from bot.engine.values import Value
from bot.frozen import frozen

FORMAT = 1
OrderedKeys = Mapping[str, tuple[str, ...]]  # of the lines and choices of each node, as a script has them


class StateError(Exception):
    """A written state cannot be read; the text says what is wrong with it, in one line."""


class HasDigest(Protocol):
    """What of a program a fresh state needs."""

    @property
    def digest(self) -> str: ...


@frozen
class Options:
    """A choice is awaited: (option key, available), as shown; never computed again."""

    choices: tuple[tuple[str, bool], ...]


@frozen
class Answering:
    """A typed answer is awaited."""

    key: str
    kind: AskKind
    variable: str | None


@frozen
class State:
    """Where a person is and what they did.

    `digest` names the program revision, `node` the running node (None: over or not begun), `at` the
    key of the wait, `stack` the detours to come back from as (node, key), `said` the id of the last
    line of the turn. `variables` holds only what was set: the rest is at its start value.
    """

    digest: str
    node: str | None = None
    at: str | None = None
    waiting: Options | Answering | None = None
    stack: tuple[tuple[str, str], ...] = ()
    variables: Mapping[str, Value] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    seen: Mapping[str, int] = field(default_factory=dict)
    said: str | None = None

    @staticmethod
    def initial(program: HasDigest) -> "State":
        """Nothing begun yet."""
        return State(program.digest)


_encode = json.JSONEncoder(separators=(",", ":"), check_circular=False, allow_nan=False).encode
_decode = json.JSONDecoder().decode
_KINDS = ("text", "number", "yesno", "reflection")
_SCALARS = {float, bool, str}


def dump(state: State) -> str:
    """Compact JSON; `load` gives back an equal state."""
    return _encode(plain(state))


def plain(state: State) -> list[object]:
    """What `dump` writes, before it is JSON: for faster encoders than the standard library's."""
    waiting = state.waiting
    wait: object = None
    if isinstance(waiting, Options):
        wait = waiting.choices
    elif waiting is not None:
        wait = {"k": waiting.key, "t": waiting.kind, "v": waiting.variable}
    variables: Mapping[str, object] = state.variables
    if float in {*map(type, variables.values())}:  # infinity and NaN have no JSON form: lists of one word
        variables = {name: _odd(value) for name, value in state.variables.items()}
    row = [FORMAT, state.digest, state.node, state.at, wait, state.stack, variables]
    return [*row, state.visits, sorted(state.once), state.seen, state.said]


def _odd(value: Value) -> Value | list[str]:
    return [repr(value)] if isinstance(value, float) and not math.isfinite(value) else value


def load(text: str) -> State:
    """Reads what `dump` wrote. Raises `StateError` with one line on anything else."""
    try:
        row = _decode(text)
    except (ValueError, RecursionError, TypeError) as error:
        raise StateError(f"the saved state is not JSON: {type(error).__name__}") from None
    if type(row) is not list or not row:
        raise StateError("the saved state is not a list")
    if row[0] != FORMAT or type(row[0]) is not int:
        raise StateError(f"the saved state has format {str(row[0])[:20]!r}, this version reads {FORMAT}")
    if len(row) < 11:  # a later version's may be longer
        raise StateError(f"the saved state has {len(row)} fields instead of 11")
    return _checked(row)


def _checked(row: list[Any]) -> State:
    _, digest, node, at, wait, stack, variables, visits, once, seen, said = row[:11]
    if type(digest) is not str or not {type(node), type(at), type(said)} <= {str, type(None)}:
        raise StateError("the saved state names its place with something that is not text")
    if type(once) is not list or not {*map(type, once)} <= {str}:
        raise StateError("the saved state's once flags are not a list of texts")
    for name, counts in (("visits", visits), ("seen", seen)):
        if type(counts) is not dict or not {*map(type, counts.values())} <= {int}:
            raise StateError(f"the saved state's {name} are not counts")
    return State(
        digest,
        node,
        at,
        _waiting(wait),
        _stack(stack),
        _variables(variables),
        visits,
        frozenset(once),
        seen,
        said,
    )


def _waiting(wait: Any) -> Options | Answering | None:
    if wait is None:
        return None
    if type(wait) is list:
        choices = []
        for pair in wait:
            if (
                type(pair) is not list
                or len(pair) < 2
                or type(pair[0]) is not str
                or type(pair[1]) is not bool
            ):
                break
            choices.append((pair[0], pair[1]))
        else:
            return Options(tuple(choices))
    elif type(wait) is dict and wait.keys() >= {"k", "t", "v"}:
        key, kind, variable = wait["k"], wait["t"], wait["v"]
        if type(key) is str and kind in _KINDS and (variable is None or type(variable) is str):
            return Answering(key, kind, variable)
    raise StateError("the saved state waits for something unknown")


def _stack(stack: Any) -> tuple[tuple[str, str], ...]:
    if type(stack) is not list:
        raise StateError("the saved state's return stack is not a list")
    for frame in stack:
        if type(frame) is not list or len(frame) < 2 or not all(type(part) is str for part in frame[:2]):
            raise StateError("the saved state's return stack holds something that is no place")
    return tuple([(node, key) for node, key, *_ in stack])


def _variables(variables: Any) -> Mapping[str, Value]:
    if type(variables) is not dict:
        raise StateError("the saved state's variables are not a mapping")
    if {*map(type, variables.values())} <= _SCALARS:
        return variables
    return {name: _value(name, value) for name, value in variables.items()}


def _value(name: str, value: Any) -> Value:
    if isinstance(value, float | bool | str):
        return value
    if type(value) is int:
        try:
            return float(value)
        except OverflowError:
            return math.inf if value > 0 else -math.inf
    if type(value) is list and len(value) == 1 and value[0] in ("inf", "-inf", "nan"):
        return float(value[0])
    raise StateError(f"the saved state's variable {name[:40]} holds neither number, text nor yes/no")
