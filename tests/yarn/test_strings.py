"""String tables: what is extracted, how tables are read and written, and what an audit finds."""

import csv
import hashlib
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.program import Program
from bot.engine.render import compile_translation, render
from bot.yarn import Source, compile_sources
from bot.yarn.reading import UnreadableFile
from bot.yarn.strings import (
    COLUMNS,
    StringRow,
    StringTable,
    audit,
    extract,
    fresh,
    lock_of,
    metadata,
    progress,
    read_table,
    renewed,
    write_table,
)
from bot.yarn.tables import decoded
from tests.examples import with_examples

SCRIPT = r"""title: Start
name: The "first" evening
nudge_1: Look up, once
tracking: always
---
<<declare $n = 2>>
Mae: You have {$n} \{left\}, \[x\]. #line:a #calm
-> Why, {$n + 1}? #line:b
    Because. #line:c
A shadow #shadow:d
A shadow #line:d
===
"""


def program(text: str = SCRIPT) -> Program:
    compiled = compile_sources([Source("talk.yarn", text)])
    assert compiled.program is not None, compiled.diagnostics
    return compiled.program


def table(*rows: tuple[str, str, str]) -> StringTable:
    return StringTable(
        tuple(StringRow("de", id, text, lock=lock, at=i) for i, (id, text, lock) in enumerate(rows, 2))
    )


def test_every_text_is_extracted_once() -> None:
    rows = extract(program(), "en")
    assert [(row.id.removeprefix("line:"), row.text) for row in rows] == [
        ("node:Start:name", 'The "first" evening'),
        ("node:Start:nudge_1", "Look up, once"),
        ("a", r"Mae: You have {0} \{left\}, \[x\]."),
        ("b", "Why, {0}?"),
        ("c", "Because."),
        ("d", "A shadow"),
    ]
    assert rows[2].comment == "#calm"
    assert (rows[2].file, rows[2].node, rows[2].line) == ("talk.yarn", "Start", 7)
    assert rows[3].lock == lock_of("Why, {0}?")


def test_a_table_is_written_and_read_back() -> None:
    rows = extract(program(), "en")
    text = write_table(rows)
    assert text.splitlines()[0] == "language,id,text,file,node,lineNumber,lock,comment"
    read = read_table(text, "en.csv")
    assert read.diagnostics == ()
    assert [row.at for row in read.rows] == [2, 3, 4, 5, 6, 7]
    assert write_table(read.rows) == text


def test_metadata() -> None:
    rows = list(csv.reader(io.StringIO(metadata(program()))))
    assert rows[0] == ["id", "file", "node", "lineNumber", "metadata"]
    assert rows[1][1:4] == ["talk.yarn", "Start", "7"]
    assert "calm" in rows[1][4]


def test_a_renewed_table_keeps_what_was_translated() -> None:
    base = extract(program(), "en")
    old = table((base[2].id, "Mae: Du hast {0}.", "00000000"), ("gone", "Weg", ""), (base[3].id, " ", ""))
    rows = renewed(base, old, "de")
    assert [row.language for row in rows] == ["de"] * 7
    assert (rows[2].text, rows[2].proposal, rows[2].lock) == ("", "Mae: Du hast {0}.", "00000000")
    assert (rows[3].text, rows[3].original) == ("", "Why, {0}?")
    assert rows[6].id == "gone"


def test_an_audit_finds_what_is_missing_stale_orphaned_and_wrong() -> None:
    base = extract(program(), "en")
    by_end = {row.id.removeprefix("line:"): row for row in base}
    given_table = table(
        ("node:Start:name", "Der erste Abend", by_end["node:Start:name"].lock),
        (by_end["a"].id, "Mae: Du hast {0} und {1}.", by_end["a"].lock),
        (by_end["b"].id, "Warum, {0}?", "a2345678"),
        (by_end["c"].id, "Weil [b]das so ist.", ""),
        (by_end["d"].id, "", ""),
        ("line:gone", "Weg", ""),
    )
    found = [(d.code, d.severity, d.line) for d in audit(base, given_table, "de", "de.csv")]
    assert found == [
        ("AL701", "warning", 1),
        ("AL704", "error", 3),
        ("AL702", "warning", 4),
        ("AL705", "warning", 5),
        ("AL701", "warning", 6),
        ("AL703", "warning", 7),
    ]


def test_a_translation_with_a_value_that_nobody_gives_is_not_shown() -> None:
    given_table = table(
        ("line:a", "Mae: Du hast {9}.", ""),
        ("line:b", "Warum, {0}?", ""),
        ("node:Start:name", "Abend {3}", ""),
    )
    assert set(given_table.texts()) == {"line:a", "line:b", "node:Start:name"}
    assert set(given_table.texts(program())) == {"line:b", "node:Start:name"}


def test_what_is_wrong_with_a_table_is_told() -> None:
    header = ",".join(COLUMNS)
    text = f'{header}\nde,a,"x\ny",f,n,1,,\nde,b,x,y,f,n,1,,z\nde,,x,f,n,1,,\n\nde,a,x,f,n,zz,,\n'
    read = read_table(text, "de.csv")
    assert [(d.line, d.message.split(",")[0]) for d in read.diagnostics] == [
        (4, "this row has 9 cells instead of 8"),
        (5, "this row has no id"),
        (7, "the id a stands twice"),
    ]
    assert read.texts() == {"a": "x\ny"}
    assert read_table("a,b\n1,2\n").diagnostics[0].message == "this table has no columns id and text"
    assert read_table("").diagnostics


