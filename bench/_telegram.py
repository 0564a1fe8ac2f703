"""An instant Bot API: a request object that answers without a network, and taps whatever is offered.

Both sides of the bench talk to it through python-telegram-bot; it counts what they call.
"""

import asyncio
import json
from collections import Counter, deque
from typing import Any

from telegram.request import BaseRequest, RequestData

DATE = 1_772_478_000


class InstantApi(BaseRequest):
    """When a message with a keyboard is sent, the next tap of that chat is queued: at most `taps` a chat."""

    def __init__(self, taps: int) -> None:
        self.calls: Counter[str] = Counter()
        self.updates: deque[dict[str, Any]] = deque()  # not confirmed yet
        self._taps, self._left = taps, Counter[int]()
        self.left = 0  # taps that are still to come
        self._numbers, self._update_ids = 0, 0
        self._arrived = asyncio.Event()
        self.begun = asyncio.Event()  # everybody has their first keyboard
        self.finished = asyncio.Event()  # everybody has their last one
        self._people = 0

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    def start(self, people: int) -> None:
        """Everybody writes /talk."""
        self._people, self.left = people, people * self._taps
        for person in range(1, people + 1):
            self._left[person] = self._taps
            entity = {"type": "bot_command", "offset": 0, "length": 5}
            self._add(
                {"message": {**self._message(person, "/talk"), "entities": [entity], "from": _user(person)}}
            )

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **named: Any
    ) -> tuple[int, bytes]:
        name = url.rpartition("/")[2]
        given = request_data.parameters if request_data else {}
        self.calls[name] += 1
        if name == "getUpdates":
            return 200, _ok(await self._get_updates(given.get("offset")))
        return 200, _ok(self._answer(name, given))

    def _answer(self, name: str, given: dict[str, Any]) -> Any:
        match name:
            case "sendMessage":
                return self._sent(int(given["chat_id"]), given["text"], given.get("reply_markup"))
            case "editMessageText":
                return self._message(int(given["chat_id"]), given["text"], int(given["message_id"]))
            case "getMe":
                return {"id": 1, "is_bot": True, "first_name": "Alana", "username": "bench_bot"}
            case "getMyCommands":
                return []
            case "getMyDescription":
                return {"description": ""}
            case "getMyShortDescription":
                return {"short_description": ""}
            case "getChatMenuButton":
                return {"type": "default"}
            case _:
                return True

    def _sent(self, chat: int, text: str, markup: Any) -> dict[str, Any]:
        message = self._message(chat, text)
        keyboard = (json.loads(markup) if isinstance(markup, str) else markup or {}).get("inline_keyboard")
        if not keyboard:
            return message
        if self._left[chat] > 0:
            self._left[chat] -= 1
            self.left -= 1
            if self.left == self._people * (self._taps - 1):
                self.begun.set()
            data = keyboard[0][0]["callback_data"]
            shown = {**message, "reply_markup": {"inline_keyboard": keyboard}}
            query = {"id": str(self._numbers), "from": _user(chat), "message": shown, "data": data}
            self._add({"callback_query": {**query, "chat_instance": "1"}})
        else:
            self._people -= 1
            if self._people == 0:
                self.finished.set()
        return message

    def _add(self, update: dict[str, Any]) -> None:
        self._update_ids += 1
        self.updates.append({"update_id": self._update_ids, **update})
        self._arrived.set()

    async def _get_updates(self, offset: Any) -> list[dict[str, Any]]:
        first = int(offset or 0)
        while self.updates and self.updates[0]["update_id"] < first:
            self.updates.popleft()
        while not self.updates:
            self._arrived.clear()
            await self._arrived.wait()
        return [self.updates[n] for n in range(min(100, len(self.updates)))]

    def _message(self, chat: int, text: str, number: int | None = None) -> dict[str, Any]:
        if number is None:
            self._numbers += 1
            number = self._numbers
        place = {"id": chat, "type": "private", "first_name": "P"}
        return {"message_id": number, "date": DATE, "chat": place, "text": text}


def _user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "P", "language_code": "en"}


def _ok(result: Any) -> bytes:
    return json.dumps({"ok": True, "result": result}).encode()
