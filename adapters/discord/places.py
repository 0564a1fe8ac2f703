"""Where an interaction was done: the server, the kind of channel, what the bot is allowed there. Pure: all is
read from the interaction.
"""

import discord

from adapters.discord import library, permissions
from bot.venues import Venue


def is_direct(interaction: discord.Interaction) -> bool:
    """A one-to-one chat with the bot."""
    context = interaction.context
    if context.guild or context.dm_channel or context.private_channel:
        return bool(context.dm_channel)
    return interaction.guild_id is None and isinstance(interaction.channel, discord.DMChannel)


def is_brought(interaction: discord.Interaction) -> bool:
    """Whether an account brought the app along, to a place that has not installed it."""
    return interaction.is_user_integration() and not interaction.is_guild_integration()


def venue(interaction: discord.Interaction) -> Venue | None:
    """The server, with what the person may do there. Everybody has the role that has the server's own id."""
    server, place, given = interaction.guild_id, interaction.channel, interaction.permissions
    if server is None:
        return None
    around = (interaction.channel_id, getattr(place, "parent_id", None))
    return Venue(
        str(server),
        channels=tuple(str(one) for one in around if one is not None),
        roles=(str(server), *map(str, library.roles(interaction.user))),
        admin=given.manage_guild or given.administrator,
        called=interaction.user.display_name,
        lacking=permissions.lacking(
            interaction.app_permissions, _kind(place), within=isinstance(place, discord.Thread)
        ),
        place=str(getattr(place, "name", None) or ""),
    )


def _kind(place: object) -> int:
    """What kind of channel it is, or is the thread's, as far as the thread's own kind says."""
    kind = getattr(place, "type", None)
    if isinstance(place, discord.Thread):
        return permissions.NEWS if kind is discord.ChannelType.news_thread else permissions.TEXT
    return kind.value if isinstance(kind, discord.ChannelType) else -1


def around(place: object) -> str:
    """The channel of a thread that may be one of a text channel, or a post of a forum."""
    if not isinstance(place, discord.Thread) or place.type is not discord.ChannelType.public_thread:
        return ""
    return str(place.parent_id)


def lacking_in_thread(interaction: discord.Interaction) -> tuple[str, ...]:
    """What the bot is not allowed to do in that thread, and needs to go on in it."""
    locked = isinstance(interaction.channel, discord.Thread) and interaction.channel.locked
    return permissions.to_write_in_thread(interaction.app_permissions, locked=locked)
