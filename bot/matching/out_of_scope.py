"""Examples of what is out of scope: what people say to a bot that is no question to it.

A small bank leaves much room around each question; a greeting, a curse or the weather must not fall into it
for want of anything closer. Short sentences of many kinds rather than many of one, in each language's
`out_of_scope.txt`; a few are of other languages, because to an English model all that is alike.
"""

from functools import cache

from bot.matching.verdict import Candidate
from bot.texts.catalogue import LOCALES, available_languages

OUT_OF_SCOPE = ""  # the key of them all: nothing can be chosen by it
_FILE = "out_of_scope.txt"


@cache
def examples() -> tuple[Candidate, ...]:
    """Every language's, the source language's first."""
    files = (path for each in available_languages() if (path := LOCALES / each / _FILE).is_file())
    lines = (line for path in files for line in path.read_text("utf-8").splitlines())
    return tuple(Candidate(OUT_OF_SCOPE, line) for line in lines if line and line[0] != "#")
