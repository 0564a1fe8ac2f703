"""Which adapters a configuration asks for. Each SDK is imported only when its platform has a token."""

from bot.media import MediaFiles
from bot.ports import Adapter
from bot.settings import Settings


def connected(settings: Settings) -> dict[str, Adapter]:
    """An adapter for every platform that has a token, by name."""
    found: dict[str, Adapter] = {}
    if settings.telegram_token is not None:
        found["telegram"] = _telegram(settings, settings.telegram_token.get_secret_value())
    if settings.discord_token is not None:
        from adapters.discord.adapter import DiscordAdapter

        found["discord"] = DiscordAdapter(
            settings.discord_token.get_secret_value(),
            settings.discord_api_url,
            message_content=settings.discord_message_content,
            shards=settings.discord_shards,
            shard_ids=settings.discord_shard_ids,
            shard_count=settings.discord_shard_count,
            files=MediaFiles(settings.dialogues).read,
        )
    return found


def _telegram(settings: Settings, token: str) -> Adapter:
    from adapters.telegram.adapter import TelegramAdapter
    from adapters.telegram.webhook import Webhook

    url, secret, webhook = settings.telegram_webhook_url, settings.telegram_webhook_secret, None
    if settings.telegram_mode == "webhook" and url is not None and secret is not None:
        webhook = Webhook(url, secret.get_secret_value(), settings.telegram_webhook_cert)
    files = MediaFiles(settings.dialogues).read
    return TelegramAdapter(
        token,
        settings.telegram_api_url,
        webhook=webhook,
        files=files,
        paid_broadcasts=settings.telegram_paid_broadcasts,
    )
