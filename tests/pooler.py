"""A PgBouncer of the suite's own before a PostgreSQL server: transaction mode, few connections, a free
loopback port, gone at the end."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

MISSING = "PgBouncer is not installed: tests of a pooler are skipped"
_SECONDS = 20

_SETTINGS = """[databases]
postgres = host=127.0.0.1 port={server} user=alana dbname=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
auth_type = any
pool_mode = transaction
server_login_retry = 1
default_pool_size = {size}
max_client_conn = 200
unix_socket_dir =
logfile = {folder}/log
pidfile = {folder}/pid
"""


def program() -> str | None:
    return shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextlib.contextmanager
def pooler(found: str, url: str, size: int = 3) -> Iterator[str]:
    """The address of a pooler before the server at `url`, with so many connections to it."""
    folder = Path(tempfile.mkdtemp(prefix="alana-pooler-"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = folder / "settings.ini"
    settings.write_text(_SETTINGS.format(server=urlsplit(url).port, port=port, size=size, folder=folder))
    user = "nobody" if os.geteuid() == 0 else None  # it refuses root
    if user:
        for path in (folder, settings):
            os.chown(path, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)
    process = subprocess.Popen(
        [found, "-q", settings], user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield f"postgresql://alana@127.0.0.1:{port}/postgres"
    finally:
        process.terminate()
        process.wait(_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError("PgBouncer did not answer in time")
