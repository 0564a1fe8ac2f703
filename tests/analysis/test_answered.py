"""Whether people are answered: what the check sees, and what it leaves alone."""

import pytest

from tests.analysis.test_check import findings, script

OTHERS = ("AL609",)


def found(body: str) -> list[tuple[str, int]]:
    return [(code, line) for code, line, _ in findings(script(body), but=OTHERS)]


def test_an_option_without_a_reply_beside_others_with_one() -> None:
    body = (
        "-> Who is it?\n    Me, as always.\n-> I see.\n-> Later, then.\n    <<set $n to 1>>\nNow the rest.\n"
    )
    assert found("<<declare $n = 0>>\n" + body + "{$n}.") == [("AL618", 6), ("AL618", 7)]


@pytest.mark.parametrize(
    "body",
    [
        "-> One.\n-> Two.\nThat is for both.",
        "-> One.\n    Good.\n-> Two.\n    <<stop>>",
        "-> One.\n    Good.\n-> Two.\n    <<jump Start>>",
        '-> One.\n    Good.\n-> Two.\n    <<if visited("Start")>>\n        Again.\n    <<endif>>',
        '-> One.\n    Good.\n-> Two.\n    <<ask $n "How many?" number>>\n{$n}.\n<<declare $n = 0>>',
    ],
)
def test_options_that_go_on_in_another_way_are_left_alone(body: str) -> None:
    assert found(body) == []


def test_a_question_that_no_way_answers() -> None:
    assert found("Did you find it?\nI did not.") == [("AL619", 3)]
    assert found("Good evening.\nWill you come again?") == [("AL619", 4)]
    assert found("-> Hello.\n    And who are you?\n-> Good day.\n    Good day.\nNow the rest.") == [
        ("AL619", 4)
    ]
    assert found("Mae: She asked, “Is it far?”\nNobody knew.") == [("AL619", 3)]
    assert found("Mae: Is it far?\nMae: Not very.") == [("AL619", 3)]


@pytest.mark.parametrize(
    "body",
    [
        "Did you find it?\n-> Yes.\n    Good.\n-> No.\n    Well.",
        '<<declare $n = 0>>\nHow long has it been?\n<<ask $n "In years." number>>\n{$n}.',
        '<<if visited("Start")>>\n    Again?\n<<else>>\n    For the first time?\n<<endif>>\n-> Yes.\n-> No.',
        "-> On.\n    Shall we go on?\n    <<jump Start>>\n-> Stop.\n    Good.",
        "Is it far? Not very.",
        "Mae: Is it far?\nJo: Not very.",
        "-> Is it far?\n    Jo: My feet hurt. Is it far?\nMae: Not very.",
    ],
)
def test_questions_that_can_be_answered_or_need_none(body: str) -> None:
    assert found(body) == []


def test_a_header_for_help_says_now() -> None:
    text = "title: Start\nepisode: 01-a\nname: A\nquestion: B?\nhelp: {0}\n---\nHi.\n===\n"
    assert findings(text.format("now")) == []
    ((code, line, message),) = findings(text.format("button"))
    assert (code, line) == ("AL614", 5)
    assert "help: button" in message
