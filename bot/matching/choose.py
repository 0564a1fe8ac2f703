"""Which matcher this installation uses."""

from importlib.util import find_spec
from typing import Literal

from bot.matching.lexical import LexicalMatcher
from bot.matching.semantic import PACKAGES, SemanticMatcher

Preference = Literal["auto", "lexical", "semantic"]


def best_matcher(prefer: Preference = "auto") -> LexicalMatcher | SemanticMatcher:
    """Return the semantic matcher where its packages are installed (or asked for), else the lexical one.

    Quick: nothing heavy is imported here. The semantic matcher checks its model when it first loads it,
    in its worker thread, and lets the lexical one stand in if that fails; `describe()` says so.
    """
    installed = all(find_spec(name) is not None for name in PACKAGES)
    if prefer == "semantic" or (prefer == "auto" and installed):
        return SemanticMatcher()
    return LexicalMatcher()
