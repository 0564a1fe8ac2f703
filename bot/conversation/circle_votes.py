"""Where the votes of a circle are different: it wakes, a question closes, or the counts are shown soon."""

from bot.circles import tally
from bot.circles.circle import RECOUNT, Circle
from bot.conversation import circle_evening
from bot.conversation.circle_evening import became, circle_of
from bot.conversation.outputs import Outputs
from bot.conversation.view import View
from bot.engine.state import Answering
from bot.frozen import replace
from bot.ports import SetParticipant, SetVote, SetWakeup


async def left(view: View, key: str) -> Outputs:
    """Somebody is not in any more, and their vote does not count."""
    circle = circle_of(view).left(key)
    out: Outputs = (SetParticipant(key, None), SetVote(key, None), *became(view, circle))
    return out + await moved(view.after(out))


async def moved(view: View) -> Outputs:
    """Something about the votes is different: a circle that slept wakes, a question that is decided closes,
    and else the counts are shown soon."""
    circle = circle_of(view)
    out: Outputs = ()
    if circle.phase == "asleep" and circle.counted:
        out = circle_evening.awake(view)
    if circle.phase != "gathering" and decided(view.after(out), circle):
        return out + await circle_evening.closed(view.after(out))
    return out + recount(view.after(out))


def decided(view: View, circle: Circle) -> bool:
    state = view.saved.state
    if circle.slow or state is None or state.waiting is None:
        return False
    each = isinstance(state.waiting, Answering) and state.waiting.kind != "yesno"
    return (tally.all_answered if each else tally.decided)(circle.counted, circle.members)


def recount(view: View) -> Outputs:
    """The counts are shown by a wake-up, at most one at a time."""
    circle = circle_of(view)
    if circle.recounting or view.saved.shown is None:
        return ()
    soon = SetWakeup(RECOUNT, view.now + circle_evening.pause(view.limits))
    return (*became(view, replace(circle, recounting=True)), soon)
