"""No test holds a measured time against a number, which tells more of the machine than of the program."""

import re
from pathlib import Path

TESTS = Path(__file__).parents[1]
CLOCKS = re.compile(r"\b(?:perf_counter|process_time|thread_time|monotonic)(?:_ns)?\(|\btime\.time\(")
# The measure of growth, what waits for a server or stands for one, and the long runs, which print times.
ALLOWED = {"growth.py", "pooler.py", "postgres.py"}
BESIDE = {"platforms", "soak"}


def test_no_test_reads_a_clock() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{number}"
        for path in TESTS.rglob("*.py")
        if path.name not in ALLOWED and not BESIDE & set(path.parts) and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if CLOCKS.search(line)
    ]
    assert found == []
