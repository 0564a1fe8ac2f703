"""Whether typed words speak of self-harm, of violence or of being afraid of someone. Pure.

Three sources: tables of what is said plainly (`english`, `german`), frames of concepts that belong together
in danger (`frames`), and a learned model (`learned`); what is said in a few words is asked about (`brief`).
Where they agree, or one of them is sure, the words
are taken for danger; where only one of them thinks so, the person is asked. None of it is a judgment: it
errs on the side of a kind answer or a gentle question. It looks at the text alone and keeps nothing of it.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from math import inf
from typing import Literal

from bot.care.brief import briefly, is_nothing
from bot.care.concepts import Sentence
from bot.care.english import ENGLISH
from bot.care.english_terms import NEVER_HURT as ENGLISH_NEVER
from bot.care.frames import framed
from bot.care.german import GERMAN
from bot.care.german_terms import NEVER_HURT as GERMAN_NEVER
from bot.care.learned import Likelihood, judged
from bot.care.rules import CareKind, RuleIndex, compiled
from bot.care.words import sentences
from bot.frozen import frozen

__all__ = ["Care", "CareKind", "care", "warm"]

# Log-odds of the learned model. What the tables find is danger unless it is more everyday than this;
_EVERYDAY = -1.5
# from here on the model alone is sure; from here on it is a reason to ask;
_SURE, _UNSURE = 2.5, 0.6
# and a frame is a reason to ask unless the model finds the words more everyday than this.
_LIKELY_ENOUGH = -1.0
_NOTHING: tuple[float, CareKind] = (-inf, "self_harm")
_ORDER: tuple[CareKind, ...] = ("self_harm", "violence", "fear")


@frozen
class Care:
    """`danger`: to be answered as such, first. `ask`: the person is asked whether they are in danger."""

    level: Literal["danger", "ask"]
    kind: CareKind


def care(text: str) -> Care | None:
    """Return what `text` speaks of, self-harm before violence before fear, or None.

    Linear in the length of `text`, and bounded: of more than 6,500 characters the beginning and the end
    are read. Never raises.
    """
    read = list(sentences(text))
    plain = by_tables(read)
    places = list(judged([s for s in read if not (is_nothing(s) or never_hurt(s))]))
    odds, likeliest = max(((place.odds, place.kind) for place in places), default=_NOTHING)
    if plain is not None:
        everyday = -inf < odds < _EVERYDAY  # of a few words the weights say nothing
        return Care("ask" if everyday and len(read) == 1 else "danger", plain)
    if odds >= _SURE:
        return Care("danger", likeliest)
    meant = by_frames(places)
    if odds >= _UNSURE or (meant is not None and odds >= _LIKELY_ENOUGH):
        return Care("ask", meant or likeliest)
    brief = briefly(read)
    return Care("ask", brief) if brief is not None else None


def by_tables(read: Sequence[Sentence]) -> CareKind | None:
    """What the tables alone say of a message, as `words.sentences` reads it."""
    found: set[CareKind] = set()
    for sentence in read:
        for index, form in zip(_indexes(), sentence, strict=True):
            found.update(r.kind for r in index.worth_trying(form) if r.kind not in found and r.fits(form))
        if "self_harm" in found:
            break
    return _first(found)


@cache
def _indexes() -> tuple[RuleIndex, RuleIndex]:
    return RuleIndex(ENGLISH), RuleIndex(GERMAN)


def never_hurt(sentence: Sentence) -> bool:
    """Whether it says that nobody was ever hurt. Neither weights nor concepts can tell."""
    return any(
        compiled(n).search(form) for n, form in zip((ENGLISH_NEVER, GERMAN_NEVER), sentence, strict=True)
    )


def by_frames(places: Iterable[Likelihood]) -> CareKind | None:
    """What the frames say of a message, place by place."""
    return _first({kind for place in places for kind in framed(place.concepts)})


def _first(found: set[CareKind]) -> CareKind | None:
    return next((kind for kind in _ORDER if kind in found), None)


def warm() -> None:
    """Loads what the first message would wait for: a third of a second's work. From any thread."""
    for rule in (*ENGLISH, *GERMAN):
        compiled(rule.pattern)
    care("words that are about nothing")
