"""`python -m tests.road.unlimited`: the program without Telegram's send limits, for a server that has lifted
them: with twenty messages a minute in a group every evening would take minutes."""

import sys

from adapters.telegram.adapter import TelegramAdapter
from bot.cli import process
from bot.frozen import replace

if __name__ == "__main__":
    TelegramAdapter.limits = replace(TelegramAdapter.limits, rate_overall=0.0, rate_chat=0.0, rate_group=0.0)
    sys.exit(process())
