"""Transcripts of many shapes become whole evenings: nothing lost, nothing invented, and they play."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import example, given
from hypothesis import strategies as st

from bot.analysis.wording import LABEL
from bot.authoring.documents import decoded, plain_text
from bot.authoring.importing import MOST, Wanted, episode
from bot.authoring.markup_files import BrokenFile
from bot.authoring.sentences import label, pieces, sentences
from bot.authoring.talks import read_turns
from bot.cli import import_, main
from bot.errors import AlanaError
from bot.yarn import Source, compile_sources
from tests.examples import with_examples

TALKS = Path(__file__).parent / "transcripts"
SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "karmic-soul-mates.txt"
OURS = """Evening Talks Series: On bread & butter

Questioner: Is it true
that bread can be too fresh? #really?

Alana: Yes. It needs an hour: {count} the minutes, or read [the clock].

Butter can wait. See http://example.org // for more.

questioner : There is a word for it, I think, and my grandmother had it from hers, who baked
for a whole street. Do you know it? And the crust?
**Alana:** The crust is <<the>> point.

Then it breaks off in the
"""


def words(text: str) -> str:
    """A text as it is compared: without white space."""
    return "".join(text.split())


def run(*argv: str) -> int:
    return main(list(argv))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def imported(here: Path, name: str, *options: str) -> str:
    """Imports one of our transcripts; what came of it checks without errors and plays as its plan says."""
    (here / name).write_bytes((TALKS / name).read_bytes())
    return whole(here, name, *options)


def whole(here: Path, name: str, *options: str) -> str:
    assert run("import", name, *options) == 0
    script = (here / name).with_suffix(".yarn")
    assert run("check", ".") == 0
    assert run("test", ".") == 0
    return script.read_text("utf-8")


@pytest.mark.parametrize("text", [OURS, pytest.param("", id="sample")])
def test_a_transcript_comes_back_word_for_word(
    text: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not text and not SAMPLE.exists():
        pytest.skip("the long sample is not here")
    source = text or SAMPLE.read_text("utf-8")
    (here / "talk.txt").write_text(source, "utf-8")
    script = whole(here, "talk.txt")
    assert "AL8" not in capsys.readouterr().out.replace("AL814", "")
    assert run("export", "talk.yarn", "-o", "back.txt") == 0
    named = source.replace("questioner : ", "Questioner: ").replace("**Alana:**", "Alana:")
    assert words((here / "back.txt").read_text("utf-8")) == words(named)
    assert re.search(r"^series: \S+$", script, re.MULTILINE)
    for header in ("episode: 01-", "name: ", "question: ", "closes: 01-"):
        assert header in script
    labels = re.findall(r"^-> (.*?) #", script, re.MULTILINE)
    assert all(len(each.replace("\\", "")) <= LABEL for each in labels)
    lines = [line.partition(": ")[2].partition(" #")[0] for line in script.splitlines()]
    assert all(len(line) <= MOST + 20 for line in lines)  # some backslashes more


@pytest.mark.parametrize("look", ["telegram", "discord", "terminal"])
@pytest.mark.parametrize("name", ["sample", *(p.name for p in sorted(TALKS.iterdir()))])
def test_every_platform_takes_it_whole(
    name: str, look: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if name == "sample":
        if not SAMPLE.exists():
            pytest.skip("the long sample is not here")
        name = SAMPLE.name
        (here / name).write_bytes(SAMPLE.read_bytes())
        whole(here, name)
    else:
        imported(here, name)
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n" * 20))
    capsys.readouterr()
    assert run("chat", ".", "--as", look) == 0
    out = capsys.readouterr().out
    assert out.endswith("· the end\n")
    assert "left out" not in out
    assert "sent as" not in out


@pytest.mark.parametrize("kind", ["txt", "md", "html", "docx"])
@pytest.mark.parametrize("name", ["talk.txt", *(p.name for p in sorted(TALKS.iterdir()))])
def test_import_export_import_is_stable(name: str, kind: str, here: Path) -> None:
    if name == "talk.txt":
        (here / name).write_text(OURS, "utf-8")
        first = whole(here, name)
    else:
        first = imported(here, name)
    script = Path(name).with_suffix(".yarn").name
    again = here / "again"
    again.mkdir()
    assert run("export", script, "-o", f"again/talk.{kind}") == 0
    for path in here.glob("*.yarnproject"):
        path.unlink()
    assert run("import", f"again/talk.{kind}") == 0
    second = (again / "talk.yarn").read_text("utf-8")
    assert second == first


def test_a_podcast_with_time_stamps(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = imported(here, "podcast.txt")
    said = capsys.readouterr().err
    assert "AL818" in said
    assert "7 time stamps" in said
    assert "AL816" in said
    assert "// (Somebody comes in and the bell rings.)" in script
    assert "name: Bread and patience" in script
    assert "00:" not in script
    assert "-> Can a dough be lonely? #label:auto" in script
    assert "#goes_on" in script
    assert (
        "Alana: Some mornings the back is hotter than the front. You can't argue. You turn the loaves. And"
        in script
    )


def test_questions_and_answers_by_letter(here: Path) -> None:
    script = imported(here, "court.txt")
    assert "-> Were you afraid of them? #line:" in script
    assert "Alana: Of course. I am still. It keeps me slow." in script
    assert "-> Is there anything they should know before the first summer? #label:auto" in script


def test_a_page_of_frequent_questions(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = imported(here, "faq.html")
    assert "AL817" in capsys.readouterr().err
    assert re.findall(r"^-> (.*) #line", script, re.MULTILINE) == [
        "Can I sleep on a night train?", "What do I do with my shoes?", "Will somebody wake me?",
    ]  # fmt: skip
    assert "middle of the car\\: it is quieter" not in script
    assert "Ask for a berth in the middle of the car: it is quieter & warmer." in script
    for lost in ("alert", "color", "Home", "ignored"):
        assert lost not in script


def test_a_play_with_three_people(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = imported(here, "play.txt")
    assert "AL815" in capsys.readouterr().err
    assert "-> Is this the last boat?" in script
    assert "    Child: I am here! I ran all the way." in script
    assert "    Alana: I have waited for worse." in script
    (here / "play.yarn").unlink()
    assert run("import", "play.txt", "--alana", "child", "--force") == 0
    assert "Alana: I am here!" in (here / "play.yarn").read_text()


def test_a_chat_log(here: Path) -> None:
    script = imported(here, "chat.txt")
    assert "-> how do you repot a fig without killing it? #label:auto" in script
    assert "Questioner: hey, quick question" in script
    assert "Alana: slowly :)" in script
    assert r"https:\/\/example.org/figs\#roots" in script


def test_an_interview_in_german(here: Path) -> None:
    script = imported(here, "gespraech.md")
    project = next(here.glob("*.yarnproject"))
    assert project.name == "gespraeche-am-fluss.yarnproject"
    assert '"baseLanguage": "de"' in project.read_text()
    assert "episode: 01-was-traegt-ein-mensch-mit-sich" in script
    assert "z. B. drei Paar Schuhe für zwei Tage. Und dass sie das Wichtige in der Jackentasche" in script
    assert "„Ein Taschenmesser“, sage ich immer." in script
    assert "// # Nach der Pause" in script
    assert "title: WasTraegtEinMenschMitSich\n" in script


STAMPED = {
    "whatsapp": "12/03/2026, 20:15 - Mia: Why?\n12/03/2026, 20:16 - Tom: So.\n12/03/2026, 20:17 - Mia: And?\n"
    "12/03/2026, 20:18 - Tom: No.\n",
    "discord": "mia — Today at 20:15\nWhy?\n\ntom — Today at 20:16\nSo.\n\nmia — Today at 20:17\nAnd?\n\n"
    "tom — Yesterday at 8:18 PM\nNo.\n",
    "meeting": "Mia Lund 00:00:03\nWhy?\n\nTom Berg 00:00:06\nSo.\n\nMia Lund 00:00:09\nAnd?\n\n"
    "Tom Berg 00:00:12\nNo.\n",
    "subtitles": "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nMia: Why?\n\n2\n00:00:05.000 --> 00:00:09.000\n"
    "Dr. Weber: So.\n\n3\n00:00:10.000 --> 00:00:12.000\nMia: And?\n\n4\n00:00:13.000 --> 00:00:15.000\n"
    "Dr. Weber: No.\n",
    "nicks": "20:15 <mia> Why?\n20:16 <tom> So.\n20:17 <mia> And?\n20:18 <tom> No.\n",
}


@pytest.mark.parametrize("name", list(STAMPED))
def test_time_stamps_in_the_ways_of_many_programs(name: str) -> None:
    reading = read_turns(STAMPED[name], "a.txt")
    assert [(turn.speaker, turn.paragraphs) for turn in reading.turns] == [
        ("Questioner", ["Why?"]), ("Alana", ["So."]), ("Questioner", ["And?"]), ("Alana", ["No."]),
    ]  # fmt: skip
    assert [d.message[:18] for d in reading.diagnostics] == ["4 time stamps are "]


def test_what_stands_in_brackets_behind_a_name_is_a_stage_direction() -> None:
    reading = read_turns("Mia: Why?\n\nTom (smiling): So.\n\nMia [00:12]: And?\n\nTom: No.\n", "a.txt")
    assert [turn.notes for turn in reading.turns] == [[], [(0, "(smiling)")], [], []]
    assert [d.code for d in reading.diagnostics] == ["AL816", "AL818"]


def test_letters_with_a_stop_and_with_a_colon_are_the_same_two_people() -> None:
    reading = read_turns("Q. Why?\nA. So.\n\nQ: And?\nA) No.\n\n**Q.** Then?\n\n**A**. Well.\n", "a.txt")
    assert [(turn.speaker, turn.paragraphs) for turn in reading.turns] == [
        ("Questioner", ["Why?"]), ("Alana", ["So."]), ("Questioner", ["And?"]), ("Alana", ["No."]),
        ("Questioner", ["Then?"]), ("Alana", ["Well."]),
    ]  # fmt: skip


PLAY = """THE LAMP

