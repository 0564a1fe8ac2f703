"""The people at the other end: they type, tap, block, and read their chats. `Driver` is for tests."""

import asyncio
import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from tests.platforms.telegram.rules import FOUND
from tests.platforms.telegram.world import Chat, Person, Tap, World

BLOCKED = "Forbidden: bot was blocked by the user"


@dataclass(frozen=True)
class Seen:
    """A message as a person sees it. `styles` are (type, the styled text), without what the platform itself
    found in it."""

    id: int
    author: str  # "bot" or the person's id
    text: str
    styles: tuple[tuple[str, str], ...] = ()
    buttons: tuple[tuple[str, ...], ...] = ()
    document: str | None = None
    thread: int | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for row in self.buttons for label in row)


class Driver:
    """Plays the people of a `World`. Everything it does ends up in the queue of updates."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._waiters: list[asyncio.Future[None]] = []
        self._taps = 0

    # ------------------------------------------------------------ waiting for something to show

    def changed(self) -> None:
        """Wakes everyone who waits for a change."""
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    def next_change(self) -> "asyncio.Future[None]":
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        return waiter

    async def until(self, true: Callable[[], Any], within: float = 5.0, what: str = "") -> Any:
        """Waits until `true()` is truthy and returns it; a TimeoutError names `what` otherwise."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not (found := true()):
            left = end - loop.time()
            if left <= 0:
                raise TimeoutError(f"not seen within {within} s: {what or true}")
            await asyncio.wait({self.next_change()}, timeout=min(left, 0.05))
        return found

    # ------------------------------------------------------------ what people do

    async def say(
        self,
        user_id: int,
        text: str,
        *,
        chat: int | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        language: str | None = None,
    ) -> int | None:
        """Types `text` (in the private chat unless `chat` names a group); returns the update_id."""
        person, place = self._who_where(user_id, chat, language)
        self._may_write(person, place, thread)
        extra: dict[str, Any] = {}
        if thread is not None:
            extra |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to is not None:
            extra["reply_to_message"] = copy.deepcopy(place.messages[reply_to])
        message = self._world.typed(place, person, text, extra)
        return self._update("message", message)

    async def post(self, user_id: int, content: dict[str, Any], *, chat: int | None = None) -> int | None:
        """Sends something other than text: `content` is the part of the Message object it adds."""
        person, place = self._who_where(user_id, chat, None)
        self._may_write(person, place, content.get("message_thread_id"))
        return self._update("message", self._world.add_message(place, person, content))

    def edit(self, user_id: int, message: int, text: str, *, chat: int | None = None) -> int | None:
        """Changes what was typed before."""
        _, place = self._who_where(user_id, chat, None)
        changed = place.messages[message]
        changed |= {"text": text, "edit_date": int(self._world.clock())}
        return self._update("edited_message", changed)

    def react(
        self, user_id: int, message: int, *signs: str, before: Sequence[str] = (), chat: int | None = None
    ) -> int | None:
        """Puts signs under a message, in place of those that stood there `before`."""
        person, place = self._who_where(user_id, chat, None)
        old, new = ([{"type": "emoji", "emoji": sign} for sign in found] for found in (before, signs))
        change = {"chat": place.json(), "message_id": message, "user": person.json()}
        return self._update(
            "message_reaction",
            change | {"date": int(self._world.clock()), "old_reaction": old, "new_reaction": new},
        )

    async def tap(
        self,
        user_id: int,
        button: str | int,
        *,
        chat: int | None = None,
        message: int | None = None,
    ) -> str:
        """Presses a button: by label (whole, or its beginning) or by number from 0, on the newest
        message that has it. Returns the callback query's id."""
        person, place = self._who_where(user_id, chat, None)
        assert place.refusal != BLOCKED, "nobody taps in the chat of a bot that they stopped"
        found, data = self._button(place, button, message)
        return self.press(person.id, data, place.id, found["message_id"])

    def press(self, user_id: int, data: str, chat: int, message: int) -> str:
        """A tap with any data on any message, as an old or a forged client may send it."""
        person, place = self._world.person(user_id), self._world.chats[chat]
        self._taps += 1
        tap = Tap(str(4_000_000_000 + self._taps), user_id, self._world.clock())
        self._world.taps[tap.id] = tap
        shown = place.messages.get(message)
        old = {"chat": place.json(), "message_id": message, "date": 0}
        query = {
            "id": tap.id,
            "from": person.json(),
            "chat_instance": str(place.id),
            "message": copy.deepcopy(shown) if shown else old,
            "data": data,
        }
        self._update("callback_query", query)
        return tap.id

    def block(self, user_id: int) -> None:
        """The person stops the bot: sends are refused from now on."""
        self._world.private(user_id).refusal = BLOCKED
        self._membership(user_id, "member", "kicked")

    def unblock(self, user_id: int) -> None:
        """The person lets the bot write again, which is told before whatever they say then."""
        self._world.private(user_id).refusal = None
        self._membership(user_id, "kicked", "member")

    def group(self, chat_id: int, title: str = "A group", *, forum: bool = False) -> Chat:
        """Opens a group with the bot in it; a forum has the topics that tests add to `topics`."""
        chat = Chat(chat_id, "supergroup" if forum else "group", title, forum)
        self._world.chats[chat_id] = chat
        return chat

    def close_topic(self, chat_id: int, thread: int | None, *, closed: bool = True) -> None:
        """An admin closes a topic, None the general one, or opens it again, and the topic says so."""
        place = self._world.chats[chat_id]
        (place.shut.add if closed else place.shut.discard)(thread)
        told = "forum_topic" if thread is not None else "general_forum_topic"
        said = f"{told}_closed" if closed else f"{told}_reopened"
        where = {"message_thread_id": thread, "is_topic_message": True} if thread is not None else {}
        self._update("message", self._world.add_message(place, _nobody(), {said: {}, **where}))

    def migrate(self, chat_id: int, to: int, *, told: str = "old new") -> Chat:
        """The group becomes a supergroup with a new id, where messages are numbered anew. `told`: which of
        the two have said so by now; the platform tells both, the old one first."""
        group = self._world.chats[chat_id]
        group.migrated_to = to
        moved = self._world.chats[to] = Chat(to, "supergroup", group.title)
        for place, said in ((group, {"migrate_to_chat_id": to}), (moved, {"migrate_from_chat_id": chat_id})):
            message = self._world.add_message(place, _nobody(), {**said, "sender_chat": place.json()})
            if ("old" if place is group else "new") in told:
                self._update("message", message)
        return moved

    def enter(self, user_id: int, chat_id: int, status: str = "member") -> None:
        """Somebody takes the bot into a group, or makes it an admin there."""
        self._membership(user_id, "left", status, self._world.chats[chat_id])

    def kick(self, user_id: int, chat_id: int) -> None:
        """Somebody takes the bot out of a group: sends are refused from now on."""
        self._world.chats[chat_id].refusal = "Forbidden: bot was kicked from the group chat"
        self._membership(user_id, "member", "kicked", self._world.chats[chat_id])

    async def say_as_group(self, chat_id: int, text: str) -> int | None:
        """An admin who stays anonymous: it comes from the group, by an account of the platform."""
        place = self._world.chats[chat_id]
        said = self._world.typed(place, _nobody(), text, {"sender_chat": place.json()})
        return self._update("message", said)

    async def album(self, user_id: int, captions: Sequence[str], *, chat: int | None = None) -> None:
        """So many pictures at once, each with its caption or none."""
        group = f"1{self._world.next_update}"
        for caption in captions:
            size = {"file_id": "AgAC", "file_unique_id": "AQAD", "width": 90, "height": 60}
            content: dict[str, Any] = {"photo": [size], "media_group_id": group}
            await self.post(user_id, content | ({"caption": caption} if caption else {}), chat=chat)

    def push(self, update: dict[str, Any]) -> int:
        """Queues a raw update of any shape."""
        number = self._world.push_raw(update)
        self.changed()
        return number

    # ------------------------------------------------------------ what people see

    def transcript(self, chat: int) -> list[Seen]:
        """The chat as it stands now, oldest first."""
        place = self._world.chats.get(chat)
        return [] if place is None else [_seen(m, self._world.bot.id) for m in place.messages.values()]

    def from_bot(self, chat: int) -> list[Seen]:
        return [seen for seen in self.transcript(chat) if seen.author == "bot"]

    def answer_to(self, query_id: str) -> dict[str, Any] | None:
        """How a tap was answered: {"text": …, "show_alert": …}; None: its clock still turns."""
        return self._world.taps[query_id].answer

    # ------------------------------------------------------------ by hand

    def add_routes(self, app: web.Application) -> None:
        """`POST /-/say`, `POST /-/tap` (JSON: user, text | button), `GET /-/chat?id=…`."""

        async def say(request: web.Request) -> web.Response:
            body = await request.json()
            return web.json_response({"update_id": await self.say(int(body["user"]), str(body["text"]))})

        async def tap(request: web.Request) -> web.Response:
            body = await request.json()
            return web.json_response({"query": await self.tap(int(body["user"]), body["button"])})

        async def chat(request: web.Request) -> web.Response:
            shown = self.transcript(int(request.query["id"]))
            return web.json_response(
                [{"from": s.author, "text": s.text, "buttons": s.buttons} for s in shown]
            )

        app.router.add_post("/-/say", say)
        app.router.add_post("/-/tap", tap)
        app.router.add_get("/-/chat", chat)

    # ------------------------------------------------------------ inside

    def _who_where(self, user_id: int, chat: int | None, language: str | None) -> tuple[Person, Chat]:
        person = self._world.person(user_id, language)
        return person, self._world.private(user_id) if chat is None else self._world.chats[chat]

    def _may_write(self, person: Person, place: Chat, thread: int | None) -> None:
        """Whoever stopped the bot lets it write again by writing; where nobody can, no test may either."""
        if place.refusal == BLOCKED:
            self.unblock(person.id)
        assert place.migrated_to is None, "the group goes on under its new id"
        assert not self._world.is_shut(place, thread, person.id), "that topic is closed"

    def _update(self, kind: str, content: dict[str, Any]) -> int | None:
        number = self._world.push(kind, copy.deepcopy(content))
        self.changed()
        return number

    def _membership(self, user_id: int, old: str, new: str, chat: Chat | None = None) -> None:
        person, bot = self._world.person(user_id), self._world.bot.json()
        states: dict[str, dict[str, Any]] = {"kicked": {"until_date": 0}}
        change = {
            "chat": (chat or self._world.private(user_id)).json(),
            "from": person.json(),
            "date": int(self._world.clock()),
            "old_chat_member": {"user": bot, "status": old, **states.get(old, {})},
            "new_chat_member": {"user": bot, "status": new, **states.get(new, {})},
        }
        self._update("my_chat_member", change)

    def _button(self, chat: Chat, wanted: str | int, message: int | None) -> tuple[dict[str, Any], str]:
        shown = [m for m in chat.messages.values() if message in (None, m["message_id"])]
        for candidate in reversed(shown):
            buttons = _buttons(candidate)
            if isinstance(wanted, int):
                if 0 <= wanted < len(buttons):
                    return candidate, str(buttons[wanted]["callback_data"])
                continue
            for match in (str.__eq__, str.startswith):
                for button in buttons:
                    if match(button["text"], wanted):
                        return candidate, str(button["callback_data"])
        raise LookupError(f"no button {wanted!r} in chat {chat.id}")


def _nobody() -> Person:
    """The account in whose name a group speaks."""
    return Person(1_087_968_824, "Group", is_bot=True)


def _buttons(message: dict[str, Any]) -> Sequence[dict[str, Any]]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def _seen(message: dict[str, Any], bot_id: int) -> Seen:
    text = message.get("text", message.get("caption", ""))
    units = text.encode("utf-16-le", "surrogatepass")
    styles = tuple(
        (e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le", "replace"))
        for e in message.get("entities", message.get("caption_entities", []))
        if e["type"] not in FOUND
    )
    rows = (message.get("reply_markup") or {}).get("inline_keyboard", [])
    return Seen(
        id=message["message_id"],
        author="bot" if message["from"]["id"] == bot_id else str(message["from"]["id"]),
        text=text,
        styles=styles,
        buttons=tuple(tuple(button["text"] for button in row) for row in rows),
        document=(message.get("document") or {}).get("file_name"),
        thread=message.get("message_thread_id"),
    )
