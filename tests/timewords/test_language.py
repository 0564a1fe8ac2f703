"""A new language is one folder: with it times, yes and no, places and nudges speak and understand it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from bot.texts.catalogue import LOCALES

ROOT = Path(__file__).resolve().parents[2]
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Language: eo\\n"\n'
# Esperanto, by the English files with a few of their words said in it.
WORDS = {
    "times.toml": (
        ('half_past = "half"', 'half_past = "duono"'),
        ('oclock = "', 'oclock = "horo '),
        ('evening = "evening evenings"', 'evening = "vespero vespere"'),
        ('off; stop', 'for; haltu'),
        ('polite = """', 'polite = """bonvolu '),
        ('zero one two three four five six seven eight', 'nul unu du tri kvar kvin ses sep ok'),
        ('every_day = "every day"', 'every_day = "ĉiutage"'),
        ('days = "on {days}"', 'days = "je {days}"'),
        ('each_day = "{Day}s"', 'each_day = "{day}j"'),
        ('time = "at {hour12}:{minute} {part}"', 'time = "je {hour}:{minute}"'),
        ('words = """', 'words = """je '),
    ),
    "yesno.toml": (("yes = \"\"\"yes; y;", 'yes = """jes;'), ("no = \"\"\"no; n;", 'no = """ne;')),
    "places.toml": (("inside = \"in;", 'inside = "en;'),),
}  # fmt: skip
LOOK = """
import json, sys
from datetime import date, time
from pathlib import Path
from bot.texts import catalogue
catalogue.LOCALES = Path(sys.argv[1])
from bot.places.guesses import city_label
from bot.places.resolving import resolve
from bot.reminders.nudges import Situation, templates
from bot.person.plan import Plan
from bot.timewords.describing import describe, describe_date
from bot.timewords.reading import parse_when
from bot.timewords.suggesting import times
from bot.yesno import yes_or_no
plan = Plan(time(20, 30), frozenset({1, 3}), "Europe/Berlin")
print(json.dumps([
    str(parse_when("duono ok vespere, bonvolu", "eo")), str(parse_when("haltu", "eo")),
    describe(plan, "eo"), describe_date(date(2026, 3, 5), "eo"),
    yes_or_no("jes"), yes_or_no("ne"), yes_or_no("yes"),
    resolve(sys.argv[2], "eo").guesses[0].label, len(times("", "eo")),
    len(templates("eo")[Situation.MID]) > 0, str(parse_when("abends um acht", "eo")),
]))
"""


def speak(folder: Path, place: str) -> list[object]:
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(folder), place],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert not done.stderr, done.stderr
    found: list[object] = json.loads(done.stdout)
    return found


def with_folder(tmp_path: Path) -> Path:
    """A copy of the languages with one more that has a catalogue and nothing else."""
    shutil.copytree(LOCALES, tmp_path / "locale")
    catalogue = tmp_path / "locale" / "eo" / "LC_MESSAGES"
    catalogue.mkdir(parents=True)
    (catalogue / "alana.po").write_text(HEADER)
    return tmp_path / "locale"


def test_a_new_folder_is_understood_and_spoken(tmp_path: Path) -> None:
    locales = with_folder(tmp_path)
    for name, changes in WORDS.items():
        text = (LOCALES / "en" / name).read_text("utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        (locales / "eo" / name).write_text(text)
    shutil.copy(LOCALES / "en" / "nudges.txt", locales / "eo")
    found = speak(locales, "mi loĝas en Oslo")
    assert str(found[0]).startswith("When(time=datetime.time(20, 30)")
    assert found[1] == "Off()"
    assert found[2] == "je lundoj and merkredoj je 20:30 (Berlin)"
    assert str(found[3]).lower() == "ĵaŭdo, 5 marto"
    assert found[4:7] == [True, False, True]
    assert str(found[7]).startswith("Oslo, Norveg")
    assert found[8:10] == [8, True]
    assert str(found[10]).startswith("When(time=datetime.time(20, 0)")


def test_a_language_with_a_catalogue_alone_speaks_english(tmp_path: Path) -> None:
    found = speak(with_folder(tmp_path), "I live in Oslo")
    assert found[2:4] == ["on Mondays and Wednesdays at 8:30 in the evening (Berlin)", "Thursday, 5 March"]
    assert found[4:7] == [None, False, True]  # "ne" is German, too
    assert found[8:10] == [8, True]
