"""Carries a state over to another revision of its script.

Scripts change while people are in the middle of them. A place is found again by its key; where the key
is gone, by the nearest earlier one of the old revision. Variables, visits and flags stay. Never raises.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.engine.program import Program
from bot.engine.state import Answering, Options, State
from bot.engine.values import Value
from bot.frozen import frozen, replace


@frozen
class Relocated:
    """Where a state stands now.

    kept: the same wait, nothing to do. moved: at an earlier key of the node; restarted: at the node's
    start; after either, `advance(..., Resume())` puts a question. lost: the node is gone, nothing
    runs (`node` is None then), and the host shows its menu.
    """

    state: State
    how: Literal["kept", "moved", "restarted", "lost"]
    node: str | None


def relocate(program: Program, state: State, ordered_keys: Mapping[str, Sequence[str]]) -> Relocated:
    """`ordered_keys`: wait and return keys by node as the state's own revision had them."""
    state = replace(state, digest=program.digest, variables=_fitting(program, state.variables))
    state = replace(state, stack=_stack(program, state.stack, ordered_keys))
    if state.node is None:
        return Relocated(replace(state, at=None, waiting=None, stack=()), "kept", None)
    key = _waiting_key(program, state)
    if key is not None:
        node = program.tables.places[key].node
        return Relocated(replace(state, node=node, at=key), "kept", node)
    return _elsewhere(program, state, ordered_keys)


def _elsewhere(program: Program, state: State, ordered_keys: Mapping[str, Sequence[str]]) -> Relocated:
    old = state.node
    key = _earlier(program, old, state.at, ordered_keys)
    if key is not None:
        node = program.tables.places[key].node
        return Relocated(replace(state, node=node, at=key, waiting=None, said=None), "moved", node)
    if old in program.nodes:
        return Relocated(replace(state, at=None, waiting=None, said=None), "restarted", old)
    lost = replace(state, node=None, at=None, waiting=None, said=None, stack=())
    return Relocated(lost, "lost", None)


def _waiting_key(program: Program, state: State) -> str | None:
    """The key of the same wait in this program; a group is known by any option that was shown."""
    waiting, places = state.waiting, program.tables.places
    if isinstance(waiting, Answering):
        fits = waiting.key in places and _same_question(program, waiting)
        return waiting.key if fits else None
    if not isinstance(waiting, Options):
        return None
    alive = [key for key, able in waiting.choices if key in program.choices and able]
    if not alive:
        none_able = not any(able for _, able in waiting.choices)
        return state.at if none_able and state.at in places and state.at in program.choices else None
    return program.choices[alive[0]].group


def _same_question(program: Program, waiting: Answering) -> bool:
    kinds = {"text": "string", "number": "number", "yesno": "bool", "reflection": "bool"}
    if waiting.key in program.choices:
        return False
    return waiting.variable is None or program.types.get(waiting.variable) == kinds[waiting.kind]


def _earlier(
    program: Program, node: str | None, key: str | None, ordered_keys: Mapping[str, Sequence[str]]
) -> str | None:
    """The nearest key at or before `key`, by the old order, that still stands in the same node."""
    order = list(ordered_keys.get(node or "", ()))
    if key not in order:
        return None
    for candidate in reversed(order[: order.index(key) + 1]):
        place = program.tables.places.get(candidate)
        if place is not None and place.node == node:
            return candidate
    return None


def _stack(
    program: Program, stack: tuple[tuple[str, str], ...], ordered_keys: Mapping[str, Sequence[str]]
) -> tuple[tuple[str, str], ...]:
    """Return addresses by the same rule: "" is the node's start; a caller that is gone is left out."""
    kept = []
    for node, key in stack:
        found = key if key in program.tables.places else _earlier(program, node, key, ordered_keys)
        if found is not None:
            kept.append((program.tables.places[found].node, found))
        elif node in program.nodes:
            kept.append((node, ""))
    return tuple(kept)


def _fitting(program: Program, variables: Mapping[str, Value]) -> Mapping[str, Value]:
    """Values of variables that this program does not know are kept; those of another type cannot be."""
    kinds = {float: "number", str: "string", bool: "bool"}
    wrong = [
        n for n, value in variables.items() if program.types.get(n, kinds[type(value)]) != kinds[type(value)]
    ]
    if not wrong:
        return variables
    return {name: value for name, value in variables.items() if name not in wrong}
