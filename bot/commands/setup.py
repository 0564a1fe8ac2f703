"""/setup: what the admins of a server decide, by lists to take from. Nothing is typed."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.commands.context import Context, Note, Reply, note, say
from bot.commands.settings import LANGUAGES
from bot.frozen import replace
from bot.model import Picker, Press
from bot.ports import SetRule
from bot.texts import Texts
from bot.venues import Named, Rule, Venue, VenueRules

MOST = 25  # what a list lets people take at once
_EACH = "each"  # what stands for: everybody in the language of their own app


def setup(ctx: Context, argument: str) -> Reply:
    """The rules of this server with lists to change them; a press takes what was picked."""
    t, venue, body = ctx.texts.t, ctx.inbound.venue, ctx.inbound.body
    if venue is None:
        return say(t("There is nothing to set up here: /setup belongs in a server."))
    if not venue.admin:
        return say(t("Only those who manage this server can set me up here."))
    decide = _DECISIONS.get(argument) if isinstance(body, Press) else None
    if decide is None or not isinstance(body, Press):
        return Reply((_panel(ctx, venue.rules),))
    rules, decided = decide(venue, body.picked)
    stored = SetRule(ctx.saved.subject.platform, venue.key, *decided)
    return Reply((note(t("Good, that holds from now on.")), _panel(ctx, rules)), rules=(stored,))


Decided = tuple[VenueRules, tuple[Rule, tuple[Named, ...] | str | None]]


def _channels(venue: Venue, picked: tuple[Named, ...]) -> Decided:
    return replace(venue.rules, channels=picked), ("channels", picked)


def _roles(venue: Venue, picked: tuple[Named, ...]) -> Decided:
    return replace(venue.rules, roles=picked), ("roles", picked)


def _locale(venue: Venue, picked: tuple[Named, ...]) -> Decided:
    code = next((code for code, _ in LANGUAGES if any(one.id == code for one in picked)), None)
    return replace(venue.rules, locale=code), ("locale", code)


_DECISIONS: dict[str, Callable[[Venue, tuple[Named, ...]], Decided]] = {
    "channels": _channels,
    "roles": _roles,
    "locale": _locale,
}


def _panel(ctx: Context, rules: VenueRules) -> Note:
    t = ctx.texts.t
    own = t("each one's own")
    rows = [
        t("Talks begin: {channels}", channels=channels_of(rules, ctx.texts)),
        t("Who may begin one: {roles}", roles=", ".join(_names(rules.roles, "@")) or t("everybody")),
        t("Language: {language}", language=dict(LANGUAGES).get(rules.locale or "") or own),
        "",
        t("Choose below. An empty list means everywhere, and everybody. Direct chats stay open to all."),
    ]
    return replace(note("\n".join(rows)), pickers=tuple(_pickers(ctx, rules)))


def _pickers(ctx: Context, rules: VenueRules) -> Sequence[Picker]:
    t = ctx.texts.t
    press = partial(_press, ctx)
    each = Named(_EACH, t("Each one's own language"))
    languages = (each, *(Named(code, name) for code, name in LANGUAGES))
    spoken = tuple(one for one in languages if one.id == (rules.locale or _EACH))
    return (
        Picker("channels", press("channels"), t("Where talks may begin"), rules.channels, most=MOST),
        Picker("roles", press("roles"), t("Who may begin a talk"), rules.roles, most=MOST),
        Picker("offers", press("locale"), t("Which language I speak"), spoken, languages),
    )


def _press(ctx: Context, rule: Rule) -> Press:
    return ctx.button("", "setup", rule).press


def channels_of(rules: VenueRules, texts: Texts) -> str:
    """Where talks begin, by name."""
    return ", ".join(_names(rules.channels, "#")) or texts.t("in every channel")


def _names(chosen: Sequence[Named], sign: str) -> Sequence[str]:
    return [one.name if one.name.startswith(sign) else sign + one.name for one in chosen]


def closed(ctx: Context) -> str | None:
    """Why no talk begins here for this person; None: one may."""
    venue, t = ctx.inbound.venue, ctx.texts.t
    why = venue.closed_by if venue is not None else None
    if venue is None or why is None:
        return None
    if why == "roles":
        return t("In this server a talk with me is for certain roles. Our direct chat is open to you.")
    found = channels_of(venue.rules, ctx.texts)
    return t("In this server I talk here: {channels}. Our direct chat is open, too.", channels=found)
