"""Out of character: what is said when typed words speak of violence, self-harm or fear of someone.

No word of what was typed reaches this room, and nothing of it is kept: only a count.
"""

from bot.commands.context import Context, Reply, Then, note
from bot.frozen import replace
from bot.model import Button
from bot.person.asking import AfterCare


def answered(ctx: Context, argument: str) -> Reply:
    """What was answered to "are you in danger?": yes, no, or neither; without an answer, whom to talk to."""
    t = ctx.texts.t
    pending = ctx.saved.pending
    saved = (
        replace(ctx.saved, pending=replace(pending, asked=False)) if isinstance(pending, AfterCare) else None
    )
    match argument:
        case "no":
            words = t("Thank you for telling me. I ask rather once too often. Then we go on.")
            return Reply((note(words),), saved=saved, then=Then("continue"), private=True)
        case "neither":
            words = t(
                "That's all right, you need not say. If it ever weighs too much: at {url} you find people"
                " who "
                "listen. I keep none of this. Your place is kept, and /talk goes back to it.",
                url=ctx.about.helpline_url,
            )
            return Reply((note(words, _go_on(ctx)),), saved=saved, private=True)
    return replace(care(ctx), saved=saved)


def ask(ctx: Context) -> Reply:
    """Where it is not sure what was meant: a gentle question, as private as the answer."""
    t = ctx.texts.t
    words = t("That sounds hard. Do you mean that you are in danger, or somebody with you?")
    buttons = (
        ctx.button(t("Yes"), "care", "yes"),
        ctx.button(t("No, it's something else"), "care", "no"),
        ctx.button(t("Neither, or I'd rather not say"), "care", "neither"),
    )
    return Reply((note(words, *buttons),), counts=("care-asked",), private=True)


def care(ctx: Context) -> Reply:
    """Kind, plain, first; for a chat that nobody else reads."""
    t, number = ctx.texts.t, ctx.emergency
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
    if number:
        rows.append(t("If you are in danger now, call {number}.", number=number))
    else:
        rows.append(t("If you are in danger now, call your local emergency number."))
    rows.append(t("People to talk to, in your country and language: {url}", url=ctx.about.helpline_url))
    rows.append(
        t("Nothing you just wrote is kept. Your place here is, and /talk goes back to it, if you like.")
    )
    buttons = [_go_on(ctx)]
    if ctx.saved.profile.reminder is not None:
        buttons.append(ctx.button(t("Pause the reminders"), "pause", "14 days"))
    return Reply((note("\n\n".join(rows), *buttons),), counts=("care",), private=True)


def still(ctx: Context, kind: str = "") -> Reply:
    """What is typed in the hour after: it is heard as what it is, and taken for no answer to the dialogue."""
    t, url = ctx.texts.t, ctx.about.helpline_url
    words = {
        "thanks": t(
            "You're welcome. I'm glad you said it. At {url} you find people who listen, whenever you want. "
            "/talk goes back to the story.",
            url=url,
        ),
        "question": t(
            "That is a real question, and it deserves a person who hears all of it. I'm only a program. "
            "At {url} they listen, also to “is this normal?” and “should I go?”. /talk goes back to"
            " the story.",
            url=url,
        ),
        "feelings": t(
            "I believe you. You don't have to carry that alone: at {url} you find people who listen, now"
            " too. "
            "I keep none of this. /talk goes back to the story.",
            url=url,
        ),
    }.get(
        kind,
        t(
            "I'm here, but I'm only a program, and I keep none of this. "
            "At {url} you find people who listen. /talk goes back to the story.",
            url=url,
        ),
    )
    return Reply((note(words, _go_on(ctx)),), private=True)


def _go_on(ctx: Context) -> Button:
    return ctx.button(ctx.texts.t("Go on with the evening"), "continue")
