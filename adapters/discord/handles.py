"""What this process knows of open interaction tokens: whose answer fills the "thinking" message, and which
message was pressed. Bounded and forgetful; a token that is not known here was opened before a restart."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime

MOST = 20_000


@dataclass(slots=True)
class _Opened:
    expires_at: datetime
    source: str | None
    filler: str | None = None


class Handles:
    """Memory by token. Times are aware; what has expired is dropped as new ones come."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._opened: OrderedDict[str, _Opened] = OrderedDict()

    def opened(self, token: str, now_at: datetime, expires_at: datetime, source: str | None) -> None:
        """An interaction was acknowledged by this process. What came twice stays as it is."""
        if token in self._opened:
            return
        while self._opened:
            oldest = next(iter(self._opened.values()))
            if oldest.expires_at > now_at and len(self._opened) < self._most:
                break
            self._opened.popitem(last=False)
        self._opened[token] = _Opened(expires_at, source)

    def knows(self, token: str) -> bool:
        return token in self._opened

    def source(self, token: str) -> str | None:
        """The message whose button was pressed; None where that is not known."""
        known = self._opened.get(token)
        return known.source if known is not None else None

    def fills(self, token: str, row: str) -> bool:
        """Whether `row` is the one that fills the thinking message: the first that asks, and its retries."""
        known = self._opened[token]
        if known.filler is None:
            known.filler = row
        return known.filler == row

    def __repr__(self) -> str:
        return f"<Handles: {len(self._opened)} open>"
