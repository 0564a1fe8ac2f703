"""/progress: how far somebody has come, and a streak that forgives."""

from bot.commands.context import Context, Reply, note
from bot.frozen import replace
from bot.person.plan import EVERY_DAY, excused
from bot.reminders import stored
from bot.reminders.streaks import bar, streak


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
    off = ctx.saved.profile.facts.no_streak
    if not off:
        rows += _streak_rows(ctx)
    label = t("Show the streak") if off else t("Hide the streak")
    button = ctx.button(label, "progress", "streak")
    return Reply((note("\n".join(rows), button),), private=True)


def _streak_rows(ctx: Context) -> list[str]:
    n, plan, done = ctx.texts.n, ctx.saved.profile.reminder, frozenset(ctx.saved.profile.facts.days)
    today = plan.local(ctx.now).date() if plan else ctx.now.date()
    found = streak(done, today, excused(plan) if plan else (), plan.days if plan else EVERY_DAY)
    return [n("{count} evening in a row", "{count} evenings in a row", found)] if found else []


def _toggle(ctx: Context) -> Reply:
    facts = ctx.saved.profile.facts
    saved = stored.with_facts(ctx.saved, replace(facts, no_streak=not facts.no_streak))
    return replace(progress(replace(ctx, saved=saved), ""), saved=saved)
