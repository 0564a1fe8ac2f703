"""What could not be said where others read, and is said as soon as the person is alone with the bot: the page
of help before anything else, and what they asked for when they follow the link."""

from datetime import timedelta

from bot.commands import care
from bot.conversation import ending, replies
from bot.conversation.outputs import Became, Outputs
from bot.conversation.saying import CARE_LASTS, closed, expecting, said
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import ANSWER, ByItself, CommandCall, Opened, Press
from bot.person.asking import AfterCare, AskedAlone
from bot.ports import Saved
from bot.reminders import stored

DANGER, ASK = "danger", "ask"  # words of danger, and what may be such
WAITS = timedelta(days=7)  # for so long words of danger are answered late rather than never


def kept(view: View, level: str) -> Saved:
    """The person, whose words of danger wait for their answer; nothing of the words is kept."""
    facts = view.saved.profile.facts
    before = facts.untold[0] if facts.untold is not None else level
    untold = (level if before == ASK else before, view.now)
    return stored.with_facts(closed(view.saved), replace(facts, untold=untold))


async def told(view: View) -> tuple[Outputs, bool]:
    """What waited. True: that is the whole answer to what they did just now."""
    body = view.inbound.body
    if isinstance(body, ByItself):
        return (), False
    still = _unread(view)
    view, facts = view.after(still), view.after(still).saved.profile.facts
    if not view.alone:
        return still, False
    if facts.untold is not None:
        level, at = facts.untold
        view = view.at(stored.with_facts(view.saved, replace(facts, untold=None)))
        if view.now - at <= WAITS:
            return await helped(view, asks=level == ASK), not _goes_on(body)
        return (Became(view.saved),), False
    before = view.saved.pending
    if isinstance(before, AskedAlone) and _comes_in(body):
        view = view.at(closed(view.saved))
        return (Became(view.saved), *await replies.command(view, before.command, before.argument)), True
    if isinstance(before, AfterCare) and body == CommandCall("start", ANSWER):  # the link, tapped once more
        return await helped(view, asks=before.asked), True
    return (), False


def _unread(view: View) -> Outputs:
    """The page of help went to a direct chat that turned out to be closed: it waits."""
    before = _unread_page(view)
    return (Became(kept(view, ASK if before.asked else DANGER)),) if before is not None else ()


def _unread_page(view: View) -> AfterCare | None:
    before = view.loaded.pending
    return before if view.loaded.profile.unreachable and isinstance(before, AfterCare) else None


def is_told(view: View) -> bool:
    """Whether the page of help that waited was said in this turn."""
    waited = view.loaded.profile.facts.untold is not None or _unread_page(view) is not None
    return waited and view.alone and view.saved.profile.facts.untold is None


async def helped(view: View, *, asks: bool) -> Outputs:
    """The page of help or, where it is not sure that they speak of danger, the question."""
    ctx = await view.context(frozenset({"emergency"}))
    answer = care.ask(ctx) if asks else care.care(ctx)
    out: Outputs = (Became(expecting(view.saved, AfterCare(view.now + CARE_LASTS, asks))),)
    if view.loaded.profile.unreachable:  # the direct chat is open again
        out += ending.replanned(view.after(out))
    return (*out, said(*answer.notes, private=True))


def _comes_in(body: object) -> bool:
    """Whether they come by the link, or open the chat."""
    return isinstance(body, Opened) or (isinstance(body, CommandCall) and body.name == "start")


def _goes_on(body: object) -> bool:
    """Whether they did something beside coming in: that is answered as well."""
    return isinstance(body, Press) or (isinstance(body, CommandCall) and body.name != "start")
