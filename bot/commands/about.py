"""/help and /privacy: what this is, and what it keeps."""

from bot.commands.context import Context, Reply, note, say
from bot.model import MenuEntry


def help_(ctx: Context, argument: str) -> Reply:
    """What one can do here, on one screen."""
    t = ctx.texts.t
    rows = [
        t("If it's you who needs help, or somebody with you: /helpnow says whom to call."),
        t("I'm a scripted program. I can't judge an emergency, so please call your local number then."),
        "",
        _asking(ctx),
        "",
    ]
    rows += [
        f"/{_typed(ctx, entry)} – {entry.description}"
        for entry in ctx.menu
        if not (entry.admin or entry.on_message)
    ]
    if ctx.about.operator_contact:
        rows += ["", t("Who runs this bot: {contact}", contact=ctx.about.operator_contact)]
    return Reply((note("\n".join(rows), ctx.button(t("Help, now"), "helpnow")),))


def _asking(ctx: Context) -> str:
    t = ctx.texts.t
    if ctx.types:
        return t("Tap a question, or type it: its number, its words, or words of your own.")
    return t(
        "Tap a question, or “{words}” below it, and write there. In a thread of ours you can also type it, "
        "with a mention of me before it.",
        words=t("In my own words…"),
    )


def _typed(ctx: Context, entry: MenuEntry) -> str:
    """What is typed after the slash here."""
    below = ctx.limits.below
    return entry.name if entry.flat or not below else f"{below} {entry.name}"


def privacy(ctx: Context, argument: str) -> Reply:
    """What is kept, where, for how long, and who runs it."""
    t, about = ctx.texts.t, ctx.about
    contact = about.operator_contact or t("the person who gave you the link to this bot")
    rows = [
        t("What is kept, and why"),
        t("• Your account's number here, your language and your settings, to know you again."),
        t("• Your place in the talk and the answers you gave it (a first name, for one)."),
        t("• Reflections you write: in your journal only. Nobody else is shown them. /journal, /export."),
        t(
            "• Which evenings and questions were reached and when, without your words: {days} days.",
            days=str(about.log_days),
        ),
        t("• What you send with /feedback, for the people who run me to read."),
        t("• What you type otherwise is read to answer you and then not kept."),
    ]
    if about.keep_misses:
        rows.append(
            t("• Questions I had no answer for may be kept without names, numbers and links, to learn from.")
        )
    rows += [
        t(
            "Where: in the operator's own database. {platform} sees this chat too, under its own rules.",
            platform=ctx.saved.subject.platform.capitalize(),
        ),
        t(
            "How long: until you say /forget, which erases all of it at once. "
            "Backups keep it {days} more days.",
            days=str(about.backup_days),
        ),
        t("Who runs this bot: {contact}", contact=contact),
    ]
    return say("\n".join(rows))
