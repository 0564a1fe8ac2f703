"""A process that is forked from one that stands loaded is as one that the interpreter starts."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.starting import ROOT, asked, run, start

FACTS = """
import atexit, os, signal, sys, threading
atexit.register(print, "at its end")
print(__name__, sys.argv, os.getcwd(), sorted(os.environ.items()), sys.stdin.read(), threading.active_count())
print([signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE)])
print([(each.encoding, each.errors, each.line_buffering) for each in (sys.stdin, sys.stdout, sys.stderr)])
print("so it is", file=sys.stderr)
sys.exit(3)
"""


def test_a_fork_finds_what_a_started_process_finds(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "ALANA_PACE": "fast", "LC_CTYPE": "C.UTF-8"}
    program, given = ("-c", FACTS), ["one", "two words"]
    with open(os.devnull) as nothing:
        streams = {"stdin": nothing, "capture_output": True, "text": True}
        real = subprocess.run([sys.executable, *program, *given], cwd=tmp_path, env=env, **streams)
    forked = run(*given, program=program, cwd=tmp_path, env=env)
    assert (forked.stdout, forked.stderr, forked.returncode) == (real.stdout, real.stderr, real.returncode)
    assert real.returncode == 3
    assert real.stdout.endswith("at its end\n")


def test_a_fork_that_is_killed_is_gone(tmp_path: Path) -> None:
    code = "print('here', flush=True); import time; time.sleep(600)"
    with start(program=("-c", code), cwd=tmp_path, stdout=PIPE) as process:
        assert process.stdout.readline() == "here\n"
        process.kill()
        assert process.finish() == -signal.SIGKILL
        assert process.stdout.read() == ""
        assert not Path(f"/proc/{process.pid}").exists()


BEGINS = """
import time
from tests.starting import ROOT, SERVER, begin, start
print(begin(lambda listener: start(program=SERVER, cwd=ROOT, stdin=listener)), flush=True)
time.sleep(600)
"""


def test_a_server_ends_with_the_process_that_began_it(tmp_path: Path) -> None:
    """However that ends: nobody else would end what runs in the background."""
    with (
        start(program=("-c", BEGINS), cwd=ROOT, stdout=PIPE) as process,
        asked(process.stdout.readline().strip()) as server,
        contextlib.suppress(ConnectionResetError),
    ):
        process.kill()
        server.settimeout(60)
        assert server.recv(1) == b""


READS = """
import sys
from tests.forkserver import load
load(sys.argv[1:])
print([name for name in sys.modules if "_in_two" in name])
"""


@pytest.mark.parametrize("after", ["def", ""])
def test_what_cannot_be_read_is_not_kept_by_halves(tmp_path: Path, after: str) -> None:
    """Or nobody would tell of it: a file that is loaded is not read again."""
    file = tmp_path / "tests" / "test_in_two.py"
    file.parent.mkdir()
    file.write_text(f"def test_one():\n    pass\n\n\n{after}")
    read = ["--import-mode=importlib", f"--rootdir={tmp_path}", str(file)]
    done = run(*read, program=("-c", READS), cwd=ROOT)
    assert done.stdout == ("[]\n" if after else "['tests.test_in_two']\n"), done.stderr
