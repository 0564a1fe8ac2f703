"""What is read out of the headers of a series."""

import pytest

from bot.conversation.catalogue import make_series
from tests.engine.talk import program


@pytest.mark.parametrize(
    ("key", "number"), [("07-lamps", 7), ("lamps", 1), ("12", 12), ("²-lamps", 1), ("𑁒-lamps", 1), ("-1", 1)]
)
def test_an_episodes_number_stands_ahead_of_its_key_or_is_its_place(key: str, number: int) -> None:
    [episode] = make_series(program(f"title: Lamps\nepisode: {key}\n---\nHi.\n===\n"), {}, "x").episodes
    assert (episode.key, episode.number) == (key, number)
