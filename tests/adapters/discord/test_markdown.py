"""Text is inert: what a person sees is the text itself, whatever it holds; styles come from marks alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.markdown import MAX_CONTENT, escaped, markdown, parts
from bot.model import Mark, Rich, Style
from tests.adapters.discord.reader import read
from tests.examples import with_examples

NASTY = st.text(st.sampled_from("*_~`|<>@#-+.[]()\\:!/1a b\n"), max_size=60)
MENTIONS = ["@everyone", "@here", "<@12>", "<#3>", "**", "__", "||", "```", "https://a.b/c_d_e*f*", "x"]
BLOCKS = [
    " ",
    "\n",
    "> ",
    ">>> ",
    "# ",
    "- ",
    "1. ",
    "-# ",
    "[a](https://b.c)",
    "\\",
    "snake_case",
    "é",
    "漢",
]
PIECES = st.lists(st.sampled_from([*MENTIONS, *BLOCKS]), max_size=12).map("".join)
STYLES = st.sampled_from((Style.BOLD, Style.ITALIC))


@with_examples(400)
@given(st.one_of(NASTY, PIECES))
@example("[b]*x*[/b] @everyone {$y}")
@example("2 * 3 * 4 = 24, __init__ and ~~this~~ ||that||")
@example("1. one\n3. three\n- four\n> five\n# six")
@example(r"a \* b \\ c \_ d")
@example("see https://example.org/a_b_c and _https://example.org/x_y_ too")
def test_plain_text_is_seen_as_it_is(text: str) -> None:
    seen = read(markdown(Rich(text)))
    assert seen.text == text
    assert seen.acts == []


def test_unpaired_surrogates_become_a_sign() -> None:
    assert markdown(Rich("a\ud800b")) == "a\ufffdb"


MARKED = [
    (Rich("so bold", (Mark(Style.BOLD, 3, 4),)), "so **bold**", [("bold", "bold")]),
    (Rich("so fine", (Mark(Style.ITALIC, 3, 4),)), "so _fine_", [("italic", "fine")]),
    (Rich("unbelievable", (Mark(Style.ITALIC, 2, 7),)), "un*believa*ble", [("italic", "believa")]),
    (Rich("a `b", (Mark(Style.CODE, 0, 4),)), r"a \`b", []),
    (Rich("run x_y now", (Mark(Style.CODE, 4, 3),)), "run `x_y` now", [("code", "x_y")]),
    (
        Rich("both", (Mark(Style.BOLD, 0, 4), Mark(Style.ITALIC, 0, 4))),
        "**_both_**",
        [("italic", "both"), ("bold", "both")],
    ),
    (
        Rich("very fine day", (Mark(Style.BOLD, 0, 13), Mark(Style.ITALIC, 5, 4))),
        "**very _fine_ day**",
        [("italic", "fine"), ("bold", "very fine day")],
    ),
    (Rich("spaces  outside", (Mark(Style.BOLD, 0, 8),)), "**spaces**  outside", [("bold", "spaces")]),
    (Rich("ab", (Mark(Style.BOLD, 0, 1), Mark(Style.ITALIC, 1, 1))), "**a**b", [("bold", "a")]),
    (
        Rich("you*\nthere", (Mark(Style.QUOTE, 0, 10),)),
        "> you\\*\n> there",
        [("quote", "you*"), ("quote", "there")],
    ),
    (Rich("out", (Mark(Style.BOLD, 2, 99),)), "ou**t**", [("bold", "t")]),
    (Rich("a\nb", (Mark(Style.BOLD, 0, 3),)), "**a**\n**b**", [("bold", "a"), ("bold", "b")]),
]


@pytest.mark.parametrize(("rich", "content", "acts"), MARKED)
def test_marks_become_markdown(rich: Rich, content: str, acts: list[tuple[str, str]]) -> None:
    assert markdown(rich) == content
    seen = read(content)
    assert seen.text == rich.text
    assert seen.acts == acts


@with_examples(300)
@given(
    NASTY,
    st.lists(
        st.tuples(st.sampled_from((Style.BOLD, Style.ITALIC)), st.integers(0, 50), st.integers(1, 30)),
        max_size=3,
    ),
)
def test_styled_text_loses_none_of_its_signs(text: str, marks: list[tuple[Style, int, int]]) -> None:
    """Whatever is styled: taking the escapes and the markup away leaves the text."""
    content = markdown(Rich(text, tuple(Mark(*mark) for mark in marks)))
    left = iter(content.replace("\\\\", "\0"))
    wanted = text.replace("\\", "\0")
    assert all(any(sign == other for other in left) for sign in wanted)


@given(st.integers(0, 3000), st.sampled_from(["*", "word ", "a\n", "_ ", "\\"]))
def test_parts_fit_and_lose_nothing(size: int, unit: str) -> None:
    text = (unit * size)[:size]
    pieces = parts(Rich(text), "\n\n1. why?")
    assert all(0 < len(piece) <= MAX_CONTENT for piece in pieces)
    assert pieces[-1].endswith("1. why?")
    whole = "".join(pieces).removesuffix("\n\n1. why?")
    assert read(whole).text == text


def test_what_fits_is_one_part() -> None:
    assert parts(Rich("a" * 2000)) == ["a" * 2000]
    assert len(parts(Rich("a" * 1999 + "*"))) == 2


def test_an_empty_text_is_not_sent_empty() -> None:
    assert parts(Rich("")) == ["\u200b"]
    assert parts(Rich(" \n ")) == ["\u200b"]


def test_one_line() -> None:
    assert escaped("1. *x*") == r"1\. \*x\*"


def test_a_channel_is_shown_by_the_client_and_nothing_else_is_made_one() -> None:
    text = "in #hall, not in <#5>"
    marks = (Mark(Style.CHANNEL, 3, 5, id="77"), Mark(Style.CHANNEL, 10, 3, id="7> <@1"))
    seen = read(markdown(Rich(text, marks)))
    assert seen.text == "in <#77>, not in <#5>"
    assert seen.acts == [("mention", "<#77>")]
