"""Out of character: what is said when typed words speak of violence, self-harm or fear of someone.

No word of what was typed reaches this room, and nothing of it is kept: only a count.
"""

from bot.commands.context import Context, Reply, note


def care(ctx: Context, emergency: str | None) -> Reply:
    """Kind, plain, first; for a chat that nobody else reads. `emergency`: a local number where known."""
    t = ctx.texts.t
    rows = [
        t(
            "I'm stepping out of the story for a moment. "
            "What you wrote sounds serious, and I'm glad you said it."
        ),
        t(
            "I'm a scripted program and no help line: I can't understand or judge "
            "what you are going through. Please speak with a person who can."
        ),
    ]
    if emergency:
        rows.append(t("If you are in danger now, call {number}.", number=emergency))
    else:
        rows.append(t("If you are in danger now, call your local emergency number."))
    rows.append(t("People to talk to, in your country and language: {url}", url=ctx.about.helpline_url))
    rows.append(t("Nothing you just wrote is kept. Your place here is; /talk goes back to it, if you like."))
    buttons = [ctx.button(t("Go on with the evening"), "continue")]
    if ctx.saved.profile.reminder is not None:
        buttons.append(ctx.button(t("Pause the reminders"), "pause", "14 days"))
    return Reply((note("\n\n".join(rows), *buttons),), counts=("care",), private=True)


def still(ctx: Context) -> Reply:
    """What is typed next, where the dialogue waits for words: it is not taken as an answer to that."""
    t = ctx.texts.t
    words = t(
        "I'm here, but I'm only a program, and I keep none of this. "
        "At {url} you find people who listen. /talk goes back to the story.",
        url=ctx.about.helpline_url,
    )
    return Reply((note(words, ctx.button(t("Go on with the evening"), "continue")),), private=True)


def neutral(ctx: Context) -> Reply:
    """What others may read, where the answer itself went to the direct chat."""
    return Reply((note(ctx.texts.t("Thank you for writing. I've sent you a message in our direct chat.")),))


def general(ctx: Context) -> Reply:
    """Where there is no direct chat: nothing about what was written. The person they fear may be reading."""
    words = ctx.texts.t(
        "A word to everyone here, now and then: I'm a scripted program. Whoever needs to talk to a person "
        "finds one at {url}, and the local emergency number is always right.",
        url=ctx.about.helpline_url,
    )
    return Reply((note(words),), counts=("care",))
