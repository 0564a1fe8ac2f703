"""What may be told: nothing by which a group under five people shows, nor by subtraction."""

import json
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import combinations
from random import Random

import pytest

from bot.statistics import drawing
from bot.statistics.folding import TallyKey
from bot.statistics.report import Evening, Question, StatsReport, as_json, report
from bot.statistics.telling import LEAST, told

EVENING = Evening(
    "soul", "01", "The <light> & all", "new", (Question("q1", "Who & <where>?"), Question("a", "You"))
)


def crowd(seed: int = 0, people: int = 400) -> Counter[TallyKey]:
    """Tallies of a month, with groups of every size."""
    random, found = Random(seed), Counter[TallyKey]()
    for _ in range(people):
        day, platform = random.randint(100, 130), random.choice(["telegram"] * 60 + ["discord"] * 3 + ["web"])
        whose = TallyKey(day, "", platform, random.choice(["en"] * 50 + ["de"] * 7 + ["fr"]))
        for what in ("people", "active", "nudged"):
            found[whose._replace(what=what)] += 1
        if random.random() < 0.3:
            found[whose._replace(what="opened")] += 1
        place = TallyKey(day, "", "", "", "soul", "01", random.choice(["new"] * 9 + ["old"]))
        found[whose._replace(what="begun", series="soul", episode="01")] += 1
        if random.random() < 0.99:
            found[whose._replace(what="finished", series="soul", episode="01")] += 1
        found[place._replace(what="reached", key="q1")] += 1
        if random.random() < 0.98:
            found[place._replace(what="went on", key="q1")] += 1
            choice = random.choice(["a"] * 80 + ["b", "c"])
            found[place._replace(what="chose", key="q1", choice=choice)] += 1
    return found


def numbers(value: object) -> Iterator[int]:
    match value:
        case bool():
            return
        case int():
            yield value
        case dict():
            for name, each in value.items():
                if name != "hidden_below":
                    yield from numbers(each)
        case list():
            for each in value:
                yield from numbers(each)


@pytest.mark.parametrize("seed", range(5))
def test_no_small_group_shows_nor_do_differences(seed: int) -> None:
    tallies = crowd(seed)
    shown = [n for since in (0, 110, 120) for n in numbers(as_json(report(tallies, 403, [EVENING], since)))]
    shown += list(numbers(as_json(report(crowd(seed, 401), 404, [EVENING], 0))))  # and of the next day
    assert len(shown) > 100
    assert all(n % LEAST == 0 for n in shown)
    differences = {abs(one - other) for one, other in combinations(set(shown), 2)}
    assert not differences & set(range(1, LEAST))


def test_a_single_restless_person_is_no_group() -> None:
    """Thirty days of one person are not thirty people."""
    tallies = Counter({TallyKey(day, "active", "web", "fr"): 1 for day in range(30)})
    found = report(tallies, 50, [], 0)
    assert found.totals.active_days is None
    assert found.languages["fr"].active_days is None
    begun = {TallyKey(1, "begun", "web", "fr", "soul", f"{n:02}"): 1 for n in range(12)}
    assert report(begun, 50, [], 0).totals.begun is None
    assert report(begun | {TallyKey(1, "begun", "web", "fr", "soul", "01"): 6}, 50, [], 0).totals.begun == 15


@pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5), (9, 5), (10, 10)])
def test_counts_are_told_in_fives(number: int, shown: int | None) -> None:
    assert told(number) == shown
    assert told(number, 3) == (0 if number == 0 else None)


def test_a_funnel_says_who_came_chose_and_stayed() -> None:
    place = TallyKey(7, "", "", "", "soul", "01", "new")
    tallies = {
        place._replace(what="reached", key="q1"): 40,
        place._replace(what="went on", key="q1"): 29,
        place._replace(what="chose", key="q1", choice="a"): 26,
        place._replace(what="chose", key="q1", choice="gone"): 3,
        place._replace(what="reached", key="q1", digest="before"): 7,
        TallyKey(7, "begun", "web", "en", "soul", "01"): 47,
        TallyKey(7, "finished", "web", "en", "soul", "01"): 12,
    }
    [evening] = report(tallies, 50, [EVENING], 0).evenings
    assert (evening.begun, evening.finished) == (45, 10)
    now, old = evening.funnels
    [step] = now.steps
    assert (step.words, step.reached, step.left) == ("Who & <where>?", 40, 10)
    assert step.chose == [("You", 25), ("gone", None)]
    assert (now.now, old.now, old.digest, old.steps[0].reached) == (True, False, "before", 5)


# ---------------------------------------------------------------- pictures


def a_report() -> StatsReport:
    return report(crowd(), 403, [EVENING], 0)


def test_the_picture_is_well_formed_and_inert() -> None:
    drawn = ET.fromstring(drawing.svg(a_report()))
    words = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "Who & <where>?" in words
    assert any(word and word.startswith("The <light> & all:") for word in words)
    bars = list(drawn.iter("{http://www.w3.org/2000/svg}rect"))
    assert len(bars) == sum(len(bars) for _, bars in drawing.charts(a_report()))


def test_the_page_needs_nothing_beside_it() -> None:
    class Reader(HTMLParser):
        found: list[str]
        text = ""

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.found += [f"{tag} {name}" for name, _ in attrs]
            assert tag not in ("script", "img", "link", "iframe", "light")

        def handle_data(self, data: str) -> None:
            self.text += data

    reader = Reader()
    reader.found = []
    page = drawing.page(a_report())
    reader.feed(page)
    assert not [each for each in reader.found if each.endswith((" src", " href"))]
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "").replace("http-equiv", "")
    for word in (
        "new people",
        "came back after 30 days or more",
        "nudges ignored",
        "telegram",
        "The <light>",
    ):
        assert word in reader.text
    assert "<5" in reader.text


def test_nothing_to_tell_is_told_too() -> None:
    empty = report({}, 0, [EVENING], 0)
    ET.fromstring(drawing.svg(empty))
    assert "<h1>" in drawing.page(empty)
    assert json.loads(json.dumps(as_json(empty)))["people"] == 0
