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
from collections.abc import Iterator
from pathlib import Path

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


@contextlib.contextmanager
def server(folder: Path) -> Iterator[str]:
    """A running server; gives its URL, with database and user `alana`."""
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
        process = subprocess.Popen([folder / "postgres", "-D", data, *options], **quiet)  # type: ignore[call-overload]
        try:
            _wait(process, data / "postmaster.pid")
            yield f"postgresql://alana@127.0.0.1:{port}/postgres"
        finally:
            process.send_signal(signal.SIGINT)  # the fast way to stop it
            process.wait(START_SECONDS)
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
