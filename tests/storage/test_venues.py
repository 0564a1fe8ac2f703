"""What is kept of the places that took the bot in."""

from bot.storage.venues import GONE, KNOWN, present
from tests.growth import STEADY, exponent


def test_a_place_that_it_was_taken_out_of_is_known_and_left() -> None:
    assert present([("1", KNOWN), ("2", "locale"), ("2", GONE), ("3", "roles")]) == {
        "1": True,
        "2": False,
        "3": True,
    }
    assert present([]) == {}


def test_many_places_are_looked_through_once() -> None:
    """Each new connection asks for them."""

    def rules(size: int) -> list[tuple[str, str]]:
        return [(str(1_000_000 + place), KNOWN) for place in range(size)]

    assert exponent(rules, present) < STEADY
