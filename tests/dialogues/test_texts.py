"""What the texts of the series promise, measured: sizes, words, ids, translations, and what they avoid."""

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from bot.analysis.check import check_bundle
from bot.clean import fold
from bot.cli import main
from bot.conversation.scene import aliases
from bot.hearing.offered import plainly_offered
from bot.matching.verdict import Candidate
from bot.yarn.strings import audit
from tests.dialogues.conftest import FOLDER, ROOT, Shipped
from tests.dialogues.prose import reading_ease, sentences, words

SPEAKER = "Alana: "
SAMPLE = ROOT.parent / "shared" / "samples" / "karmic-soul-mates.txt"
NAMES = [path.stem for path in sorted(FOLDER.glob("[01][0-9]-*.yarn")) if path.stem != "00-shared"]


def test_there_are_twelve_evenings_each_with_its_headers(shipped: Shipped) -> None:
    assert [episode.headers["episode"] for episode in shipped.episodes] == NAMES
    assert len(NAMES) == 12
    for episode in shipped.episodes:
        assert {"name", "question", "notice"} <= episode.headers.keys()
        assert episode.headers["question"].endswith("?")
        assert shipped.program.nodes[episode.closing].file == episode.file
        assert all(
            n.startswith(episode.node) for n, i in shipped.program.nodes.items() if i.file == episode.file
        )


def test_the_check_finds_nothing_not_even_a_warning(shipped: Shipped) -> None:
    assert check_bundle(shipped.bundle).diagnostics == ()


def test_no_question_is_a_sign_alone(shipped: Shipped) -> None:
    """Its button would say nothing to whoever listens to a screen reader."""
    german = shipped.german.texts()
    asked = [info for info in shipped.program.lines.values() if info.kind == "option"]
    assert len(asked) > 100
    assert [i.id for i in asked for text in (i.text, german[i.id]) if not any(map(str.isalpha, text))] == []


def test_every_text_has_an_id_of_its_own_script(shipped: Shipped) -> None:
    prefixes = defaultdict(set)
    for info in shipped.program.lines.values():
        assert info.explicit, f"{info.file}:{info.line} has no #line: id"
        prefixes[info.file].add(info.id.removeprefix("line:").partition("-")[0])
    assert all(len(found) == 1 for found in prefixes.values())
    assert len(set.union(*prefixes.values())) == len(prefixes)


def test_messages_are_short_enough_to_read_and_long_enough_to_say_something(shipped: Shipped) -> None:
    german = shipped.german.texts()
    for info in shipped.program.lines.values():
        if info.kind not in ("line", "item"):
            continue
        for text in (info.text, german[info.id]):
            assert text.startswith(SPEAKER), info.id
            assert 40 <= len(text.removeprefix(SPEAKER)) <= 320, (info.id, len(text))


def test_questions_fit_a_button_and_most_are_shorter(shipped: Shipped) -> None:
    german = shipped.german.texts()
    options = [info for info in shipped.program.lines.values() if info.kind == "option"]
    for info in options:
        for text in (info.text, german[info.id]):
            assert len(text) <= 80, (info.id, len(text))
            assert ":" not in text, f"{info.id}: a question has no speaker"
    assert sum(len(info.text) < 45 for info in options) > 0.9 * len(options)


@pytest.mark.parametrize("place", range(12), ids=NAMES)
def test_nudges_and_the_thing_to_notice(shipped: Shipped, place: int) -> None:
    episode = shipped.episodes[place]
    german = shipped.german.texts()
    nudges = [key for key in episode.headers if key.startswith("nudge_")]
    assert len(nudges) >= 4
    for key in nudges:
        for text in (episode.headers[key], german[f"node:{episode.node}:{key}"]):
            assert 40 <= len(text) <= 200, (episode.node, key, len(text))
            assert "[" not in text
    assert re.match("(what|when|where|who|how) ", episode.headers["notice"]), "fits after `did you notice`"
    assert not episode.headers["notice"].endswith((".", "?"))


@pytest.mark.parametrize("place", range(12), ids=NAMES)
def test_questions_branches_and_memory(shipped: Shipped, place: int) -> None:
    episode = shipped.episodes[place]
    source = episode.path.read_text("utf-8")
    assert len(shipped.texts(episode.file, "option")) >= 8
    assert len(re.findall(r"^->.*<<if [^>]*>>", source, re.M)) >= 1, (
        "a question that an earlier choice brings"
    )
    assert "<<once>>" in source, "a line for people who come back"
    assert f'visited("{episode.closing}")' in source, "another talk for people who come back"
    assert len(shipped.texts(episode.file, "prompt")) == 1, "one reflection"
    assert "<<reflect " in source


def test_questions_are_known_in_other_words_too(shipped: Shipped) -> None:
    """Typed questions find their option by these, in either language; each leads to one option, and none is
    ever shown."""
    known: Counter[str] = Counter()
    for episode in shipped.episodes:
        options = [info for info in shipped.texts(episode.file, "option") if info.aliases]
        assert len(options) >= 3, episode.file
        known.update(fold(alias) for info in options for alias in info.aliases)
        assert not any(fold(info.text) in map(fold, info.aliases) for info in options)
        assert all(2 <= len(info.aliases) <= 10 for info in options), episode.file
    assert [alias for alias, times in known.items() if times > 1] == []
    assert not any("#" in row.text or "alias" in row.text for row in (*shipped.base, *shipped.german.rows))


