"""What people do beside writing: a typed answer that they edit afterwards is offered as a change, and a kind
sign under what the bot has just asked is a gentle yes. Everything else of the sort is nothing."""

from bot.clean import clean
from bot.commands.context import Then, note
from bot.conversation import answers, dialogue, pages, steps
from bot.conversation.meanings import Chosen
from bot.conversation.outputs import Became, Outputs, Said, Settled, Stepped, SteppedBack, Torn
from bot.conversation.saying import ANSWER_WITHIN, closed, expecting, words
from bot.conversation.understand import TYPED_LIMIT, at_once
from bot.conversation.view import View, is_name
from bot.engine.effects import Answer
from bot.engine.state import Answering, Options
from bot.frozen import replace
from bot.model import Edited, Nodded, Text
from bot.person.asking import (
    AskedChange,
    AskedMeant,
    AskedName,
    AskedNext,
    AskedOffer,
    AskedPage,
    AskedSure,
    AskedWhether,
)
from bot.ports import JournalEntry
from bot.reminders import stored

VERB = "change"  # what the buttons of the offer say
_SHOWN = 200  # characters of the new answer that are said back
# Not whether to erase everything, nor whether somebody is in danger: those want words.
_NODDED_AT = (AskedMeant, AskedName, AskedNext, AskedOffer, AskedPage, AskedSure, AskedChange, AskedWhether)


def noted(view: View, out: Outputs) -> Outputs:
    """Remembers by which message the last step was answered, so that an edit of it is known. `view` is the
    one before `out`."""
    kinds = {*map(type, out)}
    stepped, back = Stepped in kinds, SteppedBack in kinds
    if not stepped and not back:
        return ()
    saved = view.saved_after(out)
    facts = saved.profile.facts
    written = JournalEntry in kinds
    page = next(output.id for output in out if isinstance(output, JournalEntry)) if written else ""
    if stepped and back:  # the change was taken: the same message is the answer still
        mark = f"{facts.typed.partition(' ')[0]} {page}"
    else:
        typed = stepped and isinstance(view.inbound.body, Text) and view.inbound.source
        mark = f"{_mark(view)} {page}" if typed else ""
    return (Became(stored.with_facts(saved, replace(facts, typed=mark))),) if facts.typed != mark else ()


async def counts(view: View, body: Edited | Nodded) -> bool:
    """Whether it means anything: the edit of what was answered last, or a sign under a question of ours."""
    if isinstance(body, Edited):
        return view.saved.profile.facts.typed.partition(" ")[0] == _mark(view)
    if not _asks(view):
        return False
    newest = await view.tools.store.newest(view.saved.person)
    return newest is not None and newest.ref == view.inbound.source


async def offered(view: View, edited: Edited) -> Outputs:
    """ "Shall I take that instead?"; nothing where it is no answer, or the same one."""
    page = view.saved.profile.facts.typed.partition(" ")[2]
    text = clean(edited.text, TYPED_LIMIT)
    taken = await _taken(view, text)
    if taken is None or (not page and view.saved_after(taken).state == view.saved.state):
        return ()
    ctx, t = view.present(), view.texts.t
    shown = text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
    question = note(
        t("You changed your answer. Shall I take “{words}” instead?", words=shown),
        ctx.button(t("Yes, take that"), VERB, "yes"),
        ctx.button(t("No, leave it"), VERB, "no"),
        columns=2,
    )
    asked = AskedChange(text, page, view.now + ANSWER_WITHIN)
    return Became(expecting(view.saved, asked)), Said((question,), quoted=(text,))


async def decided(view: View, yes: bool) -> Outputs:
    """The answer to that question, by a button or in words."""
    asked = view.saved.pending
    view = view.at(closed(view.saved))
    if not isinstance(asked, AskedChange):
        return Became(view.saved), *await dialogue.then(view, Then("continue"))
    if not yes:
        return Became(view.saved), words(view.texts.t("Then it stays as it was."))
    taken = await _taken(view, asked.text)
    if taken is None:
        return Became(view.saved), words(view.texts.t("That can't be changed any more."))
    torn: Outputs = (Torn((asked.page,)),) if asked.page else ()
    # The question that stands now is a later one: nothing was chosen of it.
    tidied = (Settled(None) if isinstance(output, Settled) else output for output in taken)
    return (Became(view.saved), SteppedBack(), *torn, *tidied)


def _mark(view: View) -> str:
    return f"{view.inbound.address.chat}/{view.inbound.source}"


def _asks(view: View) -> bool:
    state = view.saved.state
    waiting = state.waiting if state is not None else None
    yes_or_no = isinstance(waiting, Answering) and waiting.kind == "yesno"
    return isinstance(view.saved.pending, _NODDED_AT) or (view.saved.pending is None and yes_or_no)


async def _taken(view: View, text: str) -> Outputs | None:
    """The last question answered once more, with that. None: it is no answer to it."""
    before = await view.tools.store.undo(view.saved.person)
    if before is None or not text:
        return None
    arrived, moved = await dialogue.arrive(view, before)
    if moved:
        return None
    view = view.after(arrived)
    state = view.saved.state if arrived else before
    episode = view.stage.series.episode_of(before.node)
    key = episode.key if episode is not None else view.saved.episode
    view = view.at(replace(view.saved, state=state, episode=key, pending=None))
    waiting = before.waiting
    if isinstance(waiting, Options):
        meaning = at_once(text, view.openness())
        return steps.choose(view, meaning.option) if isinstance(meaning, Chosen) else None
    return _answered(view, waiting, text) if isinstance(waiting, Answering) else None


def _answered(view: View, waiting: Answering, text: str) -> Outputs | None:
    if answers.declines(text, waiting.kind, view.texts.t("Skip this")):
        return steps.play(view, steps.skip(waiting))
    if waiting.kind == "reflection":
        return pages.keep(view, text)
    value = answers.read(text, waiting.kind)
    if isinstance(value, str) and is_name(waiting.variable or ""):
        named = answers.named(value)
        if named.move is not None or named.odd:
            return None
        value = named.name
    return steps.play(view, Answer(value)) if value is not None else None
