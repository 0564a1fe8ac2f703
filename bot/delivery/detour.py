"""Another way to the same person: what a shared place does not take goes to their direct chat; what a thread
or a direct chat does not take, to where they asked, for them alone, as long as their token holds. Pure."""

from bot.frozen import replace
from bot.model import Action, Message, OfMessage, Open, Outgoing, Rich, Say, Upload

WORDS = "detour"  # the name of the line that says why
CLOSED = "closed"  # and of the one where it is the direct chat that takes nothing
SHUT = "shut"  # the same where others read along, so that it comes alone


def direct(row: Outgoing, why: str = "") -> Outgoing | None:
    """The row for the direct chat, after a line that says why it comes there. None: there is no other way; a
    settled keyboard is where it is, and a direct chat needs no opening."""
    if row.fallback is None or row.address.direct or isinstance(row.action, OfMessage):
        return None
    action = _led(row.action, why) if why else row.action
    return replace(row, action=action, reply=None, address=row.fallback, fallback=None)


def aside(row: Outgoing, why: str = "") -> Outgoing | None:
    """The row for its person alone, where they asked, in place of their own thread. None: they asked nowhere
    that is left."""
    if row.reply is None or not row.address.is_own_thread or isinstance(row.action, OfMessage | Open):
        return None
    action = _led(row.action, why) if why else row.action
    return replace(row, action=action, address=replace(row.address, thread=None))


def back(row: Outgoing, why: str = "") -> Outgoing | None:
    """The row in the place that stands in for a closed direct chat. Where that takes nothing either, the
    direct chat is asked once more, and says that it is closed."""
    if row.fallback is None or not row.address.direct or row.fallback.beside is not None:
        return None
    action = _led(row.action, why) if why else row.action
    return replace(row, action=action, address=row.fallback, fallback=row.address)


def line(row: Outgoing, words: str) -> Outgoing | None:
    """What is said where such a row was asked for by typing: others read along, and nothing shows it to its
    person alone there. None: that was nowhere."""
    place = row.fallback.beside if row.fallback is not None and row.address.direct else None
    if place is None:
        return None
    turn = row.id.rpartition("-")[0]  # no other row of it has a number that begins with a nought
    return Outgoing(f"{turn}-00", place, Say(Message(Rich(words))))


def _led(action: Action, why: str) -> Action:
    match action:
        case Say(message=message):
            return replace(
                action, message=replace(message, body=message.body.below(why), grows=(), card=None)
            )
        case Upload(caption=caption):
            return replace(action, caption=f"{why} {caption}".strip())
    return action
