"""Places in evenings that were left half-way for another one: opening them again goes on there.

A bookmark is a state without its memory: variables, visits and once flags are the person's, whatever
evening they are in, and stay as they are now.
"""

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import reminding
from bot.engine.state import State, StateError, dump, load
from bot.ports import Saved

_FACT = "places"


def kept(saved: Saved) -> Mapping[str, str]:
    """The written places by evening."""
    found = reminding.fact(saved, _FACT)
    return found if isinstance(found, dict) else {}


def change(saved: Saved, to: str, leaving: str | None) -> tuple[Saved, State | None]:
    """Leaves an evening for another: the person with both bookmarks seen to, and the state to go on
    from in the new one (None: it has no place kept)."""
    places = dict(kept(saved))
    state = saved.state
    written = places.pop(to, None)
    if leaving is not None and leaving != to and state is not None:
        places[leaving] = dump(_place(state))
    changed = reminding.with_facts(saved, **{_FACT: places or None})
    return changed, _rejoined(written, state)


def _place(state: State) -> State:
    return State(
        digest=state.digest,
        node=state.node,
        at=state.at,
        waiting=state.waiting,
        stack=state.stack,
        said=state.said,
    )


def _rejoined(written: str | None, state: State | None) -> State | None:
    if written is None or state is None:
        return None
    try:
        place = load(written)
    except StateError:
        return None
    return replace(
        state,
        digest=place.digest,
        node=place.node,
        at=place.at,
        waiting=place.waiting,
        stack=place.stack,
        said=place.said,
    )
