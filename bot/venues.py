"""Servers and groups that Alana was brought to: where in one something was done, and what its admins decided.

A venue's rules hold for talks that begin there. The direct chat is nobody's venue, and always open.
"""

from typing import Literal

from bot.frozen import frozen

Rule = Literal["channels", "roles", "locale"]


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
    locale: str | None = None  # what is spoken with those who have not chosen; None: what their app speaks


@frozen
class Venue:
    """The server or group in which something was done. `key` is the platform's id of it; `channels` the place
    and those around it (a thread, its channel); `roles` are the person's there; `admin`: they may set it up.
    The platform knows nothing of the rules: they come from the store."""

    key: str
    channels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    admin: bool = False
    rules: VenueRules = VenueRules()

    @property
    def closed_by(self) -> Rule | None:
        """The rule by which no talk begins here for this person; None: one may."""
        if not _one_of(self.channels, self.rules.channels):
            return "channels"
        return None if _one_of(self.roles, self.rules.roles) else "roles"


def _one_of(here: tuple[str, ...], chosen: tuple[Named, ...]) -> bool:
    return not chosen or any(named.id in here for named in chosen)
