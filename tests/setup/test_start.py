"""What a start loads, and what it leaves for when it is needed. `bench/start.py` says what that saves."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.road.bot_process import environment
from tests.road.street import SMALL

NEEDLESS = {
    "aiohttp",  # health and metrics, where they are wished for
    "alembic",  # a database of another version
    "asyncpg",  # PostgreSQL
    "discord",
    "numpy",  # typed words that are matched by meaning
    "onnxruntime",
    "prompt_toolkit",  # somebody at the keyboard
    "sqlalchemy.ext.asyncio",  # PostgreSQL
    "sqlalchemy.orm",
    "telegram",
}


def loaded(folder: Path, typed: str) -> set[str]:
    """The modules that a talk through a pipe has loaded, by the interpreter's own list."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "chat"],
        cwd=folder,
        env=environment(folder, SMALL, ALANA_MATCHER="auto"),
        input=typed,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "Alana: " in run.stdout
    return set(re.findall(r"^import time:.*\| +(\S+)$", run.stderr, re.MULTILINE))


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The second start: the first one has made the database, without the migrations' tool."""
    folder = tmp_path_factory.mktemp("start")
    assert "alembic" not in loaded(folder, "/quit\n")
    return loaded(folder, "/menu\n/quit\n")


@pytest.mark.parametrize("name", sorted(NEEDLESS))
def test_a_talk_loads_only_what_it_needs(started: set[str], name: str) -> None:
    assert "sqlalchemy.engine" in started
    assert name not in started
