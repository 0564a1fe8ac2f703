"""`python -m tests.soak.clocked FILE FILES`: the bot with a clock that FILE moves, and so many open files.

FILE holds the seconds by which its clock is ahead, and may change at any moment. A monotonic clock goes on
as it does on a machine whose time is set anew.
"""

import resource
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import sleep

import time_machine

from bot.cli import process


def main() -> int:
    file, most = Path(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    sys.argv[1:] = []
    with time_machine.travel(datetime.now(UTC), tick=True) as clock:
        threading.Thread(target=_follow, args=(file, clock), daemon=True).start()
        return process()


def _follow(file: Path, clock: "time_machine.Traveller") -> None:
    ahead = 0.0
    while True:
        text = file.read_text() if file.exists() else ""
        wanted = float(text or ahead)
        if wanted != ahead:
            clock.shift(timedelta(seconds=wanted - ahead))
            ahead = wanted
        sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
