"""/feedback, words for whoever runs the bot; and /notes, whether they may write to everybody."""

from datetime import timedelta

from bot.commands.context import Context, Reply, note
from bot.ports import Feedback
from bot.reminders import stored

LONGEST = 1_000  # characters that are kept
BETWEEN = timedelta(minutes=10)


def feedback(ctx: Context, argument: str) -> Reply:
    """Keeps what is behind the command for the operators."""
    t, facts, words = ctx.texts.t, ctx.saved.profile.facts, argument.strip()
    if not words:
        how = t("Write it behind the command, like this: /feedback The second evening was too long for me.")
        return Reply((note(how),), private=True)
    last = facts.feedback_at
    if last is not None and last <= ctx.now < last + BETWEEN:  # a clock that was put back holds nobody off
        return Reply(
            (note(t("Thank you, I have passed one on just now. Please wait ten minutes.")),), private=True
        )
    thanks = t(
        "Thank you. I've passed it on to the people who run me. What I keep of it goes when you say /forget."
    )
    saved = stored.with_feedback(ctx.saved, ctx.now)
    return Reply((note(thanks),), saved=saved, private=True, feedback=(Feedback(ctx.now, words[:LONGEST]),))


def notes(ctx: Context, argument: str) -> Reply:
    """Whether the people who run the bot may write a note now and then."""
    t, on = ctx.texts.t, ctx.saved.profile.facts.notes
    match argument.strip().lower():
        case "on" if ctx.saved.profile.reminder is None:
            where = t("Tell me your city first, with /remind, so that no note comes at night.")
            return Reply((note(where, ctx.button(t("Set a reminder"), "remind", "ask")),), private=True)
        case "on":
            saved, wakeup = stored.with_notes(ctx.saved, on=True)
            yes = t("Good. A note comes now and then, one a day at most, never in your quiet hours.")
            return Reply((note(yes),), saved=saved, wakeups=(wakeup,), private=True)
        case "off":
            saved, wakeup = stored.with_notes(ctx.saved, on=False)
            return Reply((note(t("All right, no notes.")),), saved=saved, wakeups=(wakeup,), private=True)
    other = ctx.button(t("No notes"), "notes", "off") if on else ctx.button(t("Yes, notes"), "notes", "on")
    asked = t(
        "Shall the people who run me write to you when there is something new? Rarely, and “stop” ends it."
    )
    return Reply((note(asked, other),), private=True)
