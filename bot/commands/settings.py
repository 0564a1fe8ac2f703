"""/language and /pace."""

from bot.commands.context import Context, Reply, Then, note
from bot.frozen import replace
from bot.texts import Texts, texts_for
from bot.texts.catalogue import called_in_any, language_names

QUIET, PLAIN = "quiet", "plain"
PACES = ("natural", "fast", "instant", QUIET, PLAIN)


def paces(texts: Texts) -> list[tuple[str, str]]:
    """(what it is called, its name)."""
    t = texts.t
    named = (
        t("Unhurried"),
        t("Quicker"),
        t("No pauses"),
        t("One message at a time"),
        t("Plain, for screen readers"),
    )
    return list(zip(named, PACES, strict=True))


def language(ctx: Context, argument: str) -> Reply:
    """/language [CODE]: shows the choice, or makes it. Until then the platform's language counts."""
    wanted = argument.strip().casefold()
    code = called_in_any().get(wanted)
    if code is None:
        buttons = tuple(ctx.button(name, "language", c) for c, name in language_names())
        return Reply((note(ctx.texts.t("Which language shall I speak?"), *buttons, columns=2),))
    profile = replace(ctx.saved.profile, locale=code)
    answer = note(texts_for(code).t("We go on in English."))
    return Reply((answer,), saved=replace(ctx.saved, profile=profile), then=Then("continue"))


def pace(ctx: Context, argument: str) -> Reply:
    """/pace [natural|fast|instant|quiet|plain]: how long I take to write, in how many messages, and whether
    any of them changes later."""
    t, wanted = ctx.texts.t, argument.strip().casefold()
    if wanted not in PACES:
        buttons = tuple(ctx.button(label, "pace", name) for label, name in paces(ctx.texts))
        return Reply((note(t("How shall I write?"), *buttons, columns=2),))
    profile = replace(ctx.saved.profile, pace=wanted)
    answer = note(t("Good, I'll write like that from now on."))
    return Reply((answer,), saved=replace(ctx.saved, profile=profile))
