"""Whether typed words speak of self-harm, of violence or of being afraid of someone. Pure.

First tables, then weights (`learned`) for what the tables miss. Neither is a judgment: both err on the
side of a kind answer. Idioms, sport, cooking and talk about films are spared where they can be told apart.
They look at the text alone and keep nothing of it.
"""

from collections.abc import Sequence

from bot.care.english import ENGLISH
from bot.care.german import GERMAN
from bot.care.learned import learned
from bot.care.rules import CareKind
from bot.care.words import sentences

__all__ = ["CareKind", "care", "warm"]


def care(text: str) -> CareKind | None:
    """Return what `text` speaks of, self-harm before violence before fear, or None.

    Linear in the length of `text`, and bounded: of more than 6,500 characters the beginning and the end
    are read. Never raises.
    """
    read = list(sentences(text))
    return by_tables(read) or learned(read)


def by_tables(read: Sequence[tuple[str, str]]) -> CareKind | None:
    """What the tables alone say of a message, as `words.sentences` reads it."""
    found: set[CareKind] = set()
    for english, german in read:
        found.update(rule.kind for rule in ENGLISH if rule.kind not in found and rule.fits(english))
        found.update(rule.kind for rule in GERMAN if rule.kind not in found and rule.fits(german))
        if "self_harm" in found:
            break
    return next((kind for kind in ("self_harm", "violence", "fear") if kind in found), None)


def warm() -> None:
    """Loads what the first message would wait for: a third of a second's work. From any thread."""
    care("words that are about nothing")
