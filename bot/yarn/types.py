"""The types of the language, and how two of them are brought together.

A type not known yet is a `Hole`; holes are united as use shows what they are. What must wait for a hole
to be filled is noted on it, so that the whole inference stays linear.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.engine.values import Value


@dataclass(slots=True, eq=False)
class Type:
    """A known type. `raw` is what it is at run time: "number", "string" or "bool"."""

    name: str
    raw: str


@dataclass(slots=True, eq=False)
class EnumType(Type):
    """An enum; `cases` gives each case's raw value."""

    cases: dict[str, Value] = field(default_factory=dict)


class Hole:
    """A type not known yet. `filled` is what it turned out to be; `waiting` runs when it does."""

    __slots__ = ("filled", "waiting")

    def __init__(self) -> None:
        self.filled: Type | Hole | None = None
        self.waiting: list[Callable[[], None]] = []


AnyType = Type | Hole

NUMBER = Type("number", "number")
STRING = Type("string", "string")
BOOL = Type("bool", "bool")
ANY = Type("any", "any")

NAMED = {"number": NUMBER, "string": STRING, "bool": BOOL, "any": ANY}
START: dict[str, Value] = {"number": 0.0, "string": "", "bool": False}


def find(kind: AnyType) -> AnyType:
    """What a type is by now; the way there is shortened."""
    root = kind
    while isinstance(root, Hole) and root.filled is not None:
        root = root.filled
    while isinstance(kind, Hole) and kind.filled is not None and kind.filled is not root:
        kind.filled, kind = root, kind.filled
    return root


def fill(hole: Hole, kind: AnyType) -> list[Callable[[], None]]:
    """Fills a hole; gives what waited for it. A hole filled by a hole hands its waiters on."""
    hole.filled = kind
    waiting, hole.waiting = hole.waiting, []
    if isinstance(kind, Hole):
        kind.waiting += waiting
        return []
    return waiting


def start_value(kind: Type) -> Value:
    """Where an undeclared variable of that type starts."""
    if isinstance(kind, EnumType):
        return next(iter(kind.cases.values()))
    return START.get(kind.raw, "")
