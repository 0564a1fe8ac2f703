"""A loopback Telegram Bot API server that keeps the published rules, and the people who use it.

`async with TelegramServer() as server:` gives `server.url` and `server.token` for a bot, and
`server.say`, `server.tap`, `server.transcript` for a test.
"""

from tests.platforms.telegram.faults import Fault, Faults
from tests.platforms.telegram.methods import BotProfile
from tests.platforms.telegram.person import Seen
from tests.platforms.telegram.server import Call, TelegramServer

__all__ = ["BotProfile", "Call", "Fault", "Faults", "Seen", "TelegramServer"]
