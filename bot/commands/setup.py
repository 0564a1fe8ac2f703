"""/setup: what the admins of a server decide, by lists to take from. Nothing is typed."""

from collections.abc import Callable, Sequence
from functools import partial

from bot.commands import channels, group_setup, setup_check
from bot.commands.context import Context, Note, Reply, note, say
from bot.frozen import replace
from bot.model import Button, Picker, Press, Rich
from bot.ports import SetRule
from bot.texts import Texts, texts_for
from bot.texts.catalogue import language_names
from bot.venues import WHERE, Decided, Named, RuleName, Venue, VenueRules, Where

MOST = 25  # what a list lets people take at once
ON, OFF = "on", "off"
_EACH = "each"  # what stands for: everybody in the language of their own app


def setup(ctx: Context, argument: str) -> Reply:
    """The rules of this server with lists to change them; a press takes what was picked."""
    t, venue, body = ctx.texts.t, ctx.inbound.venue, ctx.inbound.body
    if venue is None:
        return say(t("There is nothing to set up here: /setup belongs in a server or a group."))
    if not venue.admin:
        if venue.group:
            return say(t("Only the admins of this group can set me up here."))
        return say(t("Only those who manage this server can set me up here."))
    if argument == "check" and not venue.group:
        return Reply((setup_check.checked(ctx, venue),))
    made = _decided(venue, argument, body) if isinstance(body, Press) else None
    if made is None:
        return Reply((_panel(ctx, venue, venue.rules),))
    rules, decided = made
    stored = SetRule(ctx.saved.subject.platform, venue.key, *decided)
    if rules.locale != venue.rules.locale:
        ctx = _in_new_language(ctx, venue, rules)
    lacks = setup_check.missing(ctx, venue, rules) if venue.inspected is not None else ()
    said = (note(ctx.texts.t("Good, that holds from now on.")), *lacks, _panel(ctx, venue, rules))
    return Reply(said, rules=(stored,), saved=ctx.saved)


def _in_new_language(ctx: Context, venue: Venue, rules: VenueRules) -> Context:
    """Who decides a language is spoken to in it at once, but for those who have chosen their own."""
    profile = replace(ctx.saved.profile, platform_locale=rules.locale or venue.app_locale)
    return replace(ctx, saved=replace(ctx.saved, profile=profile), texts=texts_for(profile.spoken))


def _decided(venue: Venue, argument: str, press: Press) -> Decided | None:
    """What a list or a button of the panel decides."""
    rule, _, wish = argument.partition(" ")
    if rule == "quiet":
        return replace(venue.rules, quiet=wish == ON), ("quiet", wish == ON)
    if rule == "circles":
        return replace(venue.rules, circles=wish == ON), ("circles", wish == ON)
    if venue.group:
        return group_setup.decided(venue, rule, wish)
    decide = _DECISIONS.get(argument)
    return decide(venue, press.picked) if decide is not None else None


def _channels(venue: Venue, picked: tuple[Named, ...]) -> Decided:
    return replace(venue.rules, channels=picked), ("channels", picked)


def _roles(venue: Venue, picked: tuple[Named, ...]) -> Decided:
    return replace(venue.rules, roles=picked), ("roles", picked)


def _locale(venue: Venue, picked: tuple[Named, ...]) -> Decided:
    code = next((code for code, _ in language_names() if any(one.id == code for one in picked)), None)
    return replace(venue.rules, locale=code), ("locale", code)


def _where(venue: Venue, picked: tuple[Named, ...]) -> Decided:
    where = next((one for one in WHERE if any(named.id == one for named in picked)), VenueRules().where)
    return replace(venue.rules, where=where), ("where", where)


_DECISIONS: dict[str, Callable[[Venue, tuple[Named, ...]], Decided]] = {
    "channels": _channels,
    "roles": _roles,
    "locale": _locale,
    "where": _where,
}


def _switches(ctx: Context, rules: VenueRules) -> tuple[Button, ...]:
    """What is on or off, in servers and groups alike."""
    t = ctx.texts.t
    circles = t("No evenings together") if rules.circles else t("Evenings together")
    quiet = t("Not quiet") if rules.quiet else t("Quiet")
    return (
        ctx.button(circles, "setup", f"circles {OFF if rules.circles else ON}"),
        ctx.button(quiet, "setup", f"quiet {OFF if rules.quiet else ON}"),
    )


