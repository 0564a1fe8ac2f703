"""Pictures and sounds on Telegram: sent whole once, and by the number that Telegram gave them from then on.

The number is kept by what the file holds, so that a changed file is sent anew.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable, Mapping
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, InvalidToken

from adapters.telegram import outbound
from adapters.telegram.client import RawBot
from adapters.telegram.outbound import ChatTopic
from adapters.telegram.units import sound
from bot.errors import ContentError
from bot.model import Address, Media, Receipt
from bot.ports import Host

_MARK = "media:"  # before its key, among what is kept for the platform
_METHODS: Mapping[str, tuple[str, str]] = {"image": ("sendPhoto", "photo"), "audio": ("sendAudio", "audio")}

log = logging.getLogger(__name__)
ReadFile = Callable[[str], bytes]


def nothing(file: str) -> bytes:
    """Where there are no files."""
    raise ContentError(f"{file}: there are no files here")


class Shelf:
    """`read` gives the content of a file of the scripts, or raises `ContentError`."""

    def __init__(self, read: ReadFile) -> None:
        self._read = read
        self._host: Host | None = None
        self._numbers: dict[str, str] = {}

    async def open(self, host: Host) -> None:
        """What was sent before is known again."""
        self._host = host
        kept = await host.cursors("telegram")
        self._numbers |= {key: number for key, number in kept.items() if key.startswith(_MARK)}

    async def show(self, bot: RawBot, address: Address, to: ChatTopic, media: Media) -> Receipt | None:
        """The message; None: it is not taken there, and has to be said in words."""
        try:
            content = await asyncio.to_thread(self._read, media.file)
        except (ContentError, OSError) as error:
            log.warning("telegram: a picture or sound is said in words: %s", error)
            return None
        key = _MARK + hashlib.sha256(content).hexdigest()[:32]
        number = self._numbers.get(key)
        sent = await self._sent(bot, to, media, number) if number is not None else None
        if sent is None:
            name = media.file.rpartition("/")[2]
            sent = await self._sent(bot, to, media, InputFile(content, filename=name))
        if sent is None:
            return None
        await self._remember(key, _number(media, sent))
        return Receipt(str(sent["message_id"]), address)

    async def _sent(self, bot: RawBot, to: ChatTopic, media: Media, file: str | InputFile) -> Any:
        method, field = _METHODS[media.kind]
        caption = sound(media.alt) or None
        given = {field: file, "caption": caption, "message_thread_id": to.thread}
        try:
            return await bot.call(method, chat_id=to.chat, **given)
        except (
            BadRequest,
            InvalidToken,
        ) as error:  # the latter: it has no such method
            if outbound.failure(error).thread_gone:
                raise
            return None

    async def _remember(self, key: str, number: str | None) -> None:
        if number is None or self._numbers.get(key) == number:
            return
        self._numbers[key] = number
        if self._host is not None:
            try:
                await self._host.move_cursor("telegram", key, number)
            except Exception as trouble:  # it is sent whole once more then
                log.warning("telegram: a file's number was not kept: %s", type(trouble).__name__)


def _number(media: Media, sent: Mapping[str, Any]) -> str | None:
    """Of a picture, that of its largest size, which stands last."""
    found = sent.get(_METHODS[media.kind][1])
    if isinstance(found, list):
        found = found[-1] if found else None
    number = found.get("file_id") if isinstance(found, dict) else None
    return number if isinstance(number, str) else None
