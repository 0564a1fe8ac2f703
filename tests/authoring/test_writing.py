"""What is written goes where it should and nowhere else; what is shown steers no terminal."""

import json
import os
import stat
from pathlib import Path

import pytest

from bot.authoring.writing import write_file
from bot.cli import main
from bot.errors import AlanaError
from bot.printable import printable
from tests.starting import run

TALK = "Old talk\n\nQuestioner: Why?\n\nAlana: Because.\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "series"
    assert main(["new", str(folder)]) == 0
    monkeypatch.chdir(folder)
    (folder / "talk.txt").write_text(TALK)
    return folder


def one_line(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    capsys.readouterr()
    assert main(list(argv)) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1, err
    return err


def with_table(project: Path, strings: str) -> None:
    languages = {"en": {}, "de": {"strings": strings}}
    given = {"projectFileVersion": 4, "baseLanguage": "en", "localisation": languages}
    (project / "series.yarnproject").write_text(json.dumps(given))


def test_nothing_is_written_through_a_link(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = project.parent / "outside"
    for name in ("talk.yarn", "de.csv"):
        (project / name).symlink_to(outside)
    with_table(project, "de.csv")
    assert "is a link" in one_line(capsys, "import", "talk.txt")
    assert "is a link" in one_line(capsys, "import", "talk.txt", "--force")
    (project / "talk.yarn").unlink()
    assert "is a link" in one_line(capsys, "tag", ".", "--strings", "de")
    assert not outside.exists()


@pytest.mark.parametrize("place", ["../out.yarn", "../../out.yarn", "{}/out.yarn", "away/out.yarn"])
def test_nothing_leaves_the_project(place: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "away").symlink_to(project.parent)
    target = place.format(project.parent)
    assert "outside the project" in one_line(capsys, "import", "talk.txt", "-o", target)
    with_table(project, target)
    assert "outside the project" in one_line(capsys, "tag", ".", "--strings", "de")
    assert "outside the project" in one_line(capsys, "strings", "update", ".")
    assert not (project.parent / "out.yarn").exists()


def test_a_name_too_long_and_a_pipe_are_one_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(project / "pipe.yarn")
    assert "too long" in one_line(capsys, "import", "talk.txt", "-o", "x" * 300)
    assert "too long" in one_line(capsys, "import", "x" * 300)
    assert "no regular file" in one_line(capsys, "import", "talk.txt", "--force", "-o", "pipe.yarn")
    assert "no regular file" in one_line(capsys, "import", "pipe.yarn")
    (project / "pipe.yarn").unlink()
    assert main(["check", "x" * 300]) == 1
    assert "too long" in capsys.readouterr().out
    long = "y" * 249 + ".yarn"
    (project / long).write_text("title: Long\n---\nMae: Hello. #line:h\n===\n")
    for command in ("check", "test", "tag", "export"):
        assert main([command, long]) == 0
    assert "too long" in one_line(capsys, "import", "talk.txt", "-o", "z" * 249 + ".yarn")
    (project / "two\nlines.txt").write_text("")
    assert main(["import", "two\nlines.txt"]) == 1
    assert "two␊lines.txt:1:1" in capsys.readouterr().err
    with_table(project, "x" * 300)
    assert "too long" in one_line(capsys, "tag", ".", "--strings", "de")
    assert main(["check", "."]) == 1
    assert "too long" in capsys.readouterr().out


def test_a_file_keeps_its_rights_and_is_replaced_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yarn"
    path.write_text("old")
    path.chmod(0o640)
    with pytest.raises(AlanaError, match="is there already"):
        write_file(path, "new")
    assert write_file(path, "new", over=True)
    assert not write_file(path, "new", over=True)
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o640)
    assert [each.name for each in tmp_path.iterdir()] == ["a.yarn"]


# --- what is shown --------------------------------------------------------------------------------------

WILD = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\r"


def tame(text: str) -> bool:
    return not any(char in text for char in "\x1b\x07\x9b\u202e\r")


def test_printable_keeps_columns_and_words() -> None:
    assert printable("a\x1b[1mä\t\n👩‍🚀") == "a␛[1mä\t\n👩‍🚀"
    assert len(printable(WILD)) == len(WILD)
    assert tame(printable(WILD))


@pytest.mark.parametrize(
    "argv",
    [("check", "."), ("check", ".", "--format", "json"), ("test", ".", "--transcript"), ("test", "."),
     ("strings", "extract", "."), ("import", "wild.txt"), ("tag", f"{WILD}.yarn"), ("check", WILD),
     ("export", "01-lamp.yarn"), ("graph", "."), (WILD,)],
)  # fmt: skip
def test_no_command_lets_a_file_steer_the_terminal(
    argv: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = (project / "01-lamp.yarn").read_text()
    wild = WILD.rstrip("\r")
    files = {
        "01-lamp.yarn": script.replace("There is a lamp", f"There {wild} is a lamp"),
        "extra.yarn": f"title: Extra\n---\n{wild} <<\n-> {wild} <<if $>>\n===\n",
        "extra.testplan": f"line: `{wild}`\n{wild}: 1\n",
        "wild.txt": f"{wild}\n\nQuestioner: {wild}?\n\nAlana: {wild}\n",
    }
    for name, text in files.items():
        (project / name).write_text(text, newline="")
    capsys.readouterr()
    main(list(argv))
    printed = capsys.readouterr()
    assert tame(printed.out), printed.out
    assert tame(printed.err), printed.err


@pytest.mark.parametrize(
    "argv",
    [("test", "."), ("test", ".", "--transcript"), ("export", "01-lamp.yarn", "--main"),
     ("strings", "extract", ".")],
)  # fmt: skip
def test_nor_does_a_script_that_is_sound(
    argv: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = (project / "01-lamp.yarn").read_text()
    wild = WILD.rstrip("\r").replace("[", "\\[")
    script = script.replace("There is a lamp", f"There {wild} is a lamp").replace(
        "Who lit it?", f"Who {wild}?"
    )
    (project / "01-lamp.yarn").write_text(script, newline="")
    capsys.readouterr()
    main(list(argv))
    printed = capsys.readouterr()
    assert "␛" in printed.out
    assert tame(printed.out + printed.err)


def test_no_speaker_steers_the_terminal_in_a_talk(project: Path) -> None:
    script = (project / "01-lamp.yarn").read_text()
    wild = WILD.rstrip("\r").replace("[", "\\[")
    (project / "01-lamp.yarn").write_text(script.replace("Alana: There is", f"A{wild}: There is"), newline="")
    done = run("chat", str(project), cwd=project, input="1\n")
    assert done.returncode == 0
    assert "There is a lamp" in done.stdout
    assert not {"\x1b", "\x07", "\x9b"} & set(done.stdout + done.stderr)


def test_an_editor_gets_the_characters_as_they_are(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "extra.yarn").write_text("title: Extra\n---\nMae: It ends with A\u202eB\n===\n", newline="")
    capsys.readouterr()
    main(["check", ".", "--format", "json"])
    out = capsys.readouterr().out
    assert "\u202e" not in out
    assert any("\u202e" in entry["message"] for entry in json.loads(out))
