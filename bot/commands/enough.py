"""What stops when somebody says "stop" or "leave me alone": the notes, the evening, or somebody else."""

from typing import get_args

from bot.commands.context import Context, Reply, note
from bot.commands.reminding import remind
from bot.person.asking import AboutReminder, AskedOffer

_OF_NOTES = (*get_args(AboutReminder), AskedOffer)


def enough(ctx: Context, argument: str) -> Reply:
    """Asks which of them. `argument` "notes": the notes, where there are any or they are asked about."""
    t, plan = ctx.texts.t, ctx.saved.profile.reminder
    notes = plan is not None and plan.on
    if argument == "notes" and (notes or isinstance(ctx.saved.pending, _OF_NOTES)):
        return remind.remind(ctx, "off")
    words = t(
        "What shall stop? I can keep your place here for another day. If it's somebody else who ought to "
        "stop, “Help, now” says whom to call."
    )
    buttons = [ctx.button(t("That's enough for today"), "later")]
    if notes:
        buttons.append(ctx.button(t("Stop the notes"), "remind", "off"))
    buttons += [ctx.button(t("Help, now"), "helpnow"), ctx.button(t("Nothing, go on"), "continue")]
    return Reply((note(words, *buttons),))
