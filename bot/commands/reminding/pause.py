"""/pause: for how long, or until when."""

from bot import yesno
from bot.commands.context import Context, Note, Reply, note, say
from bot.commands.reminding import hour
from bot.frozen import replace
from bot.person.asking import AskedPause
from bot.person.plan import Plan, pause, resume
from bot.ports import SetWakeup
from bot.reminders import stored
from bot.timewords.describing import describe_date
from bot.timewords.pauses import Until, is_over, parse_pause
from bot.timewords.reading import never_mind


def pause_(ctx: Context, argument: str) -> Reply:
    """/pause 5 days, /pause until 3 May, /pause off; alone it asks for how long."""
    t, plan = ctx.texts.t, ctx.saved.profile.reminder
    if plan is None or not plan.on:
        return say(t("There are no reminders to pause. /remind starts them."))
    today = plan.local(ctx.now).date()
    if is_over(argument):
        plan, words = resume(plan, today), t("The pause is over. I'll write again.")
        return _paused(ctx, plan, note(words))
    said = ctx.saved.profile.platform_locale or ""
    # 3/5 is read in the order of the country, where the platform tells it.
    found = parse_pause(argument, today, said if said.startswith(ctx.locale) else ctx.locale)
    if not isinstance(found, Until):
        return _how_long(ctx, found.question)
    words = t("I'll be quiet until {day}.", day=describe_date(found.day, ctx.locale))
    over = ctx.button(t("End the pause"), "pause", "off")
    return _paused(ctx, pause(plan, today, found.day), note(words, over))


def pause_answer(ctx: Context, text: str) -> Reply | None:
    """What was typed in answer to "how long"; None: it was something else."""
    said = yesno.read(text)
    if never_mind(text) or (said.yes is False and not said.rest):
        words = ctx.texts.t("That's fine. Nothing is changed.")
        return Reply((note(words),), saved=replace(ctx.saved, pending=None))
    if hour.is_talk(text):
        return None
    agreed = hour.agrees(text)
    return pause_(ctx, said.rest or text) if agreed is None else _once_more(ctx, agreed=agreed)


def _once_more(ctx: Context, *, agreed: bool) -> Reply:
    """The question again, to a yes (`agreed`) or a "hm"."""
    t = ctx.texts.t
    gladly = t("Gladly. For how long? A number of days will do, or a date.")
    no_hurry = t("Three days may do to begin with. I can be woken sooner, and /pause makes it longer.")
    return _how_long(ctx, gladly if agreed else no_hurry)


def _how_long(ctx: Context, question: str) -> Reply:
    t = ctx.texts.t
    spans = ((t("3 days"), "3 days"), (t("A week"), "1 week"), (t("Two weeks"), "2 weeks"))
    buttons = (ctx.button(label, "pause", value) for label, value in spans)
    return hour.open_question(ctx, AskedPause(hour.until(ctx)), note(question, *buttons, columns=3))


def _paused(ctx: Context, plan: Plan, words: Note) -> Reply:
    saved = stored.with_plan(replace(ctx.saved, pending=None), replace(plan, snoozed_at=None))
    wakeups = (stored.next_wakeup(saved, ctx.now, ctx.about.nudge_steps), SetWakeup(stored.SNOOZE, None))
    return Reply((words,), saved=saved, wakeups=wakeups)
