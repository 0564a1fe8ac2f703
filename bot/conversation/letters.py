"""What is said to somebody else than who did something: once, unasked, to their direct chat. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from bot.conversation import compose, inert, whereabouts
from bot.conversation.joining import Item
from bot.conversation.view import View
from bot.model import Address, Message, Outgoing, Rich, Say
from bot.ports import Feedback

GOOD_FOR = timedelta(days=1)


def to_operators(view: View, feedback: Feedback) -> Iterator[Item]:
    """What was written to them, for each, in the language of whoever wrote it."""
    t = view.texts.t
    words = f"{t('Somebody wrote to you with /feedback:')}\n\n{feedback.text}"
    for account in sorted(view.tools.about.operators):
        platform, _, key = account.partition(":")
        to = whereabouts.direct_chat(platform, key)
        for part in compose.split(Rich(words), view.limits):
            say = inert.said_in(Say(Message(part)), inert.live((feedback.text,)))
            yield Item(say, until=view.now + GOOD_FOR, place=to)


def row(id_: str, item: Item, to: Address) -> Outgoing:
    """Its row of the outbox. Whether it arrived is nothing that the sender hears of."""
    return Outgoing(id_, to, item.action, delivery="at_most_once", not_after=item.until, urgent=False)
