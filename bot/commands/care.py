"""Out of character: what is said when typed words speak of violence, self-harm or fear of someone.

No word of what was typed reaches this room, and nothing of it is kept: only a count.
"""

from bot.commands.context import Context, Reply, note


def care(ctx: Context, emergency: str | None, *, alone: bool) -> Reply:
    """Kind, plain, first. `emergency` is a local number where one is known; `alone` says that nobody
    else reads this chat: elsewhere the words stay general, for the person they fear may be reading."""
    t = ctx.texts.t
    if not alone:
        return Reply((note(t("Thank you for writing. I've sent you a message in our direct chat.")),))
    rows = [
        t(
            "I'm stepping out of the story for a moment. "
            "What you wrote sounds serious, and I'm glad you said it."
        ),
        t(
            "I'm a scripted program and no help line: I can't understand or judge "
            "what you are going through. "
            "Please speak with a person who can."
        ),
    ]
    if emergency:
        rows.append(t("If you are in danger now, call {number}.", number=emergency))
    else:
        rows.append(t("If you are in danger now, call your local emergency number."))
    rows.append(t("People to talk to, in your country and language: {url}", url=ctx.about.helpline_url))
    rows.append(
        t("Nothing you just wrote is kept. Your place here is; /continue goes back to it, if you like.")
    )
    buttons = [ctx.button(t("Go on with the evening"), "continue")]
    if ctx.saved.profile.reminder is not None:
        buttons.append(ctx.button(t("Pause the reminders"), "pause", "14 days"))
    return Reply((note("\n\n".join(rows), *buttons),), counts=("care",), private=True)
