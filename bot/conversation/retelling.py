"""What was said and did not arrive is said again at the person's next word."""

from collections.abc import Sequence
from functools import reduce

from bot.commands.context import Note, Then, note
from bot.conversation import compose, dialogue, untold
from bot.conversation.outputs import Became, Outputs, Retold, Said, Settled, Shown
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import ByItself, Message, Outgoing, Rich, Say, Upload
from bot.reminders import stored


async def retold(view: View) -> tuple[Outputs, bool]:
    """Says it. True: the question that stands was among it, so nobody has seen it yet."""
    if isinstance(view.inbound.body, ByItself):
        return (), False
    lost = await view.tools.store.undelivered(view.saved.person)
    if view.limits.threads and not view.alone:  # what a command answers is for them alone: it comes with that
        lost = [row for row in lost if not row.address.direct]
    if not lost:
        return (), False
    stood = view.loaded.shown
    asked = stood.id if stood is not None and view.proved is None else ""
    told = [row for row in lost if row.id != asked]
    unseen = len(told) < len(lost)
    if untold.is_told(view):  # the page of help itself is among it, and needs no second telling
        told = [row for row in told if not row.address.direct]
    out: Outputs = (Retold(tuple(row.id for row in lost)),)
    for private in (False, True):
        out += _said(
            view, [row for row in told if (row.address.direct and not view.alone) is private], private
        )
    return out, unseen


async def shown(view: View, out: Outputs) -> Outputs:
    """The question that nobody has seen, where this turn has not gone past it."""
    if any(isinstance(output, Shown | Settled) for output in out):
        return ()
    return await dialogue.then(view, Then("continue"))


def _said(view: View, rows: Sequence[Outgoing], private: bool) -> Outputs:
    t = view.texts.t
    messages = [_whole(row.action.message) for row in rows if isinstance(row.action, Say)]
    files = [row.action.name for row in rows if isinstance(row.action, Upload)]
    out: Outputs = ()
    if messages:
        whole = reduce(
            compose.join, messages, Message(Rich(t("Something I wrote did not arrive. Here it is:")))
        )
        out += (Said((Note(whole.body),), private, whole.said, again=True),)
    if files:
        named = t("I could not bring you {files}. /export makes it anew.", files=", ".join(files))
        facts = replace(view.saved.profile.facts, exported_at=None)  # it was not had yet
        out += Became(stored.with_facts(view.saved, facts)), Said((note(named),), private, again=True)
    return out


def _whole(message: Message) -> Message:
    """Without buttons, which would be of a moment that has gone by; what they offered stands listed, and what
    a picture showed is said."""
    message = message.in_words
    listed = "\n".join((message.body.text, "", *message.listing)) if message.listing else message.body.text
    return replace(message, body=Rich(listed, message.body.marks), buttons=(), listing=(), card=None)
