"""Whose turn it is, what was done: a person's or a circle's. Looked at before anything is loaded."""

from bot.conversation import circle_places
from bot.conversation.access import Access
from bot.conversation.crowds import words_of
from bot.conversation.understand import alarming
from bot.frozen import replace
from bot.model import Inbound


async def whose(inbound: Inbound, access: Access) -> Inbound:
    """The same as what it is: an act of a circle, or somebody's own. Words of danger always are; and for whom
    the bot is not, they hear that by themselves."""
    found = circle_places.directed(inbound)
    if found.subject.kind == "person" or found.actor is None:
        return found
    if not access.admits(found) or await alarming(words_of(found)):
        return replace(found, subject=found.actor, actor=None)
    return found
