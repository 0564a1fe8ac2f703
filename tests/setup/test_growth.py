"""The measure of growth tells a square from a line."""

from tests.growth import STEADY, exponent


def test_a_line_a_sort_and_a_square_are_told_apart() -> None:
    def square(items: list[int]) -> int:
        return sum(a == b for a in items for b in items)

    assert exponent(lambda size: list(range(size)), lambda items: [n + 1 for n in items]) < STEADY
    assert exponent(lambda size: [n * 7919 % size for n in range(size)], sorted) < STEADY
    assert exponent(lambda size: list(range(size)), square) > 1.7
