"""What platforms called the messages that later rows are about: keyboards to settle, threads to begin at."""

from collections import OrderedDict

from bot.model import Open, Rebutton, Receipt, Settle
from bot.ports import Claimed, Outbox

_MOST = 20_000


class Receipts:
    """The newest are in memory; the others are asked of the outbox."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._known: OrderedDict[str, Receipt] = OrderedDict()

    def keep(self, outgoing_id: str, receipt: Receipt) -> None:
        self._known[outgoing_id] = receipt
        if len(self._known) > _MOST:
            self._known.popitem(last=False)

    async def target(self, claimed: Claimed) -> Receipt | None:
        """The message that a row is about."""
        action = claimed.outgoing.action
        if isinstance(action, Rebutton | Open):
            return await self._standing(claimed, action.of)
        if not isinstance(action, Settle):
            return None
        if not action.of:
            return action.at
        # A keyboard is settled once; a second try asks the outbox.
        known = claimed.target or self._known.pop(action.of, None)
        if known is None:
            known = await self._outbox.receipt(claimed.person, action.of)
        if action.at is None or known is None:
            return known or action.at
        return known.proved(action.at)

    async def _standing(self, claimed: Claimed, of: str) -> Receipt | None:
        """A message that is not done with: it may be asked for again."""
        if not of:
            return None
        return claimed.target or self._known.get(of) or await self._outbox.receipt(claimed.person, of)
