"""Scores -> a verdict: take the question, ask about it, say that it comes later, or admit a miss."""

from collections.abc import Sequence
from functools import lru_cache

from bot.clean import clean, fold
from bot.matching.out_of_scope import OUT_OF_SCOPE
from bot.matching.related import near
from bot.matching.thresholds import RankingMatcher, Thresholds
from bot.matching.verdict import Accept, Candidate, Later, Miss, Suggest, Verdict

_LIMIT = 400
_shape = lru_cache(maxsize=8192)(fold)  # of candidates only: what people type is not kept
# A decoy's distance counts this far and no further: standing far above them proves nothing more.
_FAR = 0.2
# An example that is out of scope and this little above a question is above it by chance.
_BY_CHANCE = 0.03
# Two short labels may look English by chance; a few more questions of the bank settle the language.
_SAMPLE = 20


async def decide(
    matcher: RankingMatcher, text: str, offered: Sequence[Candidate], bank: Sequence[Candidate]
) -> Verdict:
    """Return which of the `offered` questions `text` means.

    `bank` holds all questions of the series, the offered ones among them or not; give the same tuple each
    time, so that what a matcher has worked out for it is used again at once. A phrasing word for
    word is accepted without ranking. Never raises for any text.
    """
    wanted = fold(text, _LIMIT)
    if not wanted or not offered:
        return Miss()
    for candidate in offered:
        if wanted in (_shape(phrasing) for phrasing in candidate.phrasings):
            return Accept(candidate.key)
    rivals, sample = _rivals(offered, bank)
    everyone = matcher.against(rivals)
    matcher = await matcher.suited(sample)
    scores = await matcher.rank(clean(text, _LIMIT), everyone)
    ranked = sorted(zip(scores, everyone, strict=True), key=lambda pair: -pair[0])
    verdict = judge(ranked, offered, matcher.thresholds)
    meant = named(verdict, everyone)
    far = matcher.thresholds.near and meant is not None and not near(text, meant.phrasings)
    return Miss() if far else verdict


def named(verdict: Verdict, candidates: Sequence[Candidate]) -> Candidate | None:
    """The question that a verdict is about."""
    if isinstance(verdict, Miss):
        return None
    return next((each for each in candidates if each.key == verdict.key), None)


def _rivals(
    offered: Sequence[Candidate], bank: Sequence[Candidate]
) -> tuple[Sequence[Candidate], Sequence[Candidate]]:
    """Return the bank with the offered questions as they are shown, and texts that settle the language."""
    known = {candidate.key: candidate.text for candidate in bank}
    if all(known.get(candidate.key) == candidate.text for candidate in offered):
        return bank, (*offered, *bank[:_SAMPLE])
    if any(candidate.key in known and known[candidate.key] != candidate.text for candidate in offered):
        # Translated, or with words put in: what the bank has for it is neither a rival nor its language.
        keys = {candidate.key for candidate in offered}
        return (*(each for each in bank if each.key not in keys), *offered), offered
    return (*bank, *(each for each in offered if each.key not in known)), (*offered, *bank[:_SAMPLE])


def judge(
    ranked: Sequence[tuple[float, Candidate]], offered: Sequence[Candidate], limits: Thresholds
) -> Verdict:
    """Return the verdict on (score, candidate) pairs, the best first. Pure."""
    keys = {candidate.key for candidate in offered}
    shown = {_shape(candidate.text) for candidate in offered}
    here = [(score, each.key) for score, each in ranked if each.key in keys]
    out_of_scope = next((score for score, each in ranked if each.key == OUT_OF_SCOPE), 0.0)
    # The same words elsewhere in the series ("May I hear it all again?") are no reason to doubt.
    decoys = (
        pair
        for pair in ranked
        if pair[1].key not in {*keys, OUT_OF_SCOPE} and _shape(pair[1].text) not in shown
    )
    score, key = here[0]
    decoy = next(decoys, None)
    elsewhere, later_key = (decoy[0], decoy[1].key) if decoy else (score, "")
    if limits.later is not None and elsewhere >= max(limits.accept, score + limits.later, out_of_scope):
        return Later(later_key)
    next_best = here[1][0] if len(here) > 1 else 0.0
    if score >= out_of_scope - _BY_CHANCE and _is_sure(score, score - next_best, score - elsewhere, limits):
        return Accept(key)
    return Suggest(key) if score >= max(limits.ask, out_of_scope - limits.strange) else Miss()


def _is_sure(score: float, lead: float, stand: float, limits: Thresholds) -> bool:
    if score < limits.accept or lead < limits.lead:
        return False
    return limits.stand is None or score + min(stand, _FAR) >= limits.stand
