"""Line ids: every text gets one, and nothing else changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.authoring import tag
from bot.authoring.tag import tag_sources
from bot.engine.program import Program
from bot.yarn import Source, compile_sources
from tests.examples import with_examples

ID = re.compile(r" #line:[0-9a-f]{8}")

SPACE = re.compile(r" *//")  # a comment that touches its text is moved off it by one space

SCRIPT = (
    "\ufefftitle: Start\r\n---\r\n"
    "Plain.\r\n"
    "  Indented.   \t// a comment\r\n"
    "Tagged. #a #b//c\r\n"
    'With {"// a }"} and \\/\\/ slashes. <<if "//" == "x>>">> #t // x\r\n'
    "Has one. #line:mine // y\n"
    "-> Option <<if true>>\r"
    "    -> Inner\r\n"
    "=> Item\r\n"
    '<<ask $a "Who // {$a}?" text>> // z\r\n'
    "Shadow. #shadow:s\r\nShadow. #line:s\r\n"
    "<<wave // no>>\r\n===\r\n"
)


def tagged(text: str) -> str:
    [done], broken = tag_sources([Source("a.yarn", text)])
    assert not broken
    return done.text


def test_ids_go_behind_the_text_and_nothing_else_changes() -> None:
    text = tagged(SCRIPT)
    assert ID.sub("", text).replace("#b //c", "#b//c") == SCRIPT
    rows = re.split(r"\r\n|\n|\r", text)
    assert [bool(ID.search(row)) for row in rows[2:13]] == [True] * 4 + [False] + [True] * 4 + [False] * 2
    assert re.fullmatch(r"  Indented\. #line:\w{8}   \t// a comment", rows[3])
    assert re.fullmatch(r"Tagged\. #a #b #line:\w{8} //c", rows[4])
    assert re.fullmatch(r'.*<<if "//" == "x>>">> #t #line:\w{8} // x', rows[5])
    assert re.fullmatch(r'<<ask \$a "Who // \{\$a\}\?" text>> #line:\w{8} // z', rows[10])


def test_what_has_an_id_keeps_it() -> None:
    once = tagged(SCRIPT)
    assert tagged(once) == once
    [done], _ = tag_sources([Source("a.yarn", once)])
    assert done.added == 0


def test_the_same_text_gets_the_same_id_and_no_two_are_alike() -> None:
    script = "title: Start\n---\nHi.\nHi.\nHi.\n===\n"
    ids = ID.findall(tagged(script))
    assert len(set(ids)) == 3
    assert tagged(script) == tagged(script)
    assert ids[1] not in tagged(f"title: Start\n---\nHo.{ids[0]}\nHi.\n===\n").split("Ho.")[0]


def test_ids_are_unique_over_a_project() -> None:
    first = tagged("title: Start\n---\nHi.\n===\n")
    other = "title: Start2\n---\nHo.\n===\n"
    [a, b], _ = tag_sources([Source("a", first), Source("b", other)])
    assert a.text == first
    assert compile_sources([Source("a", a.text), Source("b", b.text)]).errors == ()


def test_a_script_with_errors_is_left_alone() -> None:
    good, bad = Source("a", "title: A\n---\nHi.\n===\n"), Source("b", "title: B\n---\nHi {\n===\n")
    done, broken = tag_sources([good, bad])
    assert [each.name for each in done] == ["a"]
    assert broken == {"b"}


def meaning(program: Program) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(line.kind, line.source, line.tags) for line in program.lines.values()]


WORDS = ["a", "\\#", "{1}", '{"}//"}', "\\/\\/", "/", " ", "<", "[b]x[/b]", ":", "\\\\", '"', "é"]
TAILS = ["", " #t", " <<if true>>", "<<once>> #x #y", " // note", " #t // #line:no", '<<if "a//" == "b">>//c']


@with_examples(150)
@given(
    st.lists(st.tuples(st.lists(st.sampled_from(WORDS), max_size=6), st.sampled_from(TAILS)), max_size=5),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_any_text_keeps_its_meaning(lines: list[tuple[list[str], str]], end: str) -> None:
    texts = ["x" + "".join(words) + tail for words, tail in lines]
    body = [arrow + text for text in texts for arrow in ("", "-> ")]
    script = end.join(["title: Start", "---", *body, "===", ""])
    before = compile_sources([Source("a", script)])
    if before.program is None:
        return
    after_text = tagged(script)
    assert SPACE.sub("//", ID.sub("", after_text)) == SPACE.sub("//", script)
    after = compile_sources([Source("a", after_text)])
    assert after.program is not None, after.errors
    assert meaning(before.program) == meaning(after.program)
    assert all(i.explicit for i in after.program.lines.values())
    assert tagged(after_text) == after_text


def test_a_question_and_a_text_in_one_row() -> None:
    text = tagged(
        'title: A\n---\n<<ask $a "Q {$b}?">> #x//y\n<<ask $b "R">>  #z  Then. <<if $a != "">>\n===\n'
    )
    rows = text.split("\n")
    assert re.fullmatch(r'<<ask \$a "Q \{\$b\}\?">> #x #line:\w{8} //y', rows[2])
    assert tagged(text) == text


def test_what_no_id_fits_into_is_left_alone() -> None:
    done, broken = tag_sources([Source("a", "title: A\n---\nHi. #//odd\n===\n")])
    assert (done, broken) == ((), {"a"})


@pytest.mark.parametrize("text", ["", "Hello.\n", "title: Start\n---\n===\n"])
def test_nothing_to_tag(text: str) -> None:
    done, _ = tag_sources([Source("a", text)])
    assert [each.text for each in done] in ([], [text])


def test_a_text_that_comes_often_costs_no_more_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = tag.sha256
    monkeypatch.setattr(tag, "sha256", lambda seed: made.append(seed) or real(seed))
    text = tagged("title: Start\n---\n" + "Hi.\n" * 300 + "===\n")
    assert len(set(ID.findall(text))) == 300
    assert len(made) < 330
