"""An evening of a list in a line: its number, its name, and how far the person is in it, in words that can be
read aloud."""

from bot.commands.context import EpisodeCard
from bot.texts import Texts


def line(texts: Texts, card: EpisodeCard) -> str:
    """ "4. Twin flames (you are here)"."""
    numbered, place = f"{card.number}. {card.name}", state(texts, card)
    return f"{numbered} ({place})" if place else numbered


def state(texts: Texts, card: EpisodeCard) -> str:
    """How far the person is in it; "" where it is not begun."""
    if card.here:
        return texts.t("you are here")
    if card.done:
        return texts.t("done")
    return texts.t("begun") if card.begun else ""
