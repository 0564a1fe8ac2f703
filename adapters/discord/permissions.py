"""What the bot may do in a place, and what it needs there. Pure.

Sources: the reference on permissions (its algorithm, timed out members) and on channels, and the page on
threads: they have the permissions of their channel, *Send Messages* says nothing in them, private ones are of
text channels alone, announcements have public ones of their own kind, posts of forums and of media channels
are threads, and a locked one takes words of moderators only. Reading in a voice or stage channel takes
*Connect*, too. What a missing permission takes along with it is left out: whoever reads a list of
what to tick wants that one alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import discord

from bot.venues import Lacking, VenueWay

Permission = tuple[str, str]  # discord.py's name of a permission, and Discord's
TEXT, NEWS = discord.ChannelType.text.value, discord.ChannelType.news.value
THREADS = (
    discord.ChannelType.news_thread.value,
    discord.ChannelType.public_thread.value,
    discord.ChannelType.private_thread.value,
)
_SPOKEN = (discord.ChannelType.voice.value, discord.ChannelType.stage_voice.value)
_OF_POSTS = (discord.ChannelType.forum.value, discord.ChannelType.media.value)
_CONNECT: Permission = ("connect", "Connect")
_LOCKED: Permission = ("manage_threads", "Manage Threads")
_IN_THREADS: tuple[Permission, ...] = (
    ("view_channel", "View Channel"),
    ("send_messages_in_threads", "Send Messages in Threads"),
)
# For each way in which something is said, what it needs in a text channel, as Discord's pages call it.
NEEDED: Mapping[VenueWay, tuple[Permission, ...]] = {
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
_IN_THREADS_ALONE: frozenset[VenueWay] = frozenset({"history", "pictures"})
OPENS_THREADS: frozenset[VenueWay] = frozenset({"private", "public", "circle"})
# The ways that open a thread, by the kind of channel in which there can be such; in others there is none.
_OPEN_IN: Mapping[int, frozenset[VenueWay]] = {
    TEXT: OPENS_THREADS,
    NEWS: frozenset({"public", "circle"}),
}
TEXT_CHANNEL = "a text channel"  # the one kind in which each kind of thread is opened
_TIMED_OUT = discord.Permissions(view_channel=True, read_message_history=True).value


def to_write_in_thread(given: discord.Permissions, *, locked: bool = False) -> tuple[str, ...]:
    """What is missing to go on in a thread that stands."""
    return tuple(_not_of(given, (*_IN_THREADS, _LOCKED) if locked else _IN_THREADS))


def lacking(given: discord.Permissions, kind: int, *, within: bool = False) -> Lacking:
    """What is missing for each way in a channel of that kind (a number, from the reference on channels).
    `within`: asked from inside one of its threads."""
    return tuple((way, tuple(_missing(given, way, kind, within=within))) for way in NEEDED)


def _missing(given: discord.Permissions, way: VenueWay, kind: int, *, within: bool) -> Iterator[str]:
    # A circle is begun from a message beside its thread, which a thread has not.
    if way in OPENS_THREADS and (way not in _OPEN_IN.get(kind, ()) or (within and way == "circle")):
        yield TEXT_CHANNEL
    elif way not in _IN_THREADS_ALONE or kind in _OPEN_IN:  # elsewhere no talk is in a thread
        yield from _not_of(given, _needed(way, kind, within=within))


def _needed(way: VenueWay, kind: int, *, within: bool) -> tuple[Permission, ...]:
    if way == "mention" and (within or kind in _OF_POSTS):
        return _IN_THREADS  # it is answered where it stands
    return (*NEEDED[way], _CONNECT) if kind in _SPOKEN else NEEDED[way]


def _not_of(given: discord.Permissions, needed: Iterable[Permission]) -> Iterator[str]:
    if not given.administrator:
        yield from (name for flag, name in needed if not getattr(given, flag))


def effective(
    guild: Mapping[str, object],
    member: Mapping[str, object],
    channel: Mapping[str, object],
    me: str,
    now_at: datetime,
) -> discord.Permissions:
    """What the bot may do in a channel of a server. `guild` has its roles, `member` is the bot there."""
    everybody, held, given = _held(guild, member)
    if _may_all(guild, given, me):
        return discord.Permissions.all()
    found = objects(channel.get("permission_overwrites"))
    for ids in ({everybody}, held - {everybody}, {me}):
        said = [one for one in found if str(one.get("id")) in ids]
        given &= ~_bits(said, "deny")
        given |= _bits(said, "allow")
    silent = timed_out_until(guild, member, me, now_at) is not None
    return discord.Permissions(given & _TIMED_OUT if silent else given)


def timed_out_until(
    guild: Mapping[str, object], member: Mapping[str, object], me: str, now_at: datetime
) -> datetime | None:
    """Until when the bot may only read there, whatever it is allowed; None: it is not timed out. Who may do
    everything is so never."""
    try:
        until = datetime.fromisoformat(str(member.get("communication_disabled_until")))
    except ValueError:
        return None
    _, _, given = _held(guild, member)
    counts = until.tzinfo is not None and until > now_at and not _may_all(guild, given, me)
    return until if counts else None


def _held(guild: Mapping[str, object], member: Mapping[str, object]) -> tuple[str, set[str], int]:
    """The role that everybody has, all of a member's, and what they give together."""
    everybody = str(guild.get("id"))
    held = {everybody, *(str(role) for role in listed(member.get("roles")))}
    given = 0
    for role in objects(guild.get("roles")):
        given |= number(role.get("permissions")) if str(role.get("id")) in held else 0
    return everybody, held, given


def _may_all(guild: Mapping[str, object], given: int, me: str) -> bool:
    administrator = given & discord.Permissions(administrator=True).value
    return bool(administrator) or str(guild.get("owner_id")) == me


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
