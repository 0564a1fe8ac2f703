"""Concepts that together speak of danger: a bridge, looking down and "I"; a key in a lock and held breath.

The frames are data (`concepts/frames.txt`), one list for both languages. Alone they are a reason to ask, not
to be sure.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from bot.care.concepts import names
from bot.care.rules import CareKind
from bot.errors import ContentError
from bot.frozen import frozen


@frozen
class Frame:
    """One concept of each group of `wanted`, and none of `spared`."""

    kind: CareKind
    wanted: tuple[frozenset[str], ...]
    spared: frozenset[str]

    def fits(self, found: frozenset[str]) -> bool:
        """`found`: the concepts of one or two sentences."""
        return not self.spared & found and all(group & found for group in self.wanted)


def framed(found: Iterable[frozenset[str]]) -> list[CareKind]:
    """The kinds whose frames fit the concepts of a text, as `concepts.concepts` gives them, each once."""
    together = frozenset(name for at_word in found for name in at_word)
    return list(dict.fromkeys(frame.kind for frame in _frames() if frame.fits(together)))


@cache
def _frames() -> tuple[Frame, ...]:
    text = files("bot.care").joinpath("concepts", "frames.txt").read_text(encoding="utf-8")
    return tuple(_frame(line) for line in text.splitlines() if line and not line.startswith("#"))


def _frame(line: str) -> Frame:
    kind, _, rest = line.partition(": ")
    wanted, _, spared = rest.partition(" - ")
    groups = tuple(frozenset(group.split("|")) for group in wanted.split())
    unknown = frozenset().union(*groups, spared.split()) - names()
    match kind:
        case "self_harm" | "violence" | "fear" if not unknown:
            return Frame(kind, groups, frozenset(spared.split()))
    raise ContentError(f"bot/care/concepts/frames.txt, {line!r}: unknown {', '.join(unknown) or kind}")