def _panel(ctx: Context, venue: Venue, rules: VenueRules) -> Note:
    if venue.group:
        return group_setup.panel(ctx, venue, rules, _switches(ctx, rules))
    t = ctx.texts.t
    own = t("each one's own")
    rows = [
        t("Talks begin: {channels}", channels=channels_of(rules, ctx.texts, venue.lost(rules.channels))),
        t("They go on: {where}", where=dict(ways(ctx.texts))[rules.where]),
        t("Who may begin one: {roles}", roles=", ".join(_names(rules.roles, "@")) or t("everybody")),
        t("Language: {language}", language=dict(language_names()).get(rules.locale or "") or own),
        t("Evenings together: {state}", state=t("on") if rules.circles else t("off")),
        t("Quiet: {state}", state=t("on") if rules.quiet else t("off")),
        *setup_check.gone(ctx.texts, venue, rules),
        "",
        t("Choose below. An empty list means everywhere, and everybody. Direct chats stay open to all."),
    ]
    buttons = (ctx.button(t("Check the permissions"), "setup", "check"), *_switches(ctx, rules))
    text = channels.named("\n".join(rows), rules.channels)
    return Note(text, buttons, columns=3, pickers=tuple(_pickers(ctx, _standing(venue, rules))))


def _standing(venue: Venue, rules: VenueRules) -> VenueRules:
    """Without what is there no more, which a list cannot show as chosen."""
    return replace(
        rules,
        channels=_without(rules.channels, venue.lost(rules.channels)),
        roles=_without(rules.roles, venue.lost(rules.roles)),
    )


def _without(chosen: tuple[Named, ...], lost: tuple[Named, ...]) -> tuple[Named, ...]:
    return tuple(one for one in chosen if one not in lost)


def shown(texts: Texts) -> Sequence[tuple[str, str]]:
    """What /setup can be asked to show beside the lists."""
    return [(texts.t("Check the permissions"), "check")]


def ways(texts: Texts) -> list[tuple[Where, str]]:
    """Where a talk may go on, from the least to the most open, and how that is called."""
    t = texts.t
    return [
        ("direct", t("in our direct chat")),
        ("here", t("here, seen by one alone")),
        ("private", t("in a private thread")),
        ("public", t("in a public thread")),
    ]


def where_choices(texts: Texts) -> Sequence[tuple[str, str]]:
    """The same as a command offers it: (what it is called, its name)."""
    return [(label, name) for name, label in ways(texts)]


def _pickers(ctx: Context, rules: VenueRules) -> Sequence[Picker]:
    t = ctx.texts.t
    press = partial(_press, ctx)
    each = Named(_EACH, t("Each one's own language"))
    languages = (each, *(Named(code, name) for code, name in language_names()))
    places = tuple(Named(name, label) for name, label in ways(ctx.texts))
    where = tuple(one for one in places if one.id == rules.where)
    spoken = tuple(one for one in languages if one.id == (rules.locale or _EACH))
    return (
        Picker("channels", press("channels"), t("Where talks may begin"), rules.channels, most=MOST),
        Picker("offers", press("where"), t("Where they go on"), where, places),
        Picker("roles", press("roles"), t("Who may begin a talk"), rules.roles, most=MOST),
        Picker("offers", press("locale"), t("Which language I speak"), spoken, languages),
    )


def _press(ctx: Context, rule: RuleName) -> Press:
    return ctx.button("", "setup", rule).press


def channels_of(rules: VenueRules, texts: Texts, lost: tuple[Named, ...] = ()) -> str:
    """Where talks begin; the names of all that are not `lost` are to be put in."""
    if lost and lost == rules.channels:
        return texts.t("nowhere")
    return ", ".join(map(channels.placed, _without(rules.channels, lost))) or texts.t("in every channel")


def _names(chosen: Sequence[Named], sign: str) -> Sequence[str]:
    return [one.name if one.name.startswith(sign) else sign + one.name for one in chosen]


def closed(ctx: Context) -> Rich | None:
    """Why no talk begins here for this person; None: one may."""
    return why_closed(ctx.texts, ctx.inbound.venue) if ctx.inbound.venue is not None else None


def why_closed(texts: Texts, venue: Venue) -> Rich | None:
    """The same of any venue."""
    t, why = texts.t, venue.closed_by
    if why is None:
        return None
    if venue.group:
        return Rich(group_setup.closed(texts, venue, why))
    if why == "roles":
        if venue.lost(venue.rules.roles) == venue.rules.roles:
            return Rich(_none_left(texts))
        return Rich(t("In this server a talk with me is for certain roles. Our direct chat is open to you."))
    lost = venue.lost(venue.rules.channels)
    if lost == venue.rules.channels:
        return Rich(_none_left(texts))
    found = channels_of(venue.rules, texts, lost)
    words = t("In this server I talk here: {channels}. Our direct chat is open, too.", channels=found)
    return channels.named(words, venue.rules.channels)


def _none_left(texts: Texts) -> str:
    """What was chosen is all gone: whoever wants to talk can ask those who can choose anew."""
    return texts.t(
        "What was chosen for my talks in this server is gone, so none begins here until those who manage it "
        "choose again in /setup. Our direct chat is open."
    )
