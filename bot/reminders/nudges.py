"""What a nudge says: written by hand, by situation, in new words each time.

The templates are in `nudges.txt` in each language's folder. Nothing a person wrote goes into a nudge; the
notice is the writer's phrase from the episode and is put in as it stands.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from random import Random

from bot.frozen import frozen
from bot.texts import match_locale
from bot.texts.vocabulary import lines as language_file

LONG_AWAY = timedelta(days=14)
_SLOT = "{notice}"
_KEPT = 60


class Situation(StrEnum):
    """Where the person stands when the nudge goes out."""

    MID = "mid"  # an evening was begun and waits at a question
    BETWEEN = "between"  # the last evening is done, the next one has not begun
    FINISHED = "finished"  # every evening of the series is done
    AWAY = "away"  # not a word for two weeks
    GOODBYE = "goodbye"  # the last nudge there will be


_WITHOUT_OWN = frozenset({Situation.AWAY, Situation.GOODBYE})


@frozen
class Nudge:
    """A text to send, and the key that says it was seen."""

    text: str
    key: str


def situation(
    *, begun: bool, finished: bool, last_word_at: datetime | None, now_at: datetime, goodbye: bool = False
) -> Situation:
    """The situation of a person. `begun`: an evening waits half-way; `finished`: the series is done."""
    if goodbye:
        return Situation.GOODBYE
    if last_word_at is not None and now_at - last_word_at >= LONG_AWAY:
        return Situation.AWAY
    if begun:
        return Situation.MID
    return Situation.FINISHED if finished else Situation.BETWEEN


def choose(
    where: Situation,
    notice: str | None,
    own: Sequence[str],
    seen: Mapping[str, int],
    random: Random,
    locale: str | None = "en",
) -> Nudge:
    """The text seen longest ago, never-seen ones first; among equals chance decides.

    `notice` is what Alana asked to notice, as it goes on after "Did you notice"; `own` are the writer's
    texts for this place, which come in their order before the general ones as long as they were not seen.
    To someone who was away for long, and at the goodbye, they are not said. `seen` maps keys to a number
    that grows with each nudge (see `mark_seen`).
    """
    notice = (notice or "").strip(" .?")
    texts = [] if where in _WITHOUT_OWN else [text.strip() for text in own if text.strip()]
    candidates = [(seen.get(key, 0), 0, 0.0, key, text) for text in texts if (key := _own(text))]
    fresh = next((each for each in candidates if not each[0]), None)
    if fresh is None:
        lines = _usable(where, bool(notice), match_locale(locale))
        candidates += [(seen.get(key, 0), 1, random.random(), key, text) for key, text in lines]
    _, general, _, key, text = fresh or min(candidates)
    return Nudge(text.replace(_SLOT, notice) if general else text, key)


def mark_seen(seen: Mapping[str, int], key: str) -> dict[str, int]:
    """`seen` with that key as the newest; only the newest sixty are kept."""
    newest = max(seen.values(), default=0) + 1
    kept = sorted({**seen, key: newest}.items(), key=lambda pair: pair[1])
    return dict(kept[-_KEPT:])


@lru_cache(maxsize=2048)
def _own(text: str) -> str:
    """A key for a writer's text that survives a restart and changes with the words."""
    return "own:" + hashlib.sha256(text.encode()).hexdigest()[:10]


@cache
def _usable(where: Situation, with_notice: bool, lang: str) -> Sequence[tuple[str, str]]:
    """Templates of a situation by key: with a notice those that name it, without one the others."""
    lines = [(f"{where}:{n}", line) for n, line in enumerate(templates(lang)[where], 1)]
    named = [(key, line) for key, line in lines if (_SLOT in line) is with_notice]
    return named or [(key, line) for key, line in lines if _SLOT not in line]


@cache
def templates(lang: str) -> Mapping[Situation, tuple[str, ...]]:
    """Every template of a language by situation. Keys count from 1 in the file's order: add at the end."""
    text = language_file("nudges.txt", lang)
    found: dict[Situation, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = found.setdefault(Situation(line[1:-1]), [])
        elif line.strip() and not line.startswith("#"):
            current.append(line.strip())
    return {where: tuple(lines) for where, lines in found.items()}
