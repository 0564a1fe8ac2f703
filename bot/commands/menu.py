"""/menu: the series, its evenings, and where the person is."""

from bot.commands.context import Context, EpisodeCard, Note, Reply
from bot.model import Button, Mark, Rich, Style


def menu(ctx: Context, argument: str) -> Reply:
    """The map of the series with a button for each evening."""
    t = ctx.texts.t
    here = ctx.current
    lines = [ctx.series_name, ""]
    lines += [_line(ctx, card) for card in ctx.episodes]
    lines.append("")
    if here is not None:
        lines.append(t("You are in evening {number}: {name}", number=str(here.number), name=here.name))
    elif any(e.done for e in ctx.episodes):
        lines.append(t("Which evening shall we open? A finished one can be read again."))
    else:
        lines.append(t("Which evening shall we open? Any of them is a good start."))
    rich = Rich("\n".join(lines), (Mark(Style.BOLD, 0, len(ctx.series_name)),))
    return Reply((Note(rich, _buttons(ctx, here), columns=1),))


def _line(ctx: Context, card: EpisodeCard) -> str:
    mark = "→" if card.here else "✓" if card.done else "…" if card.begun else "·"
    return f"{mark} {card.number}. {card.name}"


def _buttons(ctx: Context, here: EpisodeCard | None) -> tuple[Button, ...]:
    """The evenings in order, so that a button's place is the evening's number."""
    found = [
        ctx.button(f"{card.number}. {card.name}", "talk", card.key)
        for card in ctx.episodes[: ctx.limits.max_buttons - 1]
    ]
    if here is not None:
        found.append(ctx.button(ctx.texts.t("Go on where we were"), "continue"))
    return tuple(found)
