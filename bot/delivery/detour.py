"""Another way to the same person: what a shared place does not take goes to their direct chat. Pure."""

from bot.frozen import replace
from bot.model import Action, Mark, OfMessage, Outgoing, Rich, Say, Upload

WORDS = "detour"  # the name of the line that says why


def direct(row: Outgoing, why: str = "") -> Outgoing | None:
    """The row for the direct chat, after a line that says why it comes there. None: there is no other way; a
    settled keyboard is where it is, and a direct chat needs no opening."""
    if row.fallback is None or isinstance(row.action, OfMessage):
        return None
    action = _led(row.action, why) if why else row.action
    return replace(row, action=action, reply=None, address=row.fallback, fallback=None)


def _led(action: Action, why: str) -> Action:
    match action:
        case Say(message=message):
            lead = f"{why}\n\n"
            marks = tuple(Mark(m.style, m.start + len(lead), m.length) for m in message.body.marks)
            body = Rich(lead + message.body.text, marks)
            return replace(action, message=replace(message, body=body, grows=(), card=None))
        case Upload(caption=caption):
            return replace(action, caption=f"{why} {caption}".strip())
    return action
