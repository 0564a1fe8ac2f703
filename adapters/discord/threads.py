"""Which thread is whose: `private:ID` and `public:ID` of a channel, each the thread that it is by now.

Kept by the host, so that a person's thread is theirs after a restart, too: one note for an account and kind,
with its channels and their threads. /forget takes it away by the account at the end of its name.
"""

import logging

from adapters.discord.inbound import PLATFORM
from bot.errors import StorageError
from bot.model import Address
from bot.ports import Host

KINDS = ("private", "public")
CIRCLE = "circle"
MOST_CHANNELS = 20  # of one person and kind; the oldest is forgotten, and would be opened anew
MOST_APPEARED = 10_000

_log = logging.getLogger(__name__)


class Threads:
    """`of` gives the thread of an address, `owner` the address of a thread."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, str]] = {}
        self._owner: dict[str, Address] = {}
        self._appeared: dict[str, None] = {}  # made by the bot, and whose they are is not known here
        self._host: Host | None = None

    async def load(self, host: Host) -> None:
        """What other processes know. Raises `StorageError`."""
        self._host = host
        try:
            known = await host.cursors(PLATFORM)
        except StorageError:
            raise
        except Exception as error:
            _log.error("could not look up the threads of people: %s", type(error).__name__)
            return
        for name, text in known.items():
            if name.partition(":")[0] in (*KINDS, CIRCLE):
                for pair in text.split(","):
                    channel, _, thread = pair.partition("=")
                    self._keep(Address(PLATFORM, channel, name, direct=False), thread)

    def of(self, address: Address) -> str | None:
        return self._of.get(address.thread or "", {}).get(address.chat)

    async def find(self, address: Address) -> str | None:
        """As `of`; what is not known here is looked up."""
        if self.of(address) is None and self._host is not None:
            await self._load_again(self._host)
        return self.of(address)

    async def _load_again(self, host: Host) -> None:
        try:
            await self.load(host)
        except StorageError as error:
            _log.error("could not look up the threads of people: %s", error)

    def appeared(self, thread: str) -> None:
        """The bot has made it, maybe in another process."""
        if thread not in self._owner:
            self._appeared[thread] = None
            if len(self._appeared) > MOST_APPEARED:
                del self._appeared[next(iter(self._appeared))]

    async def look(self, thread: str) -> None:
        """Before something that was written there is read: whose thread it is."""
        if thread in self._appeared and self._host is not None:
            await self._load_again(self._host)
            self._appeared.pop(thread, None)

    def owner(self, thread: str) -> Address | None:
        return self._owner.get(thread)

    def own(self) -> list[tuple[str, str]]:
        """(thread, account) of every thread that is somebody's."""
        found = ((thread, person_of(address)) for thread, address in self._owner.items())
        return [(thread, whose[1]) for thread, whose in found if whose is not None]

    async def learn(self, host: Host, address: Address, thread: str) -> None:
        """That thread is theirs."""
        if self.of(address) == thread:
            return
        self._keep(address, thread)
        name = address.thread or ""
        text = ",".join(f"{channel}={id_}" for channel, id_ in self._of[name].items())
        try:
            await host.move_cursor(PLATFORM, name, text)
        except Exception as error:
            _log.error("could not keep whose thread that is: %s", type(error).__name__)

    def _keep(self, address: Address, thread: str) -> None:
        channels = self._of.setdefault(address.thread or "", {})
        self._owner.pop(channels.pop(address.chat, ""), None)
        channels[address.chat] = thread
        if len(channels) > MOST_CHANNELS:
            self._owner.pop(channels.pop(next(iter(channels))), None)
        self._owner[thread] = address
        self._appeared.pop(thread, None)


def circle_of(address: Address) -> str | None:
    """The key of the circle whose thread the address is."""
    kind, colon, key = (address.thread or "").partition(":")
    return key if colon and kind == CIRCLE else None


def person_of(address: Address) -> tuple[str, str] | None:
    """(kind, account) where the address is somebody's own thread."""
    kind, colon, person = (address.thread or "").partition(":")
    return (kind, person) if colon and kind in KINDS and person.isascii() and person.isdigit() else None
