"""What each meaning of typed words does in a turn: a table of small handlers, each from a view to outputs."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.clean import clean, fold
from bot.commands import care, counting, heard, naming, smalltalk, talk
from bot.commands.context import Context, Reply, Then
from bot.commands.reminding import hour
from bot.commands.table import ASKED_BY
from bot.conversation import (
    answers,
    asked_back,
    called,
    dialogue,
    moves,
    not_offered,
    pages,
    replies,
    steps,
    untold,
    words_asked,
)
from bot.conversation.alone import elsewhere, reached
from bot.conversation.meanings import (
    Beyond,
    Chosen,
    ForCommand,
    ForNudge,
    ForQuestion,
    HouseWord,
    Meaning,
    NotYet,
    Order,
    Perhaps,
    Skipped,
    Unknown,
    Ways,
    WordOf,
)
from bot.conversation.outputs import Became, Counted, Forgotten, Missed, Outputs
from bot.conversation.saying import ask_name, closed, said, spoken, words
from bot.conversation.understand import TYPED_LIMIT, alarming, at_once, beyond_care
from bot.conversation.view import View, is_name
from bot.engine.effects import Answer, SayLine
from bot.engine.state import Answering, State
from bot.frozen import replace
from bot.hearing.hear import plainly
from bot.hearing.kinds import Heard, Kind
from bot.hearing.phrases import asks
from bot.hearing.worded import beyond_a_script
from bot.matching.misses import redact
from bot.matching.smalltalk import small_talk
from bot.model import Alarm, Body, CommandCall, Edited, Located, Press, Text, Unreadable
from bot.person.asking import AfterCare, AskedAlone
from bot.yesno import yes_or_no

_IN_PASSING = 6  # words


async def listen(view: View, body: Body) -> Outputs | None:
    """Answers words of danger, wherever they stand: typed, in a form, behind a command. It comes before all
    else, whatever state things are in. None: there are none."""
    match body:
        case Text(typed) | Edited(typed):
            text = typed
        case CommandCall(name, argument, options):
            text = "\n".join((f"{name} {argument}", *(value for _, value in options)))
        case Press(verb=verb, value=value) if verb not in ("o", "skip"):
            text = value  # nobody types there, but it may have been forged
        case _:
            return None
    found = body.alarm if isinstance(body, Text) else None
    if found is None:
        with view.tools.timing("care"):
            found = await alarming(text)
    # In the hour after, what may have been meant otherwise is answered gently anyway.
    if found is None or (found.level == "ask" and view.after_care):
        return None
    return await _mean(view, found)


async def respond(view: View, typed: Text) -> Outputs:
    """Answers any typed words without words of danger; never by silence."""
    company = await _in_company(view, typed)
    if company is not None:
        return company
    saved = view.saved
    if typed.showing is not None and typed.showing != (saved.run, saved.step):
        # What a form of an earlier question answers is not what is asked now.
        return await moved_on(view, typed) or await replies.stale(view)
    return await _understood(view, typed.text)


async def _understood(view: View, text: str) -> Outputs:
    with view.tools.timing("match"):
        meaning = await beyond_care(text, view.openness(), view.tools.matcher)
    return await _mean(view, meaning)


def in_passing(view: View, body: Body) -> bool:
    """Whether somebody who has no talk in this group only said something beside the bot: people laugh at what
    it wrote, and do not want an answer."""
    if view.alone:
        return False
    saved = view.saved
    talks_here = saved.state is not None and not all(map(view.hidden, (saved.episode, *saved.bookmarks)))
    waits = saved.pending is not None and not isinstance(saved.pending, AskedAlone)
    if talks_here or waits:
        return False
    if isinstance(body, Text):
        wordless = not any(map(str.isalnum, body.text))
        return not body.called and (wordless or small_talk(body.text) is not None)
    return isinstance(body, Unreadable | Located)


async def _in_company(view: View, typed: Text) -> Outputs | None:
    """Words in a group that are no answer to a talk of that group. None: they are, or they are a command."""
    saved = view.saved
    if view.alone or typed.text.lstrip().startswith("/"):
        return None
    if saved.state is None:
        out = spoken(view, talk.in_company(view.present()))
        # Nothing is kept of somebody who passes by.
        return (*out, Forgotten()) if view.loaded.version == 0 else out
    if not view.hidden(saved.episode) and typed.text.strip():
        return None
    # A command that asked something may have been called here, though its question went to the direct chat.
    pending = saved.pending
    if pending is not None and type(pending) in ASKED_BY:
        answered = await asked_back.answered(view, pending, typed.text)
        if answered is not None:
            return answered
    return await dialogue.then(view, Then("continue"))


async def moved_on(view: View, typed: Text) -> Outputs:
    """What was typed for a question that is not there any more, or was never seen: an answer to it is none to
    the present one, but a command is a command."""
    openness = replace(view.openness(), options=(), asked="", episodes=())
    meaning = at_once(clean(typed.text, TYPED_LIMIT), openness)
    return await _mean(view, meaning) if isinstance(meaning, Order) else ()


async def _mean(view: View, meaning: Meaning) -> Outputs:
    out: Outputs = ()
    if not isinstance(meaning, ForCommand | Alarm | Order) and view.saved.pending is not None:
        out = (Became(closed(view.saved)),)
    return out + await _MEANINGS[type(meaning)](view.after(out), meaning)


async def _alarm(view: View, meaning: Alarm) -> Outputs:
    """Others who read along see what they see of any answer that is for one alone."""
    body, asks = view.inbound.body, meaning.level == untold.ASK
    if isinstance(body, CommandCall) and body.anothers:
        return spoken(view, care.worried(await view.context(frozenset({"emergency"}))))
    counted = Counted("care-asked" if asks else "care")
    out: Outputs = ()
    if not reached(view):
        out = (Became(untold.kept(view, meaning.level)),)
        return *out, *elsewhere(view.after(out)), counted
    if not view.alone:
        out = elsewhere(view)
    return *out, *await untold.helped(view, asks=asks), counted


async def _order(view: View, meaning: Order) -> Outputs:
    return await replies.command(view, meaning.name, meaning.argument)


async def _for_command(view: View, meaning: ForCommand) -> Outputs:
    pending = view.saved.pending
    if pending is not None:
        answered = await asked_back.answered(view, pending, meaning.text)
        if answered is not None:
            return answered
    # It was no answer to what the bot had asked: the dialogue may have it.
    out: Outputs = (Became(closed(view.saved)),)
    view = view.after(out)
    text = asked_back.beyond(pending, meaning.text) if pending is not None else meaning.text
    out += await _understood(view, text)
    after = view.saved_after(out)
    # The hour goes on; but whoever was only asked, and went on with something else, has answered.
    if isinstance(pending, AfterCare) and not pending.asked and after.state is view.loaded.state:
        out += (Became(replace(after, pending=after.pending or pending)),)
    return out


async def _for_question(view: View, meaning: ForQuestion) -> Outputs:
    state = view.saved.state
    waiting = state.waiting if state else None
    if not isinstance(waiting, Answering):
        return ()
    if not meaning.text:  # nothing but what no reader can see
        return await replies.not_words(view)
    if waiting.kind == "reflection":
        doubtful = plainly(meaning.text) is not None or _asks_in_passing(meaning.text)
        keep = pages.ask if doubtful else pages.keep
        return keep(view, meaning.text)
    value = answers.read(meaning.text, waiting.kind)
    if isinstance(value, str) and _asks_for_a_name(waiting):
        named = answers.named(value)
        no_name = named.odd or named.move is not None
        if no_name and (agreed := hour.agrees(value)) is not None:
            return words(naming.again(view.present(), agreed=agreed)), *await dialogue.stand(view)
        if named.move is not None:
            return await moves.answer(view, Heard(named.move, 1.0))
        if named.odd or yes_or_no(named.name) is False:  # "No" with a capital may be one
            return ask_name(view, named.name)
        value = named.name
    if value is not None:
        return steps.play(view, Answer(value))
    return words(_try_again(view, waiting.kind)), *await dialogue.then(view, Then("continue"))


def _asks_in_passing(text: str) -> bool:
    """A short question may be one to Alana; a longer one is somebody's own."""
    return asks(text) and len(text.split()) <= _IN_PASSING


