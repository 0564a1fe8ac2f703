"""`alana` as a process of its own: closed streams, odd terminals, full disks, and being stopped half-way."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_operators import fill
from tests.starting import run, start
from tests.storage.test_files import served

ROOT = Path(__file__).resolve().parents[2]
SERIES = ROOT / "tests/conversation/series"
MEGABYTES = 150  # of a database that takes a moment to copy


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [n for n in os.environ if n.startswith(("ALANA_", "LC_", "LANG", "PYTHONIO", "PYTHONUTF8"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{tmp_path}/alana.db")
    monkeypatch.setenv("ALANA_DIALOGUES", str(SERIES))
    monkeypatch.setenv("ALANA_MATCHER", "lexical")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def alana(words: str, input: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return run(*words.split(), cwd=Path.cwd(), env=os.environ | env, input=input)


def through_shell(words: str) -> subprocess.CompletedProcess[str]:
    """With the shell's own redirections, as people write them."""
    command = f"exec {sys.executable} -m bot {words}"
    return subprocess.run(
        ["sh", "-c", command],
        text=True,
        check=False,
        timeout=120,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )


# ---------------------------------------------------------------- streams


@pytest.mark.parametrize(
    ("command", "closed"),
    [
        *((command, "<&- >&- 2>&-") for command in ("stats", "doctor", "--version", "backup copy.db")),
        *(("backup copy.db", closed) for closed in (">&-", "2>&-")),
    ],
)
def test_closed_streams_change_nothing_but_what_is_seen(folder: Path, command: str, closed: str) -> None:
    fill(folder)
    done = through_shell(f"{command} {closed}")
    assert done.returncode == 0
    assert "Traceback" not in done.stdout + done.stderr
    assert bool(done.stdout) == (">&-" not in closed.replace("2>&-", ""))
    if command.startswith("backup"):
        with closing(sqlite3.connect(folder / "copy.db")) as copy:
            assert copy.execute("SELECT count(*) FROM person").fetchone() == (4,)


def test_an_error_on_a_closed_stream_still_ends_with_its_code(folder: Path) -> None:
    for closed in ("2>&-", ">&- 2>&-", "2>/dev/full"):
        done = through_shell(f"stats {closed}")
        assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize("command", ["stats", "doctor", "--help"])
def test_a_full_disk_under_standard_output_is_one_line(folder: Path, command: str) -> None:
    fill(folder)
    done = through_shell(f"{command} >/dev/full")
    assert done.returncode == 2
    assert done.stderr == "alana: No space left on device\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "utf-8"])
