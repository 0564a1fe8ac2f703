"""Names one slip away from what was typed."""

from bot.places import tables


def close_names(folded: str) -> list[str]:
    """Folded names of large cities and countries, at most one slip away (two, from eleven letters on).

    The nearest come first. The first letter has to be right.
    """
    slips = 2 if len(folded) >= 11 else 1
    close = [
        (away, name)
        for length in range(len(folded) - slips, len(folded) + slips + 1)
        for name in tables.by_letter().get((folded[0], length), ())
        if (away := distance(folded, name, slips)) <= slips
    ]
    return [name for _, name in sorted(close)]


def distance(one: str, two: str, most: int) -> int:
    """Edit distance with swapped neighbours, as far as `most` (else `most` + 1)."""
    while one and two and one[0] == two[0]:
        one, two = one[1:], two[1:]
    while one and two and one[-1] == two[-1]:
        one, two = one[:-1], two[:-1]
    if not one or not two:
        return len(one) + len(two)
    if most == 0 or abs(len(one) - len(two)) > most:
        return most + 1
    if len(one) > 2 * most + 1 and len(two) > 2 * most + 1:
        return most + 1
    tries = [
        distance(one[1:], two[1:], most - 1),
        distance(one[1:], two, most - 1),
        distance(one, two[1:], most - 1),
    ]
    if one[:2] == two[1::-1] and len(one) > 1:
        tries.append(distance(one[2:], two[2:], most - 1))
    return 1 + min(tries)
