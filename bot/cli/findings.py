"""What `alana doctor` says: a line for each thing that was looked at."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Literal

from bot.frozen import frozen, replace

Level = Literal["ok", "warning", "wrong"]
_SIGNS: dict[Level, str] = {"ok": "ok", "warning": "! ", "wrong": "!!"}


@frozen
class Finding:
    """`line` says how it is, and what to do where that is not well. A `wrong` one ends the command with 1.
    `bot`: of which bot that is, where there are several."""

    about: str
    line: str
    level: Level = "ok"
    bot: str = ""

    def __str__(self) -> str:
        whose = f"{self.bot}: " if self.bot else ""
        return f"{_SIGNS[self.level]}  {self.about:<13} {whose}{self.line}"


def wrong(about: str, line: str) -> Finding:
    return Finding(about, line, "wrong")


def warning(about: str, line: str) -> Finding:
    return Finding(about, line, "warning")


def of_bot(name: str, bots: Collection[str], found: Iterable[Finding]) -> list[Finding]:
    """These are of that bot: which is said where there are several."""
    return [replace(each, bot=name) if len(bots) > 1 else each for each in found]


def ago(time: timedelta) -> str:
    """How long, in the largest unit of which there are two."""
    seconds = max(0, int(time.total_seconds()))
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
