"""`alana strings`: tables out to translators and back, through spreadsheets and their tools."""

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.authoring.exchange import READERS, WRITERS
from bot.cli import main
from bot.script_library import read
from bot.yarn.strings import StringRow, read_table
from tests.examples import with_examples

SCRIPT = """title: Start
episode: 01-start
name: The start
question: Why?
---
<<declare $n = 0>>
Mae: Come in. #line:a
-> Thank you, {$n} #line:b
    Mae: -> That way. #line:c
===
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.yarn").write_text(SCRIPT)
    given = {"projectFileVersion": 4, "baseLanguage": "en", "localisation": {}}
    (tmp_path / "p.yarnproject").write_text(json.dumps(given))
    return tmp_path


def rows(here: Path) -> dict[str, dict[str, str]]:
    text = (here / "strings/de.csv").read_text("utf-8")
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text))}


def fill(here: Path, **texts: str) -> None:
    """As a translator does in a spreadsheet: by the columns' names."""
    found = rows(here)
    for id, text in texts.items():
        found[f"line:{id}"]["text"] = text
    out = io.StringIO()
    writer = csv.DictWriter(out, list(next(iter(found.values()))), delimiter=";")
    writer.writeheader()
    writer.writerows(found.values())
    (here / "strings/de.csv").write_bytes(out.getvalue().encode("utf-16"))


def test_a_new_language_a_translation_and_a_changed_original(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["strings", "update", "--language", "de"]) == 0
    assert capsys.readouterr().out == "strings/de.csv: 5 texts, 5 to translate\n"
    assert rows(here)["line:a"]["original"] == "Mae: Come in."
    fill(here, a="Mae: Komm rein.", b="Danke, {0}", c="Mae: Da lang.")
    assert main(["strings", "update", "."]) == 0
    assert capsys.readouterr().out == "strings/de.csv: 5 texts, 2 to translate\n"
    script = (here / "talk.yarn").read_text()
    (here / "talk.yarn").write_text(script.replace("Come in.", "Come in, it rains."))
    assert main(["strings", "status", "."]) == 0
    assert capsys.readouterr().out == (
        "de: 2 of 5 texts (40 %), 2 new, 1 changed, 0 no longer in the scripts\n"
    )
    assert main(["check", "."]) == 0
    assert "AL702" in capsys.readouterr().out
    assert main(["strings", "update", "."]) == 0
    assert capsys.readouterr().out == "strings/de.csv: 5 texts, 3 to translate, 1 of them changed\n"
    row = rows(here)["line:a"]
    assert (row["text"], row["original"]) == ("", "Mae: Come in, it rains.")
    assert (row["was"], row["proposal"]) == ("Mae: Come in.", "Mae: Komm rein.")
    catalogue, _ = read(here)
    [series] = catalogue.series.values()
    assert series.strings["de"]["line:a"] == "Mae: Komm rein."


def test_the_base_language_and_the_usual_columns(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["strings", "extract", "."]) == 0
    out = capsys.readouterr().out
    assert out.startswith("language,id,text,file,node,lineNumber,lock,comment\n")
    assert read_table(out).texts()["line:c"] == "Mae: -> That way."
    assert main(["strings", "extract", ".", "-o", "en.csv"]) == 0
    assert (here / "en.csv").read_text("utf-8") == out


