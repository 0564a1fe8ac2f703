"""/admin and /reload: for the operators whom the settings name, and nobody else."""

from datetime import datetime, timedelta

from bot.commands.context import Context, Note, Reply, note
from bot.model import Button
from bot.operating import NOTICE, PAUSED, RELOAD, Health
from bot.ports import Ruled

LONGEST = 1_000  # characters of a note to everyone
BETWEEN = timedelta(hours=24)  # two notes to everyone
SHOWN = 10  # of what people sent


def admin(ctx: Context, argument: str) -> Reply:
    """How the bot does, or what is asked for."""
    if not ctx.operator:
        return unknown(ctx)
    word, _, rest = argument.strip().partition(" ")
    decide = _ASKED.get(word.lower())
    return decide(ctx, rest.strip()) if decide is not None else Reply((_panel(ctx),), private=True)


def reload(ctx: Context, argument: str) -> Reply:
    """/reload by itself."""
    return _reload(ctx, "") if ctx.operator else unknown(ctx)


def unknown(ctx: Context) -> Reply:
    """Nobody else learns that there is such a command."""
    return Reply((note(ctx.texts.t("I don't know that command. /help shows what there is.")),))


def _panel(ctx: Context) -> Note:
    t, health = ctx.texts.t, ctx.health
    rows = _health(ctx, health) if health is not None else [t("There are no figures just now.")]
    rows += ["", t("A note to everyone who wants notes: /admin announce and your words.")]
    paused = ctx.rulings.paused
    toggle = ctx.button(t("Nudges for all again"), "admin", "resume") if paused else _pause_button(ctx)
    buttons = (ctx.button(t("Reload the scripts"), "admin", "reload"), toggle)
    return note("\n".join(rows), *buttons, ctx.button(t("What people wrote"), "admin", "feedback"))


def _pause_button(ctx: Context) -> Button:
    return ctx.button(ctx.texts.t("Pause nudges for all"), "admin", "pause")


def _health(ctx: Context, health: Health) -> list[str]:
    """Five lines."""
    t = ctx.texts.t
    states = {True: t("connected"), False: t("not connected")}
    platforms = ", ".join(f"{name} ({states[there]})" for name, there in health.connected)
    nudges = t("paused for all") if ctx.rulings.paused else t("as people set them")
    return [
        t("Alana {version}, {number} series", version=health.version, number=str(health.scripts)),
        t("Platforms: {platforms}", platforms=platforms or "–"),
        t("People: {number}. Nudges: {nudges}", number=str(health.people), nudges=nudges),
        t(
            "Waiting: {number}, the oldest for {seconds} s",
            number=str(health.waiting),
            seconds=f"{health.oldest:.0f}",
        ),
        t("Given up: {dead}. Failed turns: {poison}", dead=str(health.dead), poison=str(health.poison)),
    ]


def _reload(ctx: Context, rest: str) -> Reply:
    words = ctx.texts.t("The scripts are read again. Where something is wrong in them, the log says it.")
    return Reply((note(words),), private=True, ruled=(Ruled(RELOAD, _moment(ctx)),))


def _pause(ctx: Context, rest: str) -> Reply:
    words = ctx.texts.t("No nudge goes out until you let them again.")
    again = ctx.button(ctx.texts.t("Nudges for all again"), "admin", "resume")
    return Reply((note(words, again),), private=True, ruled=(Ruled(PAUSED, _moment(ctx)),))


def _resume(ctx: Context, rest: str) -> Reply:
    words = ctx.texts.t("Nudges go out again, at everybody's next moment.")
    return Reply((note(words),), private=True, ruled=(Ruled(PAUSED, ""),))


def _announce(ctx: Context, rest: str) -> Reply:
    t, before = ctx.texts.t, ctx.rulings.notice
    if not rest:
        return Reply((note(t("Write the note behind it: /admin announce and your words.")),), private=True)
    if len(rest) > LONGEST:
        most = t("That is too long: a note has at most {number} characters.", number=str(LONGEST))
        return Reply((note(most),), private=True)
    if before is not None and ctx.now - datetime.fromisoformat(before.id) < BETWEEN:
        return Reply(
            (note(t("One note a day is enough: the last one was less than a day ago.")),), private=True
        )
    words = t("It goes to everyone who wants notes, outside of their quiet hours:")
    told = note(f"{words}\n\n{rest}")
    return Reply((told,), private=True, said=(rest,), ruled=(Ruled(NOTICE, f"{_moment(ctx)} {rest}"),))


def _feedback(ctx: Context, rest: str) -> Reply:
    """The newest of what people sent."""
    t = ctx.texts.t
    if not ctx.feedback:
        return Reply((note(t("Nobody has written anything.")),), private=True)
    rows = [f"{each.at:%Y-%m-%d}: {each.text}" for each in ctx.feedback]
    return Reply((note("\n\n".join(rows)),), private=True, said=tuple(each.text for each in ctx.feedback))


def _moment(ctx: Context) -> str:
    return ctx.now.isoformat()


_ASKED = {
    "reload": _reload,
    "pause": _pause,
    "resume": _resume,
    "announce": _announce,
    "feedback": _feedback,
}
