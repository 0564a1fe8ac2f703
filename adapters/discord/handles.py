"""What this process knows of open interaction tokens: whose answer fills the "thinking" message, which
message was pressed, what was said since, and which messages were made through which token: one that only one
person sees can be edited through that token alone, or through one that comes of a press on it.

Bounded and forgetful; a token that is not known here was opened before a restart.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.model import Address, ReplyHandle

MOST = 20_000


@dataclass(slots=True)
class _Opened:
    expires_at: datetime
    id: int
    place: str
    source: str | None
    filler: str | None = None
    filled: bool = False


Expiring = TypeVar("Expiring", _Opened, ReplyHandle)


class Handles:
    """Memory by token. Times are aware; what has expired is dropped as new ones come.

    Ids are Discord's: the later a message, the greater. `place` is what one person sees of a channel.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._opened: OrderedDict[str, _Opened] = OrderedDict()
        self._made: OrderedDict[str, ReplyHandle] = OrderedDict()
        self._last: OrderedDict[str, int] = OrderedDict()

    def opened(
        self,
        token: str,
        now_at: datetime,
        expires_at: datetime,
        source: str | None,
        *,
        id_: int = 0,
        place: str = "",
    ) -> None:
        """An interaction was acknowledged by this process. What came twice stays as it is."""
        if token not in self._opened:
            self._drop_oldest(self._opened, now_at)
            self._opened[token] = _Opened(expires_at, id_, place, source)

    def knows(self, token: str) -> bool:
        return token in self._opened

    def source(self, token: str) -> str | None:
        """The message whose button was pressed; None where that is not known."""
        known = self._opened.get(token)
        return known.source if known is not None else None

    def place(self, token: str) -> str | None:
        known = self._opened.get(token)
        return known.place if known is not None else None

    def place_of(self, address: Address, reply: ReplyHandle) -> str:
        """What this person sees of a channel; direct, all of it."""
        return self.place(reply.token) or (address.chat if address.direct else f"{address.chat}:?")

    def fills(self, token: str, row: str) -> bool:
        """Whether `row` is the one that fills the thinking message: the first that asks, and its retries."""
        known = self._opened[token]
        if known.filler is None:
            known.filler = row
        return known.filler == row

    def filled(self, token: str) -> None:
        """The thinking message thinks no more: the row that fills it stands there."""
        self._opened[token].filled = True

    def waits_for(self, token: str, outgoing_id: str) -> bool:
        """Whether the thinking message still thinks, and a part of that row was to fill it."""
        known = self._opened.get(token)
        if known is None or known.filled:
            return False
        return (known.filler or "").startswith(f"{outgoing_id}/")

    def said(self, place: str, ref: str) -> None:
        """A message of ours stands there."""
        if ref.isdigit():
            self._last[place] = max(int(ref), self._last.pop(place, 0))
            if len(self._last) > self._most:
                self._last.popitem(last=False)

    def overtaken(self, token: str) -> bool:
        """Whether something of ours stands below the thinking message already."""
        known = self._opened[token]
        return self._last.get(known.place, 0) > known.id

    def made(self, ref: str, reply: ReplyHandle, now_at: datetime) -> None:
        """A message was made through that interaction."""
        self._drop_oldest(self._made, now_at)
        self._made[ref] = reply

    def maker(self, ref: str) -> ReplyHandle | None:
        """The interaction that a message was made through; None where that is not known."""
        return self._made.get(ref)

    def _drop_oldest(self, known: OrderedDict[str, Expiring], now_at: datetime) -> None:
        while known:
            oldest = next(iter(known.values()))
            if oldest.expires_at > now_at and len(known) < self._most:
                break
            known.popitem(last=False)

    def __repr__(self) -> str:
        return f"<Handles: {len(self._opened)} open>"


def valid(reply: ReplyHandle | None, now_at: datetime) -> ReplyHandle | None:
    """The handle as long as its token is good."""
    return reply if reply is not None and now_at < reply.expires_at else None
