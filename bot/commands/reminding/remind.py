"""/remind: at what time of whose day. Asks for the hour, then once for the place, and confirms in words."""

from collections.abc import Callable, Mapping

from bot.commands.context import Context, Reply, note, say
from bot.commands.reminding import city, hour
from bot.frozen import replace
from bot.model import CommandCall
from bot.person.asking import NOTHING, AskedClock, AskedHour, AskedPlace, AskedSure, Pending
from bot.person.plan import not_today, snooze
from bot.ports import SetWakeup
from bot.reminders import stored
from bot.timewords.describing import describe, describe_date
from bot.timewords.reading import Off, Unclear, never_mind
from bot.yesno import yes_or_no


def remind(ctx: Context, argument: str) -> Reply:
    """Shows, sets, changes or ends the daily nudge."""
    words, where = _arguments(ctx, argument)
    action = _ACTIONS.get(words)
    if action is not None:
        return action(ctx)
    if words.startswith("g") and words[1:].isdecimal():
        return city.chosen(ctx, int(words[1:]))
    if words and not where and city.claims(words, ctx.locale):
        return _only_where(ctx, words)
    if words:
        return _when(ctx, words, where, answer=False) or hour.ask(ctx)
    if where:
        return _only_where(ctx, where)
    return _show(ctx)


def remind_answer(ctx: Context, text: str) -> Reply | None:
    """What was typed in answer to one of the questions; None: it was no answer."""
    question = hour.standing(ctx.saved)
    if never_mind(text) or (city.proposes_none(question) and yes_or_no(text) is False):
        return replace(_declined(ctx), saved=replace(ctx.saved, pending=None))
    return _ANSWERS[type(question)](ctx, text) if question is not None else None


# ---------------------------------------------------------------- the time


def _arguments(ctx: Context, argument: str) -> tuple[str, str]:
    """The words for the time and those for the place: named options where a platform has them."""
    body = ctx.inbound.body
    if not isinstance(body, CommandCall) or not body.options:
        return argument.strip(), ""
    options = dict(body.options)
    return options.get("time", "").strip(), options.get("zone", "").strip()


def _when(ctx: Context, words: str, where: str = "", *, answer: bool = True) -> Reply | None:
    found, so_far = hour.reading(ctx, words, answer=answer), hour.so_far(ctx)
    if isinstance(found, Unclear):
        so_far = replace(so_far, heard=found.heard, place=where or so_far.place)
        if hour.is_talk(words):
            return None
        if answer and (agreed := hour.agrees(words)) is not None:
            return hour.once_more(ctx, agreed=agreed)
        return hour.open_question(ctx, AskedHour(so_far, hour.until(ctx)), note(found.question))
    if isinstance(found, Off):
        return _off(ctx)
    where = where or so_far.place
    plan = ctx.saved.profile.reminder
    days = found.days if found.days_said or plan is None else plan.days
    so_far = replace(so_far, at=found.time, days=days, either=found.either, heard=NOTHING)
    ctx = replace(ctx, saved=replace(ctx.saved, pending=AskedPlace(so_far, hour.until(ctx))))
    if where:
        return city.named(ctx, where) or city.ask(ctx)
    if plan is not None and plan.zone_is_known:
        plan = replace(plan, at=found.time, days=days, on=True, ended=False, ignored=0)
        return hour.settle(ctx, plan, either=found.either)
    return city.ask(ctx)


def _only_where(ctx: Context, where: str) -> Reply:
    if ctx.saved.profile.reminder is None:
        so_far = replace(hour.so_far(ctx), place=where)
        ctx = replace(ctx, saved=replace(ctx.saved, pending=AskedHour(so_far, hour.until(ctx))))
        return hour.ask(ctx)
    return city.named(ctx, where) or city.ask(ctx)


def _show(ctx: Context) -> Reply:
    plan, t = ctx.saved.profile.reminder, ctx.texts.t
    if plan is None or not plan.on:
        return hour.ask(ctx)
    if not plan.zone_is_known:  # newer zone rules have lost its name
        return city.ask(ctx)
    words = t("I write {when}.", when=describe(plan, ctx.locale))
    if stored.thread_of(ctx.saved) is not None:
        words += " " + t("As long as our direct chat is closed to me, I do so in our thread.")
    back = plan.paused_until(plan.local(ctx.now).date())
    if back is not None:
        words += " " + t("Just now I'm quiet until {day}.", day=describe_date(back, ctx.locale))
    buttons = [
        ctx.button(t("Another time"), "remind", "ask"),
        ctx.button(t("Another place"), "remind", "where"),
        ctx.button(t("Send me one now"), "remind", "now"),
        ctx.button(t("Turn it off"), "remind", "off"),
    ]
    if stored.thread_of(ctx.saved) is not None:
        buttons.append(ctx.button(t("Not in the thread"), "remind", "direct"))
    return Reply((note(words, *buttons, columns=2),))


