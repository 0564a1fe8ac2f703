"""What each meaning of typed words does in a turn: a table of small handlers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.care.helplines import emergency
from bot.clean import clean, fold
from bot.commands import care, smalltalk
from bot.commands.context import Then, note
from bot.conversation import answers, asked_back
from bot.conversation.draft import Asked
from bot.conversation.turn import Turn, skip
from bot.conversation.understand import (
    TYPED_LIMIT,
    Alarm,
    Chat,
    Chosen,
    ForCommand,
    ForQuestion,
    Meaning,
    NotYet,
    Order,
    Perhaps,
    Skipped,
    Unknown,
    alarming,
    at_once,
    beyond_care,
)
from bot.engine.effects import Answer, Ask
from bot.engine.state import Answering, State
from bot.matching.misses import redact
from bot.model import Body, CommandCall, Press, Text
from bot.ports import JournalEntry


async def listen(turn: Turn, body: Body) -> bool:
    """Answers words of danger, wherever they stand: typed, in a form, behind a command. It comes before all
    else, whatever state things are in. False: there are none; nothing was said."""
    match body:
        case Text(words):
            text = words
        case CommandCall(name, argument, options):
            text = "\n".join((f"{name} {argument}", *(value for _, value in options)))
        case Press(verb=verb, value=value) if verb not in ("o", "skip"):
            text = value  # nobody types there, but it may have been forged
        case _:
            return False
    found = await alarming(text)
    if found is not None:
        await _mean(turn, found)
    return found is not None


async def respond(turn: Turn, typed: Text) -> None:
    """Answers any typed words without words of danger; never by silence."""
    saved, openness = turn.draft.saved, turn.openness()
    if openness.asked and typed.showing is not None and typed.showing != (saved.run, saved.step):
        await turn.stale()  # a form of an earlier question must not become a name or a page of the journal
        return
    await _mean(turn, await beyond_care(typed.text, openness, turn.tools.matcher))


async def moved_on(turn: Turn, typed: Text) -> None:
    """What was typed when the script had just changed: an answer to the old question is none to the new
    one, but a command is a command."""
    meaning = at_once(
        clean(typed.text, TYPED_LIMIT), replace(turn.openness(), options=(), asked="", evenings=())
    )
    if isinstance(meaning, Order):
        await _mean(turn, meaning)


async def _mean(turn: Turn, meaning: Meaning) -> None:
    if not isinstance(meaning, ForCommand | Alarm | Order):
        turn.draft.saved = replace(turn.draft.saved, pending=None)
    await _MEANINGS[type(meaning)](turn, meaning)


async def _alarm(turn: Turn, meaning: Alarm) -> None:
    draft = turn.draft
    draft.saved = replace(draft.saved, pending=None)
    ctx = turn.present()
    closed = draft.loaded.profile.unreachable
    if not draft.alone and (draft.saved.direct is None or closed):
        if closed:  # a word in a group does not open the direct chat
            draft.saved = replace(draft.saved, profile=replace(draft.saved.profile, unreachable=True))
        draft.reply(care.general(ctx))
        return
    draft.expect(Asked.CARE)
    if closed:  # the direct chat is open again
        turn.replan()
    reminder = draft.saved.profile.reminder or {}
    number = emergency(str(reminder.get("zone") or "") or None, ctx.locale)
    if not draft.alone:
        draft.reply(care.neutral(ctx))
    answer = care.care(ctx, number)
    draft.note(*answer.notes, private=True)
    draft.counts += answer.counts


async def _order(turn: Turn, meaning: Order) -> None:
    await turn.command(meaning.name, meaning.argument)


async def _for_command(turn: Turn, meaning: ForCommand) -> None:
    draft = turn.draft
    pending = draft.saved.pending
    if pending is not None and await asked_back.answered(turn, pending, meaning.text):
        return
    # It was no answer to what the bot had asked: the dialogue may have it.
    draft.saved = replace(draft.saved, pending=None)
    await _mean(turn, await beyond_care(meaning.text, turn.openness(), turn.tools.matcher))
    if pending is not None and pending.command == Asked.CARE and draft.saved.state is draft.loaded.state:
        draft.saved = replace(draft.saved, pending=draft.saved.pending or pending)  # the hour goes on


async def _for_question(turn: Turn, meaning: ForQuestion) -> None:
    state = turn.draft.saved.state
    waiting = state.waiting if state else None
    if not isinstance(waiting, Answering):
        return
    if not meaning.text:  # nothing but what no reader can see
        await turn.not_words()
        return
    if waiting.kind == "reflection":
        _reflect(turn, meaning.text)
        return
    value = answers.read(meaning.text, waiting.kind)
    if isinstance(value, str) and _asks_for_a_name(waiting):
        kind = answers.no_name(value)
        if kind is not None:
            await turn.answer(smalltalk.small_talk(await turn.context(), kind))
            return
        value = answers.name_in(value)
        if answers.odd_name(value):
            await asked_back.ask_name(turn, value)
            return
    if value is not None:
        turn.play(Answer(value), None)
        return
    turn.draft.words(_try_again(turn, waiting.kind))
    await turn.then(Then("continue"))


def _asks_for_a_name(waiting: Answering) -> bool:
    """By its variable: $name, $first_name, $deinName."""
    return (waiting.variable or "").casefold().endswith("name")


def _reflect(turn: Turn, text: str) -> None:
    """Into the journal, and only there: the engine learns that something was written, not what."""
    draft = turn.draft
    saved, state = draft.saved, draft.saved.state
    shown = turn.stage().shown(state) if state is not None else ()
    prompt = next((e.prompt.plain for e in shown if isinstance(e, Ask)), "")
    entry = f"{saved.person}-{saved.version + 1}"
    draft.journal.append(
        JournalEntry(entry, saved.series or "", saved.episode or "", prompt, text, draft.now)
    )
    if len(text) >= TYPED_LIMIT:
        draft.words(
            draft.texts.t(
                "That was long: its first {count} characters are in your journal.", count=f"{len(text):,}"
            )
        )
    turn.play(Answer(True), None)


def _try_again(turn: Turn, kind: str) -> str:
    t = turn.draft.texts.t
    if kind == "number":
        return t("I was hoping for a number there, in digits. Or skip it, if you like.")
    if kind == "yesno":
        return t("A yes or a no would do. Or skip it, if you like.")
    return t("That is a bit long for this one. A few words would do, or skip it.")


async def _skipped(turn: Turn, meaning: Skipped) -> None:
    state = turn.draft.saved.state
    if state is not None and isinstance(state.waiting, Answering):
        turn.play(skip(state.waiting), None)


async def _chosen(turn: Turn, meaning: Chosen) -> None:
    turn.choose(meaning.option)


async def _perhaps(turn: Turn, meaning: Perhaps) -> None:
    await asked_back.ask_whether(turn, meaning.option)


async def _not_yet(turn: Turn, meaning: NotYet) -> None:
    """Of this evening or of another one, which can be opened: the place here is kept."""
    t, series = turn.draft.texts.t, turn.stage().series
    evening = series.episode_of(series.program.lines[meaning.key].node)
    here = series.open_episode(turn.draft.saved.state)
    if evening is None or here is None or evening.key == here.key:
        turn.draft.words(t("That one has its own place this evening. For now, here is what you can ask."))
        await turn.then(Then("continue"))
        return
    ctx = await turn.context()
    name = series.evening(evening, ctx.locale)
    words = t(
        "That belongs to another evening, “{name}”. I can open it, and keep your place here.", name=name
    )
    buttons = ctx.button(t("Open that evening"), "talk", evening.key), ctx.button(t("Go on here"), "continue")
    turn.draft.note(note(words, *buttons))


async def _chat(turn: Turn, meaning: Chat) -> None:
    if turn.draft.saved.state is None:
        if meaning.kind == "bot":
            turn.draft.note(*smalltalk.small_talk(await turn.context(), meaning.kind).notes)
        await turn.command("start")
        return
    await turn.answer(smalltalk.small_talk(await turn.context(), meaning.kind))


async def _unknown(turn: Turn, meaning: Unknown) -> None:
    if turn.draft.saved.state is None:
        await turn.command("start")
        return
    before, now = turn.draft.loaded.pending, turn.draft.now
    # What follows words of danger is kept nowhere either.
    hurt = before is not None and before.command == Asked.CARE and before.expires_at > now
    phrase = redact(meaning.text) if turn.tools.about.keep_misses and not hurt else None
    if phrase:
        saved = turn.draft.saved
        phrase = _unnamed(phrase, saved.state)
        place = saved.state.at if saved.state and saved.state.at else ""
        turn.draft.misses.append((f"{saved.episode or ''} {place}".strip(), phrase))
    await turn.answer(smalltalk.no_words(await turn.context()))


def _unnamed(phrase: str, state: State | None) -> str:
    """Without the names that the person gave: without a capital they look like any word."""
    values = state.variables.values() if state is not None else ()
    given = {word for value in values if isinstance(value, str) for word in fold(value, 400).split()}
    return " ".join("<name>" if fold(word, 400) in given else word for word in phrase.split())


_MEANINGS: Mapping[type, Callable[[Turn, Any], Awaitable[None]]] = {
    Alarm: _alarm,
    Order: _order,
    ForCommand: _for_command,
    ForQuestion: _for_question,
    Skipped: _skipped,
    Chosen: _chosen,
    Perhaps: _perhaps,
    NotYet: _not_yet,
    Chat: _chat,
    Unknown: _unknown,
}
