"""Rows of the outbox that are a circle's: where each goes, and with which counts. Pure."""

from collections.abc import Iterator

from bot.circles.circle import Circle
from bot.conversation import ballots, circle_places, compose, letters, whereabouts
from bot.conversation.joining import Item
from bot.conversation.outputs import Invited
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import Outgoing, Rebutton, Say
from bot.ports import Saved


def outgoing(view: View, circle: Circle | None, id_: str, item: Item, pause: float) -> Outgoing:
    """In the circle's place, but for what is whispered, and what goes to each direct chat."""
    place, action, inbound = item.place or view.inbound.address, item.action, view.inbound
    if item.whispered:
        return Outgoing(id_, inbound.address, action, reply=inbound.reply)
    if item.until is not None:
        return letters.row(id_, item, place)
    if isinstance(action, Say) and circle is not None and action.message.buttons:
        action = replace(action, message=ballots.counted(action.message, circle))
    return Outgoing(id_, place, action, pace=pause)


def invitations(view: View, output: Invited) -> Iterator[Item]:
    """One for each direct chat."""
    platform = view.loaded.subject.platform
    for composed in compose.notes(output.notes, view.limits):
        for key in output.keys:
            to = whereabouts.direct_chat(platform, key)
            yield Item(Say(composed.message), own=True, until=output.until, place=to)


def recount(saved: Saved) -> Iterator[Item]:
    """The keyboard that stands, with its counts as they are now."""
    if saved.shown is not None and saved.circle is not None:
        buttons = Rebutton(saved.shown.id, ballots.standing(saved.shown, saved.circle))
        yield Item(buttons, place=circle_places.of_keyboard(saved))
