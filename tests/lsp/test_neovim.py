"""`alana lsp` in Neovim, in a terminal without a screen: the finding, the fix that is taken, nothing left."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEOVIM = shutil.which("nvim")


@pytest.mark.skipif(NEOVIM is None, reason="Neovim is not installed (Debian: neovim)")
def test_neovim_shows_a_finding_and_takes_its_fix(tmp_path: Path) -> None:
    script = tmp_path / "tea.yarn"
    script.write_text(
        "title: Start\n---\n🫖 Mae: Well. #line:a\n-> Why? #line:b #heard:wy\n    Mae: So. #line:c\n===\n",
        "utf-8",
    )
    out = tmp_path / "out"
    given = {name: str(tmp_path / "state") for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    given |= {"TEST_PYTHON": sys.executable, "TEST_SCRIPT": str(script), "TEST_OUT": str(out)}
    command = [str(NEOVIM), "--headless", "-u", "NONE", "-i", "NONE", "-n"]
    done = subprocess.run(
        [*command, "-S", "tests/lsp/neovim.lua", "-c", "qall!"],
        cwd=ROOT,
        env={**os.environ, **given, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert out.is_file(), done.stderr
    said = out.read_text("utf-8").splitlines()
    assert said == [
        "AL620 4:17 nothing that is heard is called 'wy' | did you mean why?",
        "Write #heard:why",
        "nothing found",
        "-> Why? #line:b #heard:why",
    ]
