"""The platform's side of things: people, chats, messages and the queue of updates. No HTTP here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.platforms.telegram.rules import Refused, bad, with_found

UPDATE_LIFE = 24 * 3600.0  # seconds; unconfirmed updates are kept a day
TAP_LIFE = 150.0  # a tap that nobody fetched by then is dropped
ANSWER_LIFE = 30.0  # a fetched tap must be answered within
DEFAULT_OFF = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass
class Person:
    id: int
    first_name: str
    language_code: str | None = None
    is_bot: bool = False
    username: str = ""

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.language_code:
            found["language_code"] = self.language_code
        if self.username:
            found["username"] = self.username
        return found


@dataclass
class Chat:
    id: int
    type: str  # private, group, supergroup
    title: str = ""
    forum: bool = False
    started: bool = True  # private: the person wrote first
    refusal: str | None = None  # the text of a 403
    closed: tuple[int, str] | None = None  # what it answers to everything of the bot's
    migrated_to: int | None = None
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    topics: set[int] = field(default_factory=set)
    shut: set[int | None] = field(default_factory=set)  # closed topics; None: the general one
    slow: float = 0.0  # seconds between two messages of who is no admin
    next_at: float = 0.0  # when the bot may write again, where it is slow
    admins: set[int] = field(default_factory=set)
    next_message: int = 1

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"id": self.id, "type": self.type}
        found["first_name" if self.type == "private" else "title"] = self.title
        if self.forum:
            found["is_forum"] = True
        return found


@dataclass
class Tap:
    """A callback query: answered once, within its time."""

    id: str
    person: int
    at: float
    answer: dict[str, Any] | None = None


@dataclass
class World:
    """Everything the platform knows. `clock` is in seconds since the epoch."""

    bot: Person
    username: str
    clock: Callable[[], float]
    people: dict[int, Person] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    taps: dict[str, Tap] = field(default_factory=dict)
    queue: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    confirmed: list[dict[str, Any]] = field(default_factory=list)
    allowed: frozenset[str] | None = None  # None: all but DEFAULT_OFF
    next_update: int = 870_000_001
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    # ------------------------------------------------------------ people and chats

    def person(self, person_id: int, language: str | None = None) -> Person:
        known = self.people.get(person_id)
        if known is None:
            known = self.people[person_id] = Person(person_id, f"Person {person_id}")
        if language is not None:
            known.language_code = language
        return known

    def private(self, person_id: int) -> Chat:
        """The chat between the bot and a person, opened if it is new."""
        chat = self.chats.get(person_id)
        if chat is None:
            chat = Chat(person_id, "private", self.person(person_id).first_name)
            self.chats[person_id] = chat
        chat.started = True
        return chat

    def chat_for_bot(self, chat_id: Any) -> Chat:
        """The chat that the bot wants to write to, or the API's refusal."""
        try:
            number = int(str(chat_id))
        except ValueError:
            raise bad("chat not found") from None
        chat = self.chats.get(number)
        if chat is None:
            if number in self.people:
                raise Refused(403, "Forbidden: bot can't initiate conversation with a user")
            raise bad("chat not found")
        if chat.migrated_to is not None:
            raise Refused(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                {"migrate_to_chat_id": chat.migrated_to},
            )
        if chat.refusal:
            raise Refused(403, chat.refusal)
        if chat.closed is not None:
            raise Refused(*chat.closed)
        return chat

    def is_shut(self, chat: Chat, thread: int | None, person: int) -> bool:
        """Whether a topic is closed to somebody: admins write there all the same."""
        return thread in chat.shut and person not in chat.admins

    # ------------------------------------------------------------ messages

    def add_message(self, chat: Chat, sender: Person, content: dict[str, Any]) -> dict[str, Any]:
        """A new message of `sender`; `content` holds text, entities, reply_markup, …"""
        message = {
            "message_id": chat.next_message,
            "from": sender.json(),
            "chat": chat.json(),
            "date": int(self.clock()),
            **content,
        }
        if sender is self.bot:
            message["from"]["username"] = self.username
        chat.messages[chat.next_message] = message
        chat.next_message += 1
        return message

    def typed(self, chat: Chat, sender: Person, text: str, extra: dict[str, Any]) -> dict[str, Any]:
        found = with_found(text, [])
        content = {"text": text, **({"entities": found} if found else {}), **extra}
        return self.add_message(chat, sender, content)

    def own_message(self, chat: Chat, message_id: int | None) -> dict[str, Any]:
        message = chat.messages.get(message_id or 0)
        if message is None:
            raise bad("message to edit not found")
        if message["from"]["id"] != self.bot.id:
            raise bad("message can't be edited")
        return message

    # ------------------------------------------------------------ updates

    def push(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queues one update; None where the bot did not ask for this kind."""
        if kind in DEFAULT_OFF if self.allowed is None else kind not in self.allowed:
            return None
        return self.push_raw({kind: content})

    def push_raw(self, update: dict[str, Any]) -> int:
        """Queues whatever it is, with the next update_id in front."""
        number = self.next_update
        self.next_update += 1
        self.queue.append((self.clock(), {"update_id": number, **update}))
        return number

    def fetch(self, offset: int | None, limit: int) -> list[dict[str, Any]]:
        """Confirms what lies below `offset` and returns what is left, oldest first."""
        self._forget_old()
        if offset is not None and offset < 0:
            kept = self.queue[offset:]
            self._confirm(self.queue[: len(self.queue) - len(kept)])
            self.queue = kept
        elif offset:
            self._confirm([entry for entry in self.queue if entry[1]["update_id"] < offset])
            self.queue = [entry for entry in self.queue if entry[1]["update_id"] >= offset]
        return [update for _, update in self.queue[:limit]]

    def _confirm(self, entries: list[tuple[float, dict[str, Any]]]) -> None:
        self.confirmed.extend(update for _, update in entries)
        del self.confirmed[:-100]

    def _forget_old(self) -> None:
        now = self.clock()
        self.queue = [
            (at, update)
            for at, update in self.queue
            if now - at <= (TAP_LIFE if "callback_query" in update else UPDATE_LIFE)
        ]
