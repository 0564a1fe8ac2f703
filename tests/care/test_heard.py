"""Words of danger in families, each language apart; slips of the keyboard; and what the lists are made of."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.care import ROOT, rows, verdict, wrong
from bot.care.concepts import concepts
from bot.care.frames import framed
from bot.care.judge import care
from bot.care.words import sentences

LINES = list(rows(ROOT / "tests/data/care-heard.tsv", unseen=False))
UNSEEN = list(rows(ROOT / "tests/data/care-heard.tsv", unseen=True))
KEPT = ("care-strangers.tsv", "care-unseen.tsv")
STRANGERS, NIGHT = (list(rows(ROOT / "tests/data" / name, unseen=False)) for name in KEPT)


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_set_is_broad(language: str) -> None:
    families = [family for _, family, of, _ in LINES if of == language]
    assert families.count("everyday") >= 300
    assert families.count("indirect") >= 150


@pytest.mark.parametrize(("families", "missed_at_most"), [({"plain", "slang"}, 0.03), ({"indirect"}, 0.25)])
@pytest.mark.parametrize("language", ["en", "de"])
def test_danger_is_heard(language: str, families: set[str], missed_at_most: float) -> None:
    """Lines that the lists were made with, most of them; of those left out speaks `test_unseen_lines`."""
    lines = [row for row in LINES if row[2] == language and row[1] in families]
    missed = [text for expected, _, _, text in lines if wrong(expected, verdict(text))]
    print(*missed, sep="\n")
    assert len(missed) <= missed_at_most * len(lines)


@pytest.mark.parametrize("language", ["en", "de"])
def test_everyday_talk_is_left_alone(language: str) -> None:
    found = [
        (verdict(text), text) for _, family, of, text in LINES if of == language and family == "everyday"
    ]
    print(*(row for row in found if row[0] != "nothing"), sep="\n")
    assert sum(level == "danger" for level, _ in found) <= 0.01 * len(found)
    assert sum(level == "ask" for level, _ in found) <= 0.03 * len(found)


@pytest.mark.parametrize("language", ["en", "de"])
def test_unseen_lines(language: str) -> None:
    """Of what neither lists nor weights have seen: what is reached is asserted, with a little room."""
    mine = [row for row in UNSEEN if row[2] == language]
    indirect = [verdict(text) for _, family, _, text in mine if family == "indirect"]
    assert indirect.count("nothing") <= {"en": 0.38, "de": 0.29}[language] * len(indirect)
    everyday = [verdict(text) for _, family, _, text in mine if family == "everyday"]
    assert everyday.count("danger") <= 0.02 * len(everyday)
    assert everyday.count("ask") <= {"en": 0.08, "de": 0.05}[language] * len(everyday)


@pytest.mark.parametrize("language", ["en", "de"])
def test_unseen_lines_of_voices_that_were_learned_from(language: str) -> None:
    """Written to be as far from plain as people go: what is reached is asserted, with a little room."""
    mine = [row for row in NIGHT if row[2] == language]
    indirect = [verdict(text) for _, family, _, text in mine if family == "indirect"]
    assert len(indirect) > 60
    assert indirect.count("nothing") <= {"en": 0.7, "de": 0.59}[language] * len(indirect)
    everyday = [verdict(text) for _, family, _, text in mine if family == "everyday"]
    assert everyday.count("danger") <= 0.01 * len(everyday)
    assert everyday.count("ask") <= {"en": 0.03, "de": 0.05}[language] * len(everyday)


@pytest.mark.parametrize("language", ["en", "de"])
def test_voices_that_nothing_was_learned_from(language: str) -> None:
    """Middle-aged and evasive, old and in dialect: what is reached is asserted, with a little room."""
    mine = [row for row in STRANGERS if row[2] == language]
    indirect = [verdict(text) for _, family, _, text in mine if family == "indirect"]
    assert indirect.count("nothing") <= {"en": 0.46, "de": 0.51}[language] * len(indirect)
    everyday = [verdict(text) for _, family, _, text in mine if family == "everyday"]
    assert everyday.count("danger") <= 0.01 * len(everyday)
    assert everyday.count("ask") <= 0.03 * len(everyday)


def test_nothing_is_learned_from_what_is_kept_for_measuring() -> None:
    kept = {text.casefold() for _, _, _, text in (*STRANGERS, *NIGHT)}
    others = {path for path in (ROOT / "tests/data").glob("care*.tsv") if path.name not in KEPT}
    assert len(others) >= 6
    for table in others:
        lines = table.read_text(encoding="utf-8").splitlines()
        assert not kept & {line.rpartition("\t")[2].casefold() for line in lines}, table.name


@pytest.mark.parametrize(
    "meant",
    [
        "ich stech den ab kein witz",
        "ich mach den kalt, das ist kein spiel",
        "imma shank him no joke, for real",
        "ich werf mich vor den zug",
        "ich leg mich auf die gleise",
    ],
)
def test_no_joke_is_none(meant: str) -> None:
    assert care(meant) is not None


@pytest.mark.parametrize(
    "annoyed",
    [
        "my husband snores so bad i want to kill him",
        "he chews so loud i want to murder him",
        "i want to kill her when she leaves dirty dishes in my sink",
        "ich will ihn umbringen weil er so laut schnarcht",
        "ich will sie umbringen wenn sie den müll nochmal vergisst",
    ],
)
def test_who_is_annoyed_is_in_no_danger(annoyed: str) -> None:
    found = care(annoyed)
    assert found is None or found.level == "ask"
    assert care("i want to kill him tonight") is not None


@pytest.mark.parametrize(
    "harmless",
    [
        "this bond is sacred to my husband",
        "a sacred promise to him",
        "i rapped in front of my teacher",
        "he rapped about love",
        "ran 12 kms today",
        "it was only a few kms away",
        "should i dye my hair",
        "i'm dyeing a dress for her",
        "she beets me at nothing, she just grows beets",
        "he got all chocked up at the wedding",
        "she was yelling at the referee, it was funny",
        "ich habe ihn gewählt und nicht bereut",
        "der tod meines vaters ist lange her",
        "i l o v e y o u",
        "w.t.f. is love",
    ],
)
def test_a_word_is_no_slip_where_it_fits(harmless: str) -> None:
    assert care(harmless) is None


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("i am so sacred of him", "i am so scared of him"),
        ("i was rapped", "i was raped"),
        ("i just wanna dye", "i just want to die"),
        ("gonna kms", "going to kill myself"),
        ("he beets me", "he beats me"),
        ("k i l l   m y s e l f", "kill myself"),
        ("k.i.l.l m.y.s.e.l.f", "kill myself"),
        ("s-u-i-c-i-d-e", "suicide"),
        ("i watn to end my lief", "i want to end my life"),
    ],
)
def test_a_slip_is_put_right_where_its_neighbours_ask_for_it(slip: str, meant: str) -> None:
    [(english, _)] = sentences(slip)
    assert english == meant


def test_both_languages_share_concepts() -> None:
    english = concepts(sentences("i stood on the bridge and looked down"))
    german = concepts(sentences("ich stand auf der brücke und schaute hinunter"))
    found = [framed(frozenset().union(*each)) for each in (english, german)]
    assert found == [["self_harm"], ["self_harm"]]


def test_another_set_can_be_run(tmp_path: Path) -> None:
    other = tmp_path / "other.tsv"
    other.write_text("self_harm\tplain\ten\ti want to die\nnone\teveryday\ten\twe argue about money\n")
    ran = subprocess.run(
        [sys.executable, "bench/care.py", str(other)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "en danger   plain        1 lines: danger 1 (100.0 %)" in ran.stdout
    assert "nothing 1 (100.0 %)" in ran.stdout
