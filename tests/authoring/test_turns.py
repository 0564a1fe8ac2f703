"""Turns that say more than five messages before the person has a say."""

import pytest

from tests.analysis.test_check import findings, node, script


def lines(count: int, indent: str = "") -> str:
    return "\n".join(f"{indent}Mae: One, and one more." for _ in range(count))


def too_long(*texts: str) -> list[int]:
    return [line for code, line, _ in findings(*texts) if code == "AL616"]


def test_five_lines_are_a_turn_and_six_are_long() -> None:
    assert (
        too_long(script(f"{lines(5)}\n-> Well?\n{lines(5, '    ')}\n    -> And?\n{lines(5, '        ')}"))
        == []
    )
    assert too_long(script(f"{lines(6)}\n-> Well?\n{lines(5, '    ')}")) == [8]


def test_the_question_is_part_of_its_last_line_and_a_form_of_none() -> None:
    assert too_long(script(f"{lines(5)}\n-> Well?\n    <<stop>>")) == []
    asking = '<<declare $name = "">>\n{}\n<<ask $name "What may I call you?" text>>\n{}\n{{$name}}.'
    assert too_long(script(asking.format(lines(4), lines(4)))) == []
    assert too_long(script(asking.format(lines(5), lines(4)))) == [9]


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"<<if dice(2) == 1>>\n{lines(3)}\n<<else>>\n{lines(1)}\n<<endif>>\n{lines(3)}", [12]),
        (f"<<if dice(2) == 1>>\n{lines(3)}\n<<stop>>\n<<endif>>\n{lines(5)}", []),
        (f"<<once>>\n{lines(2)}\n<<endonce>>\n{lines(4)}", [10]),
        (f"=> One.\n{lines(2, '    ')}\n=> Two.\n{lines(3)}", [9]),
        (f"-> One?\n{lines(2, '    ')}\n-> Two?\n    <<stop>>\n{lines(4)}", [11]),
    ],
    ids=["if", "stop", "once", "line group", "after an answer"],
)
def test_the_longest_way_counts(body: str, wanted: list[int]) -> None:
    assert too_long(script(body)) == wanted


def test_a_turn_goes_on_in_other_nodes() -> None:
    other = node("Other", f"{lines(3)}\n-> Back?\n    <<jump Start>>")
    assert too_long(script(f"{lines(3)}\n<<jump Other>>", other)) == [12]
    aside = node("Aside", f"{lines(2)}\n<<if dice(2) == 1>>\n<<return>>\n<<endif>>\n-> Well?\n    <<return>>")
    assert too_long(script(f"<<detour Aside>>\n{lines(4)}\n-> On?\n    <<stop>>", aside)) == [7]
    assert too_long(
        script("Mae: Round, and round.\n<<if dice(2) == 1>>\n<<jump Start>>\n<<endif>>\n-> Out?")
    ) == [3]
