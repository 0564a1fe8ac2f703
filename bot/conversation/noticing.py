"""A note of the operators' to everyone who agreed to get notes: at the moment that was set, or later."""

from datetime import datetime, timedelta

from bot.commands.context import note
from bot.conversation.outputs import Became, Counted, Nudged, Outputs
from bot.conversation.view import View
from bot.frozen import replace
from bot.person.plan import Plan
from bot.reminders import stored

KEPT = timedelta(days=3)  # a note that could not be sent for so long is passed over
_STEP = timedelta(minutes=10)


def noticed(view: View) -> Outputs:
    """Says it, puts it off to the end of the quiet hours, or passes it over; the agreement stands."""
    saved, notice = view.saved, view.tools.rulings().notice
    facts, plan = saved.profile.facts, saved.profile.reminder
    if not facts.notes or plan is None or saved.profile.unreachable:
        return Counted("notice:off"), stored.notes_wakeup(on=False)
    waits = stored.notes_wakeup(on=True)
    if notice is None or facts.noticed == notice.id or _old(view.now, notice.id):
        return (waits,)
    until = awake_at(plan, view.now)
    if until > view.now:
        return Counted("notice:quiet"), replace(waits, due_at=until)
    told = stored.with_facts(saved, replace(facts, noticed=notice.id))
    stop = view.present().button(view.texts.t("No notes"), "notes", "off")
    said = Nudged((note(notice.text, stop),), view.now + timedelta(hours=1), None)
    return Became(told), said, Counted("notice:queued"), waits


def awake_at(plan: Plan, at: datetime) -> datetime:
    """The first moment from `at` on that is outside of the quiet hours and of pauses."""
    end = at + KEPT
    while at < end and (plan.is_quiet(at) or plan.paused_on(plan.local(at).date())):
        at += _STEP
    return at


def _old(now: datetime, id_: str) -> bool:
    return now - datetime.fromisoformat(id_) > KEPT
