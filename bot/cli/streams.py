"""The process's own streams and signals, made such that no command has to think of them.

What cannot be written in the terminal's encoding is replaced, not lost; a stream that was closed leads
nowhere; whoever is asked to stop cleans up first.
"""

import os
import signal
import sys
from types import FrameType

_STOPPING = ("SIGTERM", "SIGHUP")


def open_closed() -> None:
    """Opens what the caller closed of standard input, output and error. Else the next file that is opened,
    a database perhaps, would be in their place."""
    while True:
        number = os.open(os.devnull, os.O_RDWR)
        if number > 2:
            os.close(number)
            break
        os.set_inheritable(number, True)
    for name, mode, number in (("stdin", "r", 0), ("stdout", "w", 1), ("stderr", "w", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", errors="replace", closefd=False))  # noqa: SIM115


def be_lenient() -> None:
    """Signs that the terminal or the pipe does not know become question marks, in and out."""
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        again = getattr(stream, "reconfigure", None)
        if again is not None:
            again(errors=errors)


def stop_cleanly() -> None:
    """SIGTERM and SIGHUP end the command as Ctrl-C does: through everything that cleans up."""
    for name in _STOPPING:
        if signal.getsignal(getattr(signal, name)) is signal.SIG_DFL:  # else somebody chose (nohup does)
            signal.signal(getattr(signal, name), _stop)


def leave_nothing() -> None:
    """Whoever read standard output is gone, or its disk is full: what is left has nowhere to go."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
