"""After the last line of an evening: what comes next."""

from bot.commands.context import Context, EpisodeCard, Reply, note
from bot.commands.talk import FAREWELL
from bot.model import Button


def ended(ctx: Context, *, first_time: bool) -> Reply:
    """Words and ways on. `first_time`: this evening was finished just now, for the first time."""
    t = ctx.texts.t
    following = ctx.next_episode
    if following is None:
        words = t("That was the last of the evenings. Any of them can be read again, whenever you like.")
    elif first_time:
        words = t("That was this evening. The next one can wait until tomorrow, or not, as you like.")
    else:
        words = t("That's all for this one. What would you like next?")
    return Reply((note(words, *ways(ctx, following)),))


def between(ctx: Context) -> Reply:
    """Someone comes back when nothing is open."""
    t = ctx.texts.t
    following = ctx.next_episode
    if following is None:
        words = t(
            "Good to see you. You have heard all the evenings, and each can be read again from the menu."
        )
    else:
        words = t("Good to see you. Nothing is open at the moment. Shall we begin the next evening?")
    return Reply((note(words, *ways(ctx, following)),))


def ways(ctx: Context, following: EpisodeCard | None) -> tuple[Button, ...]:
    """On from where nothing is open, the likeliest first."""
    t = ctx.texts.t
    menu = ctx.button(t("The menu"), "menu")
    if following is None:
        last = (ctx.button(t("A last word"), "talk", FAREWELL),) if ctx.farewell else ()
        return (*last, menu)
    return (ctx.button(t("Begin: {name}", name=following.name), "talk", following.key), menu)
