"""A PostgreSQL server of the suite's own: temporary folder, free loopback port, gone at the end.

Started from the machine's programs: PATH, else the versioned folder of Debian's package. initdb refuses
root, so as root the server runs under an unprivileged user.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

MISSING = "PostgreSQL's programs are not installed: its half of these tests is skipped"
START_SECONDS = 60


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

    def __init__(self, command: Sequence[str | Path], port: int, data: Path, how: Mapping[str, Any]) -> None:
        self._command, self._data, self._how = command, data, how
        self.url = f"postgresql://alana@127.0.0.1:{port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, **self._how)
        _wait(self._process, self._data / "postmaster.pid")

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # the fast way to stop it
            self._process.wait(START_SECONDS)
            self._process = None


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server; gives its URL, with database and user `alana`."""
    with cluster(folder) as found:
        yield found.url


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """A running server of a temporary folder, gone at the end."""
    home = Path(tempfile.mkdtemp(prefix="alana-pg-"))
    user = _unprivileged()
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    if user:
        os.chown(home, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    quiet = {"cwd": home, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **as_user}
    data, port = home / "data", _free_port()
    try:
        initdb = [folder / "initdb", "-D", data, "-U", "alana", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*initdb, "--locale=C"], check=True, timeout=START_SECONDS, **quiet)  # type: ignore[call-overload]
        options = ["-h", "127.0.0.1", "-p", str(port), "-k", home, "-F"]
        found = Cluster([folder / "postgres", "-D", data, *options], port, data, quiet)
        try:
            found.start()
            yield found
        finally:
            found.stop()
    finally:
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
