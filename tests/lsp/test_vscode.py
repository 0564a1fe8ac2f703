"""`alana lsp` and the library that VS Code's clients are made of: what it asks for, registers and is told."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "build/vscode/node_modules/vscode-languageserver-protocol"  # `.ci/run` puts it there
NODE = shutil.which("node")
TEA = """title: Start
---
🫖 Mae: Well. #line:a
-> 🫖 Why? #line:b #heard:wy
    Mae: So. #line:c
<<jump Cups>>
===
"""
CUPS = "title: Cups\n---\nMae: Two of them. #line:d\n===\n"


@pytest.mark.skipif(
    NODE is None or not LIBRARY.exists(),
    reason="there is no Node or no client library (`.ci/run` gets it by npm)",
)
def test_a_session_as_vscode_holds_it(tmp_path: Path) -> None:
    for name, text in {"tea.yarn": TEA, "cups.yarn": CUPS}.items():
        (tmp_path / name).write_bytes(text.replace("\n", "\r\n").encode())
    (tmp_path / "tea.yarnproject").write_text('{ "projectFileVersion": 4, "baseLanguage": "en" }', "utf-8")
    done = subprocess.run(
        [str(NODE), "tests/lsp/vscode.cjs", str(LIBRARY / "node.js"), sys.executable, str(tmp_path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=240,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    said = {key: value for line in done.stdout.splitlines() for key, value in json.loads(line).items()}
    assert (said["encoding"], said["sync"]) == ("utf-16", 1)
    assert sorted(said["watched"]) == ["**/*.yarn", "**/*.yarnproject"]
    # in UTF-16 units: the pot is two of them
    place = {"start": {"line": 3, "character": 19}, "end": {"line": 3, "character": 28}}
    assert said["range"] == place
    assert (said["action"], said["edit"]) == ("Write #heard:why", [{"range": place, "newText": "#heard:why"}])
    assert said["left"] == []
    assert said["place"] == {"start": {"line": 5, "character": 7}, "end": {"line": 5, "character": 11}}
    assert said["renamed"] == {"tea.yarn": 1, "cups.yarn": 1}
    assert "is no name of a node" in said["refused"]
    assert said["formatting"] in ([], None)
    assert "AL202" in said["elsewhere"]
    assert said["code"] == 0
