"""Groups as venues: in which topic something was done, and whether by one of the group's admins.

An update does not say who is an admin: it is asked, and kept for a few minutes.
Source: core.telegram.org/bots/api#getchatadministrators.
"""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from telegram.error import TelegramError

from adapters.telegram import outbound
from adapters.telegram.link import Link
from bot.errors import SendFailed
from bot.frozen import replace
from bot.model import CommandCall, Inbound, Press
from bot.venues import ADMINS, Venue

KEPT = timedelta(minutes=5)
AGAIN = timedelta(seconds=10)  # until one that could not be asked is asked again
_LED = ("start", "end")  # what only some may do to a circle
MOST = 1_000  # groups that are remembered
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Group:
    admins: frozenset[str] = frozenset()
    until: datetime = _LONG_AGO
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)  # what is done in a group stays in its order


class Admins:
    """Says of what was done in a group where that was and by whom."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._groups: OrderedDict[str, _Group] = OrderedDict()

    async def located(self, inbound: Inbound) -> Inbound:
        """The same with its venue; in a direct chat as it is."""
        address = inbound.address
        if address.direct:
            return inbound
        group = self._groups.setdefault(address.chat, _Group())
        self._groups.move_to_end(address.chat)
        while len(self._groups) > MOST:
            self._groups.popitem(last=False)
        async with group.lock:
            admin = await self._is_admin(group, inbound)
        topic = (address.thread,) if address.thread is not None else ()
        roles = (ADMINS,) if admin else ()
        venue = Venue(address.chat, topic, roles, admin, group=True)
        return replace(inbound, venue=venue, moderates=admin)

    async def _is_admin(self, group: _Group, inbound: Inbound) -> bool:
        """Who does what only admins may do may have become one just now."""
        key, now = inbound.subject.key, self._link.tempo.clock()
        known = group.until - KEPT <= now < group.until  # a clock that was put back keeps nobody an admin
        if not known or (_is_for_admins(inbound) and key not in group.admins):
            await self._ask(group, inbound)
        return key in group.admins

    async def _ask(self, group: _Group, inbound: Inbound) -> None:
        now = self._link.tempo.clock()
        try:
            chat = outbound.place(inbound.address).chat
            found = await self._link.taps.call("getChatAdministrators", chat_id=chat)
        except (TelegramError, SendFailed) as error:
            log.debug("telegram: a group's admins were not told: %s", self._link.words(error))
            group.until = now + AGAIN
            return
        users = [one.get("user") for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        group.admins = frozenset(str(user.get("id")) for user in users if isinstance(user, dict))
        group.until = now + KEPT


def _is_for_admins(inbound: Inbound) -> bool:
    match inbound.body:
        case CommandCall(name="setup") | Press(verb="setup"):
            return True
        case CommandCall(name="circle", argument=argument):
            return argument.strip().lower() in _LED
    return False
