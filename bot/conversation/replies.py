"""Commands and buttons: what is answered to them, and what they do to the talk."""

from datetime import timedelta

from bot.commands import setup, smalltalk
from bot.commands.context import Reply, Then
from bot.commands.reminding import city
from bot.commands.table import ASKED_BY, COMMANDS
from bot.conversation import called, dialogue, nudging, second_thoughts, steps
from bot.conversation.alone import reached
from bot.conversation.outputs import Became, Outputs, Settled, Used
from bot.conversation.saying import closed, spoken, words
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import Press, Receipt
from bot.person.asking import AfterCare, AskedAlone
from bot.reminders import stored

OPENED_WITHIN = timedelta(days=1)  # the direct chat, by who asked in a group for what is theirs alone
AGAIN = timedelta(seconds=30)  # in which the tap that was answered last is no other tap


async def pressed(view: View, press: Press) -> Outputs:
    saved = view.saved
    if press.owner != saved.subject.key:
        return ()
    if press.verb in ("o", "skip", "back"):
        of_now = (press.run, press.step) == (saved.run, saved.step)
        taken = await _taken(view, press) if of_now else None
        if taken is not None:
            return taken
        return _used(view) if _repeats(view, press) else await stale(view)
    used = _used(view)
    if press.verb == second_thoughts.VERB:
        return used + await second_thoughts.decided(view, press.value == "yes")
    if press.verb in COMMANDS:
        return used + await command(view, press.verb, press.value)
    return used + await command(view, "continue")


async def _taken(view: View, press: Press) -> Outputs | None:
    if press.verb != "back":
        return steps.take(view, press)
    out = await command(view, "back")
    saved = view.saved_after(out)
    return *out, Became(stored.with_facts(saved, replace(saved.profile.facts, tap=steps.tap_of(press))))


def _repeats(view: View, press: Press) -> bool:
    """Whether that is the tap which was answered last, tapped again because its answer was slow to come."""
    seen_at = view.loaded.seen_at
    recent = seen_at is not None and view.now - seen_at <= AGAIN
    return recent and view.saved.profile.facts.tap == steps.tap_of(press)


def _used(view: View) -> Outputs:
    source = view.inbound.source
    return (Used(Receipt(source, view.inbound.address)),) if source is not None else ()


async def stale(view: View) -> Outputs:
    """A button of an earlier question: the present one is shown again."""
    gone: Outputs = (words(view.texts.t("That question has gone by. Here is where we are.")),)
    if view.proved is None:  # else it is retired like any question that stood
        gone += _used(view)
    return gone + await dialogue.then(view, Then("continue"))


async def command(view: View, name: str, argument: str = "") -> Outputs:
    """Runs a command, by its own name or by what a language calls it."""
    found = called.slashed(name, argument)
    if found is None:
        return (words(_no_command(view, name)),)
    name, argument, entry = found.name, found.argument, COMMANDS[found.name]
    out: Outputs = ()
    pending = view.saved.pending
    if pending is not None and not isinstance(pending, AfterCare) and ASKED_BY.get(type(pending)) != name:
        out = (Became(closed(view.saved)),)
        view = view.after(out)
    reply = entry.run(await view.context(entry.needs), argument)
    if _for_one_alone(view, name, reply) and not reached(view):
        asked = AskedAlone(name, argument, view.now + OPENED_WITHIN)
        out += (Became(replace(view.saved, pending=asked)),)
        view = view.after(out)
    return out + await reply_of(view, name, reply)


def _no_command(view: View, name: str) -> str:
    near, texts = called.nearest(name), view.texts
    if near in (None, "help"):  # the line names it anyway
        return texts.t("I don't know that command. /help shows what there is.")
    return texts.t(
        "I don't know that command. Did you mean {command}? /help shows what there is.",
        command=texts.command(near),
    )


async def reply_of(view: View, name: str, reply: Reply) -> Outputs:
    """What a command answers, kept out of groups where it concerns the person alone."""
    return await answer(view, replace(reply, private=_for_one_alone(view, name, reply)))


def _for_one_alone(view: View, name: str, reply: Reply) -> bool:
    """Whether it is kept out of where others read: not what is said of reminders where the person wants
    them."""
    agreed = name == "remind" and stored.thread_of(view.saved) == view.inbound.address
    return reply.private or (COMMANDS[name].private and not agreed)


async def answer(view: View, reply: Reply) -> Outputs:
    """A reply's words, then what it wants of the dialogue. Where none may begin, words that lead to one are
    left out; what was decided on the way, such as a language, is not."""
    if reply.then is not None and setup.closed(view.present()) is not None and reply.saved is None:
        reply = Reply(then=reply.then)
    out = spoken(view, reply)
    shown = view.saved.shown
    if reply.forget and shown is not None:
        out += (Settled(None, at=await view.tools.store.receipt(view.saved.person, shown.id)),)
    view = view.after(out)
    if reply.sample:
        out += nudging.sample(view)
        view = view.after(out)
    return out + await dialogue.then(view, reply.then) if reply.then is not None else out


async def located(view: View, latitude: float, longitude: float) -> Outputs:
    reply = city.located(view.present(), latitude, longitude)
    return await not_words(view) if reply is None else await answer(view, reply)


async def not_words(view: View) -> Outputs:
    return await answer(view, smalltalk.not_words(view.present()))
