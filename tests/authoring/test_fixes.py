"""Fixes that are offered for findings: what they write, and that the finding is gone then."""

import pytest

from bot.analysis.bundles import Bundle
from bot.analysis.naming import Replacement
from bot.analysis.workbench import Workbench
from bot.authoring.fixes import fixes
from bot.yarn import Source


def bench(text: str) -> Workbench:
    return Workbench(Bundle((Source("a.yarn", text),), (), frozenset({"a.yarn"})))


def applied(text: str, edits: tuple[Replacement, ...]) -> str:
    rows = text.split("\n")
    for edit in reversed(edits):
        before, after = rows[edit.line - 1][: edit.column - 1], rows[edit.end_line - 1][edit.end_column - 1 :]
        rows[edit.line - 1 : edit.end_line] = (before + edit.text + after).split("\n")
    return "\n".join(rows)


def mended(body: str, code: str, take: int = 0) -> tuple[str, str]:
    """The title of the fix that is taken, and the body that it makes; the finding must be gone."""
    text = f"title: Start\n---\n{body}\n===\n"
    looked = bench(text)
    finding = next(each for each in looked.findings if each.code == code)
    fix = fixes(looked, finding)[take]
    fresh = applied(text, fix.edits)
    assert code not in [each.code for each in bench(fresh).findings]
    return fix.title, fresh.removeprefix("title: Start\n---\n").removesuffix("\n===\n")


@pytest.mark.parametrize(
    ("code", "body", "title", "after"),
    [
        ("AL202", "<<jump Strat>>", "Write Start", "<<jump Start>>"),
        ("AL507", 'Hm. <<if visited("Strat")>>', "Write Start", 'Hm. <<if visited("Start")>>'),
        ("AL611", "Hm. {dise(3)}.", "Write dice", "Hm. {dice(3)}."),
        ("AL612", "<<jmp Start>>", "Write jump", "<<jump Start>>"),
        ("AL612", "<<$x = 1>>\n<<declare $x = 0>>", "Write set $x", "<<set $x = 1>>\n<<declare $x = 0>>"),
        ("AL110", 'Hm. <<if $heard == "wy">>', "Write why", 'Hm. <<if $heard == "why">>'),
        ("AL620", "-> Why? #heard:griev #line:b", "Write #heard:grief", "-> Why? #heard:grief #line:b"),
        ("AL620", "-> Why? #hear:why\n    Hm.", "Write #heard:why", "-> Why? #heard:why\n    Hm."),
        ("AL604", "Hm. {$n + 1}.", "Declare $n", "<<declare $n = 0>>\nHm. {$n + 1}."),
        ("AL604", 'Hm. <<if $n == "x">>', "Declare $n", '<<declare $n = "">>\nHm. <<if $n == "x">>'),
        ("AL604", "Hm. <<if $n>>", "Declare $n", "<<declare $n = false>>\nHm. <<if $n>>"),
        (
            "AL604", "<<declare $k = 1>>\n{$k} {$n > 0}.", "Declare $n",
            "<<declare $n = 0>>\n<<declare $k = 1>>\n{$k} {$n > 0}.",
        ),
        ("AL509", "See https://a.example.", "Escape the address", "See https:\\/\\/a.example."),
        ("AL610", "Now that we are here: sit.", "It is no name", "Now that we are here\\: sit."),
        (
            "AL610", 'Now that we are here: sit {dice(6)}, and you know why: "so: it is".', "It is no name",
            'Now that we are here\\: sit {dice(6)}, and you know why\\: "so\\: it is".',
        ),
        ("AL610", "Now that we are here:sit.", "It is no name", "Now that we are here\\:sit."),
        ("AL006", "Tea \\& cake.", "Remove the backslash", "Tea & cake."),
        ("AL615", "-> One\nHm.\n-> Two", "Make it the option's answer", "-> One\n    Hm.\n-> Two"),
        (
            "AL301", "Hm. #line:a\nHo. #line:a // so", "Take the id away, so that it gets one of its own",
            "Hm. #line:a\nHo. // so",
        ),
    ],
)  # fmt: skip
def test_a_fix_mends(code: str, body: str, title: str, after: str) -> None:
    assert mended(body, code) == (title, after)


def test_a_line_is_tagged_or_all_of_them() -> None:
    looked = bench("title: Start\n---\nHm.\nHo.\n===\n")
    (finding,) = [each for each in looked.findings if each.code == "AL609"]
    one, every = fixes(looked, finding)
    assert (one.title, every.title) == ("Give this text an id", "Give all 2 texts of this file an id")
    assert [edit.line for edit in one.edits] == [3]
    assert mended("Hm.\nHo.", "AL609", take=1)[1].count(" #line:") == 2


def test_a_long_line_is_split_at_its_sentences_and_keeps_its_id() -> None:
    sentence = "The kettle sings, and nobody comes to take it off. "
    title, after = mended(f"    Mae: {sentence * 50}#line:a", "AL606")
    assert title == "Split it into 2 messages"
    first, second = after.split("\n")
    assert first.endswith(" #line:a")
    assert second.startswith("    Mae: The kettle")
    assert not second.endswith("#line:a")


def test_a_node_that_is_open_is_closed_and_separators_are_three_dashes() -> None:
    looked = bench("title: Start\n-----\nHm.")
    for code, title in (("AL002", "Close the node"), ("AL504", "Write three dashes")):
        finding = next(each for each in looked.findings if each.code == code)
        (fix,) = fixes(looked, finding)
        assert fix.title == title
        assert code not in [
            each.code for each in bench(applied("title: Start\n-----\nHm.", fix.edits)).findings
        ]


def test_headers_of_a_fixed_value() -> None:
    text = "title: Start\ntracking: nver\nhelp: yes\n---\nHm.\n===\n"
    looked = bench(text)
    made = [fixes(looked, each)[0].title for each in looked.findings if each.code in ("AL505", "AL614")]
    assert made == ["Write never", "Write now"]


def test_what_only_its_writer_can_know_has_no_fix() -> None:
    looked = bench("title: Start\n---\n<<jump Xylophone>>\n===\n")
    assert [fixes(looked, each) for each in looked.findings] == [[]]
