"""Where each evening is talked. What was begun between the two of us is not shown where others read, unless
the person says so there; a group has its own talk, which goes on in it.

Kept is, for each evening, the shared chat in which it was last played; none: the direct chat.
"""

from bot.frozen import replace
from bot.model import Address, CommandCall, Inbound
from bot.ports import Saved
from bot.reminders import stored


def note(saved: Saved, episode: str, here: Address | None) -> Saved:
    """It was played here just now. None: nobody else could read it."""
    facts = saved.profile.facts
    chats = facts.shared
    if chats.get(episode) == (here.chat if here else None):
        return saved
    kept = {key: chat for key, chat in chats.items() if key != episode}
    if here is not None:
        kept[episode] = here.chat
    return stored.with_facts(saved, replace(facts, shared=kept))


def is_beside(saved: Saved, episode: str, inbound: Inbound) -> bool:
    """Whether somebody goes on by a tap or a form in the thread that it was last played in, though they alone
    see the answers, since the thread takes nothing just now: they have not asked for that."""
    around = inbound.venue.channels[1:] if inbound.venue is not None else ()
    asked = isinstance(inbound.body, CommandCall)
    return not asked and saved.profile.facts.shared.get(episode) in around


def is_here(saved: Saved, episode: str, here: Address) -> bool:
    """Whether those who read here have read it so far."""
    return saved.profile.facts.shared.get(episode) == here.chat
