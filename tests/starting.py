"""Starts the program as a process of its own, without loading it anew: `tests/forkserver.py` stands loaded.

What a test says of the interpreter's own start (closed streams, encodings, what is loaded, limits set before)
needs `subprocess` instead.
"""

import asyncio
import atexit
import functools
import json
import os
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from subprocess import PIPE
from typing import Protocol, TextIO, cast
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ("-m", "bot")
SERVER = ("-m", "tests.forkserver")
SHARED = "TESTS_FORKSERVER"  # names, in the environment, the server that all processes of a run ask
ANSWER = 32  # bytes of the server's, at most
_ASKING = threading.Lock()  # one after the other, since answers bear no name


def share(tests: Sequence[str]) -> str:
    """From now on this process, and whatever it starts, asks one server; a second one, forked from it, has
    read these tests. Returns the `command` that asks that one."""
    os.environ[SHARED] = begin(_alone)
    return command(begin(lambda listener: start(*tests, program=SERVER, cwd=ROOT, stdin=listener, stderr=2)))


def command(name: str | None = None) -> str:
    """What a shell may say instead of `python`, with `-m MODULE` or `-c CODE`. It asks the server of that
    name."""
    return shlex.join([sys.executable, "-I", __file__, name or _name()])


def begin(process: Callable[[socket.socket], object]) -> str:
    """The name of a new server, which ends when this process does. `process` starts it, with its standard
    input."""
    name = f"alana-tests-{uuid4().hex}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind("\0" + name)
        listener.listen()
        process(listener)
    atexit.register(asked(name).close)
    return name


def _alone(listener: socket.socket) -> None:
    process = subprocess.Popen([sys.executable, *SERVER], stdin=listener, cwd=ROOT)
    atexit.register(process.wait)


def asked(name: str) -> socket.socket:
    """A connection to the server of that name."""
    ours = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.connect("\0" + name)
    return ours


@functools.cache
def _name() -> str:
    """The shared one's, or that of one for all tests of this process."""
    return os.environ.get(SHARED) or begin(_alone)


@functools.cache
def _server() -> socket.socket:
    ours = asked(_name())
    atexit.register(ours.close)
    return ours


def _ask(request: object, files: list[int]) -> int:
    with _ASKING:
        socket.send_fds(_server(), [json.dumps(request).encode()], files)
        return int(_server().recv(ANSWER))


class HasFile(Protocol):
    """A file or a socket."""

    def fileno(self) -> int: ...


class Started:
    """A process that is running, or was. `returncode` is None until it is over, below zero for a signal.

    `stdin`, `stdout` and `stderr` are there where PIPE was asked for.
    """

    def __init__(self, pid: int, alive: int, *streams: TextIO | None) -> None:
        self.pid = pid
        self._alive: int | None = alive  # at its end when the process is
        self._code: int | None = None
        self._streams = streams

    @property
    def stdin(self) -> TextIO:
        return self._stream(0)

    @property
    def stdout(self) -> TextIO:
        return self._stream(1)

    @property
    def stderr(self) -> TextIO:
        return self._stream(2)

    def _stream(self, number: int) -> TextIO:
        stream = self._streams[number]
        assert stream is not None, "PIPE was not asked for"
        return stream

    @property
    def returncode(self) -> int | None:
        if self._alive is not None and _at_end(self._alive, 0):
            os.close(self._alive)
            self._alive = None
            self._code = _ask(self.pid, [])
        return self._code

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def finish(self, timeout: float | None = 60) -> int:
        """The exit code, once it is over; after `timeout` seconds a TimeoutError, with None never."""
        if self._alive is not None:
            _at_end(self._alive, timeout)
        if self.returncode is None:
            raise TimeoutError(f"process {self.pid} goes on after {timeout} seconds")
        return self.returncode

    async def wait(self) -> int:
        """The exit code, once it is over."""
        if self._alive is not None:
            over, alive, loop = asyncio.Event(), os.dup(self._alive), asyncio.get_running_loop()
            loop.add_reader(alive, over.set)
            try:
                await over.wait()
            finally:
                loop.remove_reader(alive)
                os.close(alive)
        return self.finish()

    def __enter__(self) -> "Started":
        return self

    def __exit__(self, *_: object) -> None:
        """Whatever went wrong, nothing is left running."""
        self.kill()
        self.finish()
        for stream in self._streams:
            if stream is not None:
                stream.close()


def start(
    *arguments: str,
    program: Sequence[str] = PROGRAM,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: HasFile | int | None = None,
    stdout: HasFile | int | None = None,
    stderr: HasFile | int | None = None,
) -> Started:
    """`python -m bot ARGUMENTS`, in this process's environment if none is given. `program` may be
    ("-m", MODULE) or ("-c", CODE), with arguments that come first.

    The three are open files or sockets, PIPE, or None for the null device.
    """
    how, what, *before = program
    wanted = {
        "how": how,
        "program": what,
        "arguments": [*before, *arguments],
        "cwd": str(cwd),
        "env": dict(os.environ if env is None else env),
    }
    pairs = [_pair(stream, number == 0) for number, stream in enumerate((stdin, stdout, stderr))]
    alive, its_end = os.pipe()
    files = [*(its for its, _ in pairs), its_end]
    pid = _ask(wanted, files)
    for file in files:
        os.close(file)
    return Started(pid, alive, *(ours for _, ours in pairs))


def run(
    *arguments: str,
    program: Sequence[str] = PROGRAM,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    input: str | bytes = b"",
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """`python -m bot ARGUMENTS` from its start to its end; `input` comes through a pipe."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        streams = {"stdin": PIPE, "stdout": out, "stderr": err}
        with start(*arguments, program=program, cwd=cwd, env=env, **streams) as process:
            process.stdin.write(input if isinstance(input, str) else input.decode(errors="surrogateescape"))
            process.stdin.close()
            code = process.finish(timeout)
        said = [file.read() for file in (out, err) if not file.seek(0)]
    return subprocess.CompletedProcess(list(arguments), code, *said)


def _pair(stream: HasFile | int | None, read: bool) -> tuple[int, TextIO | None]:
    """The file that the process gets, and our end where that is a pipe."""
    if stream is None:
        return os.open(os.devnull, os.O_RDWR), None
    if stream != PIPE:
        return os.dup(stream if isinstance(stream, int) else stream.fileno()), None
    ends = os.pipe()
    its, ours = ends if read else reversed(ends)
    file = open(ours, "w" if read else "r", 1, encoding="utf-8", errors="surrogateescape")  # noqa: SIM115
    return its, cast(TextIO, file)


def _at_end(file: int, timeout: float | None) -> bool:
    """Whether nobody holds its other end any more, after `timeout` seconds at most."""
    poll = select.poll()
    poll.register(file)
    return bool(poll.poll(None if timeout is None else timeout * 1000))


def main() -> int:
    """What `command` says, in full: NAME [-u] -m MODULE or -c CODE, and their arguments."""
    name, *words = sys.argv[1:]
    how, program, *arguments = words[words[0] == "-u" :]
    as_it_is = dict(os.environ)
    os.environ[SHARED] = name
    streams = {"stdin": 0, "stdout": 1, "stderr": 2}
    with start(*arguments, program=(how, program), cwd=Path.cwd(), env=as_it_is, **streams) as process:
        return process.finish(None)


if __name__ == "__main__":
    sys.exit(main())
