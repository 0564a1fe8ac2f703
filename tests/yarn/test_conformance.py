"""The official plans where they stand, our own stories always; each also with a restart at every wait."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.yarn.conformance import judge, main, scripts

ROOT = Path(__file__).parents[2]
OFFICIAL = ROOT.parent / "shared" / "yarn-conformance"
STORIES = ROOT / "tests" / "stories"
SCRIPTS = [*scripts([STORIES]), *(scripts([OFFICIAL]) if OFFICIAL.is_dir() else [])]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
@pytest.mark.parametrize("restart", [False, True], ids=["straight", "restarted"])
def test_script(script: Path, restart: bool) -> None:
    assert judge(script, restart=restart).failure == ""


def test_there_are_stories() -> None:
    assert len(scripts([STORIES])) >= 40


GOOD = "title: Start\n---\nHello.\n===\n"


def test_failures_are_told_one_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "good.yarn").write_text(GOOD)
    (tmp_path / "good.testplan").write_text("line: `Hello.`\nstop")
    (tmp_path / "bad.yarn").write_text(GOOD)
    (tmp_path / "bad.testplan").write_text("line: `Bye.`")
    (tmp_path / "inner" / "taken.yarn").write_text(GOOD)
    (tmp_path / "inner" / "broken.yarn").write_text(GOOD + "stray")
    (tmp_path / "inner" / "broken.testplan").write_text("stop")
    (tmp_path / "inner" / "bytes.yarn").write_bytes(b"\xff\xfe")
    assert main([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        f"{tmp_path}/bad.yarn: bad.testplan:1: run 1: the line reads differently: "
        "expected line: `Bye.`, got line: `Hello.`"
    )
    assert "does not compile: broken.yarn:5:1: error[AL001]" in lines[1]
    assert "UnicodeDecodeError" in lines[2]
    assert lines[3:] == [
        f"{tmp_path}/inner/taken.yarn: compiles, and should be refused",
        "1 passed, 4 failed",
    ]


def test_arguments(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main([str(tmp_path / "none")]) == 1
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out.splitlines() == ["0 passed, 0 failed"] * 2


@pytest.mark.parametrize("how", [["-m", "tests.yarn.conformance"], ["tests/yarn/conformance.py"]])
def test_it_runs_as_a_program(how: list[str]) -> None:
    folder = str(STORIES / "refused")
    done = subprocess.run(
        [sys.executable, *how, folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith(" passed, 0 failed\n")
