"""What goes wrong on purpose, and how often one may ask: fault injection and rate limit buckets."""

import asyncio
import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from tests.platforms.discord.rules import Refusal
from tests.platforms.discord.world import Clock

Kind = Literal["drop_before", "drop_after", "delay", "status", "limited", "cloudflare", "held"]

# Requests allowed per seconds, by kind of route. The published figures move; these are the usual ones.
REAL_LIMITS: Mapping[str, tuple[int, float]] = {
    "POST /channels/{}/messages": (5, 5.0),
    "PATCH /channels/{}/messages": (5, 5.0),
    "POST /channels/{}/typing": (5, 5.0),
    "POST /webhooks/{}": (5, 2.0),
    "PATCH /webhooks/{}": (5, 2.0),
    "global": (50, 1.0),
}
NO_LIMITS: Mapping[str, tuple[int, float]] = {}


@dataclass
class Fault:
    """One way to fail: for calls whose "METHOD path" matches, every `every`-th, at most `times` of them.

    `seconds` is the delay or the retry_after, `status` the HTTP status of an HTML error page.
    """

    kind: Kind
    where: str = ""
    times: int | None = 1
    every: int = 1
    seconds: float = 0.0
    status: int = 502
    seen: int = 0
    hit: int = 0
    done: asyncio.Event | None = None

    def strikes(self, call: str) -> bool:
        if (self.times is not None and self.hit >= self.times) or not re.search(self.where, call):
            return False
        self.seen += 1
        if self.seen % self.every:
            return False
        self.hit += 1
        return True


class Faults:
    """The faults in force, in the order they were added; the first that strikes wins."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def once(self, kind: Kind, where: str = "", **more: float) -> Fault:
        """The next matching call fails."""
        return self.add(Fault(kind, where, **more))  # type: ignore[arg-type]

    def every(self, number: int, kind: Kind, where: str = "", **more: float) -> Fault:
        """Every n-th matching call fails, until `clear`."""
        return self.add(Fault(kind, where, None, number, **more))  # type: ignore[arg-type]

    def add(self, fault: Fault) -> Fault:
        self.active.append(fault)
        return fault

    @contextmanager
    def held(self, where: str) -> Iterator[None]:
        """Matching calls are answered when this ends."""
        fault = self.add(Fault("held", where, None, done=asyncio.Event()))
        try:
            yield
        finally:
            self.active.remove(fault)
            assert fault.done is not None
            fault.done.set()

    def clear(self) -> None:
        self.active.clear()

    def strike(self, call: str) -> Fault | None:
        return next((fault for fault in self.active if fault.strikes(call)), None)


def limited(seconds: float, *, scope: str = "user", everywhere: bool = False) -> Refusal:
    """The 429 as Discord's own servers send it: a `Via` header, `retry_after` in the body."""
    headers = {
        "Via": "1.1 google",
        "Retry-After": str(max(1, round(seconds))),
        "X-RateLimit-Scope": "global" if everywhere else scope,
        "X-RateLimit-Reset-After": f"{seconds:.3f}",
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    body = {"retry_after": round(seconds, 3), "global": everywhere}
    return Refusal(429, 0, "You are being rate limited.", headers=headers, extra=body)


def cloudflare() -> Refusal:
    """A 429 from in front of Discord: no `Via`, an HTML page. Clients take it for a ban."""
    return Refusal(429, 0, "cloudflare", headers={"Retry-After": "600"})


class Buckets:
    """Fixed windows by route and major parameter, with the headers that describe them."""

    def __init__(self, limits: Mapping[str, tuple[int, float]], clock: Clock) -> None:
        self.limits, self.clock = limits, clock
        self._windows: dict[str, tuple[float, int]] = {}

    def take(self, method: str, path: str) -> dict[str, str]:
        """Counts one call; the X-RateLimit headers of its answer. Raises the 429 `Refusal`."""
        route, major = _route(method, path)
        if not path.startswith(("/interactions/", "/webhooks/")):  # the endpoints of interactions
            self._count("global", "global", everywhere=True)
        if route not in self.limits:
            return {}
        return self._count(route, f"{route} {major}", everywhere=False)

    def _count(self, route: str, key: str, *, everywhere: bool) -> dict[str, str]:
        if route not in self.limits:
            return {}
        most, seconds = self.limits[route]
        now = self.clock.now()
        end, used = self._windows.get(key, (now + seconds, 0))
        if now >= end:
            end, used = now + seconds, 0
        headers = {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(max(0, most - used - 1)),
            "X-RateLimit-Reset": f"{end:.3f}",
            "X-RateLimit-Reset-After": f"{end - now:.3f}",
            "X-RateLimit-Bucket": hashlib.sha256(route.encode()).hexdigest()[:32],
        }
        if used >= most:
            refusal = limited(end - now, everywhere=everywhere)
            refusal.headers = headers | refusal.headers
            raise refusal
        self._windows[key] = (end, used + 1)
        return headers


def _route(method: str, path: str) -> tuple[str, str]:
    parts = path.strip("/").split("/")
    major = "/".join(parts[1:3]) if parts[0] == "webhooks" else parts[1] if len(parts) > 1 else ""
    tail = "/" + parts[2] if parts[0] == "channels" and len(parts) > 2 else ""
    return f"{method} /{parts[0]}/{{}}{tail}", major
