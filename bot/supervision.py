"""What a service manager is told: that we are ready, that we live, that we stop (sd_notify of systemd).

A datagram to the socket that NOTIFY_SOCKET names; where there is none, nothing is said. See sd_notify(3).
"""

import contextlib
import os
import socket
import time
from collections.abc import Callable, Mapping

STARTING = (
    30_000_000  # microseconds by which a start may take longer, said again as long as the loop goes round
)


class Supervisor:
    """`env` is the process's environment, `pid` its number; `monotonic` gives seconds."""

    def __init__(
        self, env: Mapping[str, str], pid: int, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._monotonic = monotonic
        self._place = env.get("NOTIFY_SOCKET", "")
        self._ready = False
        ours = env.get("WATCHDOG_PID") in (None, "", str(pid))
        given = env.get("WATCHDOG_USEC", "")
        # Twice in the time after which we would be taken for dead.
        self._every = int(given) / 2e6 if ours and given.isdecimal() and int(given) else None
        self._fed_at = float("-inf")

    def beat(self, ready: bool) -> None:
        """Called by the loop again and again; `ready` as soon as people can be served."""
        if ready and not self._ready:
            self._ready = True
            self._say("READY=1\nSTATUS=serving")
        elif not self._ready:
            self._say(f"EXTEND_TIMEOUT_USEC={STARTING}\nSTATUS=connecting")
        now = self._monotonic()
        if self._every is not None and now - self._fed_at >= self._every:
            self._fed_at = now
            self._say("WATCHDOG=1")

    def stopping(self) -> None:
        self._say("STOPPING=1\nSTATUS=finishing what is in hand")

    def _say(self, words: str) -> None:
        if not self._place.startswith(("/", "@")):
            return
        # A name that begins with @ is one of Linux' abstract ones: a zero byte stands there.
        name = "\0" + self._place[1:] if self._place.startswith("@") else self._place
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
            out.setblocking(False)
            out.sendto(words.encode(), os.fsencode(name))
