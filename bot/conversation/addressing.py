"""A turn's messages as rows of the outbox: numbered, each with where it goes, and when. Pure."""

from collections.abc import Sequence

from bot.conversation import circle_rows, letters
from bot.conversation.joining import Item
from bot.conversation.view import View
from bot.conversation.watching import turn_stem
from bot.frozen import replace
from bot.model import Address, Inbound, Open, Outgoing, ReplyHandle, Say, Settle, base36
from bot.ports import Saved


def rows(view: View, saved: Saved, items: Sequence[Item]) -> tuple[Outgoing, ...]:
    """`view` is the one that the turn began with, `saved` the person after it."""
    stem = turn_stem(view.loaded.person, view.loaded.version)
    found: list[Outgoing] = []
    first_say = True
    for place, item in enumerate(items):
        action = item.action
        says = not isinstance(action, Settle)
        pause = view.pace(action.message.body.text) if isinstance(action, Say) and not first_say else 0.0
        found.append(_row(view, saved, f"{stem}-{base36(place)}", item, first_say and says, pause))
        first_say = first_say and not says
    return tuple(found)


def _row(view: View, saved: Saved, id_: str, item: Item, first: bool, pause: float) -> Outgoing:
    if view.loaded.subject.kind == "circle":
        return circle_rows.outgoing(view, saved.circle, id_, item, pause)
    if item.until is not None:
        return letters.row(id_, item, item.place) if item.place is not None else _nudge(view, id_, item)
    if item.whispered:
        here = replace(view.inbound.address, thread=None)
        return Outgoing(id_, here, item.action, reply=_handle(view.inbound, saved))
    if item.private and (item.place is not None or not view.alone):
        item = replace(item, place=view.private_address)
    handle = _handle(view.inbound, saved)
    if item.place is not None:
        return _moved(view, id_, item, item.place, pause, handle)
    here, reply = view.inbound.address, handle
    if reply is not None and here.direct and not (first and reply.opens == "fill"):
        reply = None  # in a direct chat only a "thinking" message needs the handle
    known = view.limits.writes_first or view.saved.direct is not None  # else it takes nothing yet
    fallback = view.private_address if known and not here.direct else None
    return Outgoing(id_, here, item.action, reply=reply, pace=pause, fallback=fallback)


def _nudge(view: View, id_: str, item: Item) -> Outgoing:
    return Outgoing(
        id_,
        view.private_address,
        item.action,
        delivery="at_most_once",
        not_after=item.until,
        only_if_version=view.loaded.version + 1,
        urgent=False,
        fallback=item.otherwise,
    )


def _handle(inbound: Inbound, saved: Saved) -> ReplyHandle | None:
    """Whose few words are in the person's language as it is by now."""
    handle, spoken = inbound.reply or inbound.aside, saved.profile.spoken
    if handle is None or spoken in (None, handle.locale):
        return handle
    return replace(handle, locale=spoken)


def _moved(
    view: View, id_: str, item: Item, place: Address, pause: float, reply: ReplyHandle | None
) -> Outgoing:
    """What opens the place answers where the person asked; the rest does where the place takes nothing."""
    asked = view.inbound.address
    if isinstance(item.action, Open):
        return Outgoing(id_, place, item.action, reply=reply)
    fallback: Address | None = view.private_address
    if place.direct:
        fallback = _where_asked(asked, reply)
    if fallback is None or not (place.direct or place.is_own_thread):
        reply = None
    return Outgoing(id_, place, item.action, reply=reply, pace=pause, fallback=fallback)


def _where_asked(asked: Address, reply: ReplyHandle | None) -> Address | None:
    """What stands in for a direct chat that is closed: the place where they asked, for them alone; the thread
    of theirs where they typed it, for a line that says so, since others read there."""
    if reply is not None and not asked.direct:
        return replace(asked, thread=None)
    return asked.as_beside() if asked.is_own_thread else None
