"""What is said of a database that fails while a bot serves: each kind of trouble once, and its end.

Whoever needs the database tries again until it works, a hundred turns at once; the log is not to say so a
hundred times.
"""

import logging

from bot.errors import StorageError

log = logging.getLogger("alana.database")


class Trouble:
    """Of one database, for all its bots. `kind` is what was tried: "read" or "write"."""

    def __init__(self) -> None:
        self.serving = False  # else a command says itself what went wrong
        self._failing: set[str] = set()
        self._said: set[str] = set()

    @property
    def storing(self) -> bool:
        """Whether the newest transaction that was to change something was stored, and not refused."""
        return "write" not in self._failing

    def met(self, kind: str, error: StorageError) -> None:
        """The database refused that."""
        self._failing.add(kind)
        line = str(error)
        if self.serving and line not in self._said:
            self._said.add(line)
            log.error("%s; what people do waits for it", line)

    def passed(self, kind: str) -> None:
        """It did that."""
        if not self._failing:
            return
        self._failing.discard(kind)
        if not self._failing and self._said:
            self._said.clear()
            log.warning("the database works again; what waited for it goes on")
