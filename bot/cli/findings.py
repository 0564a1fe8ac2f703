"""What `alana doctor` says: a line for each thing that was looked at."""

from datetime import timedelta
from typing import Literal

from bot.frozen import frozen

Level = Literal["ok", "warning", "wrong"]
_SIGNS: dict[Level, str] = {"ok": "ok", "warning": "! ", "wrong": "!!"}


@frozen
class Finding:
    """`line` says how it is, and what to do where that is not well. A `wrong` one ends the command with 1."""

    about: str
    line: str
    level: Level = "ok"

    def __str__(self) -> str:
        return f"{_SIGNS[self.level]}  {self.about:<13} {self.line}"


def wrong(about: str, line: str) -> Finding:
    return Finding(about, line, "wrong")


def warning(about: str, line: str) -> Finding:
    return Finding(about, line, "warning")


def ago(time: timedelta) -> str:
    """How long, in the largest unit of which there are two."""
    seconds = max(0, int(time.total_seconds()))
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
