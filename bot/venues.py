"""Servers and groups that Alana was brought to: where in one something was done, and what its admins decided.

A venue's rules hold for talks that begin there. The direct chat is nobody's venue, and always open.
"""

from datetime import datetime
from typing import Literal

from bot.frozen import frozen

ADMINS = "admins"  # the one role that groups have
RuleName = Literal["channels", "roles", "locale", "where", "quiet", "circles"]
# Where a talk goes on, from the least to the most open: between the two of us, seen by them alone where they
# called, in a thread for them, in one that everybody can read.
Where = Literal["direct", "here", "private", "public"]
# What the bot may need permissions for: a talk or a circle in a thread, a line where it is mentioned, what
# was typed in a thread while it was away, pictures in threads.
VenueWay = Where | Literal["circle", "mention", "history", "pictures"]
Lacking = tuple[
    tuple[VenueWay, tuple[str, ...]], ...
]  # for each way what is missing, as the platform calls it
WHERE: tuple[Where, ...] = ("direct", "here", "private", "public")


@frozen
class Named:
    """A channel or a role: the platform's id, and what it was called when it was chosen. The name is text
    from people: inert wherever it is shown."""

    id: str
    name: str


@frozen
class VenueRules:
    """What a venue's admins decided; empty: as it is without a word of theirs."""

    channels: tuple[Named, ...] = ()  # where talks begin; none: everywhere
    roles: tuple[Named, ...] = ()  # who may begin one; none: everybody
    where: Where = "here"  # where a talk goes on; people may choose whatever is less open
    quiet: bool = False  # a turn is one message, and a mention of the bot is not answered
    circles: bool = True  # whether an evening may be taken together here
    locale: str | None = None  # what is spoken with those who have not chosen; None: what their app speaks


@frozen
class InspectedChannel:
    """What the bot is not allowed to do in a channel; None: it is there no more."""

    channel: Named
    lacking: Lacking | None

    def lacks(self, way: VenueWay) -> tuple[str, ...]:
        return dict(self.lacking or ()).get(way, ())


@frozen
class Inspected:
    """What was found as an admin asked or decided something: the chosen channels but the one where that was,
    which of the chosen roles are there no more, and until when the bot is timed out."""

    channels: tuple[InspectedChannel, ...] = ()
    gone_roles: tuple[Named, ...] = ()
    timed_out_until: datetime | None = None  # None: it may say what its permissions allow


@frozen
class Venue:
    """The server or group in which something was done. `key` is the platform's id of it; `channels` the place
    and those around it (a thread, its channel); `roles` are the person's there, `called` is their name there;
    `admin`: they may set it up. `lacking`: what the bot is not allowed to do in this place, which is called
    `place`; `inspected`: what an admin asked for (None: nobody did, or it could not be seen); `gone`:
    what is there no more of that by which no talk begins; `app_locale`: the language of the person's app. The
    platform knows nothing of the rules: they come from the store."""

    key: str
    channels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    admin: bool = False
    called: str = ""
    lacking: Lacking = ()
    place: str = ""
    inspected: Inspected | None = None
    gone: tuple[Named, ...] = ()
    app_locale: str | None = None
    rules: VenueRules = VenueRules()
    group: bool = False  # of people on one level: it has topics in place of channels, and no roles but admins
    begun: bool = False  # in a talk of theirs that stands there already: who may begin one does not matter

    @property
    def closed_by(self) -> RuleName | None:
        """The rule by which no talk begins here for this person; None: one may."""
        if self.begun:
            return None
        if not _one_of(self.channels, self.rules.channels):
            return "channels"
        return None if _one_of(self.roles, self.rules.roles) else "roles"

    def where(self, wished: str) -> Where:
        """Where a talk goes on for somebody who wishes for that; "": they wish for nothing."""
        most = WHERE.index(self.rules.where)
        return next((one for one in WHERE[: most + 1] if one == wished), self.rules.where)

    def lacks(self, way: VenueWay) -> tuple[str, ...]:
        """What the bot is not allowed to do here, and needs for that."""
        return dict(self.lacking).get(way, ())

    def lost(self, chosen: tuple[Named, ...]) -> tuple[Named, ...]:
        """Those of the chosen channels or roles that are there no more, as far as it was looked at."""
        seen = self.inspected or Inspected()
        channels = (one.channel for one in seen.channels if one.lacking is None)
        ids = {one.id for one in (*self.gone, *channels, *seen.gone_roles)}
        return tuple(one for one in chosen if one.id in ids)


def _one_of(here: tuple[str, ...], chosen: tuple[Named, ...]) -> bool:
    return not chosen or any(named.id in here for named in chosen)


# Rules as they are then, and the one that changed with its value.
Decided = tuple[VenueRules, tuple[RuleName, tuple[Named, ...] | str | bool | None]]
