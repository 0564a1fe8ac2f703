"""What was said and did not arrive is said again at the person's next word."""

from collections.abc import Sequence
from functools import reduce

from bot.commands.context import Note, Then
from bot.conversation import compose
from bot.conversation.turn import Turn
from bot.frozen import replace
from bot.model import Membership, Message, Outgoing, Rich, Say, Wakeup


async def retell(turn: Turn) -> bool:
    """Says it. True: the question that stands was among it, so nobody has seen it yet."""
    draft = turn.draft
    if isinstance(draft.inbound.body, Membership | Wakeup):
        return False
    lost = await turn.tools.store.undelivered(draft.saved.person)
    if not lost:
        return False
    draft.retold = tuple(row.id for row in lost)
    asked = draft.loaded.shown.id if draft.loaded.shown is not None and draft.proved is None else ""
    told = [row for row in lost if row.id != asked]
    if draft.alone:
        _say(turn, told, private=False)
    else:
        for private in (False, True):
            _say(turn, [row for row in told if row.address.direct is private], private=private)
    return len(told) < len(lost)


async def show(turn: Turn) -> None:
    """The question that nobody has seen, where this turn has not gone past it."""
    if not turn.draft.asks and not turn.draft.settled:
        await turn.then(Then("continue"))


def _say(turn: Turn, rows: Sequence[Outgoing], *, private: bool) -> None:
    messages = [_whole(row.action.message) for row in rows if isinstance(row.action, Say)]
    if not messages:
        return
    lead = Message(Rich(turn.draft.texts.t("Something I wrote did not arrive. Here it is:")))
    words = reduce(compose.join, messages, lead)
    for composed in compose.notes([Note(words.body)], turn.draft.limits):
        turn.draft.items.append((Say(composed.message, again=True), private))


def _whole(message: Message) -> Message:
    """Without buttons, which would be of a moment that has gone by; what they offered stands listed."""
    listed = "\n".join((message.body.text, "", *message.listing)) if message.listing else message.body.text
    return replace(message, body=Rich(listed, message.body.marks), buttons=(), listing=())
