"""`alana new`, `chat`, `check`, `test`, `tag` and `import`, as a writer runs them."""

import json
import os
from pathlib import Path

import pytest

from bot.analysis.bundles import gather
from bot.authoring.coverage import coverage
from bot.cli import main
from bot.engine.machine import Env
from bot.yarn import Source, compile_sources
from bot.yarn.plan_run import play
from bot.yarn.strings import read_table
from bot.yarn.testplan import parse_plan
from tests.starting import run

SCRIPT = """title: Start
---
<<declare $n = 0>>
Mae: Come in. #line:a
-> Thank you #line:b
    <<set $n += 1>>
    Mae: Sit down. #line:c
-> No #line:d
    <<if $n > 0>>
        Mae: Again! #line:e
    <<endif>>
Mae: Fine, {$n}. #line:f
===
"""
PLAN = """line: `Mae: Come in.`
option: `Thank you` option: `No`
select: 1
line: `Mae: Sit down.`
line: `Mae: Fine, 1.`
stop
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.yarn").write_text(SCRIPT)
    (tmp_path / "talk.testplan").write_text(PLAN)
    return tmp_path


def test_check(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "talk.yarn"]) == 0
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "1 script: 0 errors, 0 warnings\n")
    (folder / "talk.yarn").write_text(SCRIPT.replace("-> No #line:d", "-> No {$m #line:d"))
    assert main(["check", "."]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("talk.yarn:8:")
    assert "error[AL0" in lines[0]
    assert lines[1] == "    -> No {$m #line:d"
    assert lines[2].strip().startswith("^")
    assert lines[3].startswith("    hint: ")


def test_check_for_an_editor(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "talk.yarn").write_text(SCRIPT.replace("Again!", "Again and"))
    assert main(["check", "talk.yarn", "--format", "json"]) == 0
    [entry] = json.loads(capsys.readouterr().out)
    assert (entry["code"], entry["severity"]) == ("AL608", 2)
    assert entry["range"]["start"] == {"line": 9, "character": 8}


def test_test_prints_coverage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", "."]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "coverage: lines 3/4 (75 %), options 1/2 (50 %), branches 0/1 (0 %)"
    missed = ["option never reached: No", "line never reached: Mae: Again!"]
    assert all(any(want in line for line in lines) for want in missed)
    assert lines[-1] == "1 plan met, 0 not met"


def test_test_prints_what_differs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "talk.testplan").write_text(PLAN.replace("Fine, 1", "Fine, 2"))
    assert main(["test", "talk.testplan"]) == 1
    out = capsys.readouterr().out
    assert "talk.testplan:5: run 1: the line reads differently\n" in out
    assert "  expected  line: `Mae: Fine, 2.`\n  actual    line: `Mae: Fine, 1.`\n" in out
    assert " -> Thank you (chosen)\n -> No\n" in out
    assert "-Mae: Fine, 2.\n+Mae: Fine, 1.\n" in out
    assert out.endswith("0 plans met, 1 not met\n")


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ("line: Hello", "error[AL802]: line: needs a text between backticks"),
        ("select: 1", "options were expected"),
        ("line: * select: 1", "the options differ"),
        ("line: * option: `Thank you` option: `No` select: 3", "select: 3 is none of the 2 options"),
        ("line: * option: `Thank you` option: `No` select: 0", "select: 0 is none of the 2 options"),
        ("line: * stop", "the dialogue was expected to end"),
        ("ask: *", "a question was expected"),
        ("answer: `x`", "a question was expected"),
        ("command: `x`", "a command was expected"),
        ("set: $x = 1", "the script stores no variable $x"),
        ("set: $n = true", "$n is a number, not a bool"),
        ("node: Nowhere", "there is no node Nowhere"),
    ],
)
def test_plans_that_are_not_met(
    folder: Path, capsys: pytest.CaptureFixture[str], plan: str, message: str
) -> None:
    (folder / "talk.testplan").write_text(plan)
    assert main(["test", "talk.yarn"]) == 1
    assert message in capsys.readouterr().out


def test_test_of_a_script_that_does_not_compile(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "talk.yarn").write_text("oops")
    assert main(["test", "."]) == 1
    assert "error[AL001]" in capsys.readouterr().out


def test_transcript(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test", ".", "--transcript"]) == 0
    out = capsys.readouterr().out
    assert "## talk.testplan, run 1\n\n**Mae:** Come in.\n\n- **[x] Thank you**\n- [ ] No\n" in out
    assert "*The end.*" in out


def test_tag_and_a_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "talk.yarn").write_bytes(SCRIPT.replace(" #line:c", "").replace("\n", "\r\n").encode())
    languages = {"en": {}, "de": {"strings": "strings/de.csv"}}
    project = {"projectFileVersion": 4, "sourceFiles": ["*.yarn"], "baseLanguage": "en"}
    (folder / "p.yarnproject").write_text(json.dumps({**project, "localisation": languages}))
    assert main(["tag", "."]) == 0
    assert capsys.readouterr().out == "1 id added\n"
    data = (folder / "talk.yarn").read_bytes()
    assert data.count(b"\r\n") == SCRIPT.count("\n")
    assert main(["tag", ".", "--strings", "de"]) == 0
    assert capsys.readouterr().out == "strings/de.csv: 6 texts, 6 to translate\n0 ids added\n"
    assert (folder / "talk.yarn").read_bytes() == data
    table = (folder / "strings/de.csv").read_text("utf-8")
    (folder / "strings/de.csv").write_text(table.replace("line:b,,", "line:b,Danke,"))
    assert main(["tag", ".", "--strings", "de"]) == 0
    assert read_table((folder / "strings/de.csv").read_text("utf-8")).texts() == {"line:b": "Danke"}
    assert main(["check", "."]) == 0
    assert main(["tag", ".", "--strings", "fr"]) == 2
    assert "gives no table for fr" in capsys.readouterr().err


def test_a_table_names_files_as_seen_from_the_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    languages = {"de": {"strings": "strings/de.csv"}}
    project = {"projectFileVersion": 4, "sourceFiles": ["*.yarn"], "baseLanguage": "en"}
    (folder / "p.yarnproject").write_text(json.dumps({**project, "localisation": languages}))
    monkeypatch.chdir(folder.parent)
    assert main(["tag", folder.name, "--strings", "de"]) == 0
    rows = read_table((folder / "strings/de.csv").read_text("utf-8")).rows
    assert {row.file for row in rows} == {"talk.yarn"}


def test_import(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old.txt").write_text("Old talk\n\nQuestioner: Why?\n\nAlana: Because it\n")
    assert main(["import", "old.txt"]) == 0
    printed = capsys.readouterr()
    assert "old.txt:5:1: warning[AL814]" in printed.err
    script = (folder / "old.yarn").read_text()
    assert "title: OldTalk\nepisode: 01-old-talk\nname: Old talk\nquestion: Why?\n---\n\n-> Why? #" in script
    assert "\n    Alana: Because it #line:" in script
    assert main(["import", "old.txt"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["import", "old.txt", "--force", "-o", "old.yarn"]) == 0
    assert main(["import", "none.txt"]) == 2
    (folder / "empty.txt").write_text("Nothing")
    assert main(["import", "empty.txt"]) == 1


def test_coverage_counts_what_ran() -> None:
    program = compile_sources([Source("talk.yarn", SCRIPT)]).program
    assert program is not None
    plan = "node: Start line: * option: `Thank you` option: `No` select: 2\n---\n" + PLAN
    result = play(
        program, parse_plan(plan + "---\nline: * option: `Thank you` option: `No` select: 2 line: *"), Env()
    )
    found = coverage(program, result.reached, {"talk.yarn"})
    assert (found.lines, found.options) == ((4, 4), (2, 2))
    assert coverage(program, frozenset(), {"other.yarn"}).missed == ()


def test_a_new_series_is_sound_and_plays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "lamps"]) == 0
    assert main(["check", "lamps"]) == 0
    assert capsys.readouterr().err == "2 scripts: 0 errors, 0 warnings\n"
    assert main(["test", "lamps"]) == 0
    out = capsys.readouterr().out
    assert "lines 10/10 (100 %), options 3/3 (100 %), branches 3/3 (100 %)" in out
    assert main(["tag", "lamps"]) == 0
    assert capsys.readouterr().out == "0 ids added\n"
    assert main(["new", "lamps"]) == 2
    assert capsys.readouterr().err == "lamps is not empty: name a new folder\n"
    (folder / "file").write_text("")
    assert main(["new", "file/inside"]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_draft_is_played_and_nothing_is_kept(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["new", "lamps"]) == 0
    for place in ("lamps", "lamps/series.yarnproject"):
        done = run("chat", place, cwd=folder, input="Who lit it?\n")
        assert done.returncode == 0
        assert "Alana: I did. It is easier to find a house that has one." in done.stdout
        assert done.stderr == ""
    assert not list(folder.glob("*.db"))
    assert main(["chat", "talk"]) == 2
    assert "alana new talk makes one" in capsys.readouterr().err


def test_a_folder_that_goes_while_it_is_looked_through_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    (tmp_path / "a.yarn").write_text("title: A\n---\nHi.\n===\n")
    real = os.scandir

    def scandir(path: str | Path) -> object:
        if Path(path).name == "gone":
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    bundles, problems = gather([tmp_path])
    assert [path.name for bundle in bundles for path in bundle.files] == ["a.yarn"]
    assert problems == ()
