"""Set-up: the locks, the Makefile where it cannot go on, and (slow) all of it in a clean copy."""

import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCKS = (
    "requirements.lock",
    "requirements-dev.lock",
    "requirements-semantic.lock",
    "requirements-tools.lock",
)


def locked(name: str) -> dict[str, list[tuple[Requirement, int]]]:
    """What a lock holds: for each project its requirements with their numbers of hashes."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text()):
        if block.startswith("#"):
            continue
        requirement = Requirement(block.partition(" \\")[0])
        found.setdefault(canonicalize_name(requirement.name), []).append(
            (requirement, block.count("--hash=sha256:"))
        )
    return found


# ------------------------------------------------------------------ locks


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_everything_with_hashes_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text
    assert str(ROOT.parent) not in text
    for requirements in locked(name).values():
        for requirement, hashes in requirements:
            assert hashes > 0, requirement
            assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"]),
        ("requirements-semantic.lock", PROJECT["project"]["optional-dependencies"]["semantic"]),
        ("requirements-tools.lock", PROJECT["dependency-groups"]["tools"]),
    ],
)
def test_a_lock_fits_what_the_project_asks_for(name: str, wanted: list[str]) -> None:
    held = locked(name)
    for requirement in map(Requirement, wanted):
        pins = held[canonicalize_name(requirement.name)]
        versions = [next(iter(pin.specifier)).version for pin, _ in pins]
        assert all(requirement.specifier.contains(version) for version in versions), requirement


@pytest.mark.parametrize("name", ["requirements-dev.lock", "requirements-semantic.lock"])
def test_the_locks_agree(name: str) -> None:
    here, base = locked(name), locked("requirements.lock")
    for project, pins in base.items():
        assert [str(pin) for pin, _ in here[project]] == [str(pin) for pin, _ in pins]


def test_the_locks_are_for_every_python_and_platform() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "audioop-lts" in text
    assert re.search(r"audioop-lts==\S+ ; python_full_version >= '3\.13'", text)
    assert "sys_platform == 'linux'" not in text


# ------------------------------------------------------------------ the Makefile where it cannot go on


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the Makefile and the locks alone."""
    folder = tmp_path / "alana"
    folder.mkdir()
    for name in ("Makefile", *LOCKS):
        shutil.copy(ROOT / name, folder)
    return folder


def make(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "ALANA_", "UV_"))
    }
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=clean | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def python_that(folder: Path, lacks: str) -> str:
    """A python3 that fails whenever its program speaks of `lacks`."""
    path = folder / "python3"
    path.write_text(f'#!/bin/sh\ncase "$*" in *"{lacks}"*) exit 1;; esac\nexit 0\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("lacks", "said"),
    [("ensurepip", "install python3-venv first"), ("version_info", "needs Python 3.11 or newer")],
)
def test_what_is_missing_is_one_line(copy: Path, lacks: str, said: str) -> None:
    run = make(copy, "-s", "run", f"PYTHON={python_that(copy, lacks)}")
    assert run.returncode == 2
    assert run.stdout == ""
    lines = [line for line in run.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1
    assert said in lines[0]
    assert not (copy / ".venv").exists()


def test_help_lists_the_targets(copy: Path) -> None:
    listed = make(copy, "help").stdout
    for target in ("run", "test", "setup", "lock", "help", "bench", "soak", "kills", "texts"):
        assert f"make {target} " in listed
    assert make(copy).stdout == listed


def test_ci_script_is_runnable_and_ends_with_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text().rstrip().endswith("exec make test")
    assert subprocess.run(["bash", "-n", script]).returncode == 0


# ------------------------------------------------------------------ slow: the real thing


@pytest.mark.slow
def test_setup_from_nothing_then_at_once_and_the_program_alone_on_stdout(copy: Path) -> None:
    for folder in ("bot", "adapters", "dialogues"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    first = make(copy, "-s", "run", "ARGS=--version")
    assert (first.returncode, first.stdout) == (0, "alana (from a checkout)\n"), first.stderr
    made = {path: path.stat().st_mtime_ns for path in (copy / ".venv").glob(".installed-*")}
    again = make(copy, "-s", "setup")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert made
    assert {path: path.stat().st_mtime_ns for path in made} == made, "nothing was done again"


@pytest.mark.slow
def test_without_uvs_index_pip_installs_from_the_same_hashes(copy: Path) -> None:
    env = {
        "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple",
        "UV_HTTP_RETRIES": "0",
        "UV_CACHE_DIR": str(copy / "c"),
    }
    run = make(copy, "-s", ".venv/.installed-run", **env)
    assert run.returncode == 0, run.stderr
    assert "trying pip" in run.stderr
    installed = subprocess.run([copy / ".venv/bin/python", "-c", "import telegram, sqlalchemy"])
    assert installed.returncode == 0


@pytest.mark.slow
def test_the_wheel_carries_all_that_the_program_reads(tmp_path: Path) -> None:
    source = tmp_path / "source"
    ignored = shutil.ignore_patterns(
        ".git", ".venv", ".tools", "__pycache__", "build", "*.egg-info", ".*_cache"
    )
    shutil.copytree(ROOT, source, ignore=ignored)
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-deps", "--target", tmp_path / "site", source], check=True)
    for folder in ("bot", "adapters", "dialogues"):
        for path in (source / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                assert (tmp_path / "site" / path.relative_to(source)).is_file(), path
    assert (tmp_path / "site/bot/texts/locale/de/LC_MESSAGES/alana.mo").stat().st_size > 100
    run = subprocess.run(
        [tmp_path / "site/bin/alana", "--version"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
    )
    assert (run.returncode, run.stdout) == (0, f"alana {PROJECT['project']['version']}\n"), run.stderr
