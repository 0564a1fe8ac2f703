"""/pause and /progress."""

from dataclasses import replace

from bot.commands import reminding
from bot.commands.context import Context, Reply, note, say
from bot.reminders.pauses import Until, parse_pause
from bot.reminders.plan import EVERY_DAY, excused, pause, resume
from bot.reminders.streaks import bar, streak


def pause_(ctx: Context, argument: str) -> Reply:
    """/pause 5 days, /pause until 3 May, /pause off."""
    t, plan = ctx.texts.t, reminding.plan_of(ctx.saved)
    if plan is None or not plan.on:
        return say(t("There are no reminders to pause. /remind starts them."))
    today = plan.local(ctx.now).date()
    if argument.strip().casefold() in {"off", "end", "aus", "ende"}:
        plan, words = resume(plan, today), t("The pause is over. I'll write again.")
    else:
        found = parse_pause(argument or "7 days", today, ctx.locale)
        if not isinstance(found, Until):
            return say(found.question)
        plan = pause(plan, today, found.day)
        words = t("I'll be quiet until {day}. “/pause off” ends it sooner.", day=found.day.isoformat())
    saved = reminding.with_plan(ctx.saved, plan)
    return Reply((note(words),), saved=saved, wakeups=(reminding.next_wakeup(saved, ctx.now, ctx.about),))


def progress(ctx: Context, argument: str) -> Reply:
    """The map of the series as text, what was done, and a streak that forgives."""
    if argument.strip().casefold() == "streak":
        return _toggle(ctx)
    t, n = ctx.texts.t, ctx.texts.n
    done = sum(card.done for card in ctx.episodes)
    rows = [ctx.series_name, bar(done, len(ctx.episodes)), ""]
    rows += [f"{'✓' if c.done else '→' if c.here else '·'} {c.number}. {c.name}" for c in ctx.episodes]
    rows += ["", n("{count} evening done", "{count} evenings done", done)]
    rows.append(
        n("{count} reflection in your journal", "{count} reflections in your journal", len(ctx.reflections))
    )
    off = bool(reminding.fact(ctx.saved, "no_streak"))
    if not off:
        rows += _streak_rows(ctx)
    label = t("Show the streak") if off else t("Hide the streak")
    button = ctx.button(label, "progress", "streak")
    return Reply((note("\n".join(rows), button),), private=True)


def _streak_rows(ctx: Context) -> list[str]:
    n, plan = ctx.texts.n, reminding.plan_of(ctx.saved)
    today = plan.local(ctx.now).date() if plan else ctx.now.date()
    found = streak(
        reminding.days_done(ctx.saved), today, excused(plan) if plan else (), plan.days if plan else EVERY_DAY
    )
    if not found.evenings:
        return []
    return [n("{count} evening in a row", "{count} evenings in a row", found.evenings)]


def _toggle(ctx: Context) -> Reply:
    hidden = not reminding.fact(ctx.saved, "no_streak")
    saved = reminding.with_facts(ctx.saved, no_streak=True if hidden else None)
    return replace(progress(replace(ctx, saved=saved), ""), saved=saved)
