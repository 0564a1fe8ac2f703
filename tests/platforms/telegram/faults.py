"""What can go wrong on the way, on order: dropped connections, delays, refusals, repeats, disorder."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "drop_before",  # the connection is cut before anything is done
    "drop_after",  # it was done, and the answer is lost
    "delay",  # the answer comes `seconds` later
    "limited",  # 429 with parameters.retry_after = `seconds`
    "limited_bare",  # 429 without parameters
    "bad_gateway",  # a 502 page in HTML
    "server_error",  # 500 in the API's JSON
    "unauthorized",  # 401, though the token is good: a server that is set up anew, a proxy before it
    "refused",  # 400: this one is not taken
]


@dataclass
class Fault:
    """Strikes every n-th call that it watches (`every`), or the next `times` of them."""

    kind: Kind
    methods: frozenset[str] = frozenset()  # lower case; empty: all
    every: int = 0
    times: int = 0
    seconds: float = 0.0
    seen: int = 0
    struck: int = 0

    def due(self, method: str) -> bool:
        """Counts the call and says whether it is one to strike."""
        if self.methods and method.lower() not in self.methods:
            return False
        self.seen += 1
        return self.seen % self.every == 0 if self.every else self.struck < self.times


@dataclass
class Faults:
    """The orders in force. `repeat_updates` and `shuffle_updates` are about getUpdates."""

    orders: list[Fault] = field(default_factory=list)
    repeat_every: int = 0  # each n-th batch brings the last confirmed updates once more
    shuffle_every: int = 0  # each n-th batch comes in reversed order
    hold_back_every: int = 0  # each n-th update appears one batch late, after younger ones

    def every(self, n: int, kind: Kind, *methods: str, seconds: float = 0.0) -> Fault:
        return self._order(Fault(kind, _names(methods), every=n, seconds=seconds))

    def next(self, kind: Kind, *methods: str, times: int = 1, seconds: float = 0.0) -> Fault:
        return self._order(Fault(kind, _names(methods), times=times, seconds=seconds))

    def clear(self) -> None:
        self.orders.clear()
        self.repeat_every = self.shuffle_every = self.hold_back_every = 0

    def strike(self, method: str) -> Fault | None:
        """The fault for this call: every order counts the call, the first that is due strikes."""
        due = [order for order in self.orders if order.due(method)]
        if not due:
            return None
        due[0].struck += 1
        return due[0]

    def _order(self, fault: Fault) -> Fault:
        self.orders.append(fault)
        return fault


def _names(methods: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in methods)
