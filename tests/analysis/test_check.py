"""What the checks beyond the compiler find, and what they leave alone."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis.bundles import Bundle, gather
from bot.analysis.check import Checked, check_bundle
from bot.analysis.findings import CODES
from bot.yarn import Source
from bot.yarn.diagnostics import CODES as COMPILER_CODES
from bot.yarn.strings import extract, write_table
from tests.examples import with_examples

DOCS = Path(__file__).parents[2] / "docs" / "authors.md"


def checked(*texts: str) -> Checked:
    sources = tuple(Source(f"{index}.yarn", text) for index, text in enumerate(texts))
    return check_bundle(Bundle(sources, (), frozenset(source.name for source in sources)))


def findings(*texts: str, but: tuple[str, ...] = ("AL609", "AL618", "AL619")) -> list[tuple[str, int, str]]:
    found = checked(*texts).diagnostics
    return [(d.code, d.line, d.message) for d in found if d.code not in but]


def script(body: str, more: str = "") -> str:
    return f"title: Start\n---\n{body}\n===\n{more}"


def node(title: str, body: str, header: str = "") -> str:
    return f"title: {title}\n{header}---\n{body}\n===\n"


def test_a_good_script_has_no_findings() -> None:
    body = "<<declare $n = 1>>\nMae: Hello, {$n}. #line:a\n-> Well? #line:b\n    <<jump Start>>"
    assert findings(script(body), but=()) == []


# --- flow -----------------------------------------------------------------------------------------------


def test_nodes_that_nothing_leads_to() -> None:
    more = node("A", "<<detour B>>") + node("B", "Hi.") + node("Lost", "<<jump A>>")
    assert findings(script("<<jump A>>", more)) == [("AL601", 13, "nothing leads to the node Lost")]


def test_entrances_and_declarations_are_not_lost() -> None:
    text = node("One", "Hi.", "episode: 01\n") + node("Two", "Hi.", "episode: 02\n")
    text += node("Values", "// only these\n<<declare $a = 1>>") + node("WeeklyThoughts", "Hi {$a}.")
    assert findings(text, but=("AL609", "AL614")) == []
    assert findings(node("Any", "Hi."), node("Other", "Hi.")) == []


def test_computed_jumps_may_lead_wherever_a_name_stands() -> None:
    more = node("A", "Hi.") + node("B", "Hi.") + node("C", "Hi.")
    enum = '<<enum E>>\n<<case One = "B">>\n<<endenum>>\n'
    body = enum + '<<declare $to = "A">>\n<<set $to to "B">>\n<<jump {$to}>>'
    assert [m for _, _, m in findings(script(body, more))] == ["nothing leads to the node C"]


def test_members_of_a_group_are_reached_together() -> None:
    more = "".join(node("G", "Hi.", f"when: always\nsubtitle: S{i}\n") for i in range(2))
    assert findings(script("<<detour G>>", more)) == []


def test_what_stands_behind_a_jump() -> None:
    body = (
        "<<if $a>>\n    <<stop>>\n    Never.\n<<endif>>\n<<declare $a = true>>\n<<jump Start>> // x\nNever."
    )
    found = findings(script("-> Go\n    Hi.\n" + body))
    assert [(code, line) for code, line, _ in found] == [("AL601", 7), ("AL601", 11)]
    assert found[1][2] == "this is never reached: line 10 goes elsewhere"


def test_what_can_never_be_chosen() -> None:
    body = "-> A <<if false>>\n    Hi.\n-> B <<if not (true or $a)>>\n-> C <<if true and false>>\n-> D\n"
    body += "Hi. <<if not true>>\n<<declare $a = true>>\n<<if 1 > 2 and false>>\n    Hi.\n<<endif>>"
    assert [(c, line) for c, line, _ in findings(script(body))] == [
        ("AL602", 3), ("AL602", 5), ("AL602", 6), ("AL602", 8), ("AL602", 10),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "Hi.\n<<jump Start>>",
        '<<if visited_count("Start") > 2>>\n<<jump Two>>\n<<else>>\n<<jump Start>>\n<<endif>>',
        "=> Hi.\n    <<jump Start>>\n=> Ho.\n    <<jump Two>>",
        "<<once>>\nHi.\n<<endonce>>\n<<jump Two>>",
    ],
)
def test_circles_without_a_wait(body: str) -> None:
    codes = [code for code, _, _ in findings(script(body, node("Two", "Hm.\n<<jump Start>>")))]
    assert "AL605" in codes


@pytest.mark.parametrize(
    "body",
    [
        "-> Go on\n<<jump Start>>",
        '<<ask $a "Well, {$a}?">>\n<<declare $a = "">>\n<<jump Start>>',
        '<<if visited_count("Start") < 2>>\n<<jump Start>>\n<<endif>>',
        "<<once>>\n<<jump Start>>\n<<endonce>>",
        "=> Hi. <<once>>\n    <<jump Start>>",
        "<<detour Two>>\n<<jump Start>>",
        '<<if visited("Start")>>\n<<stop>>\n<<endif>>\n<<jump Start>>',
        "<<jump Group>>",
    ],
)
def test_circles_that_wait_or_end(body: str) -> None:
    more = node("Two", "-> Ok") + node("Group", "<<jump Start>>", "when: once\n")
    assert "AL605" not in [code for code, _, _ in findings(script(body, more))]


def test_long_chains_of_nodes_are_gone_through() -> None:
    """A thousand evenings' worth of nodes, one behind another, as jumps and as detours in detours."""
    for kind in ("jump", "detour"):
        more = "".join(node(f"N{n}", f"Mae: Hm.\n<<{kind} N{n + 1}>>") for n in range(1000))
        found = findings(script(f"<<{kind} N0>>", more + node("N1000", "Mae: Hm.")))
        assert {code for code, _, _ in found} == {"AL616"}


