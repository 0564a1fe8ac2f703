"""Where a talk goes on: what begins in a server moves to where its admins, or the person, want it. Pure."""

from collections.abc import Callable

from bot.clean import clean
from bot.commands.permissions import named
from bot.conversation.outputs import Became, Moved, Outputs
from bot.conversation.saying import words
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import Address, CommandCall, Open
from bot.venues import Venue

LONGEST_NAME, LONGEST_TITLE = 40, 100


def opened(view: View, evening: Callable[[View], str | None]) -> tuple[Outputs, View]:
    """Opens the place where the talk goes on, and the view from there; nothing where it stays as it is.
    `evening` says which one is shown there, if any is."""
    venue, inbound = view.inbound.venue, view.inbound
    if venue is None or inbound.reply is None:
        return (), view
    where = venue.where(_wished(view))
    if where == "here":
        return (), view
    if where == "direct":
        told = words(view.texts.t("We talk in our direct chat."))
        there = _at(view, view.private_address)
        return (told, Moved(view.private_address), Became(there.saved)), there
    lacks = venue.lacks(where)
    if lacks:
        return (words(_lacking(view, lacks)),), view
    thread = f"{where}:{inbound.subject.key}"
    place = Address(inbound.address.platform, venue.channels[-1], thread, direct=False)
    there = _at(view, place)
    opens = Open(_title(view, venue, evening(there)), view.texts.t("We talk over here:"))
    return (Moved(place, opens), Became(there.saved)), there


def _at(view: View, place: Address) -> View:
    """The view from there."""
    inbound = replace(view.inbound, address=place, reply=None)
    return replace(view.at(replace(view.saved, address=place)), inbound=inbound)


def _wished(view: View) -> str:
    body = view.inbound.body
    return dict(body.options).get("where", "") if isinstance(body, CommandCall) else ""


def _lacking(view: View, lacks: tuple[str, ...]) -> str:
    return view.texts.t(
        "I can't open a thread in this channel: I would need {permissions}. So we talk here, for you alone.",
        permissions=named(view.texts, lacks),
    )


def _title(view: View, venue: Venue, key: str | None) -> str:
    """The person and the evening, or all of them."""
    scene = view.stage
    series = scene.series
    named = next((series.episode_name(e, scene.locale) for e in series.episodes if e.key == key), "")
    called = " ".join(clean(venue.called).split())[:LONGEST_NAME]
    return " – ".join(filter(None, (called, named or series.name(scene.locale))))[:LONGEST_TITLE]
