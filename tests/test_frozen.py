"""Values that never change: made, compared, changed into others, and what is kept of them."""

from dataclasses import field

import pytest

from bot.frozen import Memo, frozen, replace


@frozen
class Lamp:
    name: str
    watts: int = 5
    lit: bool = field(default=False, compare=False)


@frozen
class Word:
    text: str


def test_values_are_equal_by_their_fields() -> None:
    assert Lamp("a") == Lamp("a", 5, lit=True)
    assert {Lamp("a"), Lamp("a", lit=True), Lamp("b")} == {Lamp("a"), Lamp("b")}
    assert repr(Lamp("a")) == "Lamp(name='a', watts=5, lit=False)"


def test_replace_gives_another_value() -> None:
    lamp = Lamp("a", 7, lit=True)
    assert (replace(lamp, watts=3), replace(Word("x"), text="y")) == (Lamp("a", 3), Word("y"))
    assert replace(lamp, watts=3).lit
    assert lamp == Lamp("a", 7)
    with pytest.raises(KeyError):
        replace(lamp, colour="red")  # type: ignore[call-arg]


def test_what_was_made_is_kept_for_the_same_objects_only() -> None:
    made: list[str] = []

    def make(*words: Word) -> str:
        made.append(" ".join(word.text for word in words))
        return made[-1]

    kept, same = Memo[str](most=2), Word("a")
    assert kept.get(make, same) is kept.get(make, same)
    assert kept.get(make, Word("a")) == "a"  # equal, but another
    assert kept.get(make, same, same) == "a a"  # the third: the others are forgotten
    assert kept.get(make, same) == "a"
    assert made == ["a", "a", "a a", "a"]


def test_what_is_kept_is_never_shown_for_another_object_at_the_same_place() -> None:
    """An object that is gone leaves its place, and its id, to the next one."""
    kept = Memo[str]()
    for text in map(str, range(500)):
        assert kept.get(lambda word: word.text, Word(text)) == text
