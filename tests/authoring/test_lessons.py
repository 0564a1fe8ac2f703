"""Every code has its page, and every example does what the page says of it."""

import json
from pathlib import Path

import pytest

from bot.analysis.bundles import gather
from bot.analysis.check import check_bundle
from bot.authoring.lessons import MEANINGS, Example, lessons, pages
from bot.authoring.talks import read_turns
from bot.cli import main
from bot.yarn.testplan import parse_plan

DOCS = Path(__file__).parents[2] / "docs"
BASE = "title: Tea\n---\n<<declare $n = 2>>\nMae: The kettle sings. #line:tea\n-> {$n} cups #line:cups\n===\n"
LENGTHS = {"many-values": 7_000, "long-line": 200}


def codes(example: Example, folder: Path) -> set[str]:
    """What an example is told of."""
    if example.kind == "transcript":
        return {d.code for d in read_turns(example.text, "a.txt").diagnostics}
    if example.kind == "plan":
        return {d.code for d in parse_plan(example.text, "a.testplan").diagnostics}
    script, project = BASE, {"projectFileVersion": 4, "baseLanguage": "en"}
    if example.kind == "table":
        (folder / "de.csv").write_text(example.text, "utf-8")
        project = {**project, "localisation": {"de": {"strings": "de.csv"}}}
    elif example.kind in LENGTHS:
        script = f"title: Example\n---\n{example.text.strip() * LENGTHS[example.kind]}\n===\n"
    elif example.kind != "project":
        script = example.script
    text = example.text if example.kind == "project" else json.dumps(project)
    (folder / "p.yarnproject").write_text(text, "utf-8")
    encoding = "latin-1" if example.kind == "older-encoding" else "utf-8"
    (folder / "a.yarn").write_text(script, encoding)
    bundles, problems = gather([folder])
    return {d.code for b in bundles for d in check_bundle(b).diagnostics} | {d.code for d in problems}


@pytest.mark.parametrize("code", list(MEANINGS))
def test_the_wrong_example_has_the_code_and_the_right_one_has_not(code: str, tmp_path: Path) -> None:
    lesson = lessons()[code]
    assert len(lesson.why) > 20
    for name, example in (("wrong", lesson.wrong), ("right", lesson.right)):
        (tmp_path / name).mkdir()
        found = codes(example, tmp_path / name)
        assert (code in found) is (name == "wrong"), (name, found)


def test_the_right_examples_have_no_errors_at_all(tmp_path: Path) -> None:
    for code, lesson in lessons().items():
        (tmp_path / code).mkdir()
        if lesson.right.kind in ("transcript", "plan"):
            continue
        codes(lesson.right, tmp_path / code)
        assert main(["check", str(tmp_path / code)]) == 0, code


def test_the_pages_are_those_of_the_table() -> None:
    assert list(lessons()) == sorted(MEANINGS)
    on_disk = {path.name: path.read_text("utf-8") for path in (DOCS / "codes").iterdir()}
    assert on_disk == dict(pages())  # else: python -m tools.write_codes


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    for word in ("AL608", "al608", "608"):
        assert main(["explain", word]) == 0
        assert capsys.readouterr().out == (DOCS / "codes" / "AL608.md").read_text("utf-8")
    assert main(["explain"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(MEANINGS)
    assert main(["explain", "AL999"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
