"""The kill tests many times in a row on a busy machine: `make kills`, or

    python -m tests.soak.rounds --runs 40 --busy 2

`--busy` loops that do nothing run beside them, one for each core by default. Prints a line for each run, and
at the end how many failed; ends with 1 where one did. A run that fails leaves its whole output in `--keep`.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KILLS = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/road").glob("test_*kills.py"))


@contextlib.contextmanager
def busy(loops: int) -> Iterator[None]:
    """So many processes that only count, at a lower priority: whoever has work to do comes late."""
    started = [subprocess.Popen(["nice", sys.executable, "-c", "while True: pass"]) for _ in range(loops)]
    try:
        yield
    finally:
        for each in started:
            each.kill()
            each.wait()


def once(tests: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("tests", nargs="*", default=KILLS)
    options.add_argument("--runs", type=int, default=40)
    options.add_argument("--busy", type=int, default=os.cpu_count() or 1)
    options.add_argument("--keep", type=Path, default=Path("failed-runs"))
    chosen = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing is left counting
    failed = 0
    with busy(chosen.busy):
        for number in range(1, chosen.runs + 1):
            began = time.monotonic()
            found = once(chosen.tests)
            seconds = time.monotonic() - began
            if found.returncode:
                failed += 1
                chosen.keep.mkdir(parents=True, exist_ok=True)
                (chosen.keep / f"{number}.txt").write_text(found.stdout + found.stderr)
            verdict = "failed" if found.returncode else "passed"
            print(f"{number:3} {verdict} in {seconds:.0f} s; {failed} failed so far", flush=True)
    print(f"{chosen.runs} runs, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
