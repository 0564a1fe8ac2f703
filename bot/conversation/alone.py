"""What is for one person alone, where others read along: whether it can be brought to them, and what the
others see of it."""

from bot.commands.context import note
from bot.conversation.outputs import Became, Outputs, Said
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import ANSWER, Button, Press


def reached(view: View) -> bool:
    """Whether it can be brought: a closed direct chat is opened by no word in a group, and on some platforms
    only the person begins one."""
    if view.alone:
        return True
    known = view.saved.direct is not None or view.limits.writes_first
    return known and not view.loaded.profile.unreachable


def elsewhere(view: View) -> Outputs:
    """What others read: the same words whatever it is. Where it is not brought yet, a link leads there."""
    text, saved = view.texts.t("Your answer waits in our direct chat, for you alone."), view.saved
    if view.limits.threads:  # what a command answers is seen by its person alone
        text += " " + view.texts.t(
            "If that is closed to me, take one of my commands here, such as /help: "
            "only you see what it answers."
        )
    profile = replace(saved.profile, unreachable=view.loaded.profile.unreachable)
    still: Outputs = () if profile == saved.profile else (Became(replace(saved, profile=profile)),)
    if view.limits.writes_first or reached(view):
        return *still, Said((note(text),))
    link = Button(view.texts.t("Open our chat"), Press(saved.subject.key, ANSWER))
    return *still, Said((note(text, link),))
