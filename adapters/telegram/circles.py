"""Circles in groups: what a tap of theirs is answered with at once."""

from collections.abc import Callable, Mapping

from adapters.telegram import outbound
from adapters.telegram.mentions import Me
from bot.circles.buttons import JOIN, NUMBER, OWN, VOTE, link
from bot.model import Inbound, Press

# Words of the host's that are shown at once, for whatever becomes of the tap.
_NOTED = {VOTE: "vote", JOIN: "join", NUMBER: "number"}


def answer(found: object, me: Me, words: Callable[[str], str]) -> Mapping[str, str]:
    """What answerCallbackQuery gets for a button of a circle. What somebody does there for themselves goes on
    in the direct chat, which only they can open: a link leads there."""
    if not isinstance(found, Inbound) or found.actor is None or not isinstance(found.body, Press):
        return {}
    press = found.body
    if press.verb in OWN:
        return {"url": outbound.deep_link(me.username, link(press.verb, press.owner))}
    return {"text": words(_NOTED[press.verb])} if press.verb in _NOTED else {}
