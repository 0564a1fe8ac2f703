"""What stands in the outbox, sent: one row, one call, and a second where the first was refused in a way that
another form can mend."""

import asyncio

from telegram import InputFile, InputMediaDocument
from telegram.error import BadRequest, InvalidToken, TelegramError

from adapters.telegram import outbound
from adapters.telegram.client import RawBot
from adapters.telegram.outbound import ChatTopic, Plain, Styled
from adapters.telegram.shelf import Shelf
from bot import pictures
from bot.errors import Failure, SendFailed
from bot.model import Address, Message, Picture, Receipt, Say, Settle, Upload

NO_PREVIEW = {"is_disabled": True}


async def say(bot: RawBot, address: Address, action: Say, shelf: Shelf, *, paid: bool = False) -> Receipt:
    """A message. One that is refused as it is goes once more as plain words, its questions numbered to be
    typed: a question must not end in silence. `paid`: it may cost Stars, and goes beyond the common rate."""
    to, message = outbound.place(address), action.message
    if message.media is not None:
        shown = await shelf.show(bot, address, to, message.media)
        if shown is not None:
            return shown
    if message.picture is not None:
        sent = await _illustrated(bot, address, to, message, message.picture)
        if sent is not None:
            return sent
        message = message.in_words
    try:
        keyboard = outbound.keyboard(message, bot.me)
        return await _message(bot, address, to, outbound.say_text(message), keyboard, paid)
    except (BadRequest, SendFailed) as error:
        failed = error if isinstance(error, SendFailed) else outbound.failure(error)
        if failed.failure is not Failure.REFUSED or not (message.buttons or message.body.marks):
            raise
        return await _message(bot, address, to, outbound.plain_text(message), None, paid)


async def _illustrated(
    bot: RawBot, address: Address, to: ChatTopic, message: Message, picture: Picture
) -> Receipt | None:
    """The message as a picture's caption, which begins with what the picture shows. None: no picture is taken
    there, or the words are too long for it."""
    text = outbound.say_text(message.in_words)
    if not outbound.is_caption(text):
        return None
    drawn = await asyncio.to_thread(pictures.png, picture)
    try:
        sent = await bot.call(
            "sendPhoto",
            chat_id=to.chat,
            photo=InputFile(drawn, filename=pictures.NAME),
            caption=text.text,
            caption_entities=text.entities or None,
            message_thread_id=to.thread,
            reply_markup=outbound.keyboard(message, bot.me),
        )
    except (BadRequest, InvalidToken):  # the latter is what a server says that has no such method
        return None
    return Receipt(str(sent["message_id"]), address)


async def _message(
    bot: RawBot, address: Address, to: ChatTopic, text: Styled, keyboard: Plain | None, paid: bool
) -> Receipt:
    sent = await bot.call(
        "sendMessage",
        chat_id=to.chat,
        text=text.text,
        entities=text.entities or None,
        message_thread_id=to.thread,
        reply_markup=keyboard,
        link_preview_options=NO_PREVIEW,
        allow_paid_broadcast=paid or None,
    )
    return Receipt(str(sent["message_id"]), address)


async def rebutton(bot: RawBot, message: Message, target: Receipt | None) -> None:
    """Other buttons for a message that stands."""
    if target is None:
        return
    to, number = outbound.place(target.address), outbound.message_number(target)
    try:
        keyboard = outbound.keyboard(message, bot.me)
        await bot.call("editMessageReplyMarkup", chat_id=to.chat, message_id=number, reply_markup=keyboard)
    except TelegramError as error:
        if not outbound.harmless(error):
            raise


async def settle(bot: RawBot, action: Settle, target: Receipt | None) -> None:
    """Takes the keyboard away; both calls, made without one, do. Where the words under it are refused, it
    goes alone."""
    if target is None:
        return
    to, message = outbound.place(target.address), outbound.message_number(target)
    text = outbound.settled_text(action)
    try:
        if text is not None and await _settled_with(bot, to, message, text):
            return
        await bot.call("editMessageReplyMarkup", chat_id=to.chat, message_id=message)
    except TelegramError as error:
        if not outbound.harmless(error):
            raise


async def _settled_with(bot: RawBot, to: ChatTopic, message: int, text: Styled) -> bool:
    """False: the text was refused."""
    try:
        await bot.call(
            "editMessageText",
            chat_id=to.chat,
            message_id=message,
            text=text.text,
            entities=text.entities or None,
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        if outbound.harmless(error):
            raise
        return False
    return True


async def upload(bot: RawBot, address: Address, action: Upload) -> Receipt:
    """A file with its caption. With a picture it is an album of two files, which is one call and stands as
    one message; where that is not taken the file alone, and where no files are, its words."""
    if action.picture is None:
        return await _document(bot, address, action)
    for way in (_album, _document):
        try:
            return await way(bot, address, action)
        except (BadRequest, InvalidToken):  # the latter is what a server says that has no such method
            continue
    to = outbound.place(address)
    return await _message(bot, address, to, outbound.cut_text(action.in_words), None, paid=False)


async def _document(bot: RawBot, address: Address, action: Upload) -> Receipt:
    to, caption = outbound.place(address), outbound.caption(action)
    document = InputFile(action.content.encode(), filename=action.name)
    sent = await bot.send_document(to.chat, document, caption=caption, message_thread_id=to.thread)
    return Receipt(str(sent.message_id), address)


async def _album(bot: RawBot, address: Address, action: Upload) -> Receipt:
    """Albums hold files or photos, never both (core.telegram.org/bots/api#sendmediagroup), and a photo's
    caption is too short for a long evening: so the picture is a file too, its words under it."""
    assert action.picture is not None
    to, picture = outbound.place(address), action.picture
    drawn = await asyncio.to_thread(pictures.png, picture)
    files = (
        (action.content.encode(), action.name, action.caption),
        (drawn, pictures.name(picture), picture.alt),
    )
    media = [
        InputMediaDocument(content, filename=name, caption=outbound.shortened(words))
        for content, name, words in files
    ]
    sent = await bot.send_media_group(to.chat, media, message_thread_id=to.thread)
    return Receipt(str(sent[0].message_id), address)
