"""/menu: the series, its evenings, and where the person is."""

from bot.commands.context import Context, EpisodeCard, Note, Reply
from bot.commands.evenings import line
from bot.model import Button, Card, Mark, Rich, Style


def menu(ctx: Context, argument: str) -> Reply:
    """The map of the series with a button for each evening."""
    t = ctx.texts.t
    here = ctx.current
    lines = tuple(line(ctx.texts, card) for card in ctx.episodes)
    if here is not None:
        foot = t("You are in evening {number}: {name}", number=str(here.number), name=here.name)
    elif any(e.done for e in ctx.episodes):
        foot = t("Which evening shall we open? A finished one can be read again.")
    else:
        foot = t("Which evening shall we open? Any of them is a good start.")
    rich = Rich(
        "\n".join([ctx.series_name, "", *lines, "", foot]), (Mark(Style.BOLD, 0, len(ctx.series_name)),)
    )
    buttons = _buttons(ctx, here)
    shown = Card(ctx.series_name, lines, foot) if len(lines) <= len(buttons) else None
    return Reply((Note(rich, buttons, columns=1, card=shown),))


def _buttons(ctx: Context, here: EpisodeCard | None) -> tuple[Button, ...]:
    """The evenings in order, so that a button's place is the evening's number."""
    found = [
        ctx.button(f"{card.number}. {card.name}", "talk", card.key)
        for card in ctx.episodes[: ctx.limits.max_buttons - 1]
    ]
    if here is not None:
        found.append(ctx.button(ctx.texts.t("Go on where we were"), "continue"))
    return tuple(found)