SCENE ONE

ANNA. Who is there?
BEN. It is
me.
[Anna opens.]
Let me in!

ANNA. Sit down. Are you cold?

BEN.

NO!

(He sits.)

SCENE TWO

ANNA. Better?
BEN. Yes 😊
CURTAIN

"""


def test_what_a_play_prints_between_the_words_is_said_by_nobody() -> None:
    reading = read_turns(PLAY, "a.txt")
    assert reading.notes == ["SCENE ONE"]
    assert [(turn.speaker, turn.paragraphs, turn.notes) for turn in reading.turns] == [
        ("Questioner", ["Who is there?"], []),
        ("Alana", ["It is me.", "Let me in!"], [(1, "[Anna opens.]")]),
        ("Questioner", ["Sit down. Are you cold?"], []),
        ("Alana", ["NO!"], [(1, "(He sits.)"), (1, "SCENE TWO")]),
        ("Questioner", ["Better?"], []),
        ("Alana", ["Yes 😊 CURTAIN"], []),
    ]
    said = [(d.code, d.line) for d in reading.diagnostics]
    assert said == [("AL816", 3), ("AL816", 8), ("AL816", 17), ("AL816", 19), ("AL814", 22)]
    body = [row.partition(" #line")[0] for row in episode(reading, Wanted(), "a").script.splitlines()]
    assert body[body.index("-> Who is there?") :][:4] == [
        "-> Who is there?", "    Alana: It is me.", "    // [Anna opens.]", "    Alana: Let me in!",
    ]  # fmt: skip
    assert body[body.index("    Alana: NO!") :][1:3] == ["    // (He sits.)", "    // # SCENE TWO"]


def test_notes_stay_at_their_place_among_turns_that_are_put_together() -> None:
    text = "Mia: Why?\n\nTom: One.\n\nTom: Two.\n\n(He waits.)\n\nTom: Three.\n\n"
    text += "Mia: So?\n\nTom:\n\n(Nothing.)\n"
    script = episode(read_turns(text, "a.txt"), Wanted(), "a").script
    body = [row.partition(" #line")[0].strip() for row in script.splitlines()]
    assert body[body.index("-> Why?") :][:8] == [
        "-> Why?", "Alana: One.", "Alana: Two.", "// (He waits.)", "Alana: Three.", "", "-> So?",
        "// (Nothing.)",
    ]  # fmt: skip


def test_a_full_disk_leaves_no_half_of_an_evening(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "a.txt").write_text("Mia: Why?\n\nTom: So.\n")
    real = import_.write_file

    def full(path: Path, text: str, **more: bool) -> None:
        if path.suffix == ".testplan":
            raise AlanaError(f"{path} cannot be written: No space left on device")
        real(path, text, **more)

    monkeypatch.setattr(import_, "write_file", full)
    assert run("import", "a.txt") == 2
    assert [path.name for path in here.iterdir()] == ["a.txt"]


def test_a_file_without_any_text(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.txt").write_text(" \n\n")
    assert run("import", "a.txt") == 1
    assert "there is no text in it" in capsys.readouterr().err


def test_the_title_keeps_its_own_colons() -> None:
    script = episode(
        read_turns("Talks Series: Karma: what is it?\n\nQ: Why?\n\nA: So.\n", "a"), Wanted(), "a"
    ).script
    assert "name: Talks Series\n" in script
    assert "name: Karma: what is it?\n" in script


def test_markdown_keeps_addresses_and_loses_what_programs_keep_at_the_top() -> None:
    text = "---\ntitle: Tea\ntags: [a]\n---\n\n**Q**: See [*this*](https://a.org/b_c) & <https://a.org>."
    plain = plain_text(text.encode(), ".md")
    assert plain.split() == ["#", "Tea", "Q:", "See", "this", "(https://a.org/b_c)", "&", "<https://a.org>."]
    assert "# Tea" not in plain_text((text + "\n\n# Milk").encode(), ".md")


def test_the_next_evening_joins_the_series(here: Path) -> None:
    imported(here, "podcast.txt", "--series", "Slow talks", "--key", "01-bread")
    second = imported(here, "court.txt")
    assert "series:" not in second
    assert "episode: 02-a-conversation" in second
    (here / "again.txt").write_bytes((here / "court.txt").read_bytes())
    assert "title: AConversation_2\nepisode: 03-a-conversation" in whole(here, "again.txt")
    assert len(list(here.glob("*.yarnproject"))) == 1


def test_a_name_that_does_not_speak_and_no_speaker_at_all(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "a.txt").write_text("Title\n\nQuestioner: Why?\n\nAlana: Because.\n")
    assert run("import", "a.txt", "--alana", "Mia") == 2
    said = capsys.readouterr().err
    assert said == "a.txt:1: nobody called mia speaks here; those who do: Questioner, Alana\n"
    (here / "b.txt").write_text("Only a title and\n\nsome prose.\n")
    assert run("import", "b.txt") == 1
    assert "b.txt:1:1: error[AL811]" in capsys.readouterr().err
    assert not list(here.glob("*.yarn"))


def test_empty_turns_notes_and_who_speaks_first(here: Path) -> None:
    text = "A title\n\nA stray note.\n\nAlana:\n\nAlana: Hello.\n\nQuestioner: Why?\n\nAlana:\nBecause.\n"
    reading = read_turns(text, "a.txt")
    assert [(d.code, d.line) for d in reading.diagnostics] == [("AL812", 3), ("AL813", 5)]
    script = episode(reading, Wanted(), "a.yarn").script
    body = [line.partition(" #line")[0].strip() for line in script.split("---\n")[2].splitlines()]
    assert body[:5] == ["// # A stray note.", "Alana: Hello.", "", "-> Why?", "Alana: Because."]


@pytest.mark.parametrize("names", [("Interviewer", "Dr. Weber"), ("Mia", "Tom"), ("Q", "A")])
def test_one_question_under_a_title_with_a_colon(names: tuple[str, str]) -> None:
    reading = read_turns(f"Bread: a talk\n\n{names[0]}: Why?\n\n{names[1]}: So.\n", "a.txt")
    assert reading.heading == "Bread: a talk"
    assert [(turn.speaker, turn.paragraphs) for turn in reading.turns] == [
        ("Questioner", ["Why?"]), ("Alana", ["So."]),
    ]  # fmt: skip
    assert reading.diagnostics == []


def test_two_questions_in_one_turn_are_kept() -> None:
    script = episode(read_turns(OURS, "a.txt"), Wanted(), "a.yarn").script
    assert "-> And the crust? #label:auto" in script
    assert "Do you know it? And the crust?" in script


# --- documents ------------------------------------------------------------------------------------------


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


ODT = """<?xml version="1.0"?><o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text>
<t:tracked-changes><t:p>gone</t:p></t:tracked-changes><t:h>A talk</t:h>
<t:p><t:span>Questioner</t:span>: Why<t:s/>so?</t:p><t:p>Alana: Be<t:span>cause<o:annotation><t:p>note</t:p>
</o:annotation></t:span>.<t:line-break/>Look.</t:p></o:text></o:body></o:document-content>"""


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_word_and_libreoffice() -> None:
    assert plain_text(docx("A talk", "Questioner: Why?", "Alana: So\tit is."), ".docx").split("\n") == [
        "A talk", "", "Questioner: Why?", "", "Alana: So it is.", "",
    ]  # fmt: skip
    assert plain_text(zipped(content_xml=ODT), ".odt").split("\n") == [
        "# A talk", "", "Questioner: Why so?", "", "Alana: Because.", "Look.", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "ending", "said"),
    [
        (b"PK\x03\x04 broken", ".docx", "cannot be unpacked"),
        (zipped(other="x"), ".docx", "holds no word/document.xml"),
        (zipped(word__document_xml="<a>" + "x" * 33_000_000 + "</a>"), ".docx", "larger than 32 MB"),
        (zipped(content_xml='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'), ".odt",
         "document type"),
        (zipped(content_xml="<a>" * 5_000), ".odt", "not XML"),
        (docx("x"), ".txt", "right ending"),
        (b"\x00\x01\x02" * 100, ".txt", "no text"),
        (b"{\\rtf1", ".rtf", "save it as"),
    ],
)  # fmt: skip
def test_documents_that_are_refused(data: bytes, ending: str, said: str) -> None:
    with pytest.raises(BrokenFile, match=said):
        plain_text(data, ending)


def test_a_transcript_is_no_library(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.txt").write_text("Questioner: Why?\n\nAlana: " + "So. " * 300_000)
    assert run("import", "a.txt") == 2
    assert "more than 1,000,000 characters" in capsys.readouterr().err


def test_html_that_was_pasted() -> None:
    assert plain_text(b"<p><b>Mia:</b> Why?</p><p>Tom: So.</p>", ".txt").split("\n")[0] == "Mia: Why?"
    assert plain_text(b"<mia> why?\n<tom> so.\n", ".txt") == "<mia> why?\n<tom> so.\n"
    deep = b"<div>" * 3_000 + b"Mia: Why?" + b"</div>" * 3_000
    with pytest.raises(BrokenFile, match="nested too deep"):
        plain_text(deep, ".html")
    assert plain_text(deep.replace(b"div>", b"i>")[: 3 * 200] + b"Mia: Why?", ".html").strip() == "Mia: Why?"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_any_encoding(encoding: str) -> None:
    text = "Über Brot\n\nFrage: „Warum?“\n\nAntwort: Weil’s schmeckt – größer, süßer, näher.\n"
    assert decoded(text.encode(encoding)) == text


def test_a_page_in_the_encoding_that_it_names() -> None:
    page = "<meta charset='iso-8859-7'><p>Γιατί;</p>".encode("iso-8859-7")
    assert plain_text(page, ".html").strip() == "Γιατί;"
    assert plain_text(page.replace(b"iso-8859-7", b"no-such-thing"), ".html")


def test_an_encoding_of_the_east() -> None:
    text = "Вопрос: Почему хлеб должен отдыхать?\n\nОтвет: Потому что он ещё дышит, и ему нужен час.\n"
    assert decoded(text.encode("cp1251")) == text


# --- sentences ------------------------------------------------------------------------------------------


def test_sentences_and_labels() -> None:
    assert sentences("Dr. Weber came, e.g. late. He said “No.” Then? He went.") == [
        "Dr. Weber came, e.g. late.", "He said “No.”", "Then?", "He went.",
    ]  # fmt: skip
    assert label("I wonder. Is it so? I do.", 80) == "Is it so?"
    assert label("Tell me about the bread, and about the oven that you had", 80) == "Tell me about the bread"
    long = "If somebody who has never seen the sea comes to an island in winter, what do they hear?"
    assert label(long, 80) == "What do they hear?"
    assert len(label("word " * 60 + "?", 80)) <= 80


@with_examples(200)
@given(st.text(alphabet=st.sampled_from("ab .,?!…“”'–-"), max_size=300), st.integers(20, 60))
@example("a ????????????????????", 20)
def test_pieces_are_the_paragraph_again(text: str, most: int) -> None:
    text = " ".join(text.split())
    parts = pieces(text, most)
    assert all(len(part) <= most for part in parts)
    assert words("".join(parts)) == words(text)
    if all(len(word) <= most for word in text.split()):
        assert " ".join(parts) == text
    assert len(label(text or "x", most)) <= most


@with_examples(150)
@given(st.text(alphabet=st.sampled_from("ab #{}<>[]/\\:-=\n\"'*_$é`.?(\ue000"), max_size=60))
def test_any_words_make_a_script_that_compiles(text: str) -> None:
    no_errors(text)


@pytest.mark.parametrize(
    "text", ["<{>:", "a//b: c\na//b: d", "<<x>>: a", "-> a: b\n-> a: c", "=> x", "#a: b\n#a:"]
)
def test_names_that_are_signs_of_the_language(text: str) -> None:
    no_errors(text)


def no_errors(text: str) -> None:
    reading = read_turns(f"T: {text}\n\nQuestioner: {text}\n\nAlana: x {text}.\n\n{text}", "a.txt")
    script = episode(reading, Wanted(), "a.yarn").script
    compiled = compile_sources([Source("a.yarn", script)])
    assert [str(d) for d in compiled.diagnostics if d.severity == "error"] == []


@with_examples(100)
@given(st.text(), st.sampled_from([".txt", ".md", ".html"]))
def test_any_text_is_imported_or_refused(text: str, ending: str) -> None:
    try:
        plain = plain_text(text.encode("utf-8", "replace"), ending)
    except BrokenFile:
        return
    reading = read_turns(plain, "a.txt")
    assert reading.turns or reading.diagnostics
    if reading.turns:
        assert episode(reading, Wanted(), "a.yarn").script


@pytest.mark.parametrize(
    "unit", ["*", "_*", "- ", "# ", "(", "[", ".", "a: ", "A ", "12:30 ", "“", "a.", "?", "<a", "\\", "> "]
)
def test_hostile_transcripts_are_read_in_linear_time(unit: str) -> None:
    """A quadratic reading of this much would outlast every patience."""
    for ending in (".txt", ".md", ".html"):
        text = plain_text(("Questioner: " + unit * (60_000 // len(unit)) + "\n\nAlana: x").encode(), ending)
        assert read_turns(text, "a.txt").diagnostics is not None
