"""What a person did on Discord -> `Body` and `Inbound`. Pure: no network, no clock.

Whatever the payloads hold, reading them raises nothing: what does not look as the API reference says is
None. Sources: the API reference on interactions and messages.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal

import discord

from adapters.discord import permissions, places
from bot.frozen import frozen, replace
from bot.model import (
    Address,
    Body,
    CommandCall,
    Inbound,
    Press,
    ReplyHandle,
    Subject,
    Text,
    Unreadable,
    is_circle_key,
    parse_press,
)
from bot.venues import Named, Venue

PLATFORM = "discord"
MOST_FOLLOW_UPS = 5  # where the bot is no member; the interactions reference
WORDS = "words"  # the verb of a button that opens the form for typing
LINE = "line"  # the same for a line of one's own, at a circle
ABOUT = "about"  # the command of a message's menu
LIST_PREFIX = "l:"  # before a press in the custom_id of a list of questions; each entry is a press itself
FORM_PREFIX = "f:"  # before a press in the custom_id of a form

_TEXT_MESSAGES = (discord.MessageType.default, discord.MessageType.reply)
_MODERATING = ("administrator", "manage_guild", "manage_threads", "manage_messages", "moderate_members")
_MEDIA = (("image/", "photo"), ("video/", "video"), ("audio/", "voice"))


@frozen
class Asked:
    """Who did something, where, and with what. `direct` is a one-to-one chat with the bot."""

    id: str
    user: str
    chat: str
    direct: bool
    locale: str | None
    source: str | None
    data: Mapping[str, object]
    venue: Venue | None = None
    username: str = ""
    own: Address | None = None  # the thread that is theirs, where something in it was pressed
    lacking: tuple[str, ...] = ()  # what the bot is not allowed to do in that thread, and needs
    circle: Subject | None = None  # whose button it was
    moderates: bool = False
    given: int = 0  # the bits of what the bot is allowed in this place
    around: str = ""  # the channel of the thread where it was done, if its kind is not known


def asked(interaction: discord.Interaction) -> Asked | None:
    """The interaction's outside; None where nobody did it."""
    user = getattr(interaction.user, "id", None)
    if user is None or user <= 0 or interaction.id <= 0:
        return None
    direct = places.is_direct(interaction)
    chat = interaction.channel_id
    # In a direct chat the address must work later on; elsewhere only the token is used.
    place = str(chat) if chat is not None else f"user:{user}" if direct else str(interaction.guild_id or 0)
    message, own = interaction.message, _own_thread(interaction)
    venue = None if direct or places.is_brought(interaction) else places.venue(interaction)
    lacks = places.lacking_in_thread(interaction) if own is not None else ()
    return Asked(
        id=str(interaction.id),
        user=str(user),
        chat=place,
        direct=direct,
        locale=str(interaction.locale.value) or None,
        source=str(message.id) if message is not None else None,
        data=_mapping(interaction.data),
        venue=venue,
        username=str(getattr(interaction.user, "name", "")),
        own=own if not lacks else None,
        lacking=lacks,
        moderates=not direct and any(getattr(interaction.permissions, flag) for flag in _MODERATING),
        given=interaction.app_permissions.value,
        around=places.around(interaction.channel) if venue is not None and own is None else "",
    )


def within(asked: Asked, kind: int) -> Asked:
    """The same where it is known by now what kind of channel the thread is in."""
    if asked.venue is None:
        return asked
    lacks = permissions.lacking(discord.Permissions(asked.given), kind, within=True)
    return replace(asked, venue=replace(asked.venue, lacking=lacks))


def at_circle(asked: Asked, press: Press) -> Asked:
    """The same where the button is a circle's: its thread is nobody's own."""
    if not is_circle_key(press.owner):
        return asked
    return replace(asked, own=None, circle=Subject(PLATFORM, press.owner, "circle"))


