"""How many examples a property is tried with. `make test` takes few of them, `make properties` very many:
each run makes up its own, so that all runs together try more than any single one. Only those of
`tests/yarn/test_properties.py` are the same each time."""

from typing import Any

from hypothesis import settings

USUAL = "alana"
settings.register_profile(USUAL, deadline=None, max_examples=40)  # no example is held against a clock
settings.register_profile("many", deadline=None, max_examples=2_000)


def with_examples(number: int, **more: Any) -> settings:
    """So many for a hundred of what a property gets that asks for no number; `more` as in `settings`."""
    return settings(max_examples=max(1, number * settings().max_examples // 100), **more)
