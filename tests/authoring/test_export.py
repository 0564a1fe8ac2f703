"""`alana export`: a script back as a transcript, in four kinds, of a plan's run or of the main way."""

from pathlib import Path

import pytest
from docx import Document
from hypothesis import example, given
from hypothesis import strategies as st

from bot.authoring.documents import plain_text
from bot.authoring.exporting import WRITERS, named
from bot.authoring.importing import EpisodeScript, Wanted, episode
from bot.authoring.talks import read_turns
from bot.authoring.ways import main_way, notes_of, title_of, transcript
from bot.cli import main
from bot.yarn import Source, compile_sources
from tests.examples import with_examples

TALK = """A # title & <more>

Questioner: Why?

Alana: Because *it* is_so_ & <b>not</b> [else].

(She laughs.) That is no stage direction.

Questioner: 1. And a list? # or a heading

Alana: - a dash

Alana: Mia: says a name.

Alana: 12:30 is no time stamp.
"""


@pytest.fixture
def lamps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert main(["new", str(tmp_path / "lamps")]) == 0
    monkeypatch.chdir(tmp_path / "lamps")
    return tmp_path / "lamps"


def exported(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    capsys.readouterr()
    assert main(["export", "01-lamp.yarn", *argv]) == 0
    return capsys.readouterr().out


def test_a_plans_run_and_the_main_way(lamps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = exported(capsys)
    assert first.startswith("Lamps: The lamp\n\nAlana: There is a lamp in the window.")
    assert "Questioner: Mia\n\nAlana: Then it burns for Mia tonight." in first
    second = exported(capsys, "--run", "2")
    assert "You may keep that to yourself." in second
    main_way = exported(capsys, "--main")
    assert "Questioner: Who lit it?\n\nAlana: I did." in main_way
    assert "Mia" not in main_way
    assert exported(capsys, "--from", "Lamp_Close") == "Alana: Good night. I leave the lamp on.\n"


def test_kinds_by_name_and_by_option(lamps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = exported(capsys)
    for kind in ("txt", "md", "html", "docx"):
        assert exported(capsys, "-o", f"talk.{kind}").startswith(f"talk.{kind}: Lamps: The lamp")
        back = plain_text((lamps / f"talk.{kind}").read_bytes(), f".{kind}")
        rows = [row.removeprefix("# ") for row in back.splitlines() if row]
        assert rows == [row for row in text.splitlines() if row]
    assert Document(str(lamps / "talk.docx")).paragraphs[0].style.name == "Heading 1"
    assert exported(capsys, "--to", "md").startswith("# Lamps: The lamp\n\n**Alana:** There")
    exported(capsys, "--to", "docx")
    assert (lamps / "01-lamp.docx").exists()


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--run", "9"), "has 4 runs, not 9"),
        (("--from", "Nowhere"), "no node Nowhere"),
        (("-o", "01-lamp.yarn"), "is there already"),
    ],
)
def test_mistakes_are_one_line(
    argv: tuple[str, ...], said: str, lamps: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["export", "01-lamp.yarn", *argv]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_a_long_talk_is_whole_and_one_in_circles_ends(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = "".join(f"Questioner: Is it {n}?\n\nAlana: It is {n}.\n\n" for n in range(3_000))
    (tmp_path / "talk.txt").write_text(f"Numbers\n\n{asked}")
    assert main(["import", str(tmp_path / "talk.txt")]) == 0
    assert main(["export", str(tmp_path / "talk.yarn"), "-o", str(tmp_path / "back.txt")]) == 0
    assert (tmp_path / "back.txt").read_text() == f"Numbers\n\n{asked}".rstrip() + "\n"
    (tmp_path / "round.yarn").write_text(
        'title: Round\n---\n<<declare $x = "">>\n<<ask $x "Who?">>\n<<jump Round>>\n===\n'
    )
    assert main(["export", str(tmp_path / "round.yarn")]) == 0
    assert capsys.readouterr().out.count("Who?") == 20


def test_a_plan_that_is_not_met_gives_no_transcript(lamps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = lamps / "01-lamp.testplan"
    plan.write_text(plan.read_text().replace("Then it burns", "Then it glows"))
    assert main(["export", "01-lamp.yarn"]) == 2
    assert "alana test tells more" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["txt", "md", "html", "docx"])
def test_words_that_look_like_something_else_come_back_as_words(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.txt").write_text(TALK)
    assert main(["import", "talk.txt"]) == 0
    first = (tmp_path / "talk.yarn").read_text()
    for words in ("Because *it* is_so_ & \\<b\\>not\\</b\\>", "(She laughs.) That", "- a dash", "Mia: says"):
        assert words in first
    assert main(["export", "talk.yarn", "-o", f"again.{kind}"]) == 0
    for path in tmp_path.glob("*.yarnproject"):
        path.unlink()
    (tmp_path / "talk.yarn").unlink()
    assert main(["import", f"again.{kind}"]) == 0
    assert (tmp_path / "again.yarn").read_text() == first


PIECES = st.sampled_from(
    ["a", "Why", " ", ". ", "? ", "\n", "\n\n", "Alana: ", "Questioner: ", "Mia: ", "# ", "(", ")", "[", "]",
     "* ", "*", "_", "- ", "1. ", "12:30 ", "\\", "<b>", "&amp;", "> ", "//", "{x}", "A. ", "`", "~~~", "  ",
     "é", "|", "!["]
)  # fmt: skip


@with_examples(200)
@example(["\n", "# ", "# "], "docx")
@example(["\n", "<b>", "a", "\n", "<b>"], "docx")
@example(["\n", "<b>", "a", "\n", "<b>", "a"], "docx")
@given(st.lists(PIECES, max_size=25), st.sampled_from(sorted(WRITERS)))
def test_any_talk_comes_back_the_same(parts: list[str], kind: str) -> None:
    first = scripted(f"Questioner: Why?\n\nAlana: So.\n\nQuestioner: And\n\nAlana: {''.join(parts)}")
    source = Source("a.yarn", first.script)
    program = compile_sources([source]).program
    assert program is not None
    told = named(transcript(main_way(program, first.node), notes_of(program, [source])))
    back = plain_text(WRITERS[kind](title_of(program, first.node), told), f".{kind}")
    assert scripted(back).script == first.script


def scripted(text: str) -> EpisodeScript:
    return episode(read_turns(text, "a.txt"), Wanted(), "a.yarn")


def test_an_import_never_writes_over_its_source(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "talk.yarn"
    path.write_text(TALK)
    assert main(["import", str(path), "--force"]) == 2
    assert "would be written over" in capsys.readouterr().err
    assert main(["import", str(path), "-o", str(tmp_path / "b.yarn"), "--key", "a b"]) == 2
    assert path.read_text() == TALK
