"""The offer of a message once a day, at the end of the first evening."""

from bot import yesno
from bot.commands.context import Context, Note, note
from bot.person.asking import NOTHING
from bot.timewords.reading import Off, Unclear, When, parse_when


def offer(ctx: Context) -> Note:
    """At the end of the first evening, once."""
    t = ctx.texts.t
    words = t(
        "One more thing. If you like, I write once a day, about what we said you might notice. "
        "One short message, and it ends as soon as you say stop."
    )
    return note(
        words,
        ctx.button(t("Yes, at 20:00"), "remind", "20:00"),
        ctx.button(t("Yes, at another time"), "remind", "ask"),
        ctx.button(t("No, thank you"), "remind", "no"),
    )


def wish(text: str, locale: str) -> str | None:
    """What an answer to the offer asks of /remind; None: it was none."""
    answer = yesno.read(text)
    if answer.yes is not None and not answer.rest:
        return "ask" if answer.yes else "no"
    found = parse_when(text, locale)
    if isinstance(found, When) or (isinstance(found, Unclear) and found.heard != NOTHING):
        return answer.rest or text
    return "no" if answer.yes is False or isinstance(found, Off) else None
