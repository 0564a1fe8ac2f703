"""What people see of the bot before it says anything: its commands for each kind of chat, its description,
the menu button. In each language, and written only where it differs.

Source: core.telegram.org/bots/api#setmycommands and the methods after it.
"""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence

from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    MenuButtonCommands,
)
from telegram.error import InvalidToken, TelegramError

from adapters.telegram.client import RawBot
from adapters.telegram.link import Link
from adapters.telegram.units import cut
from bot.frozen import frozen
from bot.model import MenuEntry

TRIES = 5
MAX_DESCRIPTION, MAX_SHORT, MAX_COMMAND = 512, 120, 256  # characters

log = logging.getLogger(__name__)
MenuReader = Callable[[str | None], Sequence[MenuEntry]]
PhraseReader = Callable[[str, str | None], str]


@frozen
class Intention:
    """One thing as it should be: `differs` asks the platform, `write` puts it right."""

    what: str
    differs: Callable[[], Awaitable[bool]]
    write: Callable[[], Awaitable[object]]


def intentions(
    bot: RawBot, languages: Sequence[str], menu: MenuReader, phrase: PhraseReader
) -> Iterator[Intention]:
    """Everything, in the order in which it is looked at. The first language is for everybody whose own is
    none of the others: Telegram calls it ""."""
    for language in ("", *languages[1:]):
        entries = [entry for entry in menu(language or None) if not entry.on_message]
        everybody = _commands(entry for entry in entries if not entry.admin)
        for scope, commands in (
            (BotCommandScopeDefault(), everybody),
            (BotCommandScopeAllPrivateChats(), everybody),
            (BotCommandScopeAllGroupChats(), everybody),
            (BotCommandScopeAllChatAdministrators(), _commands(entries)),
        ):
            yield _of_commands(bot, scope, language, commands)
        yield _description(bot, language, phrase("description", language or None))
        yield _short_description(bot, language, phrase("in short", language or None))
    yield _menu_button(bot)


async def plan(
    bot: RawBot, languages: Sequence[str], menu: MenuReader, phrase: PhraseReader
) -> list[Intention]:
    """What differs from what stands there. A method that a server does not know is passed over."""
    found = []
    for each in intentions(bot, languages, menu, phrase):
        try:
            if await each.differs():
                found.append(each)
        except InvalidToken:  # what the library makes of 404
            log.debug("telegram: this server knows nothing of the %s", each.what)
    return found


async def put_right(link: Link, languages: Sequence[str], menu: MenuReader, phrase: PhraseReader) -> None:
    """Writes what differs; a platform that fails is asked again a few times."""
    outage = link.outage("setting the commands and the description")
    for _ in range(TRIES):
        try:
            for each in await plan(link.bot, languages, menu, phrase):
                await each.write()
        except TelegramError as error:
            await link.wait(outage, error)
        else:
            outage.over()
            return
    log.warning("telegram: the commands stay as they are; they are looked at again at the next start")


def _commands(entries: "Iterator[MenuEntry] | Sequence[MenuEntry]") -> tuple[BotCommand, ...]:
    return tuple(BotCommand(entry.name, cut(entry.description, MAX_COMMAND)) for entry in entries)


def _of_commands(
    bot: RawBot, scope: BotCommandScope, language: str, wanted: tuple[BotCommand, ...]
) -> Intention:
    code = language or None

    async def differs() -> bool:
        return await bot.get_my_commands(scope=scope, language_code=code) != wanted

    async def write() -> object:
        return await bot.set_my_commands(wanted, scope=scope, language_code=code)

    return Intention(_named(f"commands ({scope.type.replace('_', ' ')})", language), differs, write)


def _description(bot: RawBot, language: str, words: str) -> Intention:
    wanted, code = cut(words, MAX_DESCRIPTION), language or None

    async def differs() -> bool:
        return (await bot.get_my_description(language_code=code)).description != wanted

    async def write() -> object:
        return await bot.set_my_description(wanted, language_code=code)

    return Intention(_named("description", language), differs, write)


def _short_description(bot: RawBot, language: str, words: str) -> Intention:
    wanted, code = cut(words, MAX_SHORT), language or None

    async def differs() -> bool:
        return (await bot.get_my_short_description(language_code=code)).short_description != wanted

    async def write() -> object:
        return await bot.set_my_short_description(wanted, language_code=code)

    return Intention(_named("short description", language), differs, write)


def _menu_button(bot: RawBot) -> Intention:
    wanted = MenuButtonCommands()

    async def differs() -> bool:
        return (await bot.get_chat_menu_button()).type != wanted.type

    async def write() -> object:
        return await bot.set_chat_menu_button(menu_button=wanted)

    return Intention("menu button", differs, write)


def _named(what: str, language: str) -> str:
    return f"{what}, {language or 'every other language'}"
