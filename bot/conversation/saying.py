"""The bot's own words as outputs, and the questions that it asks beside the dialogue."""

from datetime import timedelta
from enum import StrEnum

from bot.commands.context import Note, Reply, note
from bot.conversation.outputs import Became, Counted, Forgotten, Handed, Outputs, Said, Torn
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import Pending
from bot.ports import Saved


class Asked(StrEnum):
    """What the bot itself may ask beside the dialogue; stands where commands have their names."""

    MEANT = "meant"  # "Did you mean …?"; data: the option's number
    NEXT = "next"  # "Shall we begin the next evening?"; data: its key
    NAME = "name"  # "Shall I call you …?"; data: what was typed
    OFFER = "offer"  # a message once a day
    CARE = "care"  # nothing was asked, but what is typed now is no answer to the dialogue


_OPEN_FOR = {Asked.CARE: timedelta(hours=1)}


def words(text: str) -> Said:
    return Said((note(text),))


def said(*notes: Note, private: bool = False) -> Said:
    return Said(notes, private)


def spoken(view: View, reply: Reply) -> Outputs:
    """A command's answer, but for what it wants of the dialogue."""
    t = view.texts.t
    if reply.private and not view.alone and view.saved.direct is None:
        # What cannot be shown must not happen either: nobody saw what is asked or done here.
        return (words(t("That is for you alone. Please open our direct chat and ask me there.")),)
    out: Outputs = (Became(reply.saved),) if reply.saved is not None else ()
    if reply.private and reply.notes and not view.alone:
        out += (words(t("I've answered you in our direct chat.")),)
    if reply.notes:
        out += (Said(reply.notes, reply.private, reply.said),)
    out += tuple(map(Handed, reply.files)) + reply.wakeups + reply.rules + tuple(map(Counted, reply.counts))
    if reply.forget:
        out += (Forgotten(),)
    return (*out, Torn(reply.erase)) if reply.erase else out


def expecting(view: View, what: Asked, data: str = "", step: str = "") -> Saved:
    """The person, with that question open: the next typed words may answer it."""
    until = view.now + _OPEN_FOR.get(what, timedelta(minutes=10))
    return replace(view.saved, pending=Pending(what.value, step, data, until))


def closed(saved: Saved) -> Saved:
    """The person without an open question of the bot's own."""
    return replace(saved, pending=None)
