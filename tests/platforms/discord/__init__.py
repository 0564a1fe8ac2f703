"""A loopback Discord for tests: REST v10, gateway, and people who use it."""

from tests.platforms.discord.faults import NO_LIMITS, REAL_LIMITS, Fault
from tests.platforms.discord.rules import Refusal
from tests.platforms.discord.server import TOKEN, Call, DiscordServer
from tests.platforms.discord.world import Channel, Guild, Interaction, Message, Role, User

__all__ = [
    "NO_LIMITS",
    "REAL_LIMITS",
    "TOKEN",
    "Call",
    "Channel",
    "DiscordServer",
    "Fault",
    "Guild",
    "Interaction",
    "Message",
    "Refusal",
    "Role",
    "User",
]
