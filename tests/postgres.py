"""A PostgreSQL server of the suite's own: temporary folder, free loopback port, gone at the end.

Started from the machine's programs: PATH, else the versioned folder of Debian's package. initdb refuses
root, so as root the server runs under an unprivileged user.
"""

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import Engine, event

MISSING = "PostgreSQL's programs are not installed: its half of these tests is skipped"
START_SECONDS = 60
_NUMBERS = itertools.count()


def programs() -> Path | None:
    """The folder with initdb and postgres."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql")
    folders = sorted(versions.glob("*/bin"), key=lambda p: int(p.parent.name)) if versions.is_dir() else []
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


class Cluster:
    """A server that may be stopped, and started again with all that it holds."""

    def __init__(self, programs: Path, home: Path, how: Mapping[str, Any]) -> None:
        self.port, self.data, self._how = _free_port(), home / "data", how
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-k", home, "-F", "-c", "autovacuum=off"]
        self._programs, self._command = programs, [programs / "postgres", "-D", self.data, *options]
        self.url = f"postgresql://alana@127.0.0.1:{self.port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, **self._how)
        _wait(self._process, self.data / "postmaster.pid")

    @property
    def pid(self) -> int:
        """Of the process that all others of the server belong to."""
        assert self._process is not None
        return self._process.pid

    def stop(self) -> None:
        self._end(signal.SIGINT)  # the fast way to stop it

    def crash(self) -> None:
        self._end(signal.SIGQUIT)  # nothing is finished

    def promote(self) -> None:
        """It followed another, and goes on by itself."""
        self.run("pg_ctl", "promote", "-D", self.data)

    def run(self, program: str, *arguments: str | Path) -> None:
        command = [self._programs / program, *arguments]
        subprocess.run(command, check=True, timeout=START_SECONDS, **self._how)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(START_SECONDS)
            self._process = None


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server; gives its URL, with database and user `alana`."""
    with cluster(folder) as found:
        yield found.url


@contextlib.asynccontextmanager
async def fresh(url: str) -> AsyncIterator[str]:
    """A database of its own on that server, gone at the end with whoever is connected to it."""
    name = f"alana_{next(_NUMBERS)}"
    await _say(url, f"CREATE DATABASE {name}")
    try:
        yield f"{url.rpartition('/')[0]}/{name}"
    finally:
        await _say(url, f"DROP DATABASE {name} WITH (FORCE)")


async def _say(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A running server of a temporary folder, gone at the end."""
    with _home(folder) as found:
        made = ["-D", found.data, "-U", "alana", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"]
        found.run("initdb", *made)
        found.start()
        yield found


@contextlib.contextmanager
def standby(folder: Path, first: Cluster) -> Iterator[Cluster]:
    """A server that follows `first`, which takes nothing for durable that this one has not."""
    with _home(folder) as found:
        there = ["-h", "127.0.0.1", "-p", str(first.port), "-U", "alana"]
        found.run("pg_basebackup", *there, "-D", found.data, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        found.start()
        first.run("psql", *there, "-c", "ALTER SYSTEM SET synchronous_standby_names = '*'", "postgres")
        first.run("psql", *there, "-c", "SELECT pg_reload_conf()", "postgres")
        yield found


@contextlib.contextmanager
def statements(hear: Callable[[str], None]) -> Iterator[None]:
    """Tells every statement that this process sends over a connection made from now on, in whatever way."""

    def listen(raw: Any, _: object) -> None:
        raw.driver_connection.add_query_logger(lambda record: hear(record.query))

    event.listen(Engine, "connect", listen)
    try:
        yield
    finally:
        event.remove(Engine, "connect", listen)


@contextlib.contextmanager
def _home(programs: Path) -> Iterator[Cluster]:
    """A server that is still to be made, in a folder of its own; ended with the block."""
    home = Path(tempfile.mkdtemp(prefix="alana-pg-"))
    user = _unprivileged()
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    if user:
        os.chown(home, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    found = Cluster(
        programs, home, {"cwd": home, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **as_user}
    )
    try:
        yield found
    finally:
        found.stop()
        shutil.rmtree(home, ignore_errors=True)


def _unprivileged() -> str | None:
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody", "daemon") if name in names)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: "subprocess.Popen[bytes]", status: Path) -> None:
    """Until the server says "ready" in the last line of its own file; its port is open sooner."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended at once with code {process.returncode}")
        with contextlib.suppress(OSError):
            if status.read_text(encoding="utf-8").split()[-1:] == ["ready"]:
                return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not answer in time")
