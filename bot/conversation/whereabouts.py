"""A person as they are once something of theirs arrived: where they are, and where they are alone. Pure."""

from bot.frozen import replace
from bot.model import Address, Inbound, Membership, Wakeup
from bot.ports import Saved


def arrived(saved: Saved, inbound: Inbound) -> Saved:
    """The person as they are once this arrived: where they are, and that they are here."""
    body = inbound.body
    if isinstance(body, Wakeup):
        return saved
    if saved.subject.kind == "circle":  # it stays where it is, whoever did something from wherever
        return replace(saved, created_at=saved.created_at or inbound.at, seen_at=inbound.at)
    if isinstance(body, Membership):
        return replace(saved, profile=replace(saved.profile, unreachable=not body.reachable))
    profile = saved.profile
    if profile.unreachable or (inbound.locale and inbound.locale != profile.platform_locale):
        locale = inbound.locale or profile.platform_locale
        profile = replace(profile, unreachable=False, platform_locale=locale)
    address, now, pending = inbound.address, inbound.at, saved.pending
    return replace(
        saved,
        created_at=saved.created_at or now,
        seen_at=now,
        pending=pending if pending is not None and pending.expires_at > now else None,
        address=address,
        direct=address if address.direct else saved.direct,
        profile=profile,
    )


def located(saved: Saved, inbound: Inbound) -> Inbound:
    """The same in the thread that the person was in last, where the platform does not say in which it was."""
    address, last = inbound.address, saved.address
    if inbound.thread_known or last is None or replace(last, thread=None) != replace(address, thread=None):
        return inbound
    return replace(inbound, address=last)


def private(saved: Saved) -> Address:
    """The person's direct chat: the last one known, else the one that their account opens."""
    if saved.direct is not None:
        return saved.direct
    return direct_chat(saved.subject.platform, saved.subject.key)


def direct_chat(platform: str, key: str) -> Address:
    """What an account opens."""
    return Address(platform, f"user:{key}" if platform == "discord" else key)