def test_columns_may_stand_in_any_order() -> None:
    assert read_table("\ufefftext,id\r\nHallo,a\r\n").texts() == {"a": "Hallo"}


def test_a_translation_keeps_its_values_inert() -> None:
    template = compile_translation("Mae: {1}, {0}")
    assert render(template, ("[b]", "{0}"), lambda *_: "other").plain == "Mae: {0}, [b]"


@with_examples(200)
@given(st.text() | st.text(alphabet=st.sampled_from('id,text"\n\r\0x')))
def test_any_text_is_a_table_or_a_problem(text: str) -> None:
    for prefix in ("", "id,text\n"):
        read = read_table(prefix + text, "x.csv")
        for problem in read.diagnostics:
            assert problem.line >= 1


@with_examples(100)
@given(st.lists(st.tuples(st.text(min_size=1), st.text()), max_size=4))
def test_any_rows_come_back(pairs: list[tuple[str, str]]) -> None:
    rows = [StringRow("de", id, text) for id, text in pairs if id == id.strip() and id]
    unique = {row.id: row for row in reversed(rows)}
    read = read_table(write_table(rows))
    assert read.texts() == {i: row.text for i, row in unique.items() if row.text.strip()}


# --- what spreadsheets do to a table --------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_any_separator_and_encoding(separator: str, encoding: str) -> None:
    rows = [["language", "id", "text", "lock", "comment"], ["de", "a", "Grüß dich", "b1234567"], ["de", "b"]]
    text = "\r\n".join(separator.join(row) for row in rows)
    read = read_table(decoded(text.encode(encoding)), "de.csv")
    assert read.diagnostics == ()
    assert read.texts() == {"a": "Grüß dich"}
    assert [row.id for row in read.rows] == ["a", "b"]


def test_the_line_that_names_the_separator_is_none_of_the_table() -> None:
    assert read_table("sep=;\r\nid;text\r\na;Hallo, du\r\n").texts() == {"a": "Hallo, du"}


def test_a_table_in_an_older_encoding_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableFile, match="CSV UTF-8"):
        decoded("id;text\na;Grüße".encode("cp1252"))


@pytest.mark.parametrize("text", ["=1+1", "-> Gut", "+49", "@mia", "'=x", "''-"])
def test_formulas_are_inert_and_come_back(text: str) -> None:
    written = write_table([StringRow("de", "a", text)])
    assert not next(csv.reader(io.StringIO(written.splitlines()[1])))[2].startswith(tuple("=+-@"))
    assert read_table(written).texts() == {"a": text}


def test_what_a_spreadsheet_could_not_reckon_is_no_translation() -> None:
    read = read_table("id,text\na,#NAME?\nb,#BEZUG!\nc,#1\nd,Err:510\n", "de.csv")
    assert read.texts() == {"c": "#1"}
    assert len(read.diagnostics) == 3


def test_locks_begin_with_a_letter_and_those_made_numbers_say_nothing() -> None:
    assert all(lock_of(str(n))[0].isalpha() for n in range(64))
    base = extract(program(), "en")
    row = base[2]
    first_version = hashlib.sha256(row.text.encode()).hexdigest()[:8]
    for lock in ("", "1234567", "1,23E+09", "12345600", "0", "#NUM!", first_version, row.lock.upper()):
        assert fresh(StringRow("de", row.id, "x", lock=lock), row.text), lock
    for lock in ("b0000000", "00123450", "12345678"):
        assert not fresh(StringRow("de", row.id, "x", lock=lock), row.text), lock


# --- an original that changes ---------------------------------------------------------------------------


def test_a_changed_original_is_to_do_and_the_old_translation_a_proposal() -> None:
    old = renewed(extract(program(), "en"), StringTable(()), "de")
    done = StringTable(tuple(replace(row, text=f"T:{row.id}") for row in old))
    assert progress(extract(program(), "en"), done).to_do == 0
    base = extract(program(SCRIPT.replace("Because.", "Because of it.")), "en")
    assert (progress(base, done).changed, progress(base, done).missing) == (1, 0)
    table = read_table(write_table(renewed(base, done, "de")))
    [row] = [row for row in table.rows if not row.text]
    assert (row.original, row.was, row.proposal) == ("Because of it.", "Because.", f"T:{row.id}")
    assert table.texts()[row.id] == f"T:{row.id}"  # people see it until somebody looks
    again = read_table(write_table(renewed(base, table, "de")))
    assert again.rows == table.rows
    filled = StringTable(tuple(replace(r, text="Deshalb.") if r.id == row.id else r for r in again.rows))
    assert progress(base, filled).to_do == 0
    assert audit(base, filled, "de", "de.csv") == ()
    [kept] = [r for r in renewed(base, filled, "de") if r.id == row.id]
    assert (kept.text, kept.proposal, kept.was, kept.lock) == ("Deshalb.", "", "", lock_of("Because of it."))


def test_an_original_that_changes_back_is_translated_again() -> None:
    base = extract(program(), "en")
    old = renewed(base, StringTable(()), "de")
    done = StringTable(tuple(replace(row, text=f"T:{row.id}") for row in old))
    other = extract(program(SCRIPT.replace("Because.", "Because of it.")), "en")
    back = renewed(base, StringTable(renewed(other, done, "de")), "de")
    assert progress(base, StringTable(back)).to_do == 0
