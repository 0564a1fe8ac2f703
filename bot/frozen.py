"""The values that rooms hand to one another: dataclasses whose fields never change.

`@dataclass(frozen=True)` keeps that at run time, and makes every value cost five times as much; a turn
makes some sixty of them. Here the type checker keeps it. Imports nothing; every room may import it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any, Generic, TypeVar, dataclass_transform

__all__ = ["Memo", "frozen", "replace"]

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A slotted dataclass, compared and hashed by its fields; a `__hash__` of its own stays. `mypy` refuses
    to assign to one."""
    return dataclass(slots=True, unsafe_hash="__hash__" not in vars(cls))(cls)


def _replace(value: Any, /, **changes: Any) -> Any:
    """`dataclasses.replace`, four times as fast."""
    kind = value.__class__
    read, places = _SHAPES.get(kind) or _shape(kind)
    parts = [*read(value)]
    for name, part in changes.items():
        parts[places[name]] = part
    return kind(*parts)


def _shape(kind: type) -> tuple[Callable[[object], tuple[object, ...]], Mapping[str, int]]:
    names = [f.name for f in fields(kind)]
    read = attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)
    _SHAPES[kind] = read, {name: place for place, name in enumerate(names)}
    return _SHAPES[kind]


_SHAPES: dict[type, tuple[Callable[[object], tuple[object, ...]], Mapping[str, int]]] = {}
replace = _replace  # noqa: F811 (to mypy it stays the imported one, by which it checks the fields)


class Memo(Generic[T]):
    """What was made of values that never change, by which objects they are: most lines say the same to
    everybody, and are the same object each time. It forgets everything when it holds `most`."""

    def __init__(self, most: int = 4_096) -> None:
        self._most = most
        self._found: dict[tuple[int, ...], tuple[tuple[object, ...], T]] = {}

    def get(self, make: Callable[..., T], *parts: object) -> T:
        """`make(*parts)`, or what it gave for the very same parts before. `make` must be pure."""
        ids = tuple(map(id, parts))
        found = self._found.get(ids)
        if found is None:
            if len(self._found) >= self._most:
                self._found.clear()
            found = self._found[ids] = (parts, make(*parts))  # who holds the parts owns their ids
        return found[1]
