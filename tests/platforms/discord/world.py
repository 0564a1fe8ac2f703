"""What a Discord of one process holds: people, servers, channels, messages, interactions.

Plain mutable records and their JSON shapes as the REST and gateway documentation gives them. Knows no
HTTP and no socket.
"""

import asyncio
import itertools
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

EPOCH_MS = 1_420_070_400_000  # 2015-01-01, where snowflakes begin

EPHEMERAL, LOADING, SUPPRESS_EMBEDS, SILENT = 64, 128, 4, 4096
GUILD_TEXT, DM, VOICE, NEWS, NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 2, 5, 10, 11, 12
STAGE, FORUM, MEDIA = 13, 15, 16
OBFUSCATED = 1 << 17
OWN_CHAT = 2248473465835073  # what the bot may do in a direct chat, and everybody in a server without more
THREADS = (NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD)
OPENED_IN = {GUILD_TEXT: (PUBLIC_THREAD, PRIVATE_THREAD), NEWS: (NEWS_THREAD,)}  # without words to begin with
COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
ACK_SECONDS, TOKEN_SECONDS = 3.0, 900.0


@dataclass
class User:
    """An account. `dms_open` False refuses direct messages from the bot."""

    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    dms_open: bool = True

    def json(self) -> dict:
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": self.name.title(),
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass
class Message:
    """A message. `visible_to` is the one account that sees an ephemeral one."""

    id: int
    channel: "Channel"
    author: User
    content: str
    at: float
    components: list = field(default_factory=list)
    attachments: list = field(default_factory=list)
    files: dict = field(default_factory=dict)
    embeds: list = field(default_factory=list)
    stickers: list = field(default_factory=list)
    mentions: list = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    edited: float | None = None
    nonce: str | None = None
    visible_to: int | None = None
    token: str | None = field(default=None, repr=False)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    def labels(self) -> list[str]:
        return [button.get("label", "") for button in self.buttons()]

    def buttons(self) -> list[dict]:
        return [item for item in self.items() if item["type"] == 2]

    def items(self) -> list[dict]:
        """What can be pressed or taken from."""
        return [item for item in _every(self.components) if item["type"] not in (1, 9, 10, 12, 17)]

    @property
    def words(self) -> str:
        """What is written in it, laid out or not."""
        laid_out = [one["content"] for one in _every(self.components) if one["type"] == 10]
        return "\n".join(laid_out) if laid_out else self.content

    def json(self, *, with_content: bool = True) -> dict:
        shown = {
            "id": str(self.id),
            "channel_id": str(self.channel.id),
            "type": self.kind,
            "author": self.author.json(),
            "content": self.content if with_content else "",
            "timestamp": iso(self.at),
            "edited_timestamp": iso(self.edited) if self.edited is not None else None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [user.json() for user in self.mentions],
            "mention_roles": [],
            "attachments": self.attachments if with_content else [],
            "embeds": self.embeds if with_content else [],
            "components": self.components if with_content else [],
            "pinned": False,
            "flags": self.flags,
        }
        if self.nonce is not None:
            shown["nonce"] = self.nonce
        if self.stickers:
            shown["sticker_items"] = self.stickers
        if self.token is not None:
            shown["webhook_id"] = shown["application_id"] = str(self.author.id)
        return shown