def test_a_terminal_of_another_encoding_loses_no_line(folder: Path, encoding: str) -> None:
    env = os.environ | {"PYTHONIOENCODING": encoding, "LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "0"}
    said = "/start\n/language de\n/help\n/privacy\ngrüß dich\n/quit\n".encode(encoding, "replace")
    command = [sys.executable, "-m", "bot", "chat"]
    done = subprocess.run(command, input=said, env=env, capture_output=True, check=False, timeout=120)
    out = done.stdout.decode(encoding)
    assert done.returncode == 0, done.stderr
    assert b"crashed" not in done.stderr
    assert ("für" in out) == (encoding != "ascii")
    assert "f?r" in out or encoding != "ascii"
    with closing(sqlite3.connect(folder / "alana.db")) as database:
        ends = database.execute("SELECT status, count(*) FROM outbox GROUP BY status").fetchall()
    assert [status for status, _ in ends] == ["sent"]


def test_bytes_that_are_no_text_are_no_traceback(folder: Path) -> None:
    done = run("chat", cwd=folder, input=b"/start\n\xff\xfe\x80 hello\n\x00\n/quit\n")
    assert done.returncode == 0
    assert "Traceback" not in done.stdout + done.stderr


# ---------------------------------------------------------------- one line where one is due

LONG = "x" * 300


@pytest.mark.parametrize(
    ("command", "env"),
    [
        (f"backup {LONG}", {}),
        (f"backup {LONG}/copy.db", {}),
        ("backup . --force", {}),
        ("backup .", {}),
        ("backup .. --force", {}),
        ("backup / --force", {}),
        ("backup /dev/null --force", {}),
        ("backup alana.db/copy.db", {}),
        ("backup /proc/copy.db", {}),
        (f"restore {LONG}", {}),
        ("restore . --force", {}),
        ("restore alana.db --force", {}),
        ("restore /dev/zero", {}),
        ("stats", {"ALANA_DATABASE_URL": f"sqlite:///{LONG}"}),
        ("stats", {"ALANA_DATABASE_URL": "sqlite:///%00.db"}),
        ("chat", {"ALANA_DATABASE_URL": f"sqlite:///{LONG}"}),
        ("chat", {"ALANA_DATABASE_URL": "sqlite:////proc/alana.db"}),
        ("chat", {"ALANA_DATABASE_URL": "sqlite:////dev/zero"}),
        ("chat", {"ALANA_DATABASE_URL": "sqlite:///\udcff.db"}),
        ("stats", {"ALANA_DATABASE_URL": "postgresql://u:p%00@127.0.0.1:1/alana"}),
        ("stats", {"ALANA_DATABASE_URL": "postgresql://u%00@127.0.0.1:1/alana"}),
        ("stats", {"ALANA_DATABASE_URL": "postgresql://u@127.0.0.1:1/alana%00"}),
        ("stats", {"ALANA_DATABASE_URL": "postgresql://u@a%00b/alana"}),
        ("stats", {"ALANA_DATABASE_URL": "postgresql://u@a..b/alana"}),
        ("stats", {"ALANA_DATABASE_URL": "postgresql://u@127.0.0.1:1/alana?sslmode=perhaps"}),
        ("stats", {"ALANA_DATABASE_URL": "postgresql://u@127.0.0.1:1/alana?sslcert=x"}),
        ("chat", {"ALANA_DATABASE_URL": "postgresql://u@127.0.0.1:1/alana?sslmode=perhaps"}),
        ("stats", {"ALANA_DIALOGUES": LONG}),
        ("run", {"ALANA_TELEGRAM_API_URL": "https://a%00b", "ALANA_TELEGRAM_TOKEN": "123456:" + "a" * 35}),
    ],
)
def test_what_the_system_refuses_is_one_line(folder: Path, command: str, env: dict[str, str]) -> None:
    fill(folder)
    done = alana(command, "hello\n", **env)
    assert "Traceback" not in done.stderr
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    with closing(sqlite3.connect(folder / "alana.db")) as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() == (4,)


@pytest.mark.parametrize("kind", ["fifo", "zero", "folder", "huge", "bytes"])
def test_settings_are_read_from_an_ordinary_file_alone(folder: Path, kind: str) -> None:
    file = folder / ".env"
    make: dict[str, Callable[[], object]] = {
        "fifo": lambda: os.mkfifo(file),
        "zero": lambda: file.symlink_to("/dev/zero"),
        "folder": file.mkdir,
        "huge": lambda: file.write_bytes(b"#" * 10_000_000),
        "bytes": lambda: file.write_bytes(b"ALANA_PACE=\xff\x00"),
    }
    make[kind]()
    done = alana("stats")
    assert done.returncode == 2
    assert done.stderr.startswith(".env: cannot be read: ")
    assert done.stderr.count("\n") == 1


def test_secrets_that_everybody_may_read_get_a_word(folder: Path) -> None:
    fill(folder)
    (folder / ".env").write_text("ALANA_DISCORD_TOKEN=abc\n")
    (folder / ".env").chmod(0o644)
    (folder / "alana.db").chmod(0o644)
    done = alana("doctor")
    assert "!!  settings      .env is open to everybody on this machine: chmod 600 .env\n" in done.stdout
    assert f"!!  file          {folder}/alana.db is open to everybody on this machine" in done.stdout
    (folder / ".env").write_text("ALANA_PACE=fast\n")
    done = alana("chat", "/quit\n")
    assert done.stderr.count("is open to everybody on this machine: chmod 600") == 1
    (folder / ".env").chmod(0o600)
    (folder / "alana.db").chmod(0o600)
    assert "open to everybody" not in alana("doctor").stdout


# ---------------------------------------------------------------- stopped half-way


def _grow(file: Path) -> None:
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE filler (x)")
        raw.executemany("INSERT INTO filler VALUES (zeroblob(1000000))", ((),) * MEGABYTES)
        raw.commit()


_ASKED_FOR = ("alana.db", "copy.db", "alana.db.lock", "alana.db-shm", ".env")


def _left(*folders: Path) -> list[Path]:
    """What holds a database and is none that anybody asked for."""
    return [
        path
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.name not in _ASKED_FOR and path.stat().st_size
    ]


def _stop_in_the_middle(folder: Path, command: str, number: int) -> int:
    with start(*command.split(), cwd=folder) as process:
        while not any(path.stat().st_size > 1_000_000 for path in _sizes(folder)):
            assert process.returncode is None, "it was over before it could be stopped"
        process.send_signal(number)
        return process.finish()


def _sizes(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".alana-*/*.db") if path.is_file()]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_backup_that_is_stopped_leaves_nothing(folder: Path, name: str) -> None:
    fill(folder)
    _grow(folder / "alana.db")
    number = getattr(signal, name)
    assert _stop_in_the_middle(folder, "backup copy.db", number) == 128 + number
    assert not (folder / "copy.db").exists()
    assert _left(folder) == []


