"""Whose turn it is, what was done at a circle. Looked at before anything is loaded."""

from bot.conversation.access import Access
from bot.conversation.crowds import words_of
from bot.conversation.understand import alarming
from bot.frozen import replace
from bot.model import Inbound


async def whose(inbound: Inbound, access: Access) -> Inbound:
    """The same as what it is: the circle's, or somebody's own. Words of danger always are; and for whom the
    bot is not, they hear that by themselves."""
    if inbound.actor is None:
        return inbound
    if not access.admits(inbound) or await alarming(words_of(inbound)):
        return replace(inbound, subject=inbound.actor, actor=None)
    return inbound
