"""Where a circle is: its key, where it was called, where it talks, and each one's direct chat. Pure."""

from bot.circles.buttons import OWN, linked
from bot.frozen import replace
from bot.model import Address, CommandCall, Inbound, Press, Subject, Text, circle_key
from bot.ports import Saved

THREAD = "circle:"  # before the circle's key: its own thread, whichever it is by now


def directed(inbound: Inbound) -> Inbound:
    """The same as an act of the circle that it is done at, or of the person, where it is theirs alone."""
    body = inbound.body
    if isinstance(body, CommandCall) and inbound.subject.kind == "person":
        return _called(inbound, body)
    if inbound.subject.kind == "circle" and inbound.actor is not None and _is_own(body):
        return replace(inbound, subject=inbound.actor, actor=None, circle=inbound.subject)
    return inbound


def _called(inbound: Inbound, call: CommandCall) -> Inbound:
    if call.name == "circle" and not inbound.address.direct:
        circle = Subject(inbound.subject.platform, _key(inbound), "circle")
        return replace(inbound, subject=circle, actor=inbound.subject)
    found = linked(call.argument) if call.name == "start" and inbound.address.direct else None
    if found is None:
        return inbound
    verb, key = found
    circle = Subject(inbound.subject.platform, key, "circle")
    return replace(inbound, body=Press(key, verb), circle=circle)


def _is_own(body: object) -> bool:
    return (isinstance(body, Press) and body.verb in OWN) or (isinstance(body, Text) and body.form in OWN)


def _key(inbound: Inbound) -> str:
    """Of the channel with all its threads; of a topic, which is a channel of its own, the topic."""
    address, venue = inbound.address, inbound.venue
    if address.thread is not None or venue is None or not venue.channels:
        return circle_key(address.chat, address.thread)
    return circle_key(venue.channels[-1])


def place(subject: Subject, inbound: Inbound, *, threads: bool) -> Address:
    """Where the circle of that place talks: in a thread of its own, or there."""
    if not threads:
        return inbound.address
    return Address(subject.platform, subject.key.removeprefix("c"), THREAD + subject.key, direct=False)


def is_own_thread(address: Address) -> bool:
    return (address.thread or "").startswith(THREAD)


def home(address: Address) -> Address:
    """Where a circle that talks there was called."""
    return replace(address, thread=address.chat) if is_own_thread(address) else address


def of_keyboard(saved: Saved) -> Address | None:
    """Where the keyboard that stands is: the call is read where it was called."""
    if saved.address is None or saved.circle is None:
        return saved.address
    return home(saved.address) if saved.circle.phase == "gathering" else saved.address