def _own_thread(interaction: discord.Interaction) -> Address | None:
    """Where a message that everybody in a thread sees was pressed: only talks have such, each its own thread.
    Whose button it is, its `custom_id` says."""
    place, message = interaction.channel, interaction.message
    if message is None or message.flags.ephemeral or not isinstance(place, discord.Thread):
        return None
    kind = "private" if place.is_private() else "public"
    thread = f"{kind}:{interaction.user.id}"
    return Address(PLATFORM, str(place.parent_id), thread, direct=False)


def inbound(asked: Asked, body: Body, at: datetime, handle: ReplyHandle) -> Inbound:
    """In a person's own thread the answer is a message there, and no part of it waits for the handle."""
    person = Subject(PLATFORM, asked.user)
    return Inbound(
        id=f"dc:{asked.id}",
        subject=asked.circle or person,
        address=asked.own or Address(PLATFORM, asked.chat, direct=asked.direct),
        at=at,
        body=body,
        locale=asked.locale,
        reply=handle if asked.own is None else None,
        aside=replace(handle, opens="follow") if asked.own is not None else None,
        source=asked.source,
        venue=asked.venue,
        actor=person if asked.circle is not None else None,
        moderates=asked.moderates,
        username=asked.username,
    )


def handle(
    interaction: discord.Interaction, asked: Asked, opens: Literal["fill", "edit"], expires_at: datetime
) -> ReplyHandle:
    """What the interaction's token is good for. Where an account brought the app along and the server has not
    installed it, Discord takes five follow-ups."""
    return ReplyHandle(
        interaction.token,
        str(interaction.application_id),
        expires_at,
        opens,
        ephemeral=not asked.direct,
        locale=asked.locale,
        room=MOST_FOLLOW_UPS if places.is_brought(interaction) and not asked.direct else None,
        seen_by="" if asked.direct else asked.user,
    )


# ---------------------------------------------------------------- the inside of an interaction


def command(data: Mapping[str, object], user: str = "") -> CommandCall | None:
    """`/name` with its text options, or the command below another one; the first option is its argument.
    `user` calls it."""
    if data.get("type") == discord.AppCommandType.message.value:
        words, writer = _target(data)
        return CommandCall(ABOUT, options=(("words", words), ("where", "here")), anothers=writer != user)
    data = _below(data)
    name = data.get("name")
    if not isinstance(name, str) or not name:
        return None
    options = tuple((str(one["name"]), _word(one.get("value"))) for one in _options(data))
    return CommandCall(name.lower(), options[0][1] if options else "", options)


def _target(data: Mapping[str, object]) -> tuple[str, str]:
    """What the message says that the command was called on, and whose account wrote it."""
    messages = _mapping(_mapping(data.get("resolved")).get("messages"))
    message = _mapping(messages.get(str(data.get("target_id"))))
    return _word(message.get("content")), _word(_mapping(message.get("author")).get("id"))


def _below(data: Mapping[str, object]) -> Mapping[str, object]:
    """What was called: the command below where there is one."""
    kind = discord.AppCommandOptionType.subcommand.value
    return next((one for one in _options(data) if one.get("type") == kind), data)


def focused(data: Mapping[str, object]) -> tuple[str, str] | None:
    """The option that is being typed, and what stands there."""
    for one in _options(_below(data)):
        if one.get("focused") is True:
            return str(one["name"]), _word(one.get("value"))
    return None


def pressed(data: Mapping[str, object]) -> Press | None:
    """The press of a button of ours, or what was picked from a list; None for anything else."""
    custom, values = data.get("custom_id"), data.get("values")
    if isinstance(custom, str) and custom.startswith(LIST_PREFIX):
        taken = values[0] if isinstance(values, list) and values else None
        return parse_press(taken) if isinstance(taken, str) else None
    press = parse_press(custom) if isinstance(custom, str) else None
    return replace(press, picked=tuple(_picked(data))) if press is not None else None


