"""The tags by which an option takes what people say, or is kept out of lists."""

import pytest

from tests.analysis.test_check import checked, script


def found(body: str) -> list[tuple[str, str, int, int | None, str, str]]:
    seen = checked(script(body)).diagnostics
    return [
        (d.severity, d.code, d.column, d.end_column, d.message, d.hint) for d in seen if d.code == "AL620"
    ]


def test_a_misspelt_kind_is_an_error_with_the_nearest_name() -> None:
    body = "Mae: Well?\n-> Why do they leave? #line:a #heard:wy\n    Mae: Because."
    assert found(body) == [
        ("error", "AL620", 31, 40, "nothing that is heard is called 'wy'", "did you mean why?")
    ]


@pytest.mark.parametrize(("tag", "said"), [
    ("#heard:griev", "did you mean grief?"),
    ("#heard:and-you", "did you mean and_you?"),
    ("#heard:Why", "did you mean why?"),
    ("#heard:", "write #heard:why"),
    ("#heard", "write #heard:why"),
    ("#alias:", "write other words, with _ for spaces"),
    ("#Heard:why", "did you mean #heard:why?"),
    ("#hear:why", "did you mean #heard:why?"),
    ("#aliases:how_so", "did you mean #alias:how_so?"),
    ("#unlist", "did you mean #unlisted?"),
    ("#Unlisted", "did you mean #unlisted?"),
    ("#unlsited", "did you mean #unlisted?"),
    ("#unlisted:yes", "did you mean #unlisted?"),
])  # fmt: skip
def test_each_slip_in_a_tag(tag: str, said: str) -> None:
    assert [entry[-1] for entry in found(f"-> Why? {tag}\n    Mae: Because.")] == [said]


def test_a_kind_that_is_like_none_gets_the_list() -> None:
    ((*_, hint),) = found("-> Why? #heard:xylophone\n    Mae: Because.")
    assert hint.startswith("it is one of about_me, advice, again, age, ")


def test_tags_that_do_nothing_where_they_stand() -> None:
    said = ("#heard: does nothing here: only an option can be asked", "put it behind an option, or remove it")
    assert [entry[-2:] for entry in found("Mae: Because. #heard:why")] == [said]
    assert [entry[-2:] for entry in found("=> Mae: Because. #heard:why")] == [said]
    said = (
        "#unlisted does nothing here: only an option can be asked",
        "put it behind an option, or remove it",
    )
    assert [entry[-2:] for entry in found("Mae: Because. #unlisted")] == [said]


def test_good_tags_and_those_of_others_are_left_alone() -> None:
    assert (
        found("-> Why? #heard:why #heard:and_you #alias:how_so #unlisted #mood:heard #hero:me\n    Mae: So.")
        == []
    )
