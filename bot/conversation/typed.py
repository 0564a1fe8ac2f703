"""What each meaning of typed words does in a turn: a table of small handlers."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.commands import care, smalltalk
from bot.commands.context import Then
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
    NotYet,
    Order,
    Perhaps,
    Skipped,
    Unknown,
    alarming,
    understand,
)
from bot.engine.effects import Answer, Ask
from bot.engine.state import Answering
from bot.matching.helplines import emergency
from bot.matching.misses import redact
from bot.model import CommandCall
from bot.ports import JournalEntry


async def respond(turn: Turn, text: str) -> None:
    """Answers any typed words whatever; never by silence."""
    await _mean(turn, await understand(text, turn.openness(), turn.tools.matcher))


async def call(turn: Turn, body: CommandCall) -> None:
    """A command with what was typed behind it: words of danger come first there, too."""
    found = await alarming("\n".join((f"{body.name} {body.argument}", *(value for _, value in body.options))))
    if found is not None:
        await _mean(turn, found)
    else:
        await turn.command(body.name, body.argument)


async def _mean(turn: Turn, meaning: object) -> None:
    if not isinstance(meaning, ForCommand | Alarm | Order):
        turn.draft.saved = replace(turn.draft.saved, pending=None)
    await _MEANINGS[type(meaning)](turn, meaning)


async def _alarm(turn: Turn, meaning: Alarm) -> None:
    draft = turn.draft
    draft.saved = replace(draft.saved, pending=None)
    ctx = await turn.context()
    closed = draft.loaded.profile.unreachable
    if not draft.alone and (draft.saved.direct is None or closed):
        if closed:  # a word in a group does not open the direct chat
            draft.saved = replace(draft.saved, profile=replace(draft.saved.profile, unreachable=True))
        draft.reply(care.general(ctx))
        return
    draft.expect(Asked.CARE)
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
    await respond(turn, meaning.text)


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
    if value is not None:
        turn.play(Answer(value), None)
        return
    turn.draft.words(_try_again(turn, waiting.kind))
    await turn.then(Then("continue"))


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
    turn.draft.words(turn.draft.texts.t("We'll come to that one. For now, here is what you can ask."))
    await turn.then(Then("continue"))


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
    phrase = redact(meaning.text) if turn.tools.about.keep_misses else None
    if phrase:
        saved = turn.draft.saved
        place = saved.state.at if saved.state and saved.state.at else ""
        turn.draft.misses.append((f"{saved.episode or ''} {place}".strip(), phrase))
    await turn.answer(smalltalk.no_words(await turn.context()))


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
