"""Answers to what the bot itself asked beside the dialogue: “Did you mean …?”, “Shall we begin?”, the offer.

Each takes the typed words and says whether they were an answer; words that were none go on to the dialogue.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.commands import care, pausing, remind
from bot.commands.context import Context, Reply, Then, note
from bot.conversation import answers
from bot.conversation.draft import Asked
from bot.conversation.turn import Turn
from bot.conversation.understand import ForQuestion, at_once
from bot.engine.effects import Answer
from bot.matching.pick import pick
from bot.matching.smalltalk import small_talk
from bot.model import Pending, Press
from bot.reminders.wording import When, parse_when

# Commands that ask something: what was typed in answer, or None where it was no answer.
COMMANDS: Mapping[str, Callable[[Context, str], Reply | None]] = {
    "remind": remind.remind_answer,
    "pause": pausing.pause_answer,
}


async def answered(turn: Turn, pending: Pending, text: str) -> bool:
    """Takes `text` as the answer to what stands open. False: it was none; nothing was said or changed."""
    own = _OWN.get(pending.command)
    if own is not None:
        return await own(turn, pending, text)
    handler = COMMANDS.get(pending.command)
    reply = handler(await turn.context(), text) if handler else None
    if reply is not None:
        await turn.reply_of(pending.command, reply)
    return reply is not None


async def ask_whether(turn: Turn, option: int) -> None:
    """ "Did you mean …?", with a button for yes and one for no."""
    draft = turn.draft
    candidate = dict(turn.stage().options(draft.saved.state))[option]
    draft.expect(Asked.MEANT, str(option), candidate.key)
    saved, ctx = draft.saved, await turn.context()
    press = Press(saved.subject.key, "o", saved.run, saved.step, str(option))
    chosen = replace(ctx.button(candidate.text, "o"), press=press)
    other = ctx.button(draft.texts.t("No, show me the questions"), "continue")
    words = draft.texts.t("Did you mean: “{question}”", question=candidate.text)
    draft.note(note(words, chosen, other))


async def ask_name(turn: Turn, name: str) -> None:
    """ "Shall I call you …?", where what was typed hardly looks like a name."""
    draft = turn.draft
    draft.expect(Asked.NAME, name)
    draft.words(
        draft.texts.t(
            "Shall I call you “{name}”? Say yes if so, or tell me another name, or skip it.", name=name
        )
    )


# ---------------------------------------------------------------- the answers


async def _named(turn: Turn, pending: Pending, text: str) -> bool:
    said = answers.read(text, "yesno")
    if said is True or answers.name_in(text) == pending.data:
        _close(turn)
        turn.play(Answer(pending.data), None)
        return True
    if said is False:
        _close(turn)
        await turn.then(Then("continue"))
        return True
    return False


async def _meant(turn: Turn, pending: Pending, text: str) -> bool:
    said = answers.read(text, "yesno")
    if said is True:
        _close(turn)
        return turn.choose(int(pending.data))
    if said is False:
        _close(turn)
        await turn.then(Then("continue"))
        return True
    return False


async def _next(turn: Turn, pending: Pending, text: str) -> bool:
    said = answers.read(text, "yesno")
    if said is None:
        return False
    _close(turn)
    if said:
        await turn.command("talk", pending.data)
    else:
        await turn.command("later")
    return True


async def _offered(turn: Turn, pending: Pending, text: str) -> bool:
    buttons = remind.offer(turn.present()).buttons
    picked = pick(text, [button.label for button in buttons])
    if picked is not None:
        await turn.command("remind", buttons[picked].press.value)
        return True
    said = answers.read(text, "yesno")
    if said is not None:
        await turn.command("remind", "ask" if said else "no")
        return True
    if isinstance(parse_when(text, turn.openness().locale), When):
        await turn.command("remind", text)
        return True
    return False


async def _forget(turn: Turn, pending: Pending, text: str) -> bool:
    said = answers.erase(text)
    if said is None:
        return False
    await turn.command("forget", said)
    return True


async def _after_care(turn: Turn, pending: Pending, text: str) -> bool:
    """Nothing that follows words of danger becomes somebody's name or a page of the journal unasked."""
    meaning = at_once(text, replace(turn.openness(), saved=replace(turn.draft.saved, pending=None)))
    # "Ok" and "thanks" are no reason to go on as if nothing had been said.
    answers_us = meaning is None and small_talk(text, turn.openness().locale) is not None
    if not isinstance(meaning, ForQuestion) and not answers_us:
        return False
    turn.draft.reply(care.still(await turn.context()))
    return True


def _close(turn: Turn) -> None:
    turn.draft.saved = replace(turn.draft.saved, pending=None)


_OWN: Mapping[str, Callable[[Turn, Pending, str], Awaitable[bool]]] = {
    Asked.MEANT: _meant,
    Asked.NEXT: _next,
    Asked.NAME: _named,
    Asked.OFFER: _offered,
    Asked.CARE: _after_care,
    "forget": _forget,
}
