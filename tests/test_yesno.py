"""A yes or a no: the whole answer counts, not its first word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.yesno import YesNo, erases, read, yes_or_no

YES = """yes|Yes!|yes please|yes, thank you 😊|ok|okay :)|right|that's right|yes that's right|Yes, it is!
sure, why not|yeah that's where I live|y|exactly|yes xD|👍|👍🏽|yes sir
yes great|hm, yes|yes yes|of course|thats right|YES…
ja|Ja!|ja bitte|ja, genau :)|Ja doch|jo|klar|stimmt|richtig, danke|ja gerne|das stimmt|ja passt|na klar|j"""
NO = """no|No.|nope|no thanks|no, thank you|not really|nah :(|that's wrong|no, that's not right|n|none of them
no no|👎|no, sorry|oh no|i dont|nein
Nein danke|nö|stimmt nicht|nein, leider nicht|das ist falsch|eher nicht|ach nein|nicht"""
NEITHER = """maybe|please|thanks|hm|perfect|no idea|yes no|yes, actually no|no one|nein doch||
Oslo|right or wrong|no yes|keine ahnung|rightly so?|yesterday|nobody|okra|vielleicht|no 8pm"""


@pytest.mark.parametrize("text", YES.replace("\n", "|").split("|"))
def test_yes(text: str) -> None:
    assert yes_or_no(text) is True


@pytest.mark.parametrize("text", NO.replace("\n", "|").split("|"))
def test_no(text: str) -> None:
    assert yes_or_no(text) is False


@pytest.mark.parametrize("text", NEITHER.replace("\n", "|").split("|"))
def test_neither_or_both(text: str) -> None:
    assert read(text).yes is None
    assert yes_or_no(text) is None


@pytest.mark.parametrize(
    ("text", "yes", "rest"),
    [
        ("right, but I live in Oslo", True, "I live in Oslo"),
        ("Right but Oslo", True, "Oslo"),
        ("yes, Berlin", True, "Berlin"),
        ("yes I live in Oslo", True, "I live in Oslo"),
        ("ok — but later", True, "later"),
        ("yes 7am", True, "7am"),
        ("Yes. Oslo, though", True, "Oslo"),
        ("no, Oslo", False, "Oslo"),
        ("no i live in oslo", False, "i live in oslo"),
        ("No, call me Bob", False, "call me Bob"),
        ("no, the second one", False, "the second one"),
        ("stimmt, aber ich wohne in Oslo", True, "ich wohne in Oslo"),
        ("nein, Wien", False, "Wien"),
        ("nein ich wohne in Wien", False, "ich wohne in Wien"),
    ],
)
def test_what_is_said_beyond_is_handed_on_and_confirms_nothing(text: str, yes: bool, rest: str) -> None:
    assert read(text) == YesNo(yes, rest)
    assert yes_or_no(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *(
            ("yes", True),
            ("yes please", True),
            ("ja, lösch alles", True),
            ("erase it all", True),
            ("ok yes", True),
        ),
        *(("no", False), ("nein danke", False), ("keep it", False), ("don't", False), ("ok, no", False)),
        *(("ok", None), ("right", None), ("sure", None), ("👍", None), ("yes but keep my journal", None)),
        *(("yes no", None), ("maybe", None), ("", None), ("yes, in a week", None)),
    ],
)
def test_erasing_takes_only_what_can_be_meant_in_no_other_way(text: str, said: bool | None) -> None:
    assert erases(text) is said


@given(st.text(max_size=900))
def test_no_text_raises(text: str) -> None:
    read(text)
    erases(text)
