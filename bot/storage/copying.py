"""SQLite's write-ahead log is copied back into the database beside the writer, in a thread of its own.

Left to itself SQLite does it inside a commit, once the log has a number of pages; whoever waits for that
commit waits some 50 to 100 ms. A passive checkpoint stops nobody (https://www.sqlite.org/wal.html). What
it does not get done, in a crash or on a slow disk, the writer does as before, later.

What was erased still stands in the log, until it is written over: after a `/forget` the log is emptied.

How long the log is stands in the `-shm` file. It must not be opened here: closing it would drop SQLite's
own locks on it (https://www.sqlite.org/howtocorrupt.html#posix_close_bug). So rows are counted instead.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

EVERY = 0.1  # seconds
ENOUGH = 2_000  # rows changed, some 10 MB of log: a page that changes often is copied back once
PATIENCE = 0.05  # seconds that emptying the log may keep a writer waiting; it is tried again
LATEST = 16_000  # pages in the log, 64 MB, at which the writer does it after all


class LogCopier:
    """`start` and `stop`, once each. `changes`: how many rows the writer has changed, ever growing."""

    def __init__(self, file: Path, changes: Callable[[], int]) -> None:
        self._file, self._changes = file, changes
        self._copied = changes()
        self._erased = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="log-copier", daemon=True)

    def start(self) -> None:
        self._thread.start()

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
        if self._erased.is_set():
            self._erased.clear()
            if not _emptied(connection):  # somebody is reading in it
                self._erased.set()
        changed = self._changes()
        if changed - self._copied >= ENOUGH:
            # The writer is at it itself, or the disk is full: that is said where something is written.
            with contextlib.suppress(sqlite3.Error):
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
            self._copied = changed

    def _run(self) -> None:
        connection = sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)
        try:
            while not self._stopped.wait(EVERY):
                self.once(connection)
        finally:
            connection.close()


def _emptied(connection: sqlite3.Connection) -> bool:
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not busy
