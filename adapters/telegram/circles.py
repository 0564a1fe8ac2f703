"""Circles in groups: what a tap of theirs is answered with at once, and who looks after a group."""

from collections.abc import Callable, Mapping

from telegram.error import TelegramError

from adapters.telegram import outbound
from adapters.telegram.client import RawBot
from adapters.telegram.mentions import Me
from bot.circles.buttons import JOIN, NUMBER, OWN, VOTE, link
from bot.frozen import replace
from bot.model import CommandCall, Inbound, Press

_LED = ("start", "end")  # what only some may do
_LEADERS = ("creator", "administrator")
# Words of the host's that are shown at once, for whatever becomes of the tap.
_NOTED = {VOTE: "vote", JOIN: "join", NUMBER: "number"}


def answer(found: object, me: Me, words: Callable[[str], str]) -> Mapping[str, str]:
    """What answerCallbackQuery gets for a button of a circle. What somebody does there for themselves goes on
    in the direct chat, which only they can open: a link leads there."""
    if not isinstance(found, Inbound) or found.actor is None or not isinstance(found.body, Press):
        return {}
    press = found.body
    if press.verb in OWN:
        return {"url": f"https://t.me/{me.username}?start={link(press.verb, press.owner)}"}
    return {"text": words(_NOTED[press.verb])} if press.verb in _NOTED else {}


async def looked(bot: RawBot, found: Inbound) -> Inbound:
    """With whether they look after the group, where a command asks for that. Where Telegram does not say so,
    they do not."""
    body = found.body
    if found.address.direct or not (isinstance(body, CommandCall) and body.name == "circle"):
        return found
    if body.argument.strip().lower() not in _LED:
        return found
    try:
        to = outbound.place(found.address)
        member = await bot.call("getChatMember", chat_id=to.chat, user_id=int(found.subject.key))
    except TelegramError:
        return found
    status = member.get("status") if isinstance(member, dict) else None
    return replace(found, moderates=status in _LEADERS)
