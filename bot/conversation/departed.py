"""The chats of those who were forgotten: until they write again, nothing about them is to be written down.

A platform may still want to note where it stands in such a chat, just after its person has gone.
"""

from collections.abc import Iterable

from bot.model import Address

_MOST = 10_000  # by then the platform has long noted what it wanted to


class Departed:
    """Chats by platform and key, in memory only."""

    def __init__(self) -> None:
        self._chats: dict[tuple[str, str], None] = {}

    def left(self, addresses: Iterable[Address | None]) -> None:
        for address in addresses:
            if address is not None:
                self._chats[address.platform, address.chat] = None
        while len(self._chats) > _MOST:
            del self._chats[next(iter(self._chats))]

    def came(self, address: Address) -> None:
        self._chats.pop((address.platform, address.chat), None)

    def __contains__(self, place: tuple[str, str]) -> bool:
        return place in self._chats