# ---------------------------------------------------------------- off, later


def _off(ctx: Context) -> Reply:
    plan = ctx.saved.profile.reminder
    saved, _ = stored.with_notes(stored.offered(replace(ctx.saved, pending=None)), on=False)
    if plan is not None:
        saved = stored.with_plan(saved, replace(plan, on=False, snoozed_at=None))
    words = ctx.texts.t("All right, no reminders. /remind starts them again whenever you like.")
    return Reply((note(words),), saved=saved, wakeups=stored.NO_WAKEUPS)


def _declined(ctx: Context) -> Reply:
    words = ctx.texts.t("That's fine. /remind is there if you change your mind.")
    return Reply((note(words),), saved=stored.offered(ctx.saved))


def _in_an_hour(ctx: Context) -> Reply:
    plan, t = ctx.saved.profile.reminder, ctx.texts.t
    if plan is None or not plan.on:
        return hour.ask(ctx)
    later = snooze(plan, ctx.now)
    if later is None:
        return say(t("An hour from now is tomorrow already. Until then."))
    if later.snoozed_at is not None and later.is_quiet(later.snoozed_at) and not plan.asks_for_quiet_time:
        return say(t("An hour from now your quiet hours have begun. Until tomorrow, then."))
    saved = stored.with_plan(ctx.saved, later)
    wakeup = SetWakeup(stored.SNOOZE, later.snoozed_at)
    return Reply((note(t("In an hour, then.")),), saved=saved, wakeups=(wakeup,))


def _not_today(ctx: Context) -> Reply:
    plan = ctx.saved.profile.reminder
    words = ctx.texts.t("Good. Not today.")
    if plan is None:
        return say(words)
    saved = stored.with_plan(ctx.saved, not_today(plan, plan.local(ctx.now).date()))
    wakeups = (stored.next_wakeup(saved, ctx.now, ctx.about.nudge_steps), SetWakeup(stored.SNOOZE, None))
    return Reply((note(words),), saved=saved, wakeups=wakeups)


def _evening(ctx: Context) -> Reply:
    """The hour that was said is one of the evening."""
    plan = ctx.saved.profile.reminder
    return hour.settle(ctx, hour.twelve_later(plan)) if plan is not None and plan.on else hour.ask(ctx)


def _sample(ctx: Context) -> Reply:
    return Reply(sample=True)


# ---------------------------------------------------------------- in a thread


def in_thread(ctx: Context, argument: str) -> Reply:
    """Agreed to from inside a thread of one's own: reminders come there while the direct chat is closed."""
    t, here = ctx.texts.t, ctx.inbound.address
    if not here.is_own_thread:
        return say(t("That is for a thread of your own, and for its button there."))
    saved = stored.with_thread(ctx.saved, here)
    wakeup = stored.next_wakeup(saved, ctx.now, ctx.about.nudge_steps)
    words = t("Good. As long as our direct chat is closed to me, I write to you here.")
    return Reply((note(words),), saved=saved, wakeups=(wakeup,))


def _direct_only(ctx: Context) -> Reply:
    words = ctx.texts.t("Good. In our direct chat only, then.")
    return Reply((note(words),), saved=stored.with_thread(ctx.saved, None))


_ACTIONS: dict[str, Callable[[Context], Reply]] = {
    "ask": hour.ask,
    "where": city.ask,
    "else": city.elsewhere,
    "evening": _evening,
    "now": _sample,
    "no": _declined,
    "off": _off,
    "snooze": _in_an_hour,
    "today": _not_today,
    "direct": _direct_only,
}
_ANSWERS: Mapping[type[Pending], Callable[[Context, str], Reply | None]] = {
    AskedHour: _when,
    AskedPlace: city.answered,
    AskedClock: city.by_clock,
    AskedSure: city.confirmed,
}
