"""How well it is understood what people say in the middle of an evening.

    python bench/hearing.py [SET.json] [--unseen] [--misses] [--lexical]

SET.json (default: tests/data/hearing.json) is an object:

    {"scenes": [{"id": "…", "locale": "en",                     # a moment: the language of the talk,
                 "asked": "",                                   # the answer awaited: "", "text", "yesno" …
                 "offered": [{"key": "…", "text": "…", "aliases": []}]}],   # and the questions shown
     "bank":   [{"key": "…", "text": "…", "aliases": [], "locale": "en"}],  # all questions of the series
     "lines":  [{"scene": "…", "text": "what is typed",
                 "right": ["grief"], "acceptable": ["sad"],     # what it may be understood as
                 "hurts": ["later", "question"]}]}              # what would be a blow

What a line is understood as: a kind (`bot.hearing.kinds.Kind`: "grief", "why" …), "question:KEY" (an offered
question is taken), "asked:KEY" ("Did you mean …?"), "later:KEY" ("That belongs to another evening"), or
"unknown" ("I don't have words for that yet"). In `right`, `acceptable` and `hurts` the part before the colon
stands for all of them, and a kind for its finer sorts ("telling" for "age").
Where an answer is awaited, a line that is no move is "answer".

Printed for each language: how many lines were right, acceptable, not understood, otherwise wrong, and
hurting, in per cent; then milliseconds of the whole decision, the bank known: by the clock, and of work (CPU
time of all threads, which a busy machine disturbs less). `--unseen` reads only the
fifth that `tools/learn_hearing.py` leaves out (checksum of the text, modulo five, is 0). `--lexical` does
without the semantic model. `--misses` prints every line that was neither right nor acceptable.
"""

import argparse
import asyncio
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.hearing.hear import Moment  # noqa: E402
from bot.hearing.kinds import BROADER, Heard, Kind  # noqa: E402
from bot.hearing.understand import understood  # noqa: E402
from bot.matching.choose import best_matcher  # noqa: E402
from bot.matching.lexical import LexicalMatcher  # noqa: E402
from bot.matching.thresholds import RankingMatcher  # noqa: E402
from bot.matching.verdict import Accept, Candidate, Later, Suggest  # noqa: E402

SET = ROOT / "tests/data/hearing.json"
_FINER = frozenset(each.value for each in BROADER)
OUTCOMES = ("right", "acceptable", "not understood", "wrong", "hurting")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a set, in its scene."""

    scene: str
    locale: str
    text: str
    right: tuple[str, ...]
    acceptable: tuple[str, ...]
    hurts: tuple[str, ...]

    @property
    def unseen(self) -> bool:
        return crc32(self.text.encode()) % 5 == 0

    def outcome(self, understood_as: str) -> str:
        """One of `OUTCOMES`."""
        if _among(understood_as, self.right):
            return "right"
        if _among(understood_as, self.acceptable):
            return "acceptable"
        if _among(understood_as, self.hurts):
            return "hurting"
        return "not understood" if understood_as == "unknown" else "wrong"


def _among(name: str, names: Sequence[str]) -> bool:
    broad = BROADER[Kind(name)].value if name in _FINER else name
    return name in names or broad in names or name.partition(":")[0] in names


def read(path: Path) -> Any:
    """A set as it is written."""
    return json.loads(path.read_text(encoding="utf-8"))


def lines(path: Path) -> Iterator[Line]:
    """The lines of a set."""
    found = read(path)
    locales = {scene["id"]: scene["locale"] for scene in found["scenes"]}
    for line in found["lines"]:
        yield Line(
            line["scene"],
            locales[line["scene"]],
            line["text"],
            tuple(line["right"]),
            tuple(line.get("acceptable", ())),
            tuple(line.get("hurts", ())),
        )


def scenes(found: Mapping[str, Any]) -> dict[str, tuple[Moment, tuple[Candidate, ...]]]:
    """The moments of a set, with the questions offered in each."""
    offered = {scene["id"]: tuple(map(_candidate, scene["offered"])) for scene in found["scenes"]}
    return {
        each["id"]: (
            Moment([one.text for one in offered[each["id"]]], each.get("asked", ""), each["locale"]),
            offered[each["id"]],
        )
        for each in found["scenes"]
    }


def _candidate(each: Mapping[str, Any]) -> Candidate:
    return Candidate(each["key"], each["text"], tuple(each.get("aliases", ())))


async def outcome(
    text: str, scene: Moment, offered: Sequence[Candidate], bank: Sequence[Candidate], matcher: RankingMatcher
) -> str:
    """What a text is understood as, in the words of a set."""
    match await understood(text, scene, offered, bank, matcher):
        case Heard(kind):
            return kind.value
        case Accept(key):
            return f"question:{key}"
        case Suggest(key):
            return f"asked:{key}"
        case Later(key):
            return f"later:{key}"
    return "answer" if scene.asked else "unknown"


async def run(path: Path, matcher: RankingMatcher, *, unseen: bool, misses: bool) -> None:
    found = read(path)
    moments = scenes(found)
    banks = {
        locale: tuple(
            _candidate(each) for each in found.get("bank", ()) if each.get("locale", locale) == locale
        )
        for locale in {scene.locale for scene, _ in moments.values()}
    }
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    spent: list[tuple[float, float]] = []
    for line in lines(path):
        if unseen and not line.unseen:
            continue
        scene, offered = moments[line.scene]
        await outcome(line.text, scene, offered, banks[line.locale], matcher)
        before, worked = time.perf_counter(), time.process_time()
        got = await outcome(line.text, scene, offered, banks[line.locale], matcher)
        spent.append((time.perf_counter() - before, time.process_time() - worked))
        verdict = line.outcome(got)
        counts[line.locale][verdict] += 1
        if misses and verdict not in OUTCOMES[:2]:
            print(f"{verdict:>14}  {line.locale} {got:<22} for {','.join(line.right):<16} {line.text}")
    _print(counts, spent)


def _print(counts: Mapping[str, Counter[str]], spent: Sequence[tuple[float, float]]) -> None:
    for locale, found in sorted(counts.items()):
        total = found.total()
        shares = "  ".join(f"{name} {100 * found[name] / total:.1f} %" for name in OUTCOMES)
        print(f"{locale}: {total} lines: {shares}")
    for name, times in zip(("by the clock", "of work"), zip(*spent, strict=True), strict=True):
        ordered = sorted(1000 * each for each in times)
        p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        print(f"{name}: p50 {p50:.1f} ms  p99 {p99:.1f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("set", nargs="?", type=Path, default=SET)
    for flag in ("--unseen", "--misses", "--lexical"):
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    matcher = LexicalMatcher() if asked.lexical else best_matcher("semantic")
    try:
        asyncio.run(run(asked.set, matcher, unseen=asked.unseen, misses=asked.misses))
    finally:
        matcher.close()


if __name__ == "__main__":
    main()
