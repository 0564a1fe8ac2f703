"""The hashtags of options: `#heard:why` and `#alias:other_words`, by which they take what people say, and
`#unlisted`, by which they are never offered as a turn that was passed by.

A tag that is misspelt is none: it does nothing, and nobody sees why.
"""

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from bot.analysis.findings import error, warning
from bot.analysis.walk import lines_of, statements
from bot.engine.program import UNLISTED
from bot.errors import Diagnostic
from bot.yarn import HostDeclarations
from bot.yarn.diagnostics import Speller
from bot.yarn.gather import FileContents
from bot.yarn.heard import HEARD
from bot.yarn.tree import LineSyntax

HEARD_TAG, ALIAS_TAG = "heard", "alias"
_TAGS = (HEARD_TAG, ALIAS_TAG, UNLISTED)
_ALIKE = 0.75  # from here on a tag was meant to be #unlisted


def check_option_tags(
    contents: FileContents, lines: Sequence[str], host: HostDeclarations
) -> Iterator[Diagnostic]:
    """An unknown kind is an error: nothing would ever lead to that option. Elsewhere than at an option the
    tags do nothing."""
    tagged = [line for line in contents.texts if any(_name(tag) for tag in line.tags)]
    if not tagged:
        return
    options = {id(line) for line in _options(contents)}
    kinds = host.variables.get(HEARD, frozenset())
    speller = Speller(kinds)
    for line in tagged:
        for tag in filter(_name, line.tags):
            column = lines[line.line - 1].find(f"#{tag}", line.column - 1) + 1
            place = (contents.file.name, line.line, column)
            yield from _check(tag, place, id(line) in options, kinds, speller)


def _check(
    tag: str, place: tuple[str, int, int], at_option: bool, kinds: Collection[str], speller: Speller
) -> Iterator[Diagnostic]:
    name, colon, value = tag.partition(":")
    end = place[2] + len(tag) + 1
    if name not in _TAGS:
        meant, ours = _name(tag), f"#{name}{colon}"
        right = f"#{meant}" if meant == UNLISTED else f"#{meant}:{value}"
        yield warning("AL620", *place, f"{ours} means nothing to the bot", f"did you mean {right}?", end)
    elif name == UNLISTED and colon:
        said = f"#{UNLISTED} takes no value"
        yield error("AL620", *place, said, f"did you mean #{UNLISTED}?", end)
    elif name != UNLISTED and not value:
        hint = "write #heard:why" if name == HEARD_TAG else "write other words, with _ for spaces"
        yield error("AL620", *place, f"#{name}{colon} names nothing", hint, end)
    elif name == HEARD_TAG and value not in kinds:
        hint = speller.hint(value, f"it is one of {', '.join(sorted(kinds))}")
        yield error("AL620", *place, f"nothing that is heard is called {value!r}", hint, end)
    elif not at_option:
        said = f"#{name}{colon} does nothing here: only an option can be asked"
        yield warning("AL620", *place, said, "put it behind an option, or remove it", end)


def _name(tag: str) -> str:
    """Which of our tags this is, or was meant to be; "" for any other."""
    name = tag.partition(":")[0]
    if name in _TAGS:
        return name
    plain = name.casefold()
    near = get_close_matches(plain, (UNLISTED,), cutoff=_ALIKE)
    return next(
        (ours for ours in _TAGS if plain in (ours, ours[:-1], f"{ours}s", f"{ours}es")), "".join(near)
    )


def _options(contents: FileContents) -> Iterator[LineSyntax]:
    for node in contents.file.nodes:
        for statement in statements(node.body):
            yield from (line for kind, line in lines_of(statement) if kind == "option")
