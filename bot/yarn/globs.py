"""File patterns of a project, matched as the language's own tools match them, in bounded time.

`**` is any folders, `*` stands within one name (`?` only for itself), capitals do not matter, `sub/` is all
that lies below.
A folder that is left out takes with it what it holds.
"""

from collections.abc import Iterator, Sequence

from bot.frozen import frozen

MOST_CHARACTERS, MOST_PARTS = 400, 40


class BadPattern(Exception):
    """What is wrong with a pattern, and what to write instead."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


@frozen
class Pattern:
    """A pattern's parts between its slashes, folded; `**` stands for any folders."""

    parts: tuple[str, ...]

    def takes(self, path: Sequence[str]) -> bool:
        """Whether a path, given as folded names, is meant. Linear in path times pattern."""
        places = self._settled({0})
        for name in path:
            places = self._settled({after for at in places for after in self._next(at, name)})
        return len(self.parts) in places

    def leaves_out(self, path: Sequence[str]) -> bool:
        """Whether the path or a folder above it is meant."""
        return any(self.takes(path[:length]) for length in range(1, len(path) + 1))

    def _next(self, at: int, name: str) -> Iterator[int]:
        """The places in the pattern after one more name."""
        if at == len(self.parts):
            return
        if self.parts[at] == "**":
            yield at
            if at == len(self.parts) - 1:
                yield at + 1
        elif _same(name, self.parts[at]):
            yield at + 1

    def _settled(self, places: set[int]) -> set[int]:
        """With the places behind a `**` that stands for no folder; at the end it needs a name."""
        for at in sorted(places):
            while at < len(self.parts) - 1 and self.parts[at] == "**":
                at += 1
                places.add(at)
        return places


def pattern(text: str) -> Pattern:
    """Raises `BadPattern` for one that leaves the folder or is endlessly long."""
    clean = text.replace("\\", "/").lstrip("/")
    if len(clean) > MOST_CHARACTERS or clean.count("/") >= MOST_PARTS:
        message = f"the pattern {text[:60]!r} is too long"
        raise BadPattern(message, f"at most {MOST_CHARACTERS} characters and {MOST_PARTS} folders")
    parts = [part for part in clean.split("/") if part not in ("", ".")]
    if not parts or ".." in parts or ":" in parts[0]:
        raise BadPattern(f"the pattern {text[:60]!r} leaves the project's folder", "name files inside it")
    if clean.endswith("/"):
        parts.append("**")
    return Pattern(tuple(_simple(parts)))


def _simple(parts: Sequence[str]) -> Iterator[str]:
    """Folded, repeated `**` once, `**.yarn` as `**/*.yarn`, `*.*` as any name."""
    before = ""
    for part in parts:
        if part.startswith("**."):
            if before != "**":
                yield "**"
            part = part[1:]
        elif part != "**":
            while "**" in part:
                part = part.replace("**", "*")
        part = "*" if part == "*.*" else folded(part)
        if part != "**" or before != "**":
            yield part
        before = part


def folded(name: str) -> str:
    """A name with its capitals evened out, letter by letter."""
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in name)


def _same(name: str, part: str) -> bool:
    """A name against one part. Goes back to the newest star only: never more than name times part steps."""
    at = here = 0
    star, retry = -1, 0
    while at < len(name):
        if here < len(part) and part[here] == "*":
            star, retry = here, at
            here += 1
        elif here < len(part) and part[here] == name[at]:
            at, here = at + 1, here + 1
        elif star >= 0:
            retry += 1
            at, here = retry, star + 1
        else:
            return False
    return all(char == "*" for char in part[here:])
