"""Slips of new writers: each is told once, where it happened, with what to write instead."""

from collections.abc import Callable

import pytest

from bot.analysis.bundles import Bundle
from bot.analysis.check import check_bundle
from bot.errors import Diagnostic
from bot.yarn import Source
from tests.growth import STEADY, exponent

B = "===\ntitle: Tea\n---\nAlana: T.\n===\n"


def told(text: str) -> list[Diagnostic]:
    sources = (Source("s.yarn", text),)
    found = check_bundle(Bundle(sources, (), frozenset({"s.yarn"}))).diagnostics
    return [d for d in found if d.code not in ("AL601", "AL609", "AL618", "AL619")]


def body(text: str) -> list[Diagnostic]:
    return told(f"title: A\n---\n{text}\n{B}")


@pytest.mark.parametrize(
    ("text", "code", "place", "hint"),
    [
        ("Alana: Hi.\n<<jump Tae>>", "AL202", (4, 8), "did you mean Tea?"),
        ("<<detour Nowhere>>", "AL202", (3, 10), "write a node with that title, or correct the name"),
        ('<<jump {"Tee"}>>', "AL507", (3, 9), "did you mean Tea?"),
        ('Hi. <<if visited("Tae")>>', "AL507", (3, 18), "did you mean Tea?"),
        ("<<declare $a = 1>>\n<<if $a = 1>>\n<<endif>>", "AL004", (4, 9), "write == to compare"),
        ("<<set $n to \u201cx\u201d>>\n{$n}", "AL005", (3, 13), 'put texts into straight double quotes: "…"'),
        ("<<set $n to 'x'>>\n{$n}", "AL005", (3, 13), 'put texts into straight double quotes: "…"'),
        ("<<ask $n \u201cx?\u201d>>\n{$n}", "AL004", (3, 10), 'like <<ask $name "Your name?">>'),
        ("<<reflect What?>>", "AL004", (3, 11), 'like <<reflect "What would you keep?">>'),
        ("See https://example.org/a.", "AL509", (3, 11), "write https:\\/\\/…"),
        ("-> See https://example.org/a", "AL509", (3, 14), "write https:\\/\\/…"),
        (
            "You are #1 for me.",
            "AL008",
            (3, 12),
            "write \\# for a plain #, and _ for a space inside a hashtag",
        ),
        (
            "-> Yes #alias:of course",
            "AL008",
            (3, 18),
            "write \\# for a plain #, and _ for a space inside a hashtag",
        ),
        ("<jump Tea>", "AL613", (3, 1), "write <<…>> around it"),
        ("You are <b>late</b>.", "AL613", (3, 1), "write [b]bold[/b] and [i]italic[/i]"),
        ("- Yes", "AL613", (3, 1), "an option begins with ->, then its text"),
        ("\u2192 Yes", "AL613", (3, 1), "an option begins with ->, then its text"),
        (">> Yes", "AL613", (3, 1), "an option begins with ->, then its text"),
        ("-> Yes\nWell.\n-> No\nWell then.", "AL615", (4, 1), None),
        ("-> Yes\n\tOne.\n    Two.", "AL510", (5, 5), None),
        ("-> Yes\n// why\n    One.", "AL501", (5, 5), None),
        ("<<Jump Tea>>", "AL612", (3, 1), "did you mean <<jump …>>?"),
        ("<<$a = 1>>", "AL612", (3, 1), "did you mean <<set $a …>>?"),
        ("Hi \\", "AL006", (3, 4), "write \\\\ for a backslash"),
        ("{dcie(6)}", "AL102", (3, 2), "did you mean dice?"),
    ],
)
def test_told_once(text: str, code: str, place: tuple[int, int], hint: str | None) -> None:
    found = [d for d in body(text) if d.code != "AL611"]
    assert [(d.code, (d.line, d.column)) for d in found] == [(code, place)]
    assert hint is None or found[0].hint == hint


@pytest.mark.parametrize(
    "text",
    [
        "See https:\\/\\/example.org.",
        "A dash \u2013 and a -> b.",
        "It is 3 < 4.",
        "Write \\<\\<jump Tea\\>\\> to go on.",
        "\\<b\\>Bold\\</b\\> is HTML.",
        "\\>> Yes.",
        "-> Go on\n\nWell.\n-> And then?\n\nThe end.",
        "-> Go on\nWell.",
        "-> Go on\n    -> And then?\n  -> Well?\n// why\n-> No?",
        '<<if visited("Tea") or has_any_content("A")>>\nHi.\n<<endif>>',
        "Well: // a comment.",
    ],
)
def test_meant_as_it_is(text: str) -> None:
    assert body(text) == []


EVENING = "title: A\nepisode: 01-a\nname: A\nquestion: Why?\n---\nAlana: Hi.\n===\n"


def test_headers_of_evenings() -> None:
    assert told(EVENING) == []
    bad = EVENING.replace("name: A\n", "nam: A\n").replace("question: Why?", "nudge1: See https://x.org")
    assert [(d.code, d.line, d.message) for d in told(bad)] == [
        ("AL614", 2, "the evening 01-a has no name and no question, which the menu shows"),
        ("AL614", 3, "the header nam means nothing to the bot"),
        ("AL614", 4, "the header nudge1 means nothing to the bot"),
        ("AL509", 4, "// begins a comment: people see nothing of this address from here on"),
    ]
    second = EVENING.replace("title: A", "title: B")
    again = "the evening 01-a begins in s.yarn, line 1, already"
    assert [(d.line, d.message) for d in told(EVENING + second)] == [(9, again)]
    other = "this file holds an evening already, begun by A"
    assert [(d.line, d.message) for d in told(EVENING + second.replace("01-a", "02-b"))] == [(9, other)]
    closing = EVENING + "title: C\ncloses: 01-b\n---\nAlana: Hi.\n===\n"
    assert [(d.line, d.hint) for d in told(closing)] == [(9, "did you mean 01-a?")]
    assert [d.message for d in told(EVENING.replace("01-a", ""))] == ["this evening has no key"]


def each(unit: str) -> Callable[[int], str]:
    return lambda count: "".join(unit.format(i=i) for i in range(count))


MANY: dict[str, Callable[[int], str]] = {
    "visits": each('title: N{i}\n---\n{{visited("Q{i}")}}\n===\n'),
    "evenings": each("title: N{i}\nepisode: {i}x\ncloses: {i}y\nnudge1: x\n---\nx.\n===\n"),
    "commands": lambda count: "title: A\n---\n" + each("<<jmp{i} x>>\n")(count) + "===\n",
    "angles": lambda count: "title: A\n---\n" + "< " * count + "\n" + "-" * count + "\n===\n",
    "lone options": lambda count: "title: A\n---\n" + "-> a\nb.\n" * count + "===\n",
}


@pytest.mark.parametrize("shape", MANY)
def test_time_grows_with_the_script_and_not_faster(shape: str) -> None:
    assert exponent(MANY[shape], told) < STEADY
