"""Moves by how they are said, `moves.toml` in each language's folder: patterns over folded text.

Where the weights guess from single words, these look at what the words are about: a telephone that died is no
death, and whoever is *not* sad is not sad.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from bot.clean import fold
from bot.hearing.kinds import Kind
from bot.texts.vocabulary import vocabulary

_FILE = "moves"
_LIMIT = 400
_REST = 3  # words: so many of them beside what is denied say something of their own
_UNCLOUDED = frozenset({Kind.GOOD_NEWS, Kind.GLAD})  # other words beside it make it something else
_AS_SAID = frozenset({Kind.NO_DEATH, Kind.GOOD_NEWS})  # not without what only sounds like a death
_LISTS = ("kin", "partners", "feeling")


def worded(text: str) -> Kind | None:
    """The move that the text is by its wording; None: the words decide nothing."""
    whole, bare = fold(text, _LIMIT), _bare(text)
    for kind, pattern in _moves():
        said = whole if kind in _AS_SAID else bare
        if pattern.search(said) and not (kind in _UNCLOUDED and _pattern("but").search(bare)):
            return kind
    return None


def mourns(text: str) -> bool:
    """Whether a word of death stands in it that means one."""
    return _pattern("death_in").search(_bare(text)) is not None


def beyond_a_script(text: str) -> bool:
    """Whether what it asks for is nothing that a script could do: the weather, a song."""
    return _pattern("beyond_me").search(fold(text, _LIMIT)) is not None


def without_denied(text: str) -> str | None:
    """What is said beside a feeling that is denied ("I'm not sad, I'm furious"); "": little or nothing.
    None: none is denied."""
    folded = fold(text, _LIMIT)
    rest = _denied().sub(" ", folded).strip()
    if rest == folded:
        return None
    return rest if len(rest.split()) >= _REST else ""


def _bare(text: str) -> str:
    """Folded, and without what only sounds like a death."""
    return _pattern("no_death_in").sub(" ", fold(text, _LIMIT))


@cache
def _moves() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """In the order of the files, one language's after the other's for each kind."""
    kinds = dict.fromkeys(name for data in vocabulary(_FILE).values() for name in data["moves"])
    return tuple((Kind(name), _joined(name, "moves")) for name in kinds)


@cache
def _denied() -> re.Pattern[str]:
    return _joined("feelings", "denied")


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return _joined(name, "")


def _joined(name: str, section: str) -> re.Pattern[str]:
    """The patterns of that name of every language, as one."""
    every = [each for data in vocabulary(_FILE).values() for each in _written(data, name, section)]
    return re.compile("|".join(f"(?:{each})" for each in every))


def _written(data: Mapping[str, object], name: str, section: str) -> Iterator[str]:
    """A file's patterns of that name, its lists of words put in."""
    table = data[section] if section else data
    assert isinstance(table, Mapping)
    found = table.get(name, ())
    patterns: Sequence[str] = [found] if isinstance(found, str) else found
    lists = {each: "".join(str(data[each]).split("\n")) for each in _LISTS}
    lists = {each: "|".join(word.strip() for word in words.split("|")) for each, words in lists.items()}
    lists["any"] = f"(?:{lists['kin']}|{lists['partners']})"
    for pattern in patterns:
        yield re.sub(r"\{(kin|any|partners|feeling)\}", lambda gap: f"(?:{lists[gap[1]]})", pattern)
