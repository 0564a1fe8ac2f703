"""The words of one moment: first the move, then the question, then whichever of them it is."""

from collections.abc import Sequence

from bot.clean import fold
from bot.hearing.choose import certain, choose, plausible
from bot.hearing.hear import Moment, about, hear
from bot.hearing.kinds import Heard
from bot.hearing.offered import plainly_offered
from bot.matching.decide import decide, named
from bot.matching.thresholds import RankingMatcher
from bot.matching.verdict import Accept, Candidate, Later, Miss, Suggest


async def understood(
    text: str,
    scene: Moment,
    offered: Sequence[Candidate],
    bank: Sequence[Candidate],
    matcher: RankingMatcher,
) -> Heard | Accept | Suggest | Later | None:
    """What `text` is taken for at this moment; None: for nothing that is known here. Never raises.

    An offered question, word for word or by its words alone, goes before everything; then what is known to be
    a move; the rest is weighed in `choose`."""
    key = plainly_offered(text, offered)
    if key is not None:
        return Accept(key)
    hearing = hear(text, scene)
    if certain(hearing):
        return hearing.heard
    found = await decide(matcher, text, offered, bank) if offered else Miss()
    meant = named(found, (*offered, *bank))
    taken = choose(hearing, found if meant is None else plausible(text, hearing, found, meant))
    who = about(text, scene.cast)
    if who is None or isinstance(taken, Accept):
        return taken
    names_them = meant is not None and who.said in fold(meant.text, 400).split()
    return taken if isinstance(taken, Suggest) and names_them else who
