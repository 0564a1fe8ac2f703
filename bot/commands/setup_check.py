"""What /setup says of permissions: for each channel where talks may begin, what is needed for what the admins
have decided, and what of it is missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from bot.commands import channels, permissions
from bot.commands.context import Context, Note
from bot.model import Mark, Rich, Style
from bot.texts import Texts
from bot.venues import WHERE, InspectedChannel, Named, Venue, VenueRules, VenueWay


def checked(ctx: Context, venue: Venue) -> Note:
    """All of it: the channel where this is asked, then the chosen ones."""
    t, rules = ctx.texts.t, venue.rules
    here, others = _channels(venue, rules)
    until = _timed_out_until(venue)
    if until is not None:
        return _timed_out(ctx.texts, until, gone(ctx.texts, venue, rules))
    rows = [t("In this channel:"), *_each_way(ctx.texts, here, rules)]
    rows += gone(ctx.texts, venue, rules)
    rows += _lacking(ctx.texts, others, rules)
    complete = [_name(one) for one in others if _is_complete(one, rules)]
    if complete:
        rows.append(t("In {channels} everything is there.", channels=", ".join(complete)))
    if rules.channels and venue.inspected is None:
        rows.append(t("I could not look at the other channels just now. Please ask again in a minute."))
    rows.append(t("What is seen by one alone, and direct chats, need no permission."))
    if _can_be_ticked((here, *others), rules):
        rows.append(_advice(ctx.texts))
    return _note(rows, others)


def missing(ctx: Context, venue: Venue, rules: VenueRules) -> tuple[Note, ...]:
    """What is not there for what has just been decided; nothing where all of it is."""
    here, others = _channels(venue, rules)
    until = _timed_out_until(venue)
    if until is not None:
        return (_timed_out(ctx.texts, until),)
    begins_here = not rules.channels or any(one.id in venue.channels for one in rules.channels)
    looked_at = ([here] if begins_here else []) + list(others)
    rows = list(_lacking(ctx.texts, looked_at, rules))
    if _can_be_ticked(looked_at, rules):
        rows.append(_advice(ctx.texts))
    if looked_at and all(permissions.TEXT_CHANNEL in one.lacks(rules.where) for one in looked_at):
        rows.append(
            ctx.texts.t("So no talk goes on in a thread: where it is called, its person alone sees it.")
        )
    return (_note(rows, looked_at),) if rows else ()


def _timed_out_until(venue: Venue) -> datetime | None:
    return venue.inspected.timed_out_until if venue.inspected is not None else None


def _timed_out(texts: Texts, until: datetime, rows: Iterable[str] = ()) -> Note:
    """No permission helps for so long; what is missing beside that shows once it is over."""
    when = f"{until.astimezone(UTC):%Y-%m-%d %H:%M} (UTC)"
    line = texts.t(
        "I am timed out in this server until {when}: for so long I can write nothing in it that others see, "
        "whatever I am allowed. Whoever has {permission} can lift it: Remove Timeout, in my name's menu.",
        when=when,
        permission=texts.t("Timeout Members"),
    )
    needless = texts.t("What is seen by one alone, and direct chats, need no permission.")
    moment = Mark(Style.MOMENT, line.index(when), len(when), until)
    return Note(Rich("\n".join((line, *rows, needless)), (moment,)))


def _note(rows: Iterable[str], found: Iterable[InspectedChannel]) -> Note:
    return Note(channels.named("\n".join(rows), (one.channel for one in found)))


def _channels(venue: Venue, rules: VenueRules) -> tuple[InspectedChannel, Sequence[InspectedChannel]]:
    here = InspectedChannel(Named(venue.channels[-1] if venue.channels else "", venue.place), venue.lacking)
    chosen = {one.id for one in rules.channels}
    found = venue.inspected.channels if venue.inspected is not None else ()
    return here, [one for one in found if one.channel.id in chosen]


def _needed(rules: VenueRules) -> list[VenueWay]:
    """The ways that the admins' decisions lead to; people may choose a less open one."""
    most = WHERE.index(rules.where)
    threads: list[VenueWay] = [way for way in ("private", "public") if WHERE.index(way) <= most]
    ways: list[VenueWay] = [*threads, "history"] if threads else []
    ways += ["circle"] if rules.circles else []
    ways += ["pictures"] if ways else []
    return ways if rules.quiet else [*ways, "mention"]


