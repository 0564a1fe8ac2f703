"""Markup: the published table of cases, where it stands, and our own."""

import json
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.effects import FinalText, Span
from tests.engine.markup import Rewriter, delete_range, parse_markup, rewrite
from tests.examples import with_examples
from tests.growth import STEADY, exponent

TABLE = Path(__file__).parents[3] / "shared" / "yarn-conformance" / "markup-cases.json"
DATA: dict[str, Any] = json.loads(TABLE.read_text("utf-8")) if TABLE.exists() else {}
SPEAKERS_DIFFER = {"mk-112", "mk-113", "mk-114", "mk-115"}

needs_table = pytest.mark.skipif(not DATA, reason="the published cases are not here")


def plural_of(locale: str) -> Any:
    rules = Locale.parse(locale.replace("-", "_"))
    tables = {"cardinal": rules.plural_form, "ordinal": rules.ordinal_form}
    return lambda kind, number: tables[kind](number)


def attributes(text: FinalText) -> list[tuple[str, int, int, dict[str, Any]]]:
    return [(s.name, s.start, s.length, dict(s.properties)) for s in text.spans]


def expected(case: dict[str, Any]) -> list[tuple[str, int, int, dict[str, Any]]]:
    return [(a["name"], a["position"], a["length"], a["properties"]) for a in case["attributes"]]


def parse(case: dict[str, Any], upstream: bool) -> Any:
    return parse_markup(
        case["input"],
        plural_of(case["locale"]),
        speaker=case["implicit_character"],
        replacements=case["builtin_replacements"],
        upstream_speakers=upstream,
    )


@needs_table
@pytest.mark.parametrize("upstream", [True, False])
@pytest.mark.parametrize("case", DATA.get("cases", []), ids=lambda case: case["id"])
def test_published_case(case: dict[str, Any], upstream: bool) -> None:
    parsed = parse(case, upstream)
    if case["expect_error"]:
        assert parsed.problems
        assert parsed.text == FinalText(case["input"])
        return
    assert parsed.problems == ()
    assert parsed.text.plain == case["text"]
    if upstream or case["id"] not in SPEAKERS_DIFFER:
        assert attributes(parsed.text) == expected(case)
        types = [[type(v) for v in p.values()] for *_, p in attributes(parsed.text)]
        assert types == [[type(v) for v in p.values()] for *_, p in expected(case)]


@needs_table
@pytest.mark.parametrize("kind", ["cardinal", "ordinal"])
def test_published_plural_rules(kind: str) -> None:
    for fact in DATA["plural_rules"][kind]:
        marker = "plural" if kind == "cardinal" else "ordinal"
        cases = " ".join(f'{name}="{name}"' for name in ("zero", "one", "two", "few", "many", "other"))
        parsed = parse_markup(f"[{marker} value={fact['number']} {cases}/]", plural_of(fact["locale"]))
        assert parsed.text.plain == fact["case"], fact


@needs_table
@pytest.mark.parametrize("case", DATA.get("rewriters", {}).get("cases", []), ids=lambda case: case["id"])
def test_published_rewriter(case: dict[str, Any]) -> None:
    rules = {
        name: Rewriter(r["prefix"], r["suffix"], r["invisible_characters"], r["shift_child_attributes"])
        for name, r in DATA["rewriters"]["processors"].items()
    }
    text = rewrite(case["input"], rules)
    assert text.plain == case["text"]
    found = [{"name": s.name, "position": s.start} for s in text.spans]
    assert found == case["attribute_positions"]


@needs_table
def test_published_range_deletion() -> None:
    case = DATA["delete_range"]
    text = parse_markup(case["input"]).text
    [gone] = [span for span in text.spans if span.name == case["delete_attribute"]]
    left = delete_range(text, gone)
    assert left.plain == case["text"]
    assert [(s.name, s.start, s.length) for s in left.spans] == [
        (a["name"], a["position"], a["length"]) for a in case["attributes"]
    ]


def test_differences_in_speakers() -> None:
    for source in (
        "http://x.y",
        "12:30 is the time",
        ":) smile",
        "See https://x.y",
        "tel:123",
        "At 9:15 sharp",
    ):
        assert parse_markup(source).text == FinalText(source)
    [speaker, bold] = parse_markup("[b]Mae: hi[/b]").text.spans
    assert speaker == Span("character", 0, 5, {"name": "Mae"})
    assert bold.length == 7


def test_problems_say_where_and_what_to_do() -> None:
    [problem] = parse_markup("so [b]bold").problems
    assert (problem.start, problem.length) == (3, 3)
    assert problem.message == "[b] is never closed"
    assert problem.hint == "close it with [/b]"
    several = parse_markup("[a]x[/b] and [/c]").problems
    assert [p.start for p in several] == [0, 4, 13]


def test_deletion_moves_what_follows() -> None:
    text = FinalText("one two three", (Span("a", 0, 3), Span("b", 4, 3), Span("c", 8, 5), Span("d", 2, 4)))
    left = delete_range(text, text.spans[1])
    assert left.plain == "one  three"
    assert [(s.name, s.start, s.length) for s in left.spans] == [("a", 0, 3), ("c", 5, 5), ("d", 2, 2)]


@with_examples(300)
@given(st.text(alphabet=st.sampled_from('ab[]/="\\: %{}1.-_\ue000é\n') | st.characters(), max_size=60))
def test_any_text_is_understood_or_shown_as_it_is(source: str) -> None:
    parsed = parse_markup(source)
    for problem in parsed.problems:
        assert 0 <= problem.start <= len(source) + 1
        assert problem.length > 0
    for span in parsed.text.spans:
        assert 0 <= span.start <= span.start + span.length <= len(parsed.text.plain)


@pytest.mark.parametrize(
    "piece", ["[", "[a]", "[a/] ", "[nomarkup]", '[a="', "[/]", "x: ", "\\[", "[a][b][/a]"]
)
def test_time_grows_with_the_text_only(piece: str) -> None:
    assert exponent(lambda count: piece * count, parse_markup) < STEADY
