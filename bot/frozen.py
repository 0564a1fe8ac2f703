"""The values that rooms hand to one another: dataclasses whose fields never change.

`@dataclass(frozen=True)` keeps that at run time, and makes every value cost five times as much; a turn
makes some sixty of them. Here the type checker keeps it. Imports nothing; every room may import it.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """A slotted dataclass, compared and hashed by its fields. `mypy` refuses to assign to one."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