def _asks_for_a_name(waiting: Answering) -> bool:
    """By its variable."""
    return is_name(waiting.variable or "")


def _try_again(view: View, kind: str) -> str:
    t = view.texts.t
    if kind == "number":
        return t("I was hoping for a number there, in digits. Or skip it, if you like.")
    if kind == "yesno":
        return t("A yes or a no would do. Or skip it, if you like.")
    return t("That is a bit long for this one. A few words would do, or skip it.")


async def _skipped(view: View, meaning: Skipped) -> Outputs:
    state = view.saved.state
    if state is None or not isinstance(state.waiting, Answering):
        return ()
    return steps.play(view, steps.skip(state.waiting))


async def _chosen(view: View, meaning: Chosen) -> Outputs:
    return steps.choose(view, meaning.option) or ()


async def _beyond(view: View, meaning: Beyond) -> Outputs:
    ctx, count = view.present(), meaning.questions
    return await replies.answer(view, counting.only(ctx, count) if count else counting.only_evenings(ctx))


async def _perhaps(view: View, meaning: Perhaps) -> Outputs:
    return asked_back.ask_whether(view, meaning.option)


async def _for_nudge(view: View, meaning: ForNudge) -> Outputs:
    return await asked_back.ask_about_nudge(view, meaning.text, meaning.place)


