"""Which channel an address is, by its number: a direct chat, a person's own thread, a circle's."""

from adapters.discord.library import HTTPClient
from adapters.discord.threads import Threads, circle_of, person_of
from bot.errors import Failure, SendFailed
from bot.model import Address

MOST_DIRECT = 10_000  # direct channels remembered by account


class Channels:
    """Through one HTTP client."""

    def __init__(self, http: HTTPClient, threads: Threads) -> None:
        self._http, self._threads = http, threads
        self._direct: dict[str, str] = {}

    async def of(self, address: Address) -> int:
        """The channel's id; `user:ID` is opened on demand; a person's own thread was opened before."""
        if person_of(address) is not None or circle_of(address) is not None:
            thread = await self._threads.find(address)
            if thread is None:
                raise SendFailed(Failure.ELSEWHERE, "there is no thread")
            return int(thread)
        chat = address.thread or address.chat
        person = chat.removeprefix("user:")
        if not person.isascii() or not person.isdigit():
            raise SendFailed(Failure.REFUSED, "the address is not a Discord channel")
        if person == chat:
            return int(chat)
        if person not in self._direct:
            if len(self._direct) >= MOST_DIRECT:
                self._direct.clear()
            opened = await self._http.start_private_message(int(person))
            self._direct[person] = str(opened["id"])
        return int(self._direct[person])


def is_chat(address: Address) -> bool:
    """Whether ordinary messages are sent there: a direct chat, or a person's own thread."""
    return address.direct or address.thread is not None
