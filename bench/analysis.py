"""Processor time of judging a keystroke: `python bench/analysis.py [LINES] [FILES]` (10,000 in 20)."""

import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.analysis.bundles import Bundle
from bot.analysis.workbench import Workbench
from bot.yarn import Source

NODE = """title: Node{n}
---
Mae: The kettle sings again, the {n}th time. #line:{n}-1
<<if visited("Node{n}") and $visits > {n}>>
    Mae: You have been here, {{$visits}} times. #line:{n}-2
<<endif>>
-> Is the water hot? #line:{n}-3
    Mae: It was, an hour ago. #line:{n}-4
    <<set $visits += 1>>
-> Is there more of it? #line:{n}-5
    Mae: A whole pot, and a [b]second[/b] one. #line:{n}-6
    Mae: Help yourself. #line:{n}-7
-> Shall we go on? #line:{n}-8
    Mae: We shall. #line:{n}-9
<<jump Node{next}>>
===
"""


def series(lines: int, files: int) -> Bundle:
    """A series of that size, in which each node leads to the next."""
    count = max(lines // NODE.count("\n"), files)
    nodes = [NODE.format(n=n, next=(n + 1) % count) for n in range(count)]
    first = "title: Start\n---\n<<declare $visits = 0>>\n<<jump Node0>>\n===\n"
    texts = ["".join(nodes[k::files]) for k in range(files)]
    sources = tuple(Source(f"{k:03}.yarn", first * (not k) + text) for k, text in enumerate(texts))
    return Bundle(sources, (), frozenset(source.name for source in sources))


def main() -> None:
    """Prints the first look and the median of twenty changes."""
    lines, files = (int(n) for n in (*sys.argv[1:], *("10000", "20")[len(sys.argv) - 1 :]))
    bundle = series(lines, files)
    begun = time.process_time()
    bench = Workbench(bundle)
    found = len(bench.findings)
    print(f"{lines} lines in {files} files: {1000 * (time.process_time() - begun):.0f} ms, {found} findings")
    took = []
    name, text = bundle.sources[files // 2].name, bundle.sources[files // 2].text
    for turn in range(20):
        begun = time.process_time()
        bench = bench.changed(name, text.replace("kettle", f"kettle{turn}", 1))
        assert len(bench.findings) == found
        took.append(1000 * (time.process_time() - begun))
    print(f"one change of {text.count(chr(10))} lines: {median(took):.1f} ms, the longest {max(took):.1f} ms")


if __name__ == "__main__":
    main()