async def _ways(view: View, meaning: Ways) -> Outputs:
    return await replies.answer(view, counting.ways(view.present(), meaning.questions))


async def _heard(view: View, meaning: Heard) -> Outputs:
    if view.saved.state is not None:
        wish = _agreed_to(view, meaning)
        return await (moves.answer(view, meaning) if wish is None else _order(view, wish))
    asks = meaning.kind in (Kind.PERSON, Kind.MACHINE)
    out: Outputs = (said(*heard.answer(view.present(), meaning.kind).notes),) if asks else ()
    return out + await replies.command(view, "talk")


def _agreed_to(view: View, meaning: Heard) -> Order | None:
    """A yes to a line that tells of a command (“write /remind”) is that command. None: it is no yes, or the
    line tells of none."""
    body = view.inbound.body
    if meaning.kind is not Kind.AGREES or not isinstance(body, Text) or yes_or_no(body.text) is not True:
        return None
    state = view.saved.state
    lines = [e.line for e in view.stage.shown(state) if isinstance(e, SayLine)] if state is not None else []
    wish = called.offered(lines[-1].spoken.plain) if lines else None
    return Order(wish.name, wish.argument) if wish is not None else None


async def _unknown(view: View, meaning: Unknown) -> Outputs:
    if view.saved.state is None:
        return await replies.command(view, "talk")
    # What follows words of danger is kept nowhere either.
    phrase = redact(meaning.text) if view.tools.about.keep_misses and not view.after_care else None
    out: Outputs = (_missed(view, phrase),) if phrase else ()
    return out + await replies.answer(view, _for_what_is_unknown(meaning.text)(view.present()))


def _for_what_is_unknown(text: str) -> Callable[[Context], Reply]:
    if beyond_a_script(text):
        return smalltalk.beyond_me
    return smalltalk.no_word if words_asked.word_in(text) else smalltalk.no_words


def _missed(view: View, phrase: str) -> Missed:
    saved = view.saved
    place = saved.state.at if saved.state and saved.state.at else ""
    return Missed(f"{saved.episode or ''} {place}".strip(), _unnamed(phrase, saved.state))


def _unnamed(phrase: str, state: State | None) -> str:
    """Without the names that the person gave: without a capital they look like any word."""
    values = state.variables.values() if state is not None else ()
    given = {word for value in values if isinstance(value, str) for word in fold(value, 400).split()}
    return " ".join("<name>" if fold(word, 400) in given else word for word in phrase.split())


_MEANINGS: Mapping[type, Callable[[View, Any], Awaitable[Outputs]]] = {
    Alarm: _alarm,
    Order: _order,
    ForCommand: _for_command,
    ForQuestion: _for_question,
    Skipped: _skipped,
    Chosen: _chosen,
    Beyond: _beyond,
    Perhaps: _perhaps,
    NotYet: not_offered.not_yet,
    WordOf: not_offered.word_of,
    HouseWord: not_offered.house_word,
    ForNudge: _for_nudge,
    Ways: _ways,
    Heard: _heard,
    Unknown: _unknown,
}
