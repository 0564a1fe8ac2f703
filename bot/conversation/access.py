"""For whom the bot is, where its operator has named them. Everybody else is told so, kindly.

Nothing of them is kept. Words of danger are answered all the same, and what is kept of somebody stays in
their own hands."""

from collections.abc import Sequence

from bot.conversation import nudging, typed, untold
from bot.conversation.outputs import Forgotten, Outputs
from bot.conversation.saying import words
from bot.conversation.view import View
from bot.frozen import frozen, replace
from bot.model import ByItself, CommandCall, Inbound, Membership, Press, Text, Wakeup
from bot.person.asking import AskedToForget
from bot.ports import Saved
from bot.reminders import stored

# What everybody may do with what is kept of them.
_THEIRS = frozenset({"forget", "export", "privacy"})


@frozen
class Access:
    """`ids` of people, groups and servers, `platform:id` where one platform is meant; `names` of people,
    without @ and in lower case. Neither: everybody."""

    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @property
    def everybody(self) -> bool:
        return not (self.ids or self.names)

    def admits(self, inbound: Inbound) -> bool:
        """Whether the person, or the group in which they do it, is named. News of their chat says no name."""
        return self.everybody or isinstance(inbound.body, Membership) or self._entry(inbound) is not None

    def still_admits(self, saved: Saved, inbound: Inbound) -> bool:
        """The same of what comes by itself: whether the person is named now, or what they were last let in by
        is. Of a circle that is what its last member was."""
        if self.everybody or self._entry(inbound) is not None:
            return True
        by = saved.profile.facts.let_in
        return by in self.ids or (by.startswith("@") and by[1:] in self.names)

    def noted(self, saved: Saved, inbound: Inbound) -> Saved:
        """The person, or the circle, with what lets them in; where that is their own number, nothing."""
        if self.everybody or isinstance(inbound.body, ByItself):
            return saved
        entry, own = self._entry(inbound), self._of(inbound.subject.platform, saved.subject.key)
        by = saved.profile.facts.let_in if entry is None else "" if entry == own else entry
        facts = saved.profile.facts
        return saved if by == facts.let_in else stored.with_facts(saved, replace(facts, let_in=by))

    def _entry(self, inbound: Inbound) -> str | None:
        """The first of the setting's entries that names them."""
        keys = [inbound.doer.key]
        if not inbound.address.direct:
            keys += [inbound.address.chat, *((inbound.venue.key,) if inbound.venue is not None else ())]
        found = (self._of(inbound.subject.platform, key) for key in keys)
        named = next((entry for entry in found if entry is not None), None)
        called = inbound.username.casefold()
        return named if named is not None or called not in self.names or not called else f"@{called}"

    def _of(self, platform: str, key: str) -> str | None:
        return next((entry for entry in (key, f"{platform}:{key}") if entry in self.ids), None)


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
    """What somebody hears for whom the bot is not; None: nothing, it was not said to it. What would come by
    itself is passed over: it comes again once they are named."""
    body = view.inbound.body
    if isinstance(body, Wakeup):
        return nudging.pass_over(view, body, "uninvited")
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
