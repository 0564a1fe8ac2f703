"""One turn of one person, or of a circle: what they did, played to its outputs.

The order is always the same: words of danger, what any word means for the reminders, a script that
changed meanwhile, then what was done itself. Commits nothing.
"""

from datetime import timedelta

from bot.commands.context import note
from bot.commands.table import argument_of
from bot.conversation import (
    circle_own,
    circling,
    dialogue,
    ending,
    nudging,
    replies,
    retelling,
    second_thoughts,
    typed,
    untold,
)
from bot.conversation.outputs import Became, Outputs, Said
from bot.conversation.saying import words
from bot.conversation.view import View
from bot.model import (
    ByItself,
    CommandCall,
    Edited,
    Located,
    Membership,
    Nodded,
    Opened,
    Press,
    Text,
    Unreadable,
    Wakeup,
)
from bot.person.plan import heard
from bot.reminders import stored

LONG_AWAY = timedelta(days=180)


async def outputs_of(view: View) -> Outputs | None:
    """Everything that this turn does; None: nothing, it was not meant for the bot. Raises `DialogueFault`
    where the script fails."""
    if view.loaded.subject.kind == "circle":
        return await circling.outputs_of(view)
    body = view.inbound.body
    alarm = await typed.listen(view, body)
    if alarm is not None:
        return alarm
    told, whole = await untold.told(view)
    if whole:
        return told
    out = await _beyond(view.after(told))
    return told + out if out is not None else told or None


async def _beyond(view: View) -> Outputs | None:
    """What was done, and what comes with it."""
    body = view.inbound.body
    if view.inbound.circle is not None:
        return await circle_own.outputs_of(view)
    if typed.in_passing(view, body):
        return None
    if isinstance(body, Edited | Nodded) and not await second_thoughts.counts(view, body):
        return None
    out = _heard(view) + _welcomed_back(view)
    arrived, moved = await dialogue.arrives(view.after(out))
    told, unseen = await retelling.retold(view.after(out + arrived))
    out += arrived + told
    view = view.after(out)
    if isinstance(body, Text) and (moved or unseen):
        out += await typed.moved_on(view, body)
    elif not moved or not isinstance(body, Press):
        out += await _done(view)
    out += second_thoughts.noted(view, out)
    return out + await retelling.shown(view.after(out), out) if unseen else out


def _heard(view: View) -> Outputs:
    """Any word makes nudges daily again, and possible again where they could not be delivered."""
    plan = view.saved.profile.reminder
    if plan is None or isinstance(view.inbound.body, ByItself):
        return ()
    again, was_closed = heard(plan), view.loaded.profile.unreachable
    out: Outputs = ()
    if again != plan:
        out = (Became(stored.with_plan(view.saved, again)),)
    if again != plan or was_closed:
        out += ending.replanned(view.after(out))
    return (*out, _was_closed(view.after(out))) if was_closed and plan.on else out


def _was_closed(view: View) -> Said:
    """Where it is a thread of theirs, they can have their reminders there."""
    t = view.texts.t
    closed = t(
        "I couldn't write to you in our direct chat the other day. "
        "If you want the reminders, please open it to me. “stop” turns them off."
    )
    if not view.inbound.address.is_own_thread:
        return words(closed)
    here = t("Or I remind you here: whoever reads this thread sees it, and only you are pinged.")
    button = view.present().button(t("Remind me here"), "remindhere")
    return Said((note(f"{closed} {here}", button),))


def _welcomed_back(view: View) -> Outputs:
    """Somebody who was away for long is greeted before anything else; whoever comes to leave is not."""
    seen_at, body = view.loaded.seen_at, view.inbound.body
    if seen_at is None or view.now - seen_at < LONG_AWAY or not view.alone:
        return ()
    if not isinstance(body, Text | Press | Opened | Unreadable) and not (
        isinstance(body, CommandCall) and body.name in ("start", "talk", "continue", "menu")
    ):
        return ()
    return (words(view.texts.t("Welcome back. It has been a long while, and your place is kept.")),)


async def _done(view: View) -> Outputs:
    """What the person, or the clock, did."""
    match view.inbound.body:
        case Text() as text:
            return await typed.respond(view, text)
        case Press() as press:
            return await replies.pressed(view, press)
        case CommandCall() as call:
            return await replies.command(view, call.name, argument_of(call))
        case Opened():
            return await replies.command(view, "talk")
        case Located(latitude, longitude):
            return await replies.located(view, latitude, longitude)
        case Unreadable():
            return await replies.not_words(view)
        case Edited() as edited:
            return await second_thoughts.offered(view, edited)
        case Nodded():
            return await typed.respond(view, Text("yes"))
        case Wakeup() as wakeup if view.served:
            return nudging.wake(view, wakeup)
        case Wakeup() as wakeup:
            return nudging.pass_over(view, wakeup, "unserved")
        case Membership(reachable=True):
            return ending.replanned(view)
        case Membership():
            return stored.NO_WAKEUPS
