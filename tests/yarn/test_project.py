"""Project files: what they say, and how mistakes in them are told."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.yarn.project import load_project, read_project
from tests.examples import with_examples


def write(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", "utf-8")


def project_text(**changes: Any) -> str:
    return json.dumps(
        {"projectFileVersion": 4, "sourceFiles": ["**/*.yarn"], "baseLanguage": "en", **changes}, indent=2
    )


def names(root: Path, **changes: Any) -> list[str]:
    project = read_project(project_text(**changes), root / "p.yarnproject").project
    assert project is not None
    return [path.relative_to(root).as_posix() for path in project.sources]


def test_globs(tmp_path: Path) -> None:
    write(tmp_path, "a.yarn", "b.txt", "one/c.yarn", "one/two/d.yarn", "one/two/d1.yarn", "old/e.yarn")
    assert names(tmp_path) == ["a.yarn", "old/e.yarn", "one/c.yarn", "one/two/d.yarn", "one/two/d1.yarn"]
    assert names(tmp_path, sourceFiles=["*.yarn"]) == ["a.yarn"]
    assert names(tmp_path, sourceFiles=["./one/*.yarn", "b.*"]) == ["b.txt", "one/c.yarn"]
    assert names(tmp_path, sourceFiles=["one/**/d*1.yarn"]) == ["one/two/d1.yarn"]
    assert names(tmp_path, sourceFiles=["one/**"]) == ["one/c.yarn", "one/two/d.yarn", "one/two/d1.yarn"]
    assert names(tmp_path, excludeFiles=["old/**", "**/d*"]) == ["a.yarn", "one/c.yarn"]


def test_everything_a_project_says(tmp_path: Path) -> None:
    write(tmp_path, "a.yarn")
    text = project_text(
        projectFileVersion=3,
        localisation={"de": {"strings": "strings/de.csv", "assets": "de"}, "pt-BR": {}},
        definitions="host.ysls.json",  # for editors; the bot's functions are its own
        compilerOptions={"diagnosticsSeverity": {"YS0001": "None"}},
    )
    (tmp_path / "p.yarnproject").write_text("\ufeff" + text, "utf-8")
    read = load_project(tmp_path / "p.yarnproject")
    project = read.project
    assert read.diagnostics == ()
    assert project is not None
    assert (project.version, project.base_language) == (3, "en")
    assert project.localisation["de"].strings == tmp_path / "strings/de.csv"
    assert project.localisation["pt-BR"].strings is None
    assert project.severities == {"YS0001": "none"}


@pytest.mark.parametrize(
    ("changes", "line", "message"),
    [
        ({"projectFileVersion": 1}, 2, "projectFileVersion must be 2, 3 or 4"),
        ({"projectFileVersion": True}, 2, "projectFileVersion must be 2, 3 or 4"),
        ({"baseLanguage": "English!"}, 6, "baseLanguage must be a language code"),
        ({"sourceFiles": "**/*.yarn"}, 3, "sourceFiles must be a list of file patterns"),
        ({"sourceFiles": ["../*.yarn"]}, 3, "the pattern '../*.yarn' leaves the project's folder"),
        ({"sourceFiles": ["C:/x.yarn"]}, 3, "the pattern 'C:/x.yarn' leaves the project's folder"),
        ({"localisation": {"de": 1}}, 8, "the language de must be an object"),
        ({"localisation": {"de": {"strings": 1}}}, 9, "strings must be the name of a file"),
        ({"localisation": []}, 7, "localisation must be an object of languages"),
        (
            {"compilerOptions": {"diagnosticsSeverity": {"a": "loud"}}},
            8,
            "diagnosticsSeverity gives each code",
        ),
    ],
)
def test_mistakes(tmp_path: Path, changes: dict[str, Any], line: int, message: str) -> None:
    read = read_project(project_text(**changes), tmp_path / "p.yarnproject")
    assert read.project is None
    [problem] = read.diagnostics
    assert problem.message.startswith(message)
    assert problem.line == line


def test_no_json_no_file_and_no_scripts(tmp_path: Path) -> None:
    [problem] = read_project('{\n "a": }', tmp_path / "p").diagnostics
    assert (problem.line, problem.column) == (2, 7)
    [problem] = read_project("[" * 100_000, tmp_path / "p").diagnostics
    assert problem.message == "this JSON cannot be read"
    [problem] = load_project(tmp_path / "none.yarnproject").diagnostics
    assert "cannot be read" in problem.message
    read = read_project(project_text(), tmp_path / "p.yarnproject")
    assert read.project is not None
    assert [d.severity for d in read.diagnostics] == ["warning"]


KEY = "compilerOptions"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["sourceFiles", "de", "strings"]), inner, max_size=3)
    ),
)


@with_examples(100)
@given(JSON, st.sampled_from(["sourceFiles", "excludeFiles", "localisation", KEY]))
def test_any_json_is_read_or_refused(value: Any, key: str) -> None:
    root = Path(__file__).parent / "no-such-folder"
    read = read_project(project_text(**{key: value}), root / "p.yarnproject")
    assert read.project is not None or read.diagnostics
    assert read_project(json.dumps(value), root / "p.yarnproject").diagnostics


@with_examples(100)
@given(st.text(max_size=40))
def test_any_text_is_refused_politely(text: str) -> None:
    assert read_project(text, Path("p.yarnproject")).diagnostics


COMMENTED = """{
  // which scripts
  "ProjectFileVersion": 4, /* the newest
  format */
  "SOURCEFILES": ["sub/", "**/*.YARN", ],
  "baselanguage": "en",
  "Localisation": { "de": { "Strings": "http://x,]", }, },
}
"""


def test_comments_last_commas_and_capitals_are_read_as_upstream_reads_them(tmp_path: Path) -> None:
    write(tmp_path, "a.yarn", "sub/notes.txt", "sub/b.yarn")
    project = read_project(COMMENTED, tmp_path / "p.yarnproject").project
    assert project is not None
    assert [path.name for path in project.sources] == ["a.yarn", "b.yarn", "notes.txt"]
    assert project.localisation["de"].strings == tmp_path / "http://x,]"


@pytest.mark.parametrize("text", ["[,]", "{,}", "[1,,]", "[1,, ]"])
def test_a_comma_after_nothing_is_a_mistake_upstream_too(text: str, tmp_path: Path) -> None:
    whole = f'{{"projectFileVersion": 4, "baseLanguage": "en", "definitions": {text}}}'
    [problem] = read_project(whole, tmp_path / "p.yarnproject").diagnostics
    assert problem.message.startswith("this is not JSON")


def test_a_mistake_behind_a_comment_keeps_its_place(tmp_path: Path) -> None:
    [problem] = read_project('{ /* a\n b */ "x": ? }', tmp_path / "p.yarnproject").diagnostics
    assert (problem.line, problem.column) == (2, 12)


def test_without_source_files_every_script_belongs(tmp_path: Path) -> None:
    write(tmp_path, "a.yarn", "one/b.yarn", "c.txt")
    text = '{"projectFileVersion": 2, "baseLanguage": "en"}'
    project = read_project(text, tmp_path / "p.yarnproject").project
    assert project is not None
    assert [path.name for path in project.sources] == ["a.yarn", "b.yarn"]


def test_a_folder_that_holds_the_whole_disk_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.yarn.project.MOST_FILES", 3)
    write(tmp_path, "a.yarn", "b.yarn", "c.yarn", "d.yarn")
    [problem] = read_project(project_text(), tmp_path / "p.yarnproject").diagnostics
    assert "more than 3 files" in problem.message


@pytest.mark.parametrize("text", ['"' + '\\"' * 50_000, "/*" * 50_000, "," + " " * 50_000 + ","])
def test_hostile_json_is_looked_at_once(text: str, tmp_path: Path) -> None:
    assert read_project(text, tmp_path / "p.yarnproject").diagnostics
