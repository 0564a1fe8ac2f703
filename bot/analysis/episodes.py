"""The headers that make a series of scripts: each evening begun once, closed by its key, fully described."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from bot.analysis.circled import ALONE
from bot.analysis.findings import warning
from bot.errors import Diagnostic
from bot.yarn.diagnostics import Speller
from bot.yarn.tree import File, Header, Node

LANGUAGE = ("title", "tags", "tracking", "when", "subtitle")
OURS = ("series", "name", "about", "episode", "question", "notice", "help", "circle", "closes")
_NUDGE = "nudge_"


def check_episodes(files: Iterable[File]) -> Iterator[Diagnostic]:
    """Nothing is asked of scripts without an `episode:` header."""
    nodes = [node for file in files for node in file.nodes]
    begun: dict[str, Node] = {}
    homes: dict[str, Node] = {}
    for node in nodes:
        key = _header(node, "episode")
        if key is not None:
            yield from _episode(node, key, begun, homes)
    speller = Speller(begun)
    for node in nodes:
        yield from _headers(node, begun, speller)


def _header(node: Node, key: str) -> Header | None:
    return next((header for header in node.headers if header.key == key), None)


def _episode(node: Node, key: Header, begun: dict[str, Node], homes: dict[str, Node]) -> Iterator[Diagnostic]:
    first, home = begun.setdefault(key.value, node), homes.setdefault(node.file, node)
    if not key.value:
        yield _finding(
            node, key, "this evening has no key", "write one, like 01-tea: it gives the order, too"
        )
    elif first is not node:
        said = f"the evening {key.value} begins in {first.file}, line {first.line}, already"
        yield _finding(node, key, said, "give every evening a key of its own")
    elif home is not node:
        said = f"this file holds an evening already, begun by {home.title}"
        yield _finding(node, key, said, "one evening a file: a person's place is told by it")
    missing = [wanted for wanted in ("name", "question") if _header(node, wanted) is None]
    if missing:
        said = f"the evening {key.value} has no {' and no '.join(missing)}, which the menu shows"
        yield _finding(node, key, said, "add " + " and ".join(f"{wanted}: …" for wanted in missing))


def _headers(node: Node, begun: dict[str, Node], speller: Speller) -> Iterator[Diagnostic]:
    for header in node.headers:
        if header.key == "closes" and header.value not in begun:
            said = f"there is no evening {header.value} to close"
            yield _finding(node, header, said, speller.hint(header.value, "write an episode's key"))
        if header.key == "help" and header.value != "now":
            said = f"help: {header.value} means nothing to the bot"
            yield _finding(node, header, said, "write help: now, for a button on every question")
        if header.key == "circle" and header.value != ALONE:
            said = f"circle: {header.value} means nothing to the bot"
            yield _finding(node, header, said, "write circle: no, for an evening that is told to one person")
        known = header.key in (*LANGUAGE, *OURS) or header.key.startswith(_NUDGE)
        near = [] if known else get_close_matches(header.key, [*OURS, _NUDGE + "1"], n=1, cutoff=0.75)
        if near:
            said = f"the header {header.key} means nothing to the bot"
            yield _finding(node, header, said, f"did you mean {near[0]}?")


def _finding(node: Node, header: Header, message: str, hint: str) -> Diagnostic:
    end = header.column + len(header.key)
    return warning("AL614", node.file, header.line, header.column, message, hint, end)
