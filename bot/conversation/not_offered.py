"""What is asked and not offered here: a question of this evening or of another one, and what a word means."""

from bot.commands import glossary
from bot.commands.context import Then, note
from bot.conversation import dialogue, replies
from bot.conversation.meanings import HouseWord, NotYet, WordOf
from bot.conversation.outputs import Outputs
from bot.conversation.saying import offering, said, words
from bot.conversation.view import View


async def not_yet(view: View, meaning: NotYet) -> Outputs:
    """Of this evening or of another one, which can be opened: the place here is kept."""
    asked_before = dialogue.said_before(view, meaning.key)
    if asked_before is not None:
        return asked_before
    t, series = view.texts.t, view.stage.series
    episode = series.episode_of(series.program.lines[meaning.key].node)
    here = series.open_episode(view.saved.state)
    if episode is None or here is None or episode.key == here.key:
        later = words(t("That one has its own place this evening. For now, here is what you can ask."))
        return later, *await dialogue.then(view, Then("continue"))
    ctx = view.present()
    name = series.episode_name(episode, ctx.locale)
    other = t(
        "That belongs to another evening, “{name}”. I can open it, and keep your place here.", name=name
    )
    return _opening(view, other, episode.key)


async def word_of(view: View, meaning: WordOf) -> Outputs:
    """A word with an evening of its own."""
    ctx, t = view.present(), view.texts.t
    name = next(card.name for card in ctx.episodes if card.key == meaning.episode)
    words_ = t(
        "That word has an evening of its own, “{name}”, where I take my time over it. I can open it now, and "
        "keep your place here.",
        name=name,
    )
    return _opening(view, words_, meaning.episode)


async def house_word(view: View, meaning: HouseWord) -> Outputs:
    """One of the house's own, in a sentence."""
    return await replies.answer(view, glossary.explain(view.present(), meaning.word))


def _opening(view: View, text: str, episode: str) -> Outputs:
    """With a way to that evening, and one back to the question here."""
    ctx, t = view.present(), view.texts.t
    buttons = ctx.button(t("Open that evening"), "talk", episode), ctx.button(t("Go on here"), "continue")
    return offering(view, "talk", episode), said(note(text, *buttons))
