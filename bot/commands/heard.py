"""The bot's own words for each move that is heard, where no script has any: three wordings for each."""

from collections.abc import Callable

from bot.commands.context import Context, Reply, note
from bot.commands.heard_words import WORDS
from bot.frozen import replace
from bot.hearing.kinds import Kind
from bot.reminders import stored
from bot.texts import texts_for


def answer(ctx: Context, kind: Kind) -> Reply:
    """A word back; the open question is put again by whoever asked for this."""
    wordings = WORDS[kind]
    facts = ctx.saved.profile.facts
    turn = facts.heard.get(kind.value, 0) % len(wordings)
    heard = {**facts.heard, kind.value: (turn + 1) % len(wordings)}
    words = ctx.texts.t(wordings[turn])
    return Reply((note(words),), saved=stored.with_facts(ctx.saved, replace(facts, heard=heard)))


def page(ctx: Context) -> Reply:
    """“Why?” and “what should I write?” where a page of the journal may be written."""
    words = ctx.texts.t(
        "Whatever comes to mind, and one line is plenty. It's for you alone and goes "
        "into your journal, and you "
        "can skip it as well."
    )
    return Reply((note(words),))


def speaks(ctx: Context, language: str) -> Reply:
    """Somebody writes in another language than the talk is held in: an offer, in theirs."""
    t: Callable[[str], str] = texts_for(language).t
    words = t("I can speak English with you, if you like. Or we stay as we are.")
    return Reply((note(words, ctx.button(t("Go on in English"), "language", language)),))
