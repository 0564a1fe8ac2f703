"""Which updates are in hand, and which offset may be asked for next. Pure bookkeeping.

`getUpdates(offset)` confirms, for good, everything below the offset. So the offset is the lowest
update that is not finished, however many younger ones are; what is fetched again meanwhile is
recognised. Update ids count upwards one by one; a gap means that an update may still be on its way
(behind a proxy, or on a server that is out of order). The offset, and what came after the gap, wait for
it a few polls long; where that was in vain several times, the server simply counts with gaps.
"""

from collections import OrderedDict

RECENT = 4_096  # finished ids that are recognised when they come again
PATIENCE = 3  # polls that a missing id is waited for
IN_VAIN = 3  # gaps that stayed empty, one after the other, before gaps are believed
WIDEST_GAP = 100  # a wider gap is a new numbering, not missing updates


class Ledger:
    """Admit an update, finish it, ask for the offset."""

    def __init__(self) -> None:
        self._in_hand: set[int] = set()
        self._recent: OrderedDict[int, None] = OrderedDict()
        self._missing: dict[int, int] = {}
        self._highest: int | None = None
        self._vain = 0

    @property
    def in_hand(self) -> int:
        """How many updates are being worked on."""
        return len(self._in_hand)

    def admit(self, number: int) -> bool:
        """True once per update: it is ours to handle now. An id below the offset that was never
        seen is admitted too: better handled late than lost."""
        if number in self._in_hand or number in self._recent:
            return False
        self._in_hand.add(number)
        if self._highest is not None and number < self._highest:
            self._missing.pop(number, None)
            self._vain = 0
        elif self._highest is not None and number - self._highest <= WIDEST_GAP and self._vain < IN_VAIN:
            self._missing.update(dict.fromkeys(range(self._highest + 1, number), PATIENCE))
        if self._highest is None or number > self._highest:
            self._highest = number
        return True

    def begin_with(self, number: int, beside: int) -> None:
        """Before the first update of all is admitted, where so many are brought beside one another: any of
        those before it may be on its way, and is waited for until the next look."""
        if self._highest is None:
            self._missing = dict.fromkeys(range(number - beside, number), 1)
            self._vain = -1  # that none of them comes says nothing of how the server counts

    def finish(self, number: int) -> None:
        """It is committed, recorded as poisonous, or of no concern."""
        self._in_hand.discard(number)
        self._recent[number] = None
        while len(self._recent) > RECENT:
            self._recent.popitem(last=False)

    def polled(self) -> None:
        """A poll was answered: what is still missing has one chance less."""
        left_over = {number: left - 1 for number, left in self._missing.items() if left > 1}
        self._vain += len(left_over) < len(self._missing)
        self._missing = left_over

    def follows_a_gap(self, number: int) -> bool:
        """Whether an older update may still come before this one."""
        return any(missing < number for missing in self._missing)

    def offset(self) -> int | None:
        """The first update to ask for; None: nothing is known yet."""
        waiting = self._in_hand | self._missing.keys()
        if waiting:
            return min(waiting)
        return None if self._highest is None else self._highest + 1

    def renumber(self) -> None:
        """After a week without updates the platform may go on with any number, lower ones too."""
        if not self._in_hand:
            self._highest = None
            self._missing.clear()
            self._recent.clear()
