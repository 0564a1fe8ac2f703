"""Transcripts: what becomes of titles, turns, paragraphs and of text that breaks off."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.yarn import Source, compile_sources
from bot.yarn.transcript import import_transcript, looks_like_transcript

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "karmic-soul-mates.txt"

TALK = """Evening Talks: On bread & butter

Questioner: Is it true
that bread can be too fresh? #really?

Alana: Yes. It needs an hour: {count} the minutes, or read [the clock].

Butter can wait. See http://example.org // for more.

Then it breaks off in the

questioner : And the crust?
**Alana:** The crust is <<the>> point.
"""

SCRIPT = r"""title: OnBreadButter
name: On bread & butter
---

-> Is it true that bread can be too fresh? \#really?
    Alana: Yes. It needs an hour: \{count\} the minutes, or read \[the clock\].
    Alana: Butter can wait. See http:\/\/example.org \/\/ for more.
    Alana: Then it breaks off in the

-> And the crust?
    Alana: The crust is \<\<the\>\> point.
===
"""


def test_a_transcript_becomes_a_script() -> None:
    imported = import_transcript(TALK, "talk.txt")
    assert imported.script == SCRIPT
    assert [(d.code, d.line) for d in imported.diagnostics] == [("AL814", 10)]
    assert str(imported.diagnostics[0]).startswith("talk.txt:10:1: warning[AL814]: this paragraph breaks")


def test_the_script_says_what_the_transcript_said() -> None:
    compiled = compile_sources([Source("a.yarn", import_transcript(TALK).script)])
    assert [d for d in compiled.diagnostics if d.severity == "error"] == []
    assert compiled.program is not None
    lines = [(line.kind, line.source) for line in compiled.program.lines.values()]
    assert lines[0] == ("option", "Is it true that bread can be too fresh? #really?")
    assert lines[2] == ("line", "Alana: Butter can wait. See http://example.org // for more.")
    assert [kind for kind, _ in lines] == ["option", "line", "line", "line", "option", "line"]


def test_notes_silence_and_nothing() -> None:
    imported = import_transcript("A title\n\nA stray note.\n\nAlana:\n\nAlana: Hello.\n\nQuestioner: Why?\n")
    assert [d.code for d in imported.diagnostics] == ["AL812", "AL813"]
    assert imported.script == (
        "title: ATitle\nname: A title\n---\n// A stray note.\nAlana: Hello.\n\n-> Why?\n===\n"
    )
    empty = import_transcript("Only a title\n")
    assert (empty.script, [d.severity for d in empty.diagnostics]) == ("", ["error"])


def test_what_a_transcript_looks_like() -> None:
    assert looks_like_transcript(TALK)
    assert not looks_like_transcript(SCRIPT)
    assert not looks_like_transcript("Some text.\n")


@pytest.mark.skipif(not SAMPLE.exists(), reason="the long sample is not here")
def test_the_long_sample() -> None:
    imported = import_transcript(SAMPLE.read_text("utf-8"), SAMPLE.name)
    compiled = compile_sources([Source("a.yarn", imported.script)])
    assert [d for d in compiled.diagnostics if d.severity == "error"] == []
    assert compiled.program is not None
    kinds = [line.kind for line in compiled.program.lines.values()]
    assert (kinds.count("option"), kinds.count("line")) == (2, 5)
    assert [d.code for d in imported.diagnostics] == ["AL814"]
    assert imported.title == "WhatAreKarmicSoulMates"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab #{}<>[]/\\:-=\n\"'*_$é\ue000"), max_size=60))
def test_any_words_compile(text: str) -> None:
    imported = import_transcript(f"T: {text}\n\nQuestioner: {text}\n\nAlana: x {text}.\n\n{text}")
    compiled = compile_sources([Source("a.yarn", imported.script)])
    assert [str(d) for d in compiled.diagnostics if d.severity == "error"] == []


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_is_imported_or_refused(text: str) -> None:
    imported = import_transcript(text)
    assert imported.script or imported.diagnostics
