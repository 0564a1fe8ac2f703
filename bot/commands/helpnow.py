"""/helpnow: help in one tap, from any evening. A number, people to talk to, no traces, no notes, and back."""

from bot.commands.context import Context, Reply, note
from bot.commands.reminding.hour import until
from bot.frozen import replace
from bot.person.asking import AfterCare, AfterHelp
from bot.ports import Saved


def helpnow(ctx: Context, argument: str) -> Reply:
    """One screen, for the person alone. Nothing moves in the dialogue; “Back” shows its question again."""
    t, number = ctx.texts.t, ctx.emergency
    danger = (
        t("If you are in danger now, call {number}.", number=number)
        if number
        else t("If you are in danger now, call your local emergency number.")
    )
    rows = [
        danger,
        t("People to talk to, in your country and language: {url}", url=ctx.about.helpline_url),
        _erasing(ctx),
        t(
            "If somebody watches this phone, an empty chat may be noticed, too: "
            "look for help from another one."
        ),
        t("/forget erases everything that I keep of you, this talk and your journal included."),
    ]
    buttons = [ctx.button(t("Erase what I keep"), "forget")]
    plan = ctx.saved.profile.reminder
    if plan is not None and plan.on:
        rows.append(t("The daily notes can be stopped here, too."))
        buttons.append(ctx.button(t("Stop the notes"), "remind", "off"))
    buttons.append(ctx.button(t("Back"), "continue"))
    return Reply((note("\n\n".join(rows), *buttons),), saved=_listening(ctx), private=True)


def _listening(ctx: Context) -> Saved:
    """The person, whose next words may be about the page. The hour after words of danger has its own ear."""
    saved = ctx.saved
    if isinstance(saved.pending, AfterCare):
        return saved
    return replace(saved, pending=AfterHelp(until(ctx)))


def _erasing(ctx: Context) -> str:
    """How this chat is taken off the screen: the bot cannot do that for anybody."""
    t = ctx.texts.t
    match ctx.saved.subject.platform:
        case "telegram":
            return t("To erase this chat: press and hold it in the list of chats, then choose Delete.")
        case "discord" if ctx.alone and not ctx.inbound.address.direct:
            return t(
                "Only you see this message: “Dismiss message” below it takes it away. What stands in a "
                "thread of ours stays there for whoever sees the thread: you can delete what you wrote, "
                "those who look after the server all of it."
            )
        case "discord":
            return t(
                "Discord lets you close this chat, not erase it: press and hold it in the list, then choose "
                "Close. What was written stays with Discord."
            )
        case "terminal":
            return t("To erase this chat: close the window, and clear its history.")
    return t("To erase this chat: open your list of chats, and delete it there.")
