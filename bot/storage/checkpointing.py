"""SQLite's write-ahead log is copied back into the database beside the writer, in a thread of its own.

Left to itself SQLite does it inside a commit, once the log has a number of pages; whoever waits for that
commit waits some 50 to 100 ms. A passive checkpoint stops nobody (https://www.sqlite.org/wal.html). What
it does not get done, in a crash or on a slow disk, the writer does as before, later.

What was erased still stands in the log, until it is written over: after a `/forget` the log is emptied, and
whenever the file is opened, for the process before may have died in between. Somebody who reads in it (a
backup does) needs it as it is: then it is tried again until they have done, and said if that takes long.

How long the log is stands in the `-shm` file. It must not be opened here: closing it would drop SQLite's
own locks on it (https://www.sqlite.org/howtocorrupt.html#posix_close_bug). So rows are counted instead.
"""

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from bot.storage.files import beside, keep_private, size

log = logging.getLogger("alana.storage")

EVERY = 0.1  # seconds
ENOUGH = 2_000  # rows changed, some 10 MB of log: a page that changes often is copied back once
EAGER = 10  # tries to empty the log; then only every so many rounds: each holds writers up
TOLD = 20  # tries, some ten seconds, after which it is said that they fail
LONG = 256 << 20  # bytes of log at which it is said that somebody reads for too long
PATIENCE = 0.05  # seconds that emptying the log may keep a writer waiting; it is tried again
LATEST = 16_000  # pages in the log, 64 MB, at which the writer does it after all


class WalCheckpointer:
    """`start` and `stop`, once each. `changes`: how many rows the writer has changed, ever growing."""

    def __init__(self, file: Path, changes: Callable[[], int]) -> None:
        self._file, self._changes = file, changes
        self._copied = changes()
        self._erased = threading.Event()
        self._tries = self._passes = 0
        self._long = False
        self._told: set[type[Exception]] = set()
        self._looked = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log-checkpointer", daemon=True)

    def start(self) -> None:
        """Returns when the log was emptied, or once tried to be."""
        self.empty()
        self._thread.start()
        self._looked.wait()

    def empty(self) -> None:
        """Soon nothing is left in the log. From any thread."""
        self._erased.set()

    def stop(self) -> None:
        """Returns when the file is closed; a checkpoint takes some ten milliseconds."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def once(self, connection: sqlite3.Connection) -> None:
        """Copies what waits, where it is worth it."""
        self._passes += 1
        if self._tries < EAGER or not self._passes % EAGER:
            if self._erased.is_set():
                self._erased.clear()
                self._empty(connection)
            elif self._long:
                _emptied(connection)
        changed = self._changes()
        if changed - self._copied >= ENOUGH:
            # The writer is at it itself, or the disk is full: that is said where something is written.
            with contextlib.suppress(sqlite3.Error):
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._copied = changed

    def _empty(self, connection: sqlite3.Connection) -> None:
        if _emptied(connection):
            if self._tries >= TOLD:
                log.warning("what was erased has left the database's log now")
            self._tries = 0
            return
        self._erased.set()
        self._tries += 1
        if self._tries == TOLD:
            log.warning("what was erased is still in %s-wal: another program is reading there", self._file)

    def look(self) -> None:
        """Says once when the log has grown long, and when that is over. SQLite cannot begin it anew while
        somebody reads in it, however long that takes."""
        length = size(beside(self._file, "-wal"))
        if length > LONG and not self._long:
            megabytes = length >> 20
            log.warning("%s-wal has %d MB: another program reads the database", self._file, megabytes)
        if not length and self._long:
            log.warning("the database's log is short again")
        self._long = length > LONG or (self._long and bool(length))

    def _run(self) -> None:
        connection = sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)
        try:
            while True:
                self._pass(connection)
                self._looked.set()
                if self._stopped.wait(EVERY):
                    return
        finally:
            self._looked.set()
            connection.close()

    def _pass(self, connection: sqlite3.Connection) -> None:
        """What goes wrong in one is told, once for each kind, and the next comes all the same: nobody else
        does this work."""
        try:
            self.once(connection)
            self.look()
            keep_private(self._file)  # another program that opens it changes that
        except Exception as error:
            if type(error) not in self._told:
                self._told.add(type(error))
                log.exception("looking after the database's log failed; it is tried again")


def _emptied(connection: sqlite3.Connection) -> bool:
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not busy
