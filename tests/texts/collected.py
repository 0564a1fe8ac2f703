"""All texts of the program, collected once: to read the whole source takes a second."""

from functools import cache

from babel.messages import Catalog

from bot.texts.extract import sources


@cache
def all_texts() -> Catalog:
    """To be looked at, not changed."""
    return sources()
