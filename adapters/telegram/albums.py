"""The pictures of an album: many updates, one thing that a person did. Pure bookkeeping.

The platform sends each picture as a message of its own, with the same `media_group_id`, one after the other.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

RECENT = 1_000  # albums that are known when another picture of theirs comes later

Json = Mapping[str, Any]
AlbumKey = tuple[Any, Any, Any]


@dataclass(slots=True)
class Act:
    """What is to be read as one update, and the ids of all updates that are done with it. `raw` None: there
    is nothing more to read."""

    raw: Json | None
    numbers: list[int]


class Albums:
    """Remembers albums that were answered."""

    def __init__(self) -> None:
        self._answered: OrderedDict[AlbumKey, None] = OrderedDict()

    def acts(self, raws: Sequence[Json]) -> list[Act]:
        """Each update as an act of its own, those of an album together at the place of its first."""
        found: list[Act] = []
        of_album: dict[AlbumKey, list[Json]] = {}
        for raw in raws:
            key = _key(raw)
            if key is None:
                found.append(Act(raw, [raw["update_id"]]))
            elif key in of_album:
                of_album[key].append(raw)
            else:
                of_album[key] = [raw]
                found.append(Act(raw, []))
        for act in found:
            if not act.numbers and act.raw is not None:
                key = _key(act.raw)
                parts = of_album[key] if key is not None else [act.raw]
                act.numbers = [part["update_id"] for part in parts]
                act.raw = self._whole(key, parts)
        return found

    def _whole(self, key: AlbumKey | None, parts: Sequence[Json]) -> Json | None:
        """One update with the words that stand under any of the pictures; words are always read."""
        known = key in self._answered
        if key is not None:
            self._answered[key] = None
            if len(self._answered) > RECENT:
                self._answered.popitem(last=False)
        written = [part for part in parts if _caption(part)]
        if not written:
            return None if known else parts[0]
        words = "\n".join(map(_caption, written))
        return {**written[0], "message": {**written[0]["message"], "caption": words}}


def _key(raw: Json) -> AlbumKey | None:
    """What tells the album; None: it is of none."""
    message = raw.get("message")
    group = message.get("media_group_id") if isinstance(message, dict) else None
    if not isinstance(group, str) or not group or not isinstance(message, dict):
        return None
    chat, author = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or not isinstance(author, dict):
        return None
    return str(chat.get("id")), str(author.get("id")), group


def _caption(raw: Json) -> str:
    words = raw["message"].get("caption")
    return words if isinstance(words, str) else ""
