"""What stops when somebody says "stop" or "leave me alone": the notes, the evening, or somebody else."""

from bot.commands.context import Context, Reply, note
from bot.commands.reminding import remind


def enough(ctx: Context, argument: str) -> Reply:
    """Asks which of them. `argument` "notes": it is the notes, where there are any."""
    t, plan = ctx.texts.t, ctx.saved.profile.reminder
    notes = ctx.saved.profile.facts.notes or (plan is not None and plan.on)
    if argument == "notes" and notes:
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
