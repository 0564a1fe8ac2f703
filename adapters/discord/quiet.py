"""What discord.py may log. At DEBUG it writes whole events and addresses: people's words, and interaction
tokens, which let anyone answer in the bot's name. Those records are dropped, whatever level is set."""

import logging
import re

# Filters act on a logger's own records only, so each of the library's loggers gets one.
LOGGERS = (
    "discord.client",
    "discord.gateway",
    "discord.http",
    "discord.interactions",
    "discord.state",
    "discord.ui.modal",
    "discord.ui.view",
    "discord.webhook.async_",
)
# Warnings about what this bot does not use, voice; and a line for each try of an outage.
_NEEDLESS = ("PyNaCl is not installed", "davey is not installed", "logging in using static token")
_TOKEN_PATH = re.compile(r"(/(?:webhooks|interactions)/\d+/)[^/\s\"'?]+")


class Quiet(logging.Filter):
    """Drops records below INFO and needless ones, and takes interaction tokens out of the others."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.INFO:
            return False
        message = record.getMessage()
        if message.startswith(_NEEDLESS):
            return False
        hidden = _TOKEN_PATH.sub(r"\1***", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        return True


def hold_logs() -> None:
    """Puts the filter on the library's loggers, once."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, Quiet) for one in logger.filters):
            logger.addFilter(Quiet())
