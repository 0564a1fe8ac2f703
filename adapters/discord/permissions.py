"""What the bot may do in a place, and what it needs there. Pure.

Sources: the reference on permissions (its algorithm, timed out members, threads, which have those of their
channel) and on channels. What a missing permission takes along with it is left out: whoever reads a list of
what to tick wants that one alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import discord

from bot.venues import Lacking, VenueWay

_IN_THREADS = (
    ("view_channel", "View Channel"),
    ("send_messages_in_threads", "Send Messages in Threads"),
)
# For each way in which something is said, what it needs, as Discord's pages call it.
NEEDED: Mapping[VenueWay, tuple[tuple[str, str], ...]] = {
    "private": (*_IN_THREADS, ("create_private_threads", "Create Private Threads")),
    "public": (*_IN_THREADS, ("create_public_threads", "Create Public Threads")),
    "circle": (
        *_IN_THREADS,
        ("send_messages", "Send Messages"),
        ("create_public_threads", "Create Public Threads"),
    ),
    "mention": (("view_channel", "View Channel"), ("send_messages", "Send Messages")),
    "history": (("read_message_history", "Read Message History"),),
    "pictures": (("attach_files", "Attach Files"),),
}
OPENS_THREADS: frozenset[VenueWay] = frozenset({"private", "public", "circle"})
TEXT_CHANNEL = "a text channel"  # the one kind in which each kind of thread is opened
_TIMED_OUT = discord.Permissions(view_channel=True, read_message_history=True).value


def to_write_in_thread(given: discord.Permissions) -> tuple[str, ...]:
    """What is missing to go on in a thread that stands."""
    if given.administrator:
        return ()
    return tuple(name for flag, name in _IN_THREADS if not getattr(given, flag))


def lacking(given: discord.Permissions, *, threads: Iterable[VenueWay]) -> Lacking:
    """What is missing in a channel for each way. `threads`: those that can be opened from that place."""
    possible = frozenset(threads)
    return tuple((way, tuple(_missing(given, way, possible))) for way in NEEDED)


def _missing(given: discord.Permissions, way: VenueWay, possible: frozenset[VenueWay]) -> Iterator[str]:
    if way in OPENS_THREADS and way not in possible:
        yield TEXT_CHANNEL
    elif not given.administrator:
        yield from (name for flag, name in NEEDED[way] if not getattr(given, flag))


def effective(
    guild: Mapping[str, object],
    member: Mapping[str, object],
    channel: Mapping[str, object],
    me: str,
    now_at: datetime,
) -> discord.Permissions:
    """What the bot may do in a channel of a server. `guild` has its roles, `member` is the bot there."""
    everybody = str(guild.get("id"))
    held = {everybody, *(str(role) for role in listed(member.get("roles")))}
    given = 0
    for role in objects(guild.get("roles")):
        given |= number(role.get("permissions")) if str(role.get("id")) in held else 0
    administrator = given & discord.Permissions(administrator=True).value
    if administrator or str(guild.get("owner_id")) == me:
        return discord.Permissions.all()
    found = objects(channel.get("permission_overwrites"))
    for ids in ({everybody}, held - {everybody}, {me}):
        said = [one for one in found if str(one.get("id")) in ids]
        given &= ~_bits(said, "deny")
        given |= _bits(said, "allow")
    return discord.Permissions(given & _TIMED_OUT if _timed_out(member, now_at) else given)


def _timed_out(member: Mapping[str, object], now_at: datetime) -> bool:
    try:
        until = datetime.fromisoformat(str(member.get("communication_disabled_until")))
    except ValueError:
        return False
    return until.tzinfo is not None and until > now_at


def _bits(overwrites: Iterable[Mapping[str, object]], key: str) -> int:
    found = 0
    for one in overwrites:
        found |= number(one.get(key))
    return found


# ---------------------------------------------------------------- reading what Discord sends


def number(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def objects(value: object) -> list[Mapping[str, object]]:
    return [one for one in listed(value) if isinstance(one, Mapping)]


def mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
