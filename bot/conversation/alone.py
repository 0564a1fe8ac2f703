"""What is for one person alone, where others read along: whether it can be brought to them, and what the
others see of it."""

from bot.commands.context import note
from bot.conversation.outputs import Became, Outputs, Said, Whispered
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import ANSWER, Button, Press
from bot.texts import Texts


def reached(view: View) -> bool:
    """Whether it can be brought, or is to be tried: on some platforms only the person begins a direct chat,
    and no word in a group opens one that is closed."""
    if view.alone or view.limits.writes_first:
        return True
    return view.saved.direct is not None and not view.loaded.profile.unreachable


def shut(texts: Texts) -> str:
    """What others read in a thread whose person's direct chat takes nothing: what helps, and nothing of what
    it was."""
    return texts.t(
        "Our direct chat is closed to me, and what I have for you is for you alone. You open it in this "
        "server's menu: Privacy Settings, direct messages. Or take one of my commands here, such as /help: "
        "only you see what it answers."
    )


def elsewhere(view: View) -> Outputs:
    """What others read: the same words whatever it is. Where it is not brought yet, a link leads there. Of
    what a button or a form asks for they read nothing."""
    text, saved = view.texts.t("Your answer waits in our direct chat, for you alone."), view.saved
    if view.inbound.aside is not None:
        return (Whispered((note(text),)),)
    if view.limits.threads and not view.inbound.address.is_own_thread:  # there nothing says that it is closed
        text += " " + view.texts.t(
            "If that is closed to me, take one of my commands here, such as /help: "
            "only you see what it answers."
        )
    if reached(view):
        return (Said((note(text),)),)
    profile = replace(saved.profile, unreachable=view.loaded.profile.unreachable)
    still: Outputs = () if profile == saved.profile else (Became(replace(saved, profile=profile)),)
    link = Button(view.texts.t("Open our chat"), Press(saved.subject.key, ANSWER))
    return *still, Said((note(text, link),))