@dataclass
class Channel:
    """A place. In a direct chat `person` is the other account; `bot_access` False gives 50001. `refuses` is
    what everything that is said or edited there is answered with, once `bears` more were taken; `blocked`
    words are stopped by the server's own filter. `denied` are bits of the permission number that nobody is
    given there, `overwrites` what is said of roles and accounts besides: their ids with what is allowed and
    denied; a thread has its `owner` and `members`, and `invitable` says whether each may add others."""

    id: int
    kind: int
    guild: "Guild | None" = None
    person: User | None = None
    name: str = ""
    parent: "Channel | None" = None
    started_from: int | None = None
    bot_access: bool = True
    archived: bool = False
    locked: bool = False
    owner: int = 0
    members: set[int] = field(default_factory=set)
    invitable: bool = True
    denied: int = 0
    overwrites: dict[int, tuple[int, int]] = field(default_factory=dict)
    refuses: Exception | None = None
    bears: int = 0
    blocked: str = ""
    messages: dict[int, Message] = field(default_factory=dict)
    nonces: dict[str, tuple[int, float]] = field(default_factory=dict)

    def said(self) -> list[tuple[int, int, int, int]]:
        """(id, type, allow, deny) of each overwrite: of roles (0), everybody's among them, and accounts."""
        if self.guild is None:
            return []
        roles = {role.id for role in self.guild.roles} | {self.guild.id}
        found = {self.guild.id: (0, self.denied)} if self.denied else {}
        return [(who, who not in roles, *bits) for who, bits in (found | self.overwrites).items()]

    def obfuscated(self) -> dict:
        """What the gateway tells of it where the bot may not see it."""
        return self.json() | {"flags": OBFUSCATED, "name": "hidden", "permission_overwrites": []}

    def json(self) -> dict:
        shown: dict = {"id": str(self.id), "type": self.kind, "flags": 0, "last_message_id": None}
        if self.person is not None:
            shown["recipients"] = [self.person.json()]
        if self.guild is not None:
            shown |= {
                "guild_id": str(self.guild.id),
                "name": self.name,
                "position": 0,
                "parent_id": str(self.parent.id) if self.parent else None,
                "permission_overwrites": [
                    {"id": str(who), "type": int(kind), "allow": str(allow), "deny": str(deny)}
                    for who, kind, allow, deny in self.said()
                ],
                "permissions": str(OWN_CHAT),
                "nsfw": False,
                "rate_limit_per_user": 0,
                "topic": None,
            }
        if self.kind in (VOICE, STAGE):
            shown |= {"bitrate": 64_000, "user_limit": 0, "rtc_region": None}
        if self.kind in THREADS:
            shown |= {
                "owner_id": str(self.owner),
                "message_count": len(self.messages),
                "member_count": len(self.members),
                "thread_metadata": {
                    "archived": self.archived,
                    "auto_archive_duration": 1440,
                    "archive_timestamp": iso(0.0),
                    "locked": self.locked,
                },
            }
        if self.kind == PRIVATE_THREAD:
            shown["thread_metadata"]["invitable"] = self.invitable
        return shown


def _every(components: list[dict]) -> Iterator[dict]:
    """All components, those inside others too, in the order in which they are shown."""
    for one in components:
        yield one
        yield from _every(one.get("components") or [])
        yield from _every([one["accessory"]] if "accessory" in one else [])


_EVERYONE = {
    "name": "@everyone",
    "color": 0,
    "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    "hoist": False,
    "position": 0,
    "permissions": str(OWN_CHAT),
    "managed": False,
    "mentionable": False,
    "flags": 0,
}
_NONE = "members emojis stickers features presences voice_states stage_instances guild_scheduled_events"
_ZERO = "verification_level default_message_notifications explicit_content_filter mfa_level nsfw_level"
_NULL = "icon splash afk_channel_id system_channel_id rules_channel_id public_updates_channel_id banner"
_GUILD: dict = {
    **{key: [] for key in f"{_NONE} soundboard_sounds".split()},
    **dict.fromkeys(f"{_ZERO} premium_tier system_channel_flags".split(), 0),
    **dict.fromkeys(f"{_NULL} application_id description vanity_url_code".split()),
    "large": False,
    "unavailable": False,
    "member_count": 2,
    "preferred_locale": "en-US",
    "premium_progress_bar_enabled": False,
    "afk_timeout": 300,
}


@dataclass(frozen=True)
class Role:
    """`permissions` are the bits that it adds to everybody's."""

    id: int
    name: str
    permissions: int = 0

    def json(self) -> dict:
        return _EVERYONE | {"id": str(self.id), "name": self.name, "permissions": str(self.permissions)}


@dataclass
class Guild:
    """A server. `has_bot` False: the app is only user-installed by somebody there. `held` are the roles that
    people have, by account; `managers` have Manage Server; `timed_out` are accounts that a moderator keeps
    quiet, each until a time of `clock`."""

    id: int
    name: str
    owner: int
    has_bot: bool = True
    channels: dict[int, Channel] = field(default_factory=dict)
    roles: list[Role] = field(default_factory=list)
    held: dict[int, list[Role]] = field(default_factory=dict)
    managers: set[int] = field(default_factory=set)
    commands: list[dict] = field(default_factory=list)
    system: Channel | None = None  # where its own messages stand
    everyone: int = OWN_CHAT  # what everybody may do
    joined_at: float = 0.0  # when the bot was added
    clock: "Clock | None" = field(default=None, repr=False)
    timed_out: dict[int, float] = field(default_factory=dict)

    def is_timed_out(self, account: int) -> bool:
        return self.clock is not None and self.timed_out.get(account, 0.0) > self.clock.now()

    def json(self) -> dict:
        """As REST shows it."""
        everybody = Role(self.id, "@everyone", self.everyone)
        return _GUILD | {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner),
            "roles": [role.json() for role in (everybody, *self.roles)],
            "system_channel_id": str(self.system.id) if self.system is not None else None,
        }

    def member(self, user: User) -> dict:
        """Somebody there."""
        until = self.timed_out.get(user.id)
        return {
            "user": user.json(),
            "roles": [str(role.id) for role in self.held.get(user.id, ())],
            "joined_at": iso(self.joined_at),
            "deaf": False,
            "mute": False,
            "flags": 0,
            "nick": None,
            "avatar": None,
            "premium_since": None,
            "pending": False,
            "communication_disabled_until": iso(until) if until is not None else None,
        }

    def partial_member(self, user: User) -> dict:
        """Somebody there, as a message has its author and those whom it mentions."""
        return {key: value for key, value in self.member(user).items() if key != "user"}