def test_what_a_killed_backup_left_is_named_and_goes_at_the_next(folder: Path) -> None:
    fill(folder)
    _grow(folder / "alana.db")
    assert _stop_in_the_middle(folder, "backup copy.db", signal.SIGKILL) == -signal.SIGKILL
    [old] = {path.parent for path in _left(folder)}
    done = alana("doctor")
    assert done.returncode == 1
    assert f"{old} is left of work that was killed, with what people wrote: rm -r {old}" in done.stdout
    assert alana("backup copy.db").returncode == 0
    assert _left(folder) == []
    assert (folder / "copy.db").stat().st_size > MEGABYTES * 1_000_000
    assert alana("doctor").returncode == 0


def test_what_another_backup_is_making_stays(folder: Path) -> None:
    fill(folder)
    _grow(folder / "alana.db")
    with start("backup", "first.db", cwd=folder) as first:
        while not _sizes(folder):
            assert first.returncode is None
        assert "killed" not in alana("doctor").stdout
        assert alana("backup second.db").returncode == 0
        assert first.finish() == 0
    assert (folder / "first.db").stat().st_size == (folder / "second.db").stat().st_size


@pytest.mark.parametrize("name", ["SIGTERM", "SIGKILL"])
def test_a_restore_that_is_stopped_leaves_the_database_as_it_was(folder: Path, name: str) -> None:
    fill(folder)
    assert alana("backup small.db").returncode == 0
    _grow(folder / "small.db")
    with served(folder / "alana.db"):
        pass  # killed: its newest person stands in the log alone
    _stop_in_the_middle(folder, "restore small.db --force", getattr(signal, name))
    with closing(sqlite3.connect(f"file:{folder}/alana.db?mode=ro", uri=True)) as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() == (5,)
    assert alana("restore small.db --force").returncode == 0
    assert not _sizes(folder)
    with closing(sqlite3.connect(folder / "alana.db")) as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() == (4,)


def test_a_raw_copy_is_restored_with_what_stands_in_its_log(folder: Path) -> None:
    """Somebody copied the files of a bot that was not stopped."""
    fill(folder)
    copies = folder / "copies"
    copies.mkdir()
    with served(folder / "alana.db"):
        for path in folder.glob("alana.db*"):
            (copies / path.name).write_bytes(path.read_bytes())
    before = {path.name: path.read_bytes() for path in copies.iterdir()}
    assert (copies / "alana.db-wal").stat().st_size > 0
    assert alana("restore copies/alana.db --force").returncode == 0
    with closing(sqlite3.connect(folder / "alana.db")) as database:
        assert database.execute("SELECT count(*) FROM person").fetchone() == (5,)
    assert {path.name: path.read_bytes() for path in copies.iterdir()} == before