def _ways_in(one: InspectedChannel, rules: VenueRules) -> list[VenueWay]:
    """Those that the channel can have: where no thread is opened, nothing is needed in one."""
    ways = _needed(rules)
    opens = [way for way in ways if way in ("private", "public", "circle")]
    if opens and all(permissions.TEXT_CHANNEL in one.lacks(way) for way in opens):
        return [way for way in ways if way not in ("history", "pictures")]
    return ways


def _is_complete(one: InspectedChannel, rules: VenueRules) -> bool:
    return one.lacking is not None and not any(one.lacks(way) for way in _needed(rules))


def _can_be_ticked(found: Iterable[InspectedChannel], rules: VenueRules) -> bool:
    lacks = {name for one in found for way in _needed(rules) for name in one.lacks(way)}
    return bool(lacks - {permissions.TEXT_CHANNEL})


def _each_way(
    texts: Texts, one: InspectedChannel, rules: VenueRules, *, complete: bool = True
) -> Iterator[str]:
    """What is missing for each way; with what is not missing for any, if `complete`."""
    named = _named(texts)
    for way in _ways_in(one, rules):
        lacks = permissions.named(texts, one.lacks(way))
        if permissions.TEXT_CHANNEL in one.lacks(way):
            yield texts.t("{what}: only in a text channel", what=named[way])
        elif lacks:
            yield texts.t("{what}: missing {permissions}", what=named[way], permissions=lacks)
        elif complete:
            yield texts.t("{what}: all there", what=named[way])


def _lacking(texts: Texts, found: Sequence[InspectedChannel], rules: VenueRules) -> Iterator[str]:
    """Channels that lack the same share their rows."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in found:
        if one.lacking is not None and not _is_complete(one, rules):
            rows = tuple(_each_way(texts, one, rules, complete=False))
            alike.setdefault(rows, []).append(_name(one))
    for rows, names in alike.items():
        yield texts.t("In {channel}:", channel=", ".join(names))
        yield from rows


def _name(one: InspectedChannel) -> str:
    return channels.placed(one.channel)


def gone(texts: Texts, venue: Venue, rules: VenueRules) -> Iterator[str]:
    """What was chosen and is there no more, and what follows where nothing else was: it opens nothing, and
    no other channel or role in its place. Of a channel the client would know no name."""
    t = texts.t
    lost = venue.lost(rules.channels)
    for channel in lost:
        name = channel.name if channel.name.startswith("#") else f"#{channel.name}"
        yield t("{channel} is not there any more: choose again in /setup.", channel=name)
    if lost and lost == rules.channels:
        yield t("Until then no talk begins in this server.")
    lost_roles = venue.lost(rules.roles)
    for role in lost_roles:
        name = role.name if role.name.startswith("@") else f"@{role.name}"
        yield t("The role {role} is not there any more: choose again in /setup.", role=name)
    if lost_roles and lost_roles == rules.roles:
        yield t("Until then nobody can begin a talk in this server.")


def _named(texts: Texts) -> Mapping[VenueWay, str]:
    t = texts.t
    return {
        "private": t("in a private thread"),
        "public": t("in a public thread"),
        "history": t("what was typed in threads while I was away"),
        "circle": t("evenings together"),
        "pictures": t("pictures in threads (else I say them in words)"),
        "mention": t("a line for whoever mentions me"),
    }


def _advice(texts: Texts) -> str:
    return texts.t("Tick what is named for my role: Edit Channel, Permissions.")
