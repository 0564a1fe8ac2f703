"""A compiled program: immutable, shared by all conversations.

Holds the code and the tables that the machine, the translators and the author's tools read.
Knows nothing of source text but where things stand in it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Literal

from bot.engine.ops import Op, Tables
from bot.engine.render import portable
from bot.engine.state import OrderedKeys
from bot.engine.values import Value
from bot.frozen import frozen


@frozen
class NodeInfo:
    """A node. `name` is unique (`Title.Subtitle` in a group), `start` its place in the code.

    `headers` are in order, with repeats; `keys` are its wait and return keys in order.
    """

    name: str
    title: str
    file: str
    line: int
    headers: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    start: int = 0

    def header(self, key: str, default: str = "") -> str:
        """The last value given for a header."""
        return next((value for name, value in reversed(self.headers) if name == key), default)


UNLISTED = "unlisted"  # hashtag of an option that is offered where it stands and nowhere else
LineKind = Literal["line", "option", "item", "prompt"]


@frozen
class LineInfo:
    """A text of the script by its id. `source` has the values' placeholders, `text` is as in a table.

    The id is also the key of an option or prompt; `explicit`: it was written as `#line:`. A shadow line
    has its source's id in `translation`, and only the source is in the string table. `place` is the
    instruction that reaches it, for coverage.
    """

    id: str
    kind: LineKind
    node: str
    file: str
    line: int
    source: str
    tags: tuple[str, ...] = ()
    last: bool = False
    explicit: bool = False
    translation: str = ""
    place: int = 0

    @property
    def text(self) -> str:
        """As in the string table: `{0}` for the first value."""
        return portable(self.source)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other wordings from `#alias:` hashtags, underscores read as spaces."""
        return tuple(tag[6:].replace("_", " ") for tag in self.tags if tag.startswith("alias:"))


@frozen
class Choice:
    """Where an option leads, the once flag its choosing uses up, and the key of its group."""

    start: int
    once: str | None
    group: str


@frozen
class Branch:
    """A place where the script may go two ways, for coverage. `start` is the first place of the way."""

    kind: str
    file: str
    line: int
    start: int


@frozen
class Program:
    """Everything that runs. Compare programs by `digest`, the digest of their sources.

    `nodes` by unique name; `groups` gives a node group's members by title. `initial` and `types`
    ("number", "string", "bool") cover every stored variable; `smart` names the computed ones.
    """

    digest: str
    nodes: Mapping[str, NodeInfo]
    groups: Mapping[str, tuple[str, ...]]
    initial: Mapping[str, Value]
    types: Mapping[str, str]
    smart: frozenset[str]
    lines: Mapping[str, LineInfo]
    branches: tuple[Branch, ...]
    code: tuple[Op, ...]
    where: tuple[tuple[str, int, str], ...]
    tables: Tables
    choices: Mapping[str, Choice]
    functions: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Program {self.digest}: {len(self.nodes)} nodes, {len(self.lines)} lines>"

    def has_node(self, name: str) -> bool:
        """Whether `Begin(name)` works: a node's name or a group's title."""
        return name in self.tables.entries

    @property
    def strings(self) -> Mapping[str, str]:
        """The base language's texts by id, as translators get them."""
        return {i: line.text for i, line in self.lines.items() if line.translation in ("", i)}

    @property
    def ordered_keys(self) -> OrderedKeys:
        """Wait and return keys by node, as a revision table keeps them."""
        return {name: node.keys for name, node in self.nodes.items()}

    def option_bank(self) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
        """(key, node, text, aliases) of every option in the program."""
        for line in self.lines.values():
            if line.kind == "option":
                yield line.id, line.node, line.text, line.aliases