@pytest.mark.parametrize("place", range(12), ids=NAMES)
def test_it_is_easy_to_read(shipped: Shipped, place: int) -> None:
    said = [info.text.removeprefix(SPEAKER) for info in shipped.texts(shipped.episodes[place].file, "line")]
    assert reading_ease(" ".join(said)) >= 65


def test_the_measure_of_reading_ease_can_fail() -> None:
    heavy = "Transformational relationship methodologies necessitate considerable emotional accountability."
    assert reading_ease(heavy) < 0
    assert reading_ease("The cat sat on the mat. It was warm.") > 100


def test_no_evening_shares_a_sentence_with_another(shipped: Shipped) -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for info in shipped.program.lines.values():
        for sentence in sentences(info.text.removeprefix(SPEAKER)):
            if len(words(sentence)) > 2:
                homes[sentence.lower()].add(info.file)
    assert {sentence: files for sentence, files in homes.items() if len(files) > 1} == {}
    assert len(homes) > 1500


def test_nothing_is_said_twice(shipped: Shipped) -> None:
    for table in (shipped.base, shipped.german.rows):
        said = Counter(row.text for row in table if row.id.startswith("line:"))
        assert [text for text, times in said.items() if times > 1] == []


def test_answers_do_not_all_begin_alike(shipped: Shipped) -> None:
    openings = Counter(
        " ".join(info.text.removeprefix(SPEAKER).split()[:2])
        for info in shipped.program.lines.values()
        if info.kind == "line"
    )
    assert not any(re.match(r"Yes\b", opening) for opening in openings)
    assert max(openings.values()) <= 10, openings.most_common(3)


def test_the_german_table_is_whole_and_fresh(shipped: Shipped) -> None:
    assert shipped.german.diagnostics == ()
    assert audit(shipped.base, shipped.german, "de", "de.csv") == ()
    english = {row.id: row for row in shipped.base}
    same = [row.id for row in shipped.german.rows if row.text == english[row.id].text]
    assert same == []
    assert all(row.lock for row in shipped.german.rows)


def test_german_speaks_to_du(shipped: Shipped) -> None:
    formal = re.compile(r"(?<![.!?:“„] )(?<!^)\b(Ihnen|Ihre[nmrs]?)\b")
    hits = [row.id for row in shipped.german.rows if formal.search(row.text.removeprefix(SPEAKER))]
    assert [i for i in hits if "das Ihre" not in shipped.german.texts()[i]] == []


def test_weekly_thoughts_and_farewell(shipped: Shipped) -> None:
    items = [info for info in shipped.program.lines.values() if info.kind == "item"]
    assert {info.node for info in items} == {"WeeklyThoughts"}
    assert len(items) >= 26
    assert all(60 <= len(info.text.removeprefix(SPEAKER)) <= 280 for info in items)
    assert "Farewell" in shipped.program.nodes
    assert shipped.program.nodes["Series"].header("series") == "finding-a-soul-mate"


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        *(
            (words, "line:fwl-004")
            for words in ("was that all?", "is there a sequel", "gibt es eine Fortsetzung")
        ),
        *((words, "line:fwl-019") for words in ("too bad it's over", "schade dass es vorbei ist")),
        ("diese Abende haben mir gut getan", "line:fwl-010"),
    ],
)
def test_the_farewell_knows_what_people_say_when_it_is_over(shipped: Shipped, typed: str, line: str) -> None:
    asked = [i for i in shipped.program.lines.values() if i.node == "Farewell" and i.kind == "option"]
    offered = [Candidate(each.id, each.text, aliases(each.tags)) for each in asked]
    assert plainly_offered(typed, offered) == line


@pytest.mark.skipif(not SAMPLE.exists(), reason="the interview it grew from is not part of the project")
def test_no_sentence_of_the_interview_it_grew_from(shipped: Shipped) -> None:
    run = 6
    source = [word.lower() for word in words(SAMPLE.read_text("utf-8"))]
    theirs = {tuple(source[i : i + run]) for i in range(len(source) - run + 1)}
    assert len(theirs) > 300
    for row in shipped.base:
        ours = [word.lower() for word in words(row.text)]
        shared = theirs & {tuple(ours[i : i + run]) for i in range(len(ours) - run + 1)}
        assert not shared, (row.id, shared)


def test_no_script_sends_people_to_an_address(shipped: Shipped) -> None:
    """Help lines come from the operator's settings, never from a text that may be out of date."""
    for row in (*shipped.base, *shipped.german.rows):
        assert not re.search(r"https?:|www\.|\b\d{3,}[ -]?\d{3,}\b", row.text), row.id


@pytest.mark.parametrize("name", NAMES)
def test_transcripts_are_what_the_program_prints(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Renew them with `alana test --transcript --first SCRIPT > docs/transcripts/NAME.md`."""
    assert main(["test", "--transcript", "--first", str(FOLDER / f"{name}.yarn")]) == 0
    kept = (ROOT / "docs" / "transcripts" / f"{name}.md").read_text("utf-8")
    assert capsys.readouterr().out == kept
    assert len(re.findall(r"^\*\*Alana:\*\* .+$", kept, re.M)) > (8 if name == "10-readiness" else 25)


def test_every_script_has_a_plan(shipped: Shipped) -> None:
    without = {"00-shared.yarn", "series.yarn"}  # their lines are said in the evenings
    assert {Path(p).name for p in FOLDER.glob("*.yarn") if not p.with_suffix(".testplan").exists()} == without
