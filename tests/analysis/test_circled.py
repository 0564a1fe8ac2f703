"""What a group cannot answer, and what it can."""

import pytest

from tests.analysis.test_check import findings, script

ASK = '<<ask $town "Where do you live?" text>>\n{$town}.\n<<declare $town = "">>\n'


def found(body: str, headers: str = "") -> list[tuple[str, int]]:
    text = script(body)
    if headers:
        text = text.replace("---\n", headers + "---\n", 1)
    return [(code, line) for code, line, _ in findings(text, but=("AL609",))]


def test_a_question_of_free_words_has_nobody_to_answer_it_in_a_circle() -> None:
    assert found(ASK) == [("AL625", 3)]


@pytest.mark.parametrize(
    "body",
    [
        '<<ask $name "What may I call you?" text>>\n{$name}.\n<<declare $name = "">>',
        '<<ask $n "How many?" number>>\n{$n}.\n<<declare $n = 0>>',
        '<<ask $yes "Really?" yesno>>\n{$yes}.\n<<declare $yes = false>>',
        '<<reflect "Who was kind?" $wrote>>\n{$wrote}.\n<<declare $wrote = false>>',
        f"<<if not is_circle()>>\n{ASK}<<endif>>",
        f"<<if is_circle()>>\nAll {{circle_size()}}.\n<<else>>\n{ASK}<<endif>>",
    ],
)
def test_what_a_circle_can_answer_or_is_not_asked(body: str) -> None:
    assert found(body) == []


def test_an_evening_that_says_it_is_for_one_is_left_alone() -> None:
    assert found(ASK, "circle: no\n") == []


def test_another_word_there_is_a_slip() -> None:
    assert [code for code, _ in found("Good evening.", "circle: never\n")] == ["AL614"]
