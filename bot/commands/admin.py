"""/admin and /reload: for the operators whom the settings name, and nobody else."""

from datetime import datetime, timedelta

from bot.commands.context import Context, Note, Reply, note
from bot.frozen import replace
from bot.model import Button, Press
from bot.operating import NOTICE, PAUSED, RELOAD, Health
from bot.person.asking import AskedToAnnounce
from bot.ports import Ruled
from bot.yesno import yes_or_no

LONGEST = 1_000  # characters of a note to everyone
BETWEEN = timedelta(hours=24)  # two notes to everyone
ASK_AGAIN = timedelta(minutes=10)
SHOWN = 10  # of what people sent


def admin(ctx: Context, argument: str) -> Reply:
    """How the bot does, or what is asked for."""
    if not ctx.operator:
        return unknown(ctx)
    word, _, rest = argument.strip().partition(" ")
    word, rest = word.lower(), rest.strip()
    if not word:
        return Reply((_panel(ctx),), private=True)
    if word not in _ASKED:
        return _said(_what_there_is(ctx))
    if rest and word in _ALONE:
        return _said(ctx.texts.t("Nothing was done: that one takes no words behind it."), _what_there_is(ctx))
    return _ASKED[word](ctx, rest)


def announce_answer(ctx: Context, text: str) -> Reply | None:
    """What was typed in answer to whether a note is to be sent; None: it was none."""
    said = yes_or_no(text)
    if said is None or not (ctx.operator and ctx.alone):
        return None
    return _send(ctx, "") if said else _keep(ctx, "")


def reload(ctx: Context, argument: str) -> Reply:
    """/reload by itself."""
    if not ctx.operator:
        return unknown(ctx)
    return admin(ctx, f"reload {argument}")


def unknown(ctx: Context) -> Reply:
    """Nobody else learns that there is such a command."""
    return Reply((note(ctx.texts.t("I don't know that command. /help shows what there is.")),))


def _said(*rows: str) -> Reply:
    return Reply((note("\n\n".join(rows)),), private=True)


def _what_there_is(ctx: Context) -> str:
    return ctx.texts.t(
        "There is /admin for the figures, /admin reload, /admin pause, /admin resume, /admin feedback, "
        "and /admin announce with your words."
    )


def _panel(ctx: Context) -> Note:
    t, health = ctx.texts.t, ctx.health
    rows = _health(ctx, health) if health is not None else [t("There are no figures just now.")]
    rows += ["", t("A note to all who agreed to notes: /admin announce and your words.")]
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
        t(
            "People: {number}, of whom {readers} agreed to notes. Nudges: {nudges}",
            number=str(health.people),
            readers=str(health.readers),
            nudges=nudges,
        ),
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
    if not ctx.rulings.paused:
        return _said(ctx.texts.t("Nudges are not held: they go out as people set them."))
    words = ctx.texts.t("Nudges go out again, at everybody's next moment.")
    return Reply((note(words),), private=True, ruled=(Ruled(PAUSED, ""),))


# ---------------------------------------------------------------- a note to all


def _announce(ctx: Context, rest: str) -> Reply:
    """Asks once, with the number of those whom it reaches."""
    against = _against(ctx, rest)
    if against is not None:
        return _said(against)
    readers = ctx.health.readers if ctx.health is not None else 0
    mark = f"{int(ctx.now.timestamp()):x}"  # the button of an earlier note is no answer to this one
    pending = AskedToAnnounce(mark, rest, ctx.now + ASK_AGAIN)
    question = ctx.texts.n(
        "This goes to {count} person who agreed to notes, outside of their quiet hours. Send it?",
        "This goes to {count} people who agreed to notes, outside of their quiet hours. Send it?",
        readers,
    )
    buttons = (
        ctx.button(ctx.texts.t("Yes, send it"), "admin", f"yes {mark}"),
        ctx.button(ctx.texts.t("No, don't send it"), "admin", "no"),
    )
    asked = note(f"{question}\n\n{rest}", *buttons)
    return Reply((asked,), saved=replace(ctx.saved, pending=pending), private=True, said=(rest,))


def _against(ctx: Context, words: str) -> str | None:
    """Why such a note cannot be sent, if so."""
    t = ctx.texts.t
    if not words:
        return t("Write the note behind it: /admin announce and your words.")
    if len(words) > LONGEST:
        return t("That is too long: a note has at most {number} characters.", number=str(LONGEST))
    if (soon := _too_soon(ctx)) is not None:
        return soon
    if ctx.health is None:
        return t("There are no figures just now: the database does not answer. Try it again.")
    if not ctx.health.readers:
        return t("There is nobody to send it to: nobody has agreed to notes yet. People do that with /notes.")
    return None


def _too_soon(ctx: Context) -> str | None:
    before = ctx.rulings.notice
    at = datetime.fromisoformat(before.id) if before is not None else None
    if at is None or not at <= ctx.now < at + BETWEEN:  # a clock that was put back holds nobody off
        return None
    return ctx.texts.t("One note a day is enough: the last one was less than a day ago.")


def _send(ctx: Context, rest: str) -> Reply:
    """The yes to that question: by its own button or in words, where it was asked."""
    pending = ctx.saved.pending
    if not isinstance(pending, AskedToAnnounce):
        return _said(ctx.texts.t("There is no note to send."), _what_there_is(ctx))
    if rest != (pending.mark if isinstance(ctx.inbound.body, Press) else ""):
        return _said(ctx.texts.t("That was another note: only the newest one can be sent."))
    saved = replace(ctx.saved, pending=None)
    if (soon := _too_soon(ctx)) is not None:  # another operator was quicker
        return Reply((note(soon),), saved=saved, private=True)
    words = ctx.texts.t("It goes out now, to each of them outside of their quiet hours.")
    ruled = Ruled(NOTICE, f"{_moment(ctx)} {pending.text}")
    return Reply((note(words),), saved=saved, private=True, ruled=(ruled,))


def _keep(ctx: Context, rest: str) -> Reply:
    saved = replace(ctx.saved, pending=None)
    return Reply((note(ctx.texts.t("Nothing was sent.")),), saved=saved, private=True)


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
    "yes": _send,  # of the buttons
    "no": _keep,
}
_ALONE = frozenset({"reload", "pause", "resume", "feedback"})  # they take nothing behind them
