"""Which adapters a configuration asks for. Each SDK is imported only when its platform has a token."""

from typing import TYPE_CHECKING

from bot.media import MediaFiles
from bot.ports import Adapter
from bot.settings import Settings

if TYPE_CHECKING:
    from adapters.telegram.webhook import Webhook


def connected(settings: Settings) -> dict[str, Adapter]:
    """An adapter for every platform that has a token, by name."""
    found: dict[str, Adapter] = {}
    if settings.telegram_token is not None:
        from adapters.telegram.adapter import TelegramAdapter

        found["telegram"] = TelegramAdapter(
            settings.telegram_token.get_secret_value(),
            settings.telegram_api_url,
            webhook=_webhook(settings),
            files=MediaFiles(settings.dialogues).read,
        )
    if settings.discord_token is not None:
        from adapters.discord.adapter import DiscordAdapter

        found["discord"] = DiscordAdapter(
            settings.discord_token.get_secret_value(),
            settings.discord_api_url,
            message_content=settings.discord_message_content,
            shards=settings.discord_shards,
            files=MediaFiles(settings.dialogues).read,
        )
    return found


def _webhook(settings: Settings) -> "Webhook | None":
    from adapters.telegram.webhook import Webhook

    url, secret = settings.telegram_webhook_url, settings.telegram_webhook_secret
    if settings.telegram_mode == "polling" or url is None or secret is None:
        return None
    return Webhook(url, secret.get_secret_value(), settings.telegram_webhook_cert)