@dataclass
class Interaction:
    """One thing a person did to the app, and how the app answered it. `follow_ups` counts its messages.

    `answer` is the callback type (None: not acknowledged), `original` what `@original` means,
    `choices` and `modal` what was answered to autocomplete and by a form.
    """

    id: int
    token: str = field(repr=False)
    kind: int
    user: User
    channel: Channel
    at: float
    source: Message | None = None
    answer: int | None = None
    original: Message | None = None
    choices: list | None = None
    modal: dict | None = None
    answered_after: float | None = None
    follow_ups: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event, repr=False)

    @property
    def acknowledged(self) -> bool:
        return self.answer is not None


class Clock:
    """Real time that a test can push forward, so that nothing has to be waited for."""

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> float:
        return time.time() + self.offset

    def shift(self, seconds: float) -> None:
        self.offset += seconds


class World:
    """Everything the server knows, by id."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._serial = itertools.count(1)
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.interactions: dict[int, Interaction] = {}
        self.by_token: dict[str, Interaction] = {}
        self.commands: list[dict] = []
        self.no_layouts = False
        self.strict_defaults = False  # what a list has chosen must exist
        self.no_files: Exception | None = None  # what uploads are answered with
        self.bot = self.person("alana", bot=True)

    def snowflake(self) -> int:
        """A new id: milliseconds since Discord's epoch, then a serial number."""
        return (int(self.clock.now() * 1000) - EPOCH_MS) << 22 | next(self._serial) & 0x3FFFFF

    def person(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        user = User(self.snowflake(), name, bot, locale)
        self.users[user.id] = user
        return user

    def server(self, name: str, *, has_bot: bool = True) -> Guild:
        owner = self.person(f"owner of {name}")
        guild = Guild(self.snowflake(), name, owner.id, has_bot, joined_at=self.clock.now(), clock=self.clock)
        self.guilds[guild.id] = guild
        return guild

    def channel(self, guild: Guild, name: str, *, bot_access: bool = True, kind: int = GUILD_TEXT) -> Channel:
        place = Channel(self.snowflake(), kind, guild, name=name)
        place.bot_access = bot_access and guild.has_bot
        self.channels[place.id] = guild.channels[place.id] = place
        return place

    def role(self, guild: Guild, name: str, *people: User, permissions: int = 0) -> Role:
        """A new role that these people have."""
        role = Role(self.snowflake(), name, permissions)
        guild.roles.append(role)
        for person in people:
            guild.held.setdefault(person.id, []).append(role)
        return role

    def thread(
        self,
        parent: Channel,
        name: str,
        message: int | None = None,
        kind: int = PUBLIC_THREAD,
        owner: int = 0,
    ) -> Channel:
        place = Channel(message or self.snowflake(), kind, parent.guild, name=name, parent=parent)
        place.owner, place.members = owner, {owner}
        place.started_from = message
        self.channels[place.id] = place
        assert parent.guild is not None
        parent.guild.channels[place.id] = place
        return place

    def delete(self, place: Channel) -> None:
        """A channel or thread goes, with all that was said in it."""
        del self.channels[place.id]
        if place.guild is not None:
            del place.guild.channels[place.id]

    def direct(self, person: User) -> Channel:
        """The one direct chat between that person and the bot."""
        for channel in self.channels.values():
            if channel.person is person:
                return channel
        channel = Channel(self.snowflake(), DM, person=person)
        self.channels[channel.id] = channel
        return channel

    def interaction(
        self, kind: int, user: User, channel: Channel, source: Message | None = None
    ) -> Interaction:
        made = Interaction(
            self.snowflake(), secrets.token_urlsafe(90), kind, user, channel, self.clock.now(), source
        )
        self.interactions[made.id] = made
        self.by_token[made.token] = made
        return made


def iso(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
