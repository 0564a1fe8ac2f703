"""Of equal answers only the newest is sent. Pure."""

from collections.abc import Iterator, Sequence

from bot.model import Action, Rebutton, ReplyHandle, Say, Settle
from bot.ports import Claimed


def repeats(waiting: Sequence[Claimed], rows: Sequence[Claimed]) -> Iterator[str]:
    """The ids of those that wait and are said again by `rows`, the rows of one turn: a turn that is the same
    as a whole, or a question with what leads to it. Buttons carry their question's number, so that a question
    is equal only to itself. What an interaction waits for is never among them. Of the buttons that a message
    is to have only the last ones are shown."""
    edited = {row.outgoing.action.of for row in rows if isinstance(row.outgoing.action, Rebutton)}
    yield from (
        row.outgoing.id
        for row in waiting
        if isinstance(row.outgoing.action, Rebutton) and row.outgoing.action.of in edited
    )
    new = [row.outgoing.action for row in rows if not isinstance(row.outgoing.action, Settle | Rebutton)]
    turns: dict[str, list[Claimed]] = {}
    for row in waiting:
        if not isinstance(row.outgoing.action, Settle | Rebutton):
            turns.setdefault(row.outgoing.id.rpartition("-")[0], []).append(row)
    for turn in turns.values():
        again = _same_end(turn, new)
        whole = again == len(turn) == len(new)
        if again and (whole or _asks(turn[-1].outgoing.action)):
            yield from (row.outgoing.id for row in turn[-again:] if not _awaited(row.outgoing.reply))


def _same_end(turn: Sequence[Claimed], new: Sequence[Action]) -> int:
    """How many of the last are the same."""
    same = 0
    for row, action in zip(reversed(turn), reversed(new), strict=False):
        if row.outgoing.action != action:
            break
        same += 1
    return same


def _awaited(reply: ReplyHandle | None) -> bool:
    return reply is not None and reply.opens != "follow"


def _asks(action: Action) -> bool:
    return isinstance(action, Say) and bool(action.message.buttons)
