"""Turns of a circle: what several people do together at one evening.

A vote, somebody who comes or goes, a moment that has come: each sees the circle as it is and says what
becomes of it. The same on the same view gives the same outputs, lots included.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.circles import buttons
from bot.circles.circle import CLEAR, CLOSE, RECOUNT, REMIND, START, Circle, Participant
from bot.commands.context import note
from bot.conversation import answers, circle_calls, circle_evening, circle_votes
from bot.conversation.circle_calls import theirs
from bot.conversation.circle_evening import became
from bot.conversation.outputs import Forgotten, Outputs, Recounted, Whispered
from bot.conversation.view import View
from bot.engine.state import Answering, State
from bot.frozen import replace
from bot.model import Button, CommandCall, Press, Text, Wakeup
from bot.ports import SetParticipant, SetVote, SetWakeup


async def outputs_of(view: View) -> Outputs | None:
    """Everything that this turn does; None: nothing, it is not for this circle."""
    body = view.inbound.body
    if isinstance(body, CommandCall):
        out = await circle_calls.called(view, body)
        begun = view.saved_after(out).circle is not None
        return out if begun or view.loaded.version else (*out, Forgotten())  # nothing is kept of no circle
    circle = view.saved.circle
    if isinstance(body, Wakeup) and not view.served:
        return None  # it stays for the process that serves the circle's platform
    if isinstance(body, Wakeup):
        return await _wake(view, circle, body) if circle is not None else (SetWakeup(body.kind, None),)
    if circle is None or view.inbound.actor is None or not _here(view):
        return None
    if circle.phase == "over":
        return (whisper(view, theirs(view).t("This evening is over. /circle begins another.")),)
    match body:
        case Press(verb=verb) as press if verb in _PRESSED:
            return await _PRESSED[verb](view, circle, press)
        case Text(showing=showing) as text if showing in (None, (view.saved.run, view.saved.step)):
            return await _typed(view, circle, text)
        case Text():
            return (whisper(view, theirs(view).t("That question has gone by.")),)
    return None


def _here(view: View) -> bool:
    """Whether it was done where the circle is, or where it was called before the chat had another id: what is
    on a button may have been forged."""
    place, inbound = view.saved.address, view.inbound
    around = (inbound.address.chat, *(inbound.venue.channels if inbound.venue is not None else ()))
    called = inbound.subject.key.removeprefix("c").partition("/")[0]
    return place is None or place.chat in around or called in around


def whisper(view: View, text: str, *buttons: Button) -> Whispered:
    return Whispered((note(text, *buttons),))


def actor(view: View) -> str:
    """The key of who did this."""
    return view.inbound.doer.key


# ---------------------------------------------------------------- votes


async def _voted(view: View, circle: Circle, press: Press) -> Outputs:
    t, saved = theirs(view).t, view.saved
    stands = saved.shown if (press.run, press.step) == (saved.run, saved.step) else None
    offered = stands.buttons if stands is not None and circle.phase != "gathering" else ()
    if not any(b.press.verb == buttons.VOTE and b.press.value == press.value for b in offered):
        return (whisper(view, t("That question has gone by.")),)
    return await _counts(view, circle, press.value)


async def _counts(view: View, circle: Circle, value: str) -> Outputs:
    """A vote, or a number: of those who are in."""
    key = actor(view)
    if key not in circle.members:
        join = Button(theirs(view).t("Join"), Press(view.saved.subject.key, buttons.JOIN))
        return (whisper(view, theirs(view).t("You are not in yet: whoever joins may vote."), join),)
    if circle.votes.get(key) == value and circle.phase == "open":
        return ()
    voted = circle.voted(key, value)
    out: Outputs = (SetVote(key, value), *became(view, voted))
    return out + await circle_votes.moved(view.after(out))


async def _typed(view: View, circle: Circle, typed: Text) -> Outputs | None:
    """A number, where one is asked for; nothing else is typed at a circle. None: they talk among one another,
    and one of them called the bot."""
    state, t = view.saved.state, theirs(view).t
    value = answers.read(typed.text, "number")
    if typed.showing is None and not (isinstance(value, float) and _asks_a_number(state)):
        return None
    if circle.phase == "gathering" or not _asks_a_number(state):
        return (whisper(view, t("That question has gone by.")),)
    if not isinstance(value, float):
        return (whisper(view, t("I was hoping for a number there, in digits.")),)
    return await _counts(view, circle, repr(value))


def _asks_a_number(state: State | None) -> bool:
    waiting = state.waiting if state is not None else None
    return isinstance(waiting, Answering) and waiting.kind == "number"


# ---------------------------------------------------------------- coming, beginning


async def _joined(view: View, circle: Circle, press: Press) -> Outputs:
    key, t = actor(view), theirs(view).t
    if key in circle.members:
        return (whisper(view, t("You are in. /circle leave takes you out again.")),)
    came = Participant(view.now)
    out: Outputs = (SetParticipant(key, came), *became(view, circle.joined(key, view.now)))
    if circle.phase == "asleep":
        out += circle_evening.awake(view.after(out))
    out += circle_votes.recount(view.after(out))
    return (*out, whisper(view, t("You are in. /circle leave takes you out again.")))


async def _begun(view: View, circle: Circle, press: Press) -> Outputs:
    return await circle_calls.start(view)


async def _number(view: View, circle: Circle, press: Press) -> Outputs:
    """The button says how many have answered; where there are no forms, the number comes as an answer."""
    return ()


_PRESSED: Mapping[str, Callable[[View, Circle, Press], Awaitable[Outputs]]] = {
    buttons.VOTE: _voted,
    buttons.JOIN: _joined,
    buttons.START: _begun,
    buttons.NUMBER: _number,
}


# ---------------------------------------------------------------- moments


async def _wake(view: View, circle: Circle, wakeup: Wakeup) -> Outputs:
    out: Outputs = (SetWakeup(wakeup.kind, None),)
    match wakeup.kind:
        case _ if wakeup.kind == CLEAR:
            return (*out, Forgotten())
        case _ if circle.phase == "over":
            return out
        case _ if wakeup.kind == START and circle.phase == "gathering":
            return out + await circle_evening.begun(view)
        case _ if wakeup.kind == REMIND and circle.phase == "gathering":
            return out + circle_evening.reminded(view)
        case _ if wakeup.kind == CLOSE and circle.phase == "open":
            return out + await circle_evening.closed(view)
        case _ if wakeup.kind == RECOUNT:
            return out + await _recounted(view, replace(circle, recounting=False))
    return out


async def _recounted(view: View, circle: Circle) -> Outputs:
    """Somebody may have been erased meanwhile: then less may decide."""
    out = became(view, circle)
    view = view.after(out)
    if circle.phase == "open" and circle_votes.decided(view, circle):
        return out + await circle_evening.closed(view)
    if await _left_behind(view):
        return out + await circle_evening.again(view)
    return (*out, Recounted())


async def _left_behind(view: View) -> bool:
    """Whether the keyboard stands in a chat that this one has become: nothing there can be changed."""
    saved = view.saved
    if saved.shown is None or saved.address is None:
        return False
    receipt = await view.tools.store.receipt(saved.person, saved.shown.id)
    return receipt is not None and receipt.address.chat != saved.address.chat
