"""Concepts that together speak of danger: a bridge, looking down and "I"; a key in a lock and held breath.

The frames are data (`concepts/frames.txt`), one list for both languages. Alone they are a reason to ask, not
to be sure.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from bot.care.concepts import names
from bot.care.rules import CareKind
from bot.clean import word_set
from bot.errors import ContentError
from bot.frozen import frozen

# In most sentences: no frame is looked up by them that has another group.
_EVERYWHERE = word_set("me you we him her partner not if go all say want must")


@frozen
class Frame:
    """One concept of each group of `wanted`, and none of `spared`."""

    kind: CareKind
    wanted: tuple[frozenset[str], ...]
    spared: frozenset[str]

    def fits(self, found: frozenset[str]) -> bool:
        """`found`: the concepts of one or two sentences."""
        return not self.spared & found and all(group & found for group in self.wanted)


def framed(found: frozenset[str]) -> list[CareKind]:
    """The kinds whose frames fit the concepts of a text, each once, in no order that means anything."""
    near = (frame for name in found for frame in _frames().get(name, ()))
    return list({frame.kind for frame in near if frame.fits(found)})


@cache
def _frames() -> Mapping[str, Sequence[Frame]]:
    """Frames by the concepts of their rarest group, one of which must be there."""
    text = files("bot.care").joinpath("concepts", "frames.txt").read_text(encoding="utf-8")
    by_name: dict[str, list[Frame]] = {}
    for frame in (_frame(line) for line in text.splitlines() if line and not line.startswith("#")):
        for name in min(frame.wanted, key=lambda group: (bool(group & _EVERYWHERE), len(group))):
            by_name.setdefault(name, []).append(frame)
    return by_name


def _frame(line: str) -> Frame:
    kind, _, rest = line.partition(": ")
    wanted, _, spared = rest.partition(" - ")
    groups = tuple(frozenset(group.split("|")) for group in wanted.split())
    unknown = frozenset().union(*groups, spared.split()) - names()
    match kind:
        case "self_harm" | "violence" | "fear" if not unknown:
            return Frame(kind, groups, frozenset(spared.split()))
    raise ContentError(f"bot/care/concepts/frames.txt, {line!r}: unknown {', '.join(unknown) or kind}")
