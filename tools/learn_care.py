"""Learns bot/care/weights.gz from lines of ours. Needs numpy (the extra [semantic]).

    python tools/learn_care.py

Lines that speak of danger, and near ones that do not: `SETS` in tests/data. Lines of ordinary talk: every
text of the dialogues and what people might type there (tests/data/matching-dev, -german). A fifth of
care-said.tsv and of care-heard.tsv is left out (`held_out`), and all of care-strangers.tsv and of
care-unseen.tsv, for `tests/care`.
Multinomial logistic regression, by stochastic gradient descent with a step for each weight (AdaGrad: Duchi,
Hazan, Singer 2011).
"""

import csv
import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.care.judge import by_tables  # noqa: E402
from bot.care.learned import KINDS, MOST, PLACES, WEIGHTS, places  # noqa: E402
from bot.care.words import sentences  # noqa: E402

ROUNDS, STEP, DECAY = 4, 0.1, 1e-3  # more rounds hear fewer of the lines left out
_AS_TYPED = 12  # how often a line of `_VOICES` counts: what hints at danger, and what is near to it
_STEPS = 60  # of a weight, each way: as many as keep all sums below MOST
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


UNSEEN = ("care-said.tsv", "care-heard.tsv")
_VOICES = ("care-heard.tsv", "care-voices.tsv", "care-night.tsv")
SETS = ("care.tsv", "care-fresh.tsv", *UNSEEN, "care-voices.tsv", "care-night.tsv")


def held_out(text: str) -> bool:
    """Whether a line of these two is for the test alone."""
    return crc32(text.encode()) % 5 == 0


def labelled() -> Iterator[tuple[str, str]]:
    """(expected, text): one of the kinds, "care" (any of them) or "none"."""
    data = ROOT / "tests/data"
    for name in SETS:
        for line in (data / name).read_text(encoding="utf-8").splitlines():
            expected, _, text = line.partition("\t")
            text = text.rpartition("\t")[2]
            if line[0] != "#" and not (name in UNSEEN and held_out(text)):
                yield from [(expected, text)] * _weight(name, line)
    # The eleventh evening speaks of danger itself.
    ordinary = (text for text in dict.fromkeys(_ordinary(data)) if by_tables(list(sentences(text))) is None)
    yield from (("none", text) for text in ordinary for _ in range(2))


def _weight(name: str, line: str) -> int:
    """How often a line counts: what was ever missed, or taken for danger wrongly, more than the rest."""
    if name in _VOICES:
        return _AS_TYPED
    if name in ("care.tsv", "care-fresh.tsv"):
        return 6 if line.startswith("none") else 4
    return 1


def _ordinary(data: Path) -> Iterator[str]:
    for name in ("matching-dev.json", "matching-german.json"):
        found = json.loads((data / name).read_text(encoding="utf-8"))
        yield from found["nothing"]
        for scene in found["scenes"]:
            for offered in scene["offered"]:
                yield from (offered["text"], *offered.get("aliases", []), *offered["phrasings"])
    for script in sorted((ROOT / "dialogues").glob("*/*.yarn")):
        for line in script.read_text(encoding="utf-8").splitlines():
            plain = re.sub(r"<<.*?>>|#\S+|//.*", "", line).strip()
            if said := re.match(r"(?:->|Alana:)\s*(.+)", plain):
                yield from (said[1], *_SENTENCE.split(said[1]))
    for table in sorted((ROOT / "dialogues").glob("*/strings/*.csv")):
        with table.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from _SENTENCE.split(row["text"].removeprefix("Alana: "))


def learn() -> tuple[np.ndarray, np.ndarray]:
    """Weights (kinds, places) and biases (kinds), each against "none"."""
    lines = list(labelled())
    kinds = ("none", *KINDS)
    found = [np.array(sorted(places(list(sentences(text)))), dtype=np.int64) for _, text in lines]
    wanted = [kinds.index(expected) if expected in kinds else -1 for expected, _ in lines]
    # A row for each place, so that the few that a line touches lie together.
    weights, biases = np.zeros((PLACES, len(kinds))), np.zeros(len(kinds))
    steps, dice = np.full((PLACES, len(kinds)), 1e-6), np.random.default_rng(0)
    for _ in range(ROUNDS):
        for at in dice.permutation(len(lines)):
            row = found[at]
            if not len(row):
                continue
            size = 1 / np.sqrt(len(row))
            touched = weights[row]
            odds = touched.sum(axis=0) * size + biases
            likely = np.exp(odds - odds.max())
            likely /= likely.sum()
            target = np.zeros(len(kinds))
            if wanted[at] >= 0:
                target[wanted[at]] = 1
            else:
                target[1:] = likely[1:] / likely[1:].sum()
            error = likely - target
            slope = error * size + DECAY * touched
            steps[row] += slope * slope
            weights[row] = touched - STEP * slope / np.sqrt(steps[row])
            biases -= 0.02 * error
    return (weights[:, 1:] - weights[:, :1]).T, biases[1:] - biases[0]


def main() -> None:
    weights, biases = learn()
    scale = float(np.quantile(np.abs(weights), 0.9999)) / _STEPS
    head = {"scale": scale, "biases": [round(float(b), 4) for b in biases]}
    steps = np.clip(np.round(weights / scale), -_STEPS, _STEPS).astype(np.int8)
    most = max(abs(part.sum(axis=1, dtype=int)).max() for part in (steps.clip(0), steps.clip(max=0)))
    if most >= MOST:
        sys.exit(f"{most} is too much for one number of {WEIGHTS}: make _STEPS less")
    body = steps.tobytes()
    packed = gzip.compress(json.dumps(head).encode() + b"\n" + body, 9, mtime=0)
    (ROOT / "bot/care" / WEIGHTS).write_bytes(packed)
    print(f"{WEIGHTS}: {len(packed) // 1024} KB")


if __name__ == "__main__":
    main()