def _picked(data: Mapping[str, object]) -> Iterator[Named]:
    values, resolved = data.get("values"), _mapping(data.get("resolved"))
    known = {**_mapping(resolved.get("channels")), **_mapping(resolved.get("roles"))}
    for id_ in values if isinstance(values, list) else ():
        if isinstance(id_, str):
            yield Named(id_, _word(_mapping(known.get(id_)).get("name")) or id_)


def inspects(body: Body) -> bool:
    """Whether an admin looks at what was decided, or decides it."""
    match body:
        case CommandCall(name) | Press(verb=name):
            return name == "setup"
    return False


def form_of(data: Mapping[str, object]) -> Press | None:
    """The press that opened the form which was sent."""
    custom = data.get("custom_id")
    if not isinstance(custom, str) or not custom.startswith(FORM_PREFIX):
        return None
    return parse_press(custom.removeprefix(FORM_PREFIX))


def typed(data: Mapping[str, object]) -> Text | None:
    """The words of the first text field of a form."""
    for item in _fields(data.get("components"), 3):
        value = item.get("value")
        if item.get("type") == discord.ComponentType.text_input.value and isinstance(value, str):
            return Text(value)
    return None


def _fields(items: object, deep: int) -> Iterator[Mapping[str, object]]:
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, Mapping):
            continue
        yield item
        if deep:
            yield from _fields([item.get("component")], deep - 1)
            yield from _fields(item.get("components"), deep - 1)


def _options(data: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    options = data.get("options")
    for one in options if isinstance(options, list) else ():
        if isinstance(one, Mapping) and isinstance(one.get("name"), str):
            yield one


def _word(value: object) -> str:
    return str(value) if isinstance(value, (str, int, float)) else ""


def _mapping(data: object) -> Mapping[str, object]:
    return data if isinstance(data, Mapping) else {}


# ---------------------------------------------------------------- messages


def said(message: discord.Message) -> Body | None:
    """What a person's direct message says; None for what is no concern of ours (bots, calls, pins)."""
    if message.author.bot or message.webhook_id is not None or message.type not in _TEXT_MESSAGES:
        return None
    if min(message.id, message.author.id, message.channel.id) <= 0:
        return None
    if message.content:
        return Text(message.content)
    if message.stickers:
        return Unreadable("sticker")
    if message.attachments:
        return Unreadable(_media(message.attachments[0]))
    return Unreadable("poll" if message.poll is not None else "message")


def _media(attachment: discord.Attachment) -> str:
    kind = attachment.content_type or ""
    return next((name for start, name in _MEDIA if kind.startswith(start)), "file")


def heard(message: discord.Message, me: int) -> Body | None:
    """What a message in a thread says to the bot; None where its words are withheld, or there are none. A
    mention that calls the bot is no part of them."""
    words = re.sub(rf"^\s*<@!?{me}>[\s,:]*|\s*<@!?{me}>\s*$", "", message.content)
    body = said(message)
    return Text(words) if isinstance(body, Text) and words.strip() else None


def said_at(said: Inbound, key: str) -> Inbound:
    """What somebody says in a circle's thread."""
    return replace(said, subject=Subject(PLATFORM, key, "circle"), actor=said.subject)


def server_of(message: discord.Message) -> str | None:
    """Where no server is cached its number is all that is known."""
    found = message.guild.id if message.guild is not None else getattr(message.channel, "guild_id", None)
    return str(found) if found is not None else None


def letter(message: discord.Message, body: Body, at: datetime, own: Address | None = None) -> Inbound:
    """A direct message, or one in the person's own thread, as `Inbound`."""
    server = server_of(message) if own is not None else None
    return Inbound(
        id=f"dc:{message.id}",
        subject=Subject(PLATFORM, str(message.author.id)),
        address=own or Address(PLATFORM, str(message.channel.id), direct=True),
        at=at,
        body=body,
        venue=Venue(server, begun=True) if server is not None else None,
        username=message.author.name,
    )