# --- variables ------------------------------------------------------------------------------------------


def test_variables() -> None:
    body = "<<declare $unread = 1>>\n<<set $unread += 1>>\n<<set $wild to 1>>\nHi {$wild + $free}.\n"
    body += '<<ask $said "Who?">>\n<<declare $in_when = true>>'
    found = findings(script(body, node("G", "Hi.", "when: $in_when\n")), but=("AL609", "AL601", "AL625"))
    assert [(c, line, m.split()[0]) for c, line, m in found] == [
        ("AL603", 3, "$unread"), ("AL604", 5, "$wild"), ("AL604", 6, "$free"),
        ("AL603", 7, "$said"), ("AL604", 7, "$said"),
    ]  # fmt: skip


def test_variables_are_shared_by_all_files() -> None:
    assert findings(script("<<declare $a = 1>>"), node("B", "Hi {$a}."), but=("AL609", "AL601")) == []


# --- wording --------------------------------------------------------------------------------------------


def test_long_lines_and_labels() -> None:
    body = f"{'x' * 1999}.\n{'y' * 2000}.\n{'🫖' * 2048}!\n-> {'z' * 80}\n-> {'z' * 81}\n-> [b]{'z' * 80}[/b]"
    assert [(c, line) for c, line, _ in findings(script(body))] == [("AL606", 4), ("AL606", 5), ("AL607", 7)]


def test_lines_that_look_cut_off() -> None:
    body = (
        'Whole.\n"Whole?"\nMae: It breaks off in the\nIt breaks here,\nA value {1}\nDone 🫖\nВот так\n一茶\n'
    )
    body += 'Bold [b]end.[/b]\nBold [b]end[/b]\nTwo [plural value={1} one="x" other="y"/]\n-> No need'
    assert [line for code, line, _ in findings(script(body)) if code == "AL608"] == [5, 6, 9, 12]


def test_a_sentence_that_is_taken_for_a_name() -> None:
    body = "Old Aunt Vi: Hello.\nI have one thing to say: hello.\nOne more thing to say\\: bye."
    assert findings(script(body)) == [
        ("AL610", 4, "'I have one thing to say' is taken for the speaker's name")
    ]


def test_ids_are_missed_once_a_file() -> None:
    found = findings(script("Hi. #line:a\nHo.\n-> Ha\n    Hi. #shadow:a"), script("Ok."), but=())
    messages = [m for code, _, m in found if code == "AL609"]
    assert messages == [
        "2 texts have no #line: id; this is the first",
        "1 text has no #line: id; this is the first",
    ]


# --- projects -------------------------------------------------------------------------------------------

PROJECT = {
    "projectFileVersion": 4,
    "sourceFiles": ["*.yarn"],
    "baseLanguage": "en",
    "localisation": {"en": {}, "de": {"strings": "de.csv"}},
}


def project(tmp_path: Path, **changes: object) -> Path:
    (tmp_path / "p.yarnproject").write_text(json.dumps({**PROJECT, **changes}))
    (tmp_path / "a.yarn").write_text(script("Hi. #line:a\n<<jump Two>>"))
    (tmp_path / "b.yarn").write_text(node("Two", "Ho #line:b"))
    return tmp_path / "p.yarnproject"