@pytest.mark.parametrize("kind", ["po", "xlf", "csv"])
def test_out_to_a_tool_and_back(kind: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    to = {"xlf": "xliff"}.get(kind, kind)
    assert main(["strings", "update", ".", "-l", "de"]) == 0
    fill(here, a="Mae: Komm rein.", c="Mae: Da lang.")
    script = (here / "talk.yarn").read_text()
    (here / "talk.yarn").write_text(script.replace("Come in.", "Come in & sit."))
    assert main(["strings", "update", "."]) == 0
    assert main(["strings", "export", ".", "--to", to]) == 0
    file = here / f"p-de.{kind}"
    EDITS[kind](file)
    capsys.readouterr()
    assert main(["strings", "import", file.name, "."]) == 0
    assert capsys.readouterr().out == "strings/de.csv: 5 texts, 2 to translate\n"
    done = rows(here)
    assert done["line:a"]["text"] == "Mae: Komm & setz dich."
    assert done["line:b"]["text"] == "Danke, {0}"
    assert done["line:c"]["text"] == "Mae: Da lang."
    assert done["line:a"]["proposal"] == done["line:a"]["was"] == ""


def _edit_po(file: Path) -> None:
    catalog = read_po(io.BytesIO(file.read_bytes()))
    by_id = {message.context: message for message in catalog if message.context}
    changed = by_id["line:a"]
    assert changed.fuzzy
    assert changed.id == "Mae: Come in & sit."
    assert changed.string == "Mae: Komm rein."
    assert '#| msgid "Mae: Come in."' in file.read_text("utf-8")
    text = (
        file.read_text("utf-8").replace("#, fuzzy\n", "").replace("Mae: Komm rein.", "Mae: Komm & setz dich.")
    )
    file.write_text(
        text.replace('msgid "Thank you, {0}"\nmsgstr ""', 'msgid "Thank you, {0}"\nmsgstr "Danke, {0}"')
    )


def _edit_xliff(file: Path) -> None:
    tree = etree.parse(file)
    units = {unit.get("id"): unit for unit in tree.iter("{*}trans-unit")}
    changed = units["line:a"].find("{*}target")
    assert changed.get("state") == "needs-review-translation"
    assert units["line:a"].findtext("{*}alt-trans/{*}source") == "Mae: Come in."
    assert units["line:a"].findtext("{*}source") == "Mae: Come in & sit."
    for id, text in (("line:a", "Mae: Komm & setz dich."), ("line:b", "Danke, {0}")):
        target = units[id].find("{*}target")
        target.text, target.attrib["state"] = text, "final"
    tree.write(file)


def _edit_csv(file: Path) -> None:
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    found = {row["id"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    assert found["line:c"]["original"] == "Mae: -> That way."
    found["line:a"]["text"], found["line:b"]["text"] = "Mae: Komm & setz dich.", "Danke, {0}"
    lines = "\n".join("\t".join((row["id"], row["text"])) for row in found.values())
    file.write_bytes(f"id\ttext\n{lines}\n".encode("utf-16"))


EDITS = {"po": _edit_po, "xlf": _edit_xliff, "csv": _edit_csv}


def test_a_long_old_original_is_one_that_gettext_reads(here: Path) -> None:
    long = "Come in, " + "and bring the others with you, " * 8
    script = (here / "talk.yarn").read_text()
    (here / "talk.yarn").write_text(script.replace("Come in.", f'{long}"please".'))
    assert main(["strings", "update", ".", "-l", "de"]) == 0
    fill(here, a="Mae: Komm rein.")
    (here / "talk.yarn").write_text(script.replace("Come in.", f'{long}"now".'))
    assert main(["strings", "update", "."]) == 0
    assert main(["strings", "export", ".", "--to", "po"]) == 0
    text = (here / "p-de.po").read_text("utf-8")
    old = [row for row in text.splitlines() if row.startswith("#|")]
    assert old == [f'#| msgid "Mae: {long}\\"please\\"."']
    if (checker := shutil.which("msgfmt")) is not None:
        subprocess.run([checker, "--check-format", "-o", os.devnull, "p-de.po"], check=True)


def test_a_table_in_a_machines_own_code_page_is_taken_in(here: Path) -> None:
    assert main(["strings", "update", ".", "-l", "de"]) == 0
    (here / "back.csv").write_bytes("id;text\r\nline:a;Mae: Grüß dich – schön.\r\n".encode("cp1252"))
    assert main(["strings", "import", "back.csv", "."]) == 0
    assert rows(here)["line:a"]["text"] == "Mae: Grüß dich – schön."


def test_what_cannot_be_taken_is_told_and_nothing_is_lost(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["strings", "update", ".", "-l", "de"]) == 0
    fill(here, a="Mae: Komm rein.")
    (here / "back.csv").write_text("id,text\nline:a,\nline:b,Danke {3}\nline:x,Weg\n")
    capsys.readouterr()
    assert main(["strings", "import", "back.csv", "."]) == 1
    said = capsys.readouterr()
    assert "line:b uses a value that the script does not give" in said.err
    assert "line:x is no text of the scripts" in said.err
    assert rows(here)["line:a"]["text"] == "Mae: Komm rein."
    for name, text in {"a.po": 'msgid "x', "a.xlf": "<x>", "b.xlf": "<x/>", "c.xlf": "<!DOCTYPE x><x/>",
                       "a.doc": "x", "none.csv": None, "d.csv": "a,b\n1,2\n"}.items():  # fmt: skip
        if text is not None:
            (here / name).write_text(text)
        assert main(["strings", "import", name, "."]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_a_language_is_written_into_a_project_with_comments(here: Path) -> None:
    text = '{ // ours\n "projectFileVersion": 4, "baseLanguage": "en",\n "Localisation": { "en": {}, },\n}'
    (here / "p.yarnproject").write_text(text)
    assert main(["strings", "update", ".", "-l", "pt-BR"]) == 0
    assert (here / "strings/pt-BR.csv").exists()
    changed = (here / "p.yarnproject").read_text()
    assert "// ours" in changed
    assert main(["strings", "update", ".", "-l", "pt-BR"]) == 0
    assert (here / "p.yarnproject").read_text() == changed
    (here / "p.yarnproject").write_text('{"projectFileVersion": 4, "baseLanguage": "en"}')
    assert main(["strings", "update", ".", "-l", "fr"]) == 2


LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Co"), exclude_characters="\ufffe\uffff\ufeff")
ODD = ["=1+1", "'x", '"quoted"', "a\\nb", "\\", "%s {0}", "<b>&amp;", "#, fuzzy", "a  b", "line\ntwo"]
TEXTS = st.text(LETTERS, min_size=1, max_size=40) | st.sampled_from(ODD)
ENDS = {"csv": ".csv", "po": ".po", "xliff": ".xlf"}


@with_examples(150)
@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4), st.sampled_from(sorted(WRITERS)))
def test_any_text_comes_back_from_every_format(texts: list[tuple[str, str, str]], kind: str) -> None:
    rows = [
        StringRow(
            "de", f"line:{n}", text, "a.yarn", "Start", n, "b1234567", comment.strip(), original=original
        )
        for n, (text, original, comment) in enumerate(texts, 1)
        if text.strip() and original.strip()
    ]
    back = READERS[ENDS[kind]](WRITERS[kind](rows, "de", "en"), "x")
    assert {id: (given.text, given.original, given.ready) for id, given in back.items()} == {
        row.id: (row.text, row.original, True) for row in rows
    }
