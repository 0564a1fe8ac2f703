"""A process that has loaded the program and forks whenever it is to be started: `tests/starting.py` asks it.

A fork is a process of its own, with streams, environment and folder of its own, and can be killed like any
other; it is only spared the second that loading takes. It runs what `python -m` or `python -c` would run, and
ends as an interpreter ends. If its arguments name tests, it has read those, too: from there begin the
processes that a run of tests is dealt out to.

On each connection to the socket that is its standard input: a JSON object with four open files (what becomes
the three standard streams, and one that is kept open until the fork is over) is answered by the fork's
process id, and a process id by its exit code, below zero for a signal. It ends with the first connection.
"""

import atexit
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any, cast

import pytest

from bot.care.judge import care
from bot.hearing.worded import worded

LONGEST = 1 << 20  # bytes of a request: an environment, mostly
# The rooms of which a command takes all, and what the program loads only on its way. Not httpcore: with it
# come anyio and trio, which pytest and Hypothesis want to load in their own way.
ROOMS = (
    *("adapters.discord", "adapters.telegram", "adapters.terminal"),
    *("bot.cli", "bot.lsp", "bot.storage", "bot.studio", "bot.web"),
)
LATER = (
    *("alembic.command", "asyncpg", "babel.messages.pofile", "babel.numbers", "bot.app", "bot.platforms"),
    *("h11", "prompt_toolkit", "sqlalchemy.ext.asyncio"),
)
# However the tests were started: `nohup` hides a closed terminal, a script's background a Ctrl-C.
USUAL = {
    signal.SIGTERM: signal.SIG_DFL,
    signal.SIGHUP: signal.SIG_DFL,
    signal.SIGINT: signal.default_int_handler,
}


def load(tests: Sequence[str]) -> None:
    """Everything that the commands need, and these tests; no collection of garbage makes a fork copy it."""
    for room in ROOMS:
        for module in pkgutil.iter_modules(importlib.import_module(room).__path__, f"{room}."):
            importlib.import_module(module.name)
    for name in LATER:
        importlib.import_module(name)
    for listen in (care, worded):  # their lists are worked out at the first word that is typed
        listen("Good evening.")
    if tests:
        _read(tests)
    gc.collect()
    gc.freeze()


def _read(tests: Sequence[str]) -> None:
    """Where some cannot be read nothing is kept, half a file least of all: each process reads them itself
    then, and tells."""
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        read = pytest.main(["--collect-only", "-qq", *tests])
    if read != pytest.ExitCode.OK:
        for name in [name for name in sys.modules if name.startswith("tests.")]:
            del sys.modules[name]


def serve(listener: socket.socket) -> dict[str, Any] | None:
    """Answers until whoever came first is gone: None. In a fork it returns what that is to be."""
    with contextlib.ExitStack() as open_here:
        for asked, wanted, files in _requests(listener, open_here):
            if isinstance(wanted, int):
                asked.send(b"%d" % os.waitstatus_to_exitcode(os.waitpid(wanted, 0)[1]))
            elif pid := os.fork():
                for file in files:
                    os.close(file)
                asked.send(b"%d" % pid)
            else:
                return _reborn(wanted, files)
    return None


def _requests(
    listener: socket.socket, open_here: contextlib.ExitStack
) -> Iterator[tuple[socket.socket, Any, list[int]]]:
    """From all connections, with the files that came along, until the first one ends."""
    selector = open_here.enter_context(selectors.DefaultSelector())

    def accept() -> socket.socket:
        connection, _ = listener.accept()
        selector.register(open_here.enter_context(connection), selectors.EVENT_READ)
        return connection

    first = accept()
    selector.register(open_here.enter_context(listener), selectors.EVENT_READ)
    while True:
        for ready, _ in selector.select():
            if ready.fileobj is listener:
                accept()
                continue
            asked = cast(socket.socket, ready.fileobj)
            request, files, _, _ = socket.recv_fds(asked, LONGEST, 4)
            if request:
                yield asked, json.loads(request), files
            elif asked is first:
                return
            else:
                selector.unregister(asked)
                asked.close()


def _reborn(wanted: dict[str, Any], files: list[int]) -> dict[str, Any]:
    """What the interpreter does at its start, in this environment. The last of `files` stays as it is."""
    os.environ.clear()
    os.environ.update(wanted["env"])
    time.tzset()
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
        os.close(file)
    os.set_inheritable(files[3], False)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = _stream(number, getattr(sys, name))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    os.chdir(wanted["cwd"])
    return wanted


def _stream(number: int, like: Any) -> io.TextIOWrapper:
    unbuffered = number > 0 and bool(os.environ.get("PYTHONUNBUFFERED"))
    return io.TextIOWrapper(
        open(number, "wb" if number else "rb", buffering=0 if unbuffered else -1, closefd=False),
        encoding=like.encoding,
        errors=like.errors,
        line_buffering=number == 2 or os.isatty(number),
        write_through=unbuffered,
    )


def main() -> None:
    ends: list[int] = []
    atexit.register(_leave, ends)  # before all others, so that it comes after them
    for number, usual in USUAL.items():
        signal.signal(number, usual)
    wanted = None
    with contextlib.suppress(KeyboardInterrupt):
        load(sys.argv[1:])
        wanted = serve(socket.socket(fileno=os.dup(0)))
    if wanted is not None:
        sys.argv = [wanted["how"], *wanted["arguments"]]
        try:
            if wanted["how"] == "-c":
                exec(wanted["program"], {"__name__": "__main__"})
            else:
                runpy.run_module(wanted["program"], run_name="__main__", alter_sys=True)
        except SystemExit as end:
            if isinstance(end.code, int):
                ends.append(end.code)
            raise


def _leave(ends: list[int]) -> None:
    """Spares the time that it takes to take all modules apart, of which nobody would see anything."""
    if ends:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(ends[0])


if __name__ == "__main__":
    main()
