"""/setup in a group: what its admins decide, by buttons. Nothing is typed."""

from bot.commands.context import Context, Note, note
from bot.frozen import replace
from bot.model import Button
from bot.texts import Texts
from bot.texts.catalogue import language_names
from bot.venues import ADMINS, Decided, Named, Venue, VenueRules

EACH, HERE, EVERYWHERE, EVERYBODY = "each", "here", "all", "everybody"


def decided(venue: Venue, rule: str, wish: str) -> Decided | None:
    """What a button of the panel decides; None: nothing that a group has."""
    rules = venue.rules
    match rule, wish:
        case "channels", ("here" | "all"):
            topics = tuple(Named(topic, f"topic {topic}") for topic in venue.channels) if wish == HERE else ()
            return replace(rules, channels=topics), ("channels", topics)
        case "roles", ("admins" | "everybody"):
            roles = (Named(ADMINS, "admins"),) if wish == ADMINS else ()
            return replace(rules, roles=roles), ("roles", roles)
        case "locale", _:
            code = next((code for code, _ in language_names() if code == wish), None)
            return replace(rules, locale=code), ("locale", code)
    return None


def panel(ctx: Context, venue: Venue, rules: VenueRules, switches: tuple[Button, ...]) -> Note:
    """What holds now, with a button for each other way. `switches` are those that servers have, too."""
    t = ctx.texts.t
    topics = ", ".join(topic.name for topic in rules.channels)
    rows = [
        t("Talks begin: {channels}", channels=topics or t("everywhere in this group")),
        t("Who may begin one: {roles}", roles=t("admins") if rules.roles else t("everybody")),
        t(
            "Language: {language}",
            language=dict(language_names()).get(rules.locale or "") or t("each one's own"),
        ),
        t("Evenings together: {state}", state=t("on") if rules.circles else t("off")),
        t("Quiet: {state}", state=t("on") if rules.quiet else t("off")),
        "",
        t("What you choose holds at once. Direct chats stay open to all."),
    ]
    return note("\n".join(rows), *_ways(ctx, venue, rules), *switches, columns=2)


def _ways(ctx: Context, venue: Venue, rules: VenueRules) -> list[Button]:
    t = ctx.texts.t
    found = []
    if rules.channels:
        found.append(ctx.button(t("In every topic"), "setup", f"channels {EVERYWHERE}"))
    elif venue.channels:
        found.append(ctx.button(t("Only in this topic"), "setup", f"channels {HERE}"))
    if rules.roles:
        found.append(ctx.button(t("Everybody may begin"), "setup", f"roles {EVERYBODY}"))
    else:
        found.append(ctx.button(t("Only admins may begin"), "setup", f"roles {ADMINS}"))
    languages = [*language_names(), (EACH, t("Each one's own language"))]
    found += [ctx.button(n, "setup", f"locale {c}") for c, n in languages if c != (rules.locale or EACH)]
    return found


def closed(texts: Texts, venue: Venue, why: str) -> str:
    """Why no talk begins in this group for this person."""
    t = texts.t
    if why == "roles":
        return t("In this group only admins begin a talk with me. Our direct chat is open to you.")
    topics = ", ".join(topic.name for topic in venue.rules.channels)
    return t("In this group I talk here: {channels}. Our direct chat is open, too.", channels=topics)
