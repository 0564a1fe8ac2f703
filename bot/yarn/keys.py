"""Stable keys: for waits, once flags, saliency counts and lines without an id of their own.

A written `#line:` id wins. Else a key is made of the node and the content, so that an edit elsewhere
changes nothing; the same content twice in a node is numbered.
"""

from hashlib import blake2b


def short_hash(*content: str) -> str:
    """Ten hexadecimal digits of the content."""
    return blake2b("\0".join(content).encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


class Keys:
    """Makes the keys of one node."""

    __slots__ = ("_counts", "node")

    def __init__(self, node: str) -> None:
        self.node = node
        self._counts: dict[str, int] = {}

    def make(self, prefix: str, *content: str) -> str:
        """`prefix:Node-hash`, with `~2` and so on for repeated content."""
        key = f"{prefix}:{self.node}-{short_hash(*content)}"
        count = self._counts[key] = self._counts.get(key, 0) + 1
        return key if count == 1 else f"{key}~{count}"
