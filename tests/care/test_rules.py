import subprocess
import sys
from pathlib import Path

from bot.care.english import ENGLISH
from bot.care.german import GERMAN
from bot.care.rules import RuleIndex
from bot.care.words import sentences

DATA = Path(__file__).resolve().parents[2] / "tests/data"
TABLES = (ENGLISH, GERMAN)
INDEXES = tuple(map(RuleIndex, TABLES))


def lines() -> list[str]:
    return [
        line.rpartition("\t")[2]
        for table in sorted(DATA.glob("care*.tsv"))
        for line in table.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]


def test_patterns_are_compiled_when_they_are_first_tried() -> None:
    """A start that reads no words waits for none of them; `warm` leaves none of them to the first words."""
    code = (
        "from bot.care import judge, rules\n"
        "ready = lambda: rules.compiled.cache_info().misses\n"
        "assert ready() == 0\n"
        "judge.warm()\n"
        "tables = [*judge.ENGLISH, *judge.GERMAN]\n"
        "assert ready() >= len({rule.pattern for rule in tables}) > 100\n"
        "before = ready()\n"
        "assert judge.care('we had a nice day at the sea') is None\n"
        "assert ready() == before\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_few_patterns_are_tried() -> None:
    """The words are looked up first: of some six hundred patterns a sentence of everyday talk, or of danger,
    has the words of a dozen, and a text of 4,000 letters not much more for each of its sentences."""
    read = [both for text in lines() for both in sentences(text)]
    tried = [
        len(index.worth_trying(form)) for both in read for index, form in zip(INDEXES, both, strict=True)
    ]
    assert sum(map(len, TABLES)) > 500
    assert sum(tried) <= 15 * len(read)
    assert max(tried) <= 70


def test_no_pattern_that_fits_is_left_out() -> None:
    for text in lines()[::12]:
        for both in sentences(text):
            for rules, index, form in zip(TABLES, INDEXES, both, strict=True):
                fitting = {id(rule) for rule in rules if rule.fits(form)}
                assert fitting <= {id(rule) for rule in index.worth_trying(form)}, text
