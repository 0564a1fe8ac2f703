"""`/circle`: what its words mean in this place, and what is said where it cannot be. The circle's own turns
do the rest (`bot/conversation/circling.py`)."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from bot.circles.call import PACES, CircleCall, next_at
from bot.circles.circle import GATHERING
from bot.commands import setup, talk
from bot.commands.context import Context, EpisodeCard, Reply, say
from bot.frozen import frozen
from bot.model import CommandCall, Rich
from bot.places.guesses import Resolved
from bot.places.resolving import resolve
from bot.texts import Texts
from bot.zonerules import known_zone

DO = "do"


@frozen
class Begins:
    """When, as a moment and as it is written for people there; the evening; how long each question stands."""

    at: datetime
    called: str
    card: EpisodeCard
    window: timedelta
    planned: bool


def circle(ctx: Context, argument: str) -> Reply:
    """In a direct chat, where there is nobody else."""
    return say(
        ctx.texts.t("A circle is an evening that several people take together: call it in a server or group.")
    )


def words_of(call: CommandCall) -> str:
    """What stands behind the command, also where it came by names."""
    if not call.options:
        return call.argument
    named = dict(call.options)
    return named.get(DO) or " ".join(
        value if name == "episode" else f"{name}:{value}" for name, value in call.options if value
    )


def begins(ctx: Context, call: CircleCall, zone: str | None) -> Begins | str | Rich:
    """When which evening begins; or, in one line, why none does. `zone` is that of who calls, where known."""
    t = ctx.texts.t
    closed = setup.closed(ctx)
    if closed is not None:
        return closed
    card = talk.find_episode(ctx.episodes, call.episode) if call.episode else next(iter(ctx.episodes), None)
    if card is None:
        return t("I don't know an evening by that name. /menu shows them all.")
    if call.at is None:
        at = ctx.now + GATHERING
        return Begins(at, t("in a minute"), card, call.window, planned=False)
    found = _zone(call.zone, ctx.locale) if call.zone else _known(zone)
    if found is None:
        return t(
            "Whose clock is that? Name a city behind the time: /circle {episode} at:{time} zone:Berlin",
            episode=str(card.number),
            time=f"{call.at:%H:%M}",
        )
    at = next_at(call.at, found, ctx.now)
    return Begins(at, _written(at, found, ctx.now), card, call.window, planned=True)


def _zone(place: str, locale: str) -> tzinfo | None:
    found = resolve(place, locale)
    return known_zone(found.guesses[0].zone) if isinstance(found, Resolved) and found.guesses else None


def _known(zone: str | None) -> tzinfo | None:
    return known_zone(zone) if zone else None


def _written(at: datetime, zone: tzinfo, now: datetime) -> str:
    """As clocks there will show it, with the place; the date where it is not today's."""
    local = at.astimezone(zone)
    day = "" if local.date() == now.astimezone(zone).date() else f"{local:%Y-%m-%d} "
    return f"{day}{local:%H:%M} ({str(zone).rpartition('/')[2].replace('_', ' ')})"


def paces(texts: Texts) -> Sequence[tuple[str, str]]:
    """How long each question may stand: (what it is called, its name)."""
    t = texts.t
    called = {
        "quick": t("30 seconds a question"),
        "calm": t("2 minutes a question"),
        "hourly": t("an hour a question"),
        "slow": t("a day a question"),
    }
    return [(called[name], name) for name in PACES]


def wishes(texts: Texts) -> Sequence[tuple[str, str]]:
    """What can be done with the circle that is here."""
    t = texts.t
    return [(t("begin it now"), "start"), (t("leave it"), "leave"), (t("end it"), "end")]
