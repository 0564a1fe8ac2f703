"""For whom the bot is, where its operator has named them. Everybody else is told so, kindly.

Nothing of them is kept. Words of danger are answered all the same, and what is kept of somebody stays in
their own hands."""

from collections.abc import Sequence

from bot.conversation import typed, untold
from bot.conversation.outputs import Forgotten, Outputs
from bot.conversation.saying import words
from bot.conversation.view import View
from bot.frozen import frozen
from bot.model import CommandCall, Inbound, Membership, Press, Text, Wakeup
from bot.person.asking import AskedToForget
from bot.ports import Saved

# What everybody may do with what is kept of them.
_THEIRS = frozenset({"forget", "export", "privacy"})


@frozen
class Access:
    """`ids` of people, groups and servers, `platform:id` where one platform is meant; `names` of people,
    without @ and in lower case. Neither: everybody."""

    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def admits(self, inbound: Inbound) -> bool:
        """Whether the person, or the group in which they do it, is named. A wake-up was set by someone who
        was, and says no name."""
        if not (self.ids or self.names) or isinstance(inbound.body, Wakeup | Membership):
            return True
        keys = [inbound.doer.key]
        if not inbound.address.direct:
            keys += [inbound.address.chat, *((inbound.venue.key,) if inbound.venue is not None else ())]
        platform = inbound.subject.platform
        named = any(key in self.ids or f"{platform}:{key}" in self.ids for key in keys)
        return named or (bool(inbound.username) and inbound.username.casefold() in self.names)


def access(allowed: Sequence[str]) -> Access:
    """From the setting's entries."""
    names = frozenset(entry[1:].casefold() for entry in allowed if entry.startswith("@"))
    return Access(frozenset(entry for entry in allowed if not entry.startswith("@")), names)


def theirs(saved: Saved, inbound: Inbound) -> bool:
    """Whether this is about what is kept of the person."""
    if saved.version == 0:
        return False
    match inbound.body:
        case CommandCall(name) | Press(verb=name):
            return name in _THEIRS
        case Text():
            return isinstance(saved.pending, AskedToForget)
    return False


async def refused(view: View) -> Outputs | None:
    """What somebody hears for whom the bot is not; None: nothing, it was not said to it."""
    body = view.inbound.body
    alarm = await typed.listen(view, body)
    if alarm is not None:
        return alarm
    told, whole = await untold.told(view)
    if whole:
        return told
    if typed.in_passing(view, body):
        return None
    contact, t = view.tools.about.operator_contact, view.texts.t
    line = t("I'm here for a small circle of invited people only, and you aren't among them yet.")
    if contact:
        line += " " + t("Who runs me decides that: {contact}", contact=contact)
    return (*told, words(line), Forgotten()) if view.loaded.version == 0 else (*told, words(line))
