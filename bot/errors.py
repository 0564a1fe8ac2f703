"""Errors that cross rooms. Every one reads as a single line that says what is wrong and what to do."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from bot.frozen import frozen
from bot.refusals import shortened


class AlanaError(Exception):
    """An expected failure: its text is shown to a person as it stands, without a traceback."""


class SettingsError(AlanaError):
    """A setting is wrong; the text names the environment variable."""


class ContentError(AlanaError):
    """A dialogue folder or a script cannot be used."""


class StorageError(AlanaError):
    """The database cannot be opened, read or written."""


class PlatformRefused(AlanaError):
    """A platform refused for good (a wrong token, a missing intent): that platform ends, the others go on."""


@frozen
class Diagnostic:
    """One problem in a script, with a place an editor can jump to. Lines and columns count from 1."""

    code: str
    severity: Literal["error", "warning"]
    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    end_column: int | None = None

    def __str__(self) -> str:
        from bot.printable import printable  # only where something is shown: every start reads this file

        place = f"{self.file}:{self.line}:{self.column}"
        return printable(f"{place}: {self.severity}[{self.code}]: {self.message}")


class DialogueFault(Exception):
    """A script failed while it ran. The person keeps their place; the log names the script's line.

    `args[0]` is written for the author; it never holds what a person typed.
    """

    def __init__(self, message: str, *, file: str = "", line: int = 0, node: str = "") -> None:
        where = f"{file}:{line}: " if file else ""
        from bot.printable import printable

        super().__init__(printable(f"{where}{message}"))
        self.file, self.line, self.node = file, line, node


class Failure(StrEnum):
    """Why a send failed, as the sender needs to know it."""

    TRANSIENT = "transient"  # network, 5xx: try again with backoff
    LIMITED = "limited"  # 429: try again after `retry_after`
    UNREACHABLE = "unreachable"  # blocked, DMs closed, chat gone: the person cannot be written to
    REFUSED = "refused"  # this message is refused for good: never try it again
    MOVED = "moved"  # the chat has a new id (`moved_to`), or is there without that thread (`thread_gone`)
    EXPIRED = "expired"  # the reply handle is too old: use the address instead
    ELSEWHERE = "elsewhere"  # not in this place, which others share; the person's direct chat may take it


@dataclass
class SendFailed(Exception):
    """A platform did not take a message. `retry_after` is in seconds, `wide` means all chats wait. Whatever
    is given as `reason`, what is kept of it quotes nobody."""

    failure: Failure
    reason: str = field(default="")
    retry_after: float | None = None
    wide: bool = False
    moved_to: str | None = None
    thread_gone: bool = False

    def __post_init__(self) -> None:
        self.reason = shortened(self.reason)

    def __str__(self) -> str:
        return f"{self.failure.value}: {self.reason}" if self.reason else self.failure.value