def codes_of(*paths: Path) -> list[tuple[str, str]]:
    bundles, problems = gather(paths)
    found = [d for bundle in bundles for d in check_bundle(bundle).diagnostics]
    return [(d.code, Path(d.file).name) for d in [*problems, *found]]


def test_a_project_is_checked_as_a_whole(tmp_path: Path) -> None:
    path = project(tmp_path)
    assert codes_of(path) == [("AL608", "b.yarn"), ("AL706", "de.csv")]
    assert codes_of(tmp_path) == codes_of(path)
    assert codes_of(tmp_path / "a.yarn") == []
    assert codes_of(tmp_path / "b.yarn") == [("AL608", "b.yarn")]


def test_tables_are_audited(tmp_path: Path) -> None:
    path = project(tmp_path)
    [bundle] = gather([path])[0]
    program = check_bundle(bundle).program
    assert program is not None
    rows = write_table(extract(program, "de")).replace("Hi.", "Hallo {0}.").replace("line:b", "line:c")
    (tmp_path / "de.csv").write_text(rows)
    assert [code for code, name in codes_of(path) if name == "de.csv"] == ["AL701", "AL704", "AL703"]


def test_many_missing_translations_are_summed_up(tmp_path: Path) -> None:
    path = project(tmp_path)
    (tmp_path / "c.yarn").write_text(node("Two_b", "\n".join(f"Line {i}. #line:c{i}" for i in range(40))))
    (tmp_path / "de.csv").write_text("id,text\n")
    assert [code for code, _ in codes_of(path)].count("AL701") == 11


def test_a_project_may_silence_a_finding_but_no_error(tmp_path: Path) -> None:
    options = {"diagnosticsSeverity": {"AL608": "none", "AL706": "error", "AL202": "none"}}
    path = project(tmp_path, compilerOptions=options)
    [bundle] = gather([path])[0]
    assert [(d.code, d.severity) for d in check_bundle(bundle).diagnostics] == [("AL706", "error")]
    (tmp_path / "b.yarn").write_text(node("Other", "Ho."))
    assert ("AL202", "a.yarn") in codes_of(path)


def test_paths_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "bytes.yarn").write_bytes(b"\xff")
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.yarnproject").write_text("{")
    names = ("none", "notes.txt", "bytes.yarn", "empty", "bad.yarnproject")
    assert codes_of(*(tmp_path / name for name in names)) == [
        ("AL800", "none"), ("AL800", "notes.txt"), ("AL800", "empty"), ("AL801", "bad.yarnproject"),
        ("AL800", "bytes.yarn"),
    ]  # fmt: skip


def test_every_code_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    for code in {**CODES, **COMPILER_CODES}:
        assert f"| {code} |" in text, code


PIECES = ["Hi.", "-> A", "    B", "<<if $a>>", "<<else>>", "<<endif>>", "<<once>>", "<<endonce>>", "=> C"]
PIECES += ["<<jump Start>>", "<<detour Start>>", "<<stop>>", "<<set $a to true>>", "", '<<ask $b "c">>']


@with_examples(150)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_script_is_checked(pieces: list[str]) -> None:
    text = script("\n".join(pieces))
    lines = text.split("\n")
    for problem in checked(text).diagnostics:
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1


# --- what the bot offers --------------------------------------------------------------------------------


def test_a_function_that_the_bot_does_not_have_is_an_error() -> None:
    body = 'Hi. <<if visted("Start")>>\n<<if not lucky(dice(6)) or true>>\n<<endif>>\n<<stop>>'
    more = node("G", "Hi.", 'when: visted_count("G") > 1\n')
    both = [d for d in checked(script(body, more)).diagnostics if d.code == "AL611"]
    assert [(d.line, d.column, d.severity) for d in both] == [
        (3, 10, "error"),
        (4, 10, "error"),
        (9, 7, "error"),
    ]
    assert [d.message for d in both][:2] == ["there is no function visted()", "there is no function lucky()"]
    assert both[0].hint == "did you mean visited()?"
    assert "dice" in both[1].hint


def test_a_command_that_does_nothing() -> None:
    body = '<<jmp End>>\n<<Set $x to 1>>\n<<shake {1}>>\n<<{"a"} b>>'
    found = [d for d in checked(script(body)).diagnostics if d.code == "AL612"]
    assert [(d.line, d.severity) for d in found] == [(line, "warning") for line in (3, 4, 5, 6)]
    assert [d.hint for d in found[:2]] == ["did you mean <<jump …>>?", "did you mean <<set …>>?"]
