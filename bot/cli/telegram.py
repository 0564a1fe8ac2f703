"""`alana telegram sync`: what people see of the bot before it says anything, put right where it differs."""

import asyncio
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from telegram.error import TelegramError

from adapters.telegram import profile
from adapters.telegram.link import Link, Tempo
from bot.commands.table import menu_entries
from bot.conversation.host import phrase
from bot.errors import AlanaError
from bot.model import MenuEntry
from bot.settings import Settings, load_settings
from bot.texts import texts_for
from bot.texts.catalogue import available_languages


def sync(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
) -> None:
    """Set the commands, the descriptions and the menu button on Telegram where they differ from what stands
    there. A bot that starts does so by itself."""
    asyncio.run(_sync(load_settings(), dry_run))


async def _sync(settings: Settings, dry_run: bool) -> None:
    if settings.telegram_token is None:
        raise AlanaError("Set ALANA_TELEGRAM_TOKEN: the commands belong to a bot")
    tempo = Tempo(lambda: datetime.now(UTC), asyncio.sleep, random.random)
    link = Link(settings.telegram_token.get_secret_value(), settings.telegram_api_url, tempo)
    try:
        await link.open()
        await _put_right(link, dry_run)
    except TelegramError as error:
        raise AlanaError(f"Telegram did not answer as it should: {link.words(error)}") from None
    finally:
        await link.close()


async def _put_right(link: Link, dry_run: bool) -> None:
    await link.bot.get_me()  # a wrong token is told as such, and not as a server that knows too little
    found = await profile.plan(link.bot, available_languages(), _menu, phrase)
    for each in found:
        if not dry_run:
            await each.write()
        print(f"{'would change' if dry_run else 'changed'}: {each.what}")
    if not found:
        print("nothing to change")


def _menu(locale: str | None) -> Sequence[MenuEntry]:
    return menu_entries(texts_for(locale))
