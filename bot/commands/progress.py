"""/progress: how far somebody has come, and a streak that forgives."""

from bot.commands.context import Context, EpisodeCard, Reply, note
from bot.commands.evenings import line
from bot.frozen import replace
from bot.model import BEGUN, DARK, LIT, Card, Picture
from bot.person.plan import EVERY_DAY, excused
from bot.reminders import stored
from bot.reminders.streaks import streak


def progress(ctx: Context, argument: str) -> Reply:
    """The map of the series as a picture and as text, what was done, and a streak that forgives."""
    if argument.strip().casefold() == "streak":
        return _toggle(ctx)
    t, n = ctx.texts.t, ctx.texts.n
    done = sum(card.done for card in ctx.episodes)
    rows = [ctx.series_name, ""]
    rows += [line(ctx.texts, card) for card in ctx.episodes]
    rows += ["", n("{count} evening done", "{count} evenings done", done)]
    rows.append(
        n("{count} reflection in your journal", "{count} reflections in your journal", len(ctx.reflections))
    )
    off = ctx.saved.profile.facts.no_streak
    if not off:
        rows += _streak_rows(ctx)
    label = t("Show the streak") if off else t("Hide the streak")
    button = ctx.button(label, "progress", "streak")
    shown = replace(note("\n".join(rows), button), picture=_house(ctx), card=Card())
    return Reply((shown,), private=True)


def _house(ctx: Context) -> Picture | None:
    """A window for each evening; no house where there is none."""
    windows = "".join(map(_window, ctx.episodes))
    t, found = (
        ctx.texts.t,
        {kind: _numbers(windows, kind) or ctx.texts.t("none") for kind in (LIT, BEGUN, DARK)},
    )
    alt = t(
        "A house with a window for each evening. Lit: {lit}. Half lit: {begun}. Dark: {dark}.",
        lit=found[LIT],
        begun=found[BEGUN],
        dark=found[DARK],
    )
    return Picture(windows, alt) if windows else None


def _window(card: EpisodeCard) -> str:
    return LIT if card.done else BEGUN if card.here or card.begun else DARK


def _numbers(windows: str, kind: str) -> str:
    """Which windows are of that kind: "1–3, 5"."""
    found: list[list[int]] = []
    for number in (place for place, window in enumerate(windows, 1) if window == kind):
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in found)


def _streak_rows(ctx: Context) -> list[str]:
    n, plan, done = ctx.texts.n, ctx.saved.profile.reminder, frozenset(ctx.saved.profile.facts.days)
    today = plan.local(ctx.now).date() if plan else ctx.now.date()
    found = streak(done, today, excused(plan) if plan else (), plan.days if plan else EVERY_DAY)
    return [n("{count} evening in a row", "{count} evenings in a row", found)] if found else []


def _toggle(ctx: Context) -> Reply:
    facts = ctx.saved.profile.facts
    saved = stored.with_facts(ctx.saved, replace(facts, no_streak=not facts.no_streak))
    return replace(progress(replace(ctx, saved=saved), ""), saved=saved)
