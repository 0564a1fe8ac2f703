"""How well words of danger are heard, on sets of lines.

    python bench/care.py [SET.tsv …] [--unseen] [--misses] [--time]

Without a set: tests/data/care-heard.tsv. A set has a line for each text: expected <tab> family <tab> language
<tab> text. Expected is self_harm, violence, fear, care (any of them) or none; the family ("plain", "slang",
"indirect", "everyday" …) and the language ("en", "de") are only for counting; a line that begins with # is a
remark. `--unseen` reads only the fifth that `tools/learn_care.py` leaves out. Printed for each language and
family: how many lines, how many were taken for danger, asked about, and left alone; as figures and in per
cent. Where danger is expected, being asked counts as heard. `--misses` prints each line that went wrong.
`--time` prints what everyday lines of the sets take, 4,096 letters of them as one text: with a full stop
after each line, and as one sentence (CPU time of this thread, the best of a hundred).
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot.care.judge import care  # noqa: E402

_LONG = 4_096
Row = tuple[str, str, str, str]  # expected, family, language, text


def rows(path: Path, *, unseen: bool) -> Iterator[Row]:
    """The lines of a set. Raises ValueError for a line with other than four columns."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 4:
            raise ValueError(f"{path}:{number}: expected four columns, got {len(columns)}")
        expected, family, language, text = columns
        if not unseen or crc32(text.encode()) % 5 == 0:
            yield expected, family, language, text


def verdict(text: str) -> str:
    """ "danger", "ask" or "nothing"."""
    found = care(text)
    return found.level if found is not None else "nothing"


def wrong(expected: str, found: str) -> bool:
    """Whether danger was not heard, or harmless words were not left alone."""
    return (found == "nothing") == (expected != "none")


def milliseconds(text: str) -> float:
    """What `care` takes for `text`."""
    return 1000 * min(_once(text) for _ in range(100))


def _once(text: str) -> float:
    before = time.thread_time()
    care(text)
    return time.thread_time() - before


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="*", type=Path, default=[ROOT / "tests/data/care-heard.tsv"])
    for flag in ("--unseen", "--misses", "--time"):
        parser.add_argument(flag, action="store_true")
    asked = parser.parse_args()
    counts: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    everyday: list[str] = []
    for path in asked.sets:
        for expected, family, language, text in rows(path, unseen=asked.unseen):
            everyday += [text] * (expected == "none")
            found = verdict(text)
            counts[language, "harmless" if expected == "none" else "danger", family][found] += 1
            if asked.misses and wrong(expected, found):
                print(f"{found:>8}  {language} {family:<9} {expected:<9} {text}")
    for (language, what, family), found in sorted(counts.items()):
        lines = found.total()
        shares = "  ".join(
            f"{name} {found[name]} ({100 * found[name] / lines:.1f} %)"
            for name in ("danger", "ask", "nothing")
        )
        print(f"{language} {what:<8} {family:<9} {lines:>4} lines: {shares}")
    if asked.time:
        for name, stop in (("sentences", ". "), ("one sentence", " ")):
            print(f"{_LONG} letters, {name}: {milliseconds(stop.join(everyday)[:_LONG]):.1f} ms")


if __name__ == "__main__":
    main()
