"""Places in evenings that were left half-way for another one: opening them again goes on there.

A bookmark is a state without its memory: variables, visits and once flags are the person's, whatever
evening they are in, and stay as they are now.
"""

from bot.engine.state import State
from bot.frozen import replace
from bot.ports import Saved, SetBookmark


def change(saved: Saved, to: str, leaving: str | None) -> tuple[Saved, State | None]:
    """Leaves an evening for another: the person with both bookmarks seen to, and the stored state to go on
    from in the new one (None: it has no place kept)."""
    kept, state = dict(saved.bookmarks), saved.state
    place = kept.pop(to, None)
    if leaving is not None and leaving != to and state is not None:
        kept[leaving] = moved(State(state.digest), state)
    rejoined = None if place is None or state is None else moved(state, place)
    return replace(saved, bookmarks=kept), rejoined


def changed(before: Saved, after: Saved) -> tuple[SetBookmark, ...]:
    """What is to be stored of the difference."""
    old, new = before.bookmarks, after.bookmarks
    if old is new:
        return ()
    gone = tuple(SetBookmark(episode, None) for episode in old.keys() - new.keys())
    return gone + tuple(SetBookmark(e, place) for e, place in new.items() if old.get(e) is not place)


def moved(state: State, place: State) -> State:
    """The state, standing where `place` does."""
    return replace(
        state,
        digest=place.digest,
        node=place.node,
        at=place.at,
        waiting=place.waiting,
        stack=place.stack,
        said=place.said,
    )
