"""What may be told of a count: nothing that a few people could be known by, also not by subtraction.

Counts are told in fives, rounded down. So the difference of any two of them, of the same report or of reports
of two days, is a multiple of five as well: it never says how many a small group has.
"""

LEAST = 5


def told(number: int, people: int | None = None) -> int | None:
    """What is told of a count; None: fewer than five. `people`: how many at least stand behind it, where one
    of them may be in it more than once."""
    fewest = number if people is None else min(number, people)
    if number > 0 and fewest < LEAST:
        return None
    return number - number % LEAST


def shown(number: int | None) -> str:
    """The same in words."""
    return f"<{LEAST}" if number is None else str(number)
