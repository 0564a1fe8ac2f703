"""Whether typed words speak of self-harm, of violence or of being afraid of someone. Pure.

This is a table, not a judgment: it errs on the side of a kind answer. Idioms, sport, cooking and talk about
films are spared where they can be told apart. It looks at the text alone and keeps nothing of it.
"""

from bot.matching.care_english import ENGLISH
from bot.matching.care_german import GERMAN
from bot.matching.care_rules import CareKind
from bot.matching.care_words import sentences

__all__ = ["CareKind", "care"]


def care(text: str) -> CareKind | None:
    """Return what `text` speaks of, self-harm before violence before fear, or None.

    Linear in the length of `text`, and bounded: of more than 6,500 characters the beginning and the end
    are read. Never raises.
    """
    found: set[CareKind] = set()
    for english, german in sentences(text):
        found.update(rule.kind for rule in ENGLISH if rule.kind not in found and rule.fits(english))
        found.update(rule.kind for rule in GERMAN if rule.kind not in found and rule.fits(german))
        if "self_harm" in found:
            break
    return next((kind for kind in ("self_harm", "violence", "fear") if kind in found), None)
