"""What a turn leaves in the log of turns, for statistics: places of the script, never words."""

from datetime import datetime

from bot.conversation.catalogue import Episode
from bot.conversation.outputs import Outputs
from bot.conversation.view import View
from bot.engine.effects import Answer, Choose, Event
from bot.engine.state import Answering, Options, State
from bot.ports import Saved, TurnLog


def turn(
    at: datetime,
    saved: Saved,
    kind: str,
    moved: str | None = None,
    answer: tuple[str | None, str | None] = (None, None),
) -> TurnLog:
    """Where a person is after it. `moved` says how a change of the script touched the place; `answer` is to
    which question, and what."""
    state = saved.state
    if state is None:
        return TurnLog(at, kind, saved.series, saved.episode, moved=moved)
    key = None if moved else state.at
    return TurnLog(at, kind, saved.series, saved.episode, state.node, key, moved, state.digest, *answer)


def step(at: datetime, saved: Saved, before: State, event: Event) -> TurnLog:
    """A step of the dialogue: what was answered, and where that led."""
    return turn(at, saved, type(event).__name__.lower(), answer=_answered(before, event))


def _answered(before: State, event: Event) -> tuple[str | None, str | None]:
    """Which question was answered, and with what, as far as statistics are told."""
    waiting = before.waiting
    if isinstance(event, Choose) and isinstance(waiting, Options) and event.option is not None:
        return before.at, waiting.choices[event.option][0]
    if isinstance(event, Answer) and isinstance(waiting, Answering):
        open_ = event.value is None or (waiting.kind == "reflection" and event.value is False)
        return before.at, "skipped" if open_ else "answered"
    return None, None


def finished(view: View, before: State, saved: Saved, now_in: Episode | None) -> Outputs:
    """The evening that ended with this step, for statistics."""
    series, was_in = view.stage.series, view.episode
    evenings = (was_in,) if now_in is was_in else (was_in, now_in)
    return tuple(
        [
            TurnLog(view.now, "finished", series.key, e.key)
            for e in evenings
            if e is not None and series.done(e, saved.state) and not series.done(e, before)
        ]
    )
