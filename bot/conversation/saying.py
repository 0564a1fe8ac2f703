"""The bot's own words as outputs, and the questions that it asks beside the dialogue."""

from datetime import timedelta

from bot.commands.context import Note, Reply, note
from bot.conversation.alone import elsewhere, reached
from bot.conversation.outputs import Became, Counted, Forgotten, Handed, Outputs, Said, Torn
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import Rich
from bot.person.asking import AskedName, AskedWhether, Pending
from bot.ports import Saved

ANSWER_WITHIN = timedelta(minutes=10)
CARE_LASTS = timedelta(hours=1)


def words(text: str | Rich) -> Said:
    return Said((note(text) if isinstance(text, str) else Note(text),))


def said(*notes: Note, private: bool = False) -> Said:
    return Said(notes, private)


def spoken(view: View, reply: Reply) -> Outputs:
    """A command's answer, but for what it wants of the dialogue."""
    if reply.private and not reached(view):
        # What cannot be shown must not happen either: nobody saw what is asked or done here.
        return elsewhere(view)
    out: Outputs = (Became(reply.saved),) if reply.saved is not None else ()
    if reply.private and reply.notes and not view.alone:
        out += elsewhere(view)
    if reply.notes:
        out += (Said(reply.notes, reply.private, reply.said),)
    out += tuple(map(Handed, reply.files)) + reply.wakeups + reply.rules + tuple(map(Counted, reply.counts))
    out += reply.ruled + reply.feedback
    if reply.forget:
        out += (Forgotten(),)
    return (*out, Torn(reply.erase)) if reply.erase else out


def expecting(saved: Saved, question: Pending) -> Saved:
    """The person, with that question open: the next typed words may answer it."""
    return replace(saved, pending=question)


def offering(view: View, command: str, argument: str) -> Became:
    """The person, to whom something is offered beside the talk: a yes is that command."""
    return Became(expecting(view.saved, AskedWhether(command, argument, view.now + ANSWER_WITHIN)))


def ask_name(view: View, name: str) -> Outputs:
    """ "Shall I call you …?", where what was typed hardly looks like a name."""
    question = view.texts.t(
        "Shall I call you “{name}”? Say yes if so, or tell me another name, or skip it.", name=name
    )
    return Became(expecting(view.saved, AskedName(name, view.now + ANSWER_WITHIN))), words(question)


def closed(saved: Saved) -> Saved:
    """The person without an open question of the bot's own."""
    return replace(saved, pending=None)
