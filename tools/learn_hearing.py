"""Learns bot/hearing/weights.gz from lines of ours. Needs numpy (the extra [semantic]).

    python tools/learn_hearing.py

What each kind sounds like: bot/texts/locale/*/heard.txt, and four fifths of tests/data/hearing.json.
Questions: what people might type for those of the series (tests/data/matching-dev, -german). Statements
about one's life, which may be any feeling or telling: the everyday lines of tests/data/care-heard.tsv.
Multinomial logistic regression, by stochastic gradient descent with a step for each weight (AdaGrad: Duchi,
Hazan, Singer 2011).
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.hearing import lines  # noqa: E402
from bot.hearing.kinds import AS_WORDED, FEELINGS, Kind  # noqa: E402
from bot.hearing.learned import CLASSES, OTHER, PLACES, QUESTION, WEIGHTS, places  # noqa: E402
from bot.hearing.phrases import examples, languages  # noqa: E402
from bot.matching import out_of_scope  # noqa: E402
from bot.matching.smalltalk import small_talk  # noqa: E402

ROUNDS, STEP, DECAY = 12, 0.3, 1e-3
_STATEMENT = tuple(CLASSES.index(kind.value) for kind in (Kind.TELLING, *sorted(FEELINGS)))
_NOTHING = {"unknown": OTHER}
Labelled = tuple[str, tuple[int, ...]]  # the text, and the classes that it may be, the likeliest first


def labelled() -> Iterator[Labelled]:
    """Every line to learn from; what counts more is there more than once."""
    for language in languages():
        for kind, phrase in examples(language):
            if kind in AS_WORDED:
                continue
            yield from [(phrase.replace("{", "").replace("}", ""), (CLASSES.index(kind),))] * 3
    for line in lines(ROOT / "tests/data/hearing.json"):
        classes = tuple(
            CLASSES.index(_NOTHING.get(each, each))
            for each in line.right
            if _NOTHING.get(each, each) in CLASSES
        )
        if not line.unseen and classes:
            yield from [(line.text, classes)] * 3
    yield from ((text, (CLASSES.index(QUESTION),)) for text in _questions())
    yield from ((text, (CLASSES.index(OTHER),)) for text in _others())
    yield from ((text, _STATEMENT) for text in _statements())


def _questions() -> Iterator[str]:
    for name in ("matching-dev.json", "matching-german.json"):
        for scene in json.loads((ROOT / "tests/data" / name).read_text(encoding="utf-8"))["scenes"]:
            for offered in scene["offered"]:
                yield from (offered["text"], *offered.get("aliases", []), *offered["phrasings"])


def _others() -> Iterator[str]:
    for name in ("matching-dev.json", "matching-german.json"):
        found = json.loads((ROOT / "tests/data" / name).read_text(encoding="utf-8"))["nothing"]
        yield from (text for text in found if small_talk(text) is None)
    yield from (each.text for each in out_of_scope.examples() if small_talk(each.text) is None)


def _statements() -> Iterator[str]:
    for row in (ROOT / "tests/data/care-heard.tsv").read_text(encoding="utf-8").splitlines():
        if row[0] != "#":
            _, family, _, text = row.split("\t")
            if family in ("everyday", "near") and "?" not in text:
                yield text


def learn() -> tuple[np.ndarray, np.ndarray]:
    """Weights (classes, places) and biases (classes)."""
    rows = list(labelled())
    found = [np.array(places(text), dtype=np.int64) for text, _ in rows]
    weights, biases = np.zeros((len(CLASSES), PLACES)), np.zeros(len(CLASSES))
    steps, dice = np.full((len(CLASSES), PLACES), 1e-6), np.random.default_rng(0)
    for _ in range(ROUNDS):
        for at in dice.permutation(len(rows)):
            row, wanted = found[at], list(rows[at][1])
            size = 1 / np.sqrt(len(row))
            odds = weights[:, row].sum(axis=1) * size + biases
            likely = np.exp(odds - odds.max())
            likely /= likely.sum()
            target = np.zeros(len(CLASSES))
            target[wanted] = likely[wanted] / likely[wanted].sum() * 0.7
            target[wanted[0]] += 0.3
            error = likely - target
            slope = error[:, None] * size + DECAY * weights[:, row]
            steps[:, row] += slope * slope
            weights[:, row] -= STEP * slope / np.sqrt(steps[:, row])
            biases -= 0.01 * error
    return weights, biases


def main() -> None:
    weights, biases = learn()
    scale = float(np.quantile(np.abs(weights), 0.9999)) / 127
    head = {"classes": CLASSES, "scale": scale, "biases": [round(float(b), 4) for b in biases]}
    body = np.clip(np.round(weights / scale), -127, 127).astype(np.int8).tobytes()
    packed = gzip.compress(json.dumps(head).encode() + b"\n" + body, 9, mtime=0)
    (ROOT / "bot/hearing" / WEIGHTS).write_bytes(packed)
    print(f"{WEIGHTS}: {len(packed) // 1024} KB")


if __name__ == "__main__":
    main()
