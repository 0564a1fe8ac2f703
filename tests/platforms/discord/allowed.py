"""What the bot may do in a place, by the published algorithm: roles, then the overwrites of the channel for
everybody, for roles and for the bot; who is timed out keeps next to nothing. A thread has what its channel
has, and a private one shows itself to its members and to those with Manage Threads."""

from tests.platforms.discord.rules import Refusal
from tests.platforms.discord.world import OWN_CHAT, PRIVATE_THREAD, THREADS, Channel, Guild, User

ADMINISTRATOR, VIEW, SEND, ATTACH, HISTORY = 1 << 3, 1 << 10, 1 << 11, 1 << 15, 1 << 16
CONNECT, MANAGE_THREADS = 1 << 20, 1 << 34
CREATE_PUBLIC, CREATE_PRIVATE, SEND_IN_THREADS = 1 << 35, 1 << 36, 1 << 38
EVERYTHING = (1 << 53) - 1


def allowed(bot: User, place: Channel) -> int:
    """The bits of the permission number."""
    home, guild = place.parent or place, place.guild
    if guild is None:
        return OWN_CHAT
    if not home.bot_access or not guild.has_bot:
        return 0
    base = _base(guild, bot)
    if base & ADMINISTRATOR:
        return EVERYTHING
    roles = {role.id for role in guild.held.get(bot.id, ())}
    steps = [{guild.id}, roles, {bot.id}]
    for ids in steps:
        said = [(allow, deny) for who, _, allow, deny in home.said() if who in ids]
        for _, deny in said:
            base &= ~deny
        for allow, _ in said:
            base |= allow
    if guild.is_timed_out(bot.id):
        base &= VIEW | HISTORY
    return base if base & VIEW else 0


def inside(bot: User, place: Channel) -> bool:
    """Whether the bot sees that place, as far as who is in it decides."""
    if place.kind != PRIVATE_THREAD or bot.id in place.members:
        return True
    return bool(allowed(bot, place) & MANAGE_THREADS)


def _base(guild: Guild, bot: User) -> int:
    if guild.owner == bot.id:
        return EVERYTHING
    base = guild.everyone
    for role in guild.held.get(bot.id, ()):
        base |= role.permissions
    return base


def ask(bot: User, place: Channel, needed: int) -> None:
    """Raises what Discord answers with where the bot is not allowed that."""
    if place.guild is None:
        return
    given = allowed(bot, place)
    if not given & VIEW or not inside(bot, place):
        raise Refusal(403, 50001, "Missing Access")
    if given & needed != needed:
        raise Refusal(403, 50013, "Missing Permissions")


def writing(place: Channel) -> int:
    return SEND_IN_THREADS if place.kind in THREADS else SEND
