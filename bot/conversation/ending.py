"""What comes of an evening that has ended: the day counts, the next nudge is worked out anew, and the person
hears what there is to do next. Pure."""

from bot.commands import closing
from bot.commands.journal import OLDEST
from bot.commands.reminding import offer
from bot.commands.talk import FAREWELL
from bot.conversation import knowing, looking_back, passed
from bot.conversation.outputs import Became, Outputs, Said
from bot.conversation.saying import ANSWER_WITHIN, expecting, offering, spoken
from bot.conversation.view import View
from bot.engine.state import State
from bot.frozen import replace
from bot.person.asking import AskedOffer
from bot.person.facts import with_day
from bot.person.plan import not_today
from bot.ports import Saved
from bot.reminders import stored


def ended(view: View, before: State) -> Outputs:
    series, episode, state = view.stage.series, view.episode, view.saved.state
    done = episode is not None and series.done(episode, state)
    first = done and episode is not None and not series.done(episode, before)
    if first and episode is not None:
        view = view.at(passed.worth_keeping(view, episode.key))
    out = day_done(view) if done else ()
    view = view.after(out)
    ctx = view.present()
    out += spoken(view, closing.ended(ctx, first_time=first))
    if done and view.alone and looking_back.due(view):
        view = view.at(looking_back.offered(view.saved))
        return (*out, Said((looking_back.offer(view),)), offering(view, "journal", OLDEST))
    if ctx.next_episode is None and ctx.farewell:
        return (*out, offering(view, "talk", FAREWELL))
    profile = view.saved.profile
    if not first or profile.facts.offered or profile.reminder is not None:
        return out
    question = AskedOffer(view.now + ANSWER_WITHIN)
    return (*out, Said((offer.offer(ctx),)), Became(expecting(stored.offered(view.saved), question)))


def day_done(view: View) -> Outputs:
    """An evening finished today is a day of the streak, and spares today's nudge."""
    plan, facts, today = view.saved.profile.reminder, view.saved.profile.facts, knowing.today(view)
    saved = noted_finished(view.at(stored.with_facts(view.saved, with_day(facts, today))))
    if plan is None:
        return (Became(saved),)
    saved = stored.with_plan(saved, not_today(plan, today))
    return Became(saved), *replanned(view.at(saved))


def noted_finished(view: View) -> Saved:
    """The person, with whether every evening is done kept where the next moment is worked out."""
    facts, finished = view.saved.profile.facts, view.finished
    if facts.finished == finished:
        return view.saved
    return stored.with_facts(view.saved, replace(facts, finished=finished))


def replanned(view: View) -> Outputs:
    """The nudge to come, worked out again."""
    if view.saved.profile.reminder is None:
        return ()
    notes = (stored.notes_wakeup(on=True),) if view.saved.profile.facts.notes else ()
    return stored.next_wakeup(view.saved, view.now, view.tools.about.nudge_steps), *notes
