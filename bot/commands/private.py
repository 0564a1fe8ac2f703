"""/journal, /export, /forget: what belongs to the person alone. Answered in the direct chat only."""

from dataclasses import replace
from datetime import timedelta

from bot.commands.context import Context, Note, Reply, note, say
from bot.model import Mark, Pending, Press, Rich, Style, Upload
from bot.yesno import erases

ASK_AGAIN = timedelta(minutes=10)
_JOURNAL_ROOM = 3_000  # characters in one message; the rest is in the export


def journal(ctx: Context, argument: str) -> Reply:
    """The person's own reflections, by evening."""
    t = ctx.texts.t
    if not ctx.reflections:
        return replace(
            say(
                t(
                    "Your journal is empty so far. "
                    "Some evenings ask you to write a line or two; it lands here."
                )
            ),
            private=True,
        )
    names = {card.key: card.name for card in ctx.episodes}
    text, marks = "", []
    for entry in ctx.reflections:
        heading = f"{names.get(entry.episode, entry.episode)} – {entry.at:%Y-%m-%d}"
        block = f"{heading}\n{entry.prompt}\n{entry.text}\n\n"
        if len(text) + len(block) > _JOURNAL_ROOM:
            text += t("… and more: /export holds all of it.")
            break
        marks.append(Mark(Style.BOLD, len(text), len(heading)))
        marks.append(Mark(Style.ITALIC, len(text) + len(heading) + 1, len(entry.prompt)))
        text += block
    return Reply((Note(Rich(text.rstrip(), tuple(marks))),), private=True)


def export(ctx: Context, argument: str) -> Reply:
    """Everything kept of the person, as JSON and as readable text."""
    t = ctx.texts.t
    readable = _readable(ctx)
    files = (
        Upload("alana.json", ctx.exported, t("Everything that is kept of you.")),
        Upload("alana.txt", readable, t("The same to read: your journal.")),
    )
    return Reply((note(t("Here is everything I keep of you, in two files.")),), files=files, private=True)


def _readable(ctx: Context) -> str:
    names = {card.key: card.name for card in ctx.episodes}
    rows = [ctx.series_name, ""]
    for entry in ctx.reflections:
        rows += [f"{entry.at:%Y-%m-%d %H:%M} UTC – {names.get(entry.episode, entry.episode)}"]
        rows += [entry.prompt, entry.text, ""]
    rows += [f"[{'x' if card.done else ' '}] {card.number}. {card.name}" for card in ctx.episodes]
    return "\n".join(rows) + "\n"


def forget(ctx: Context, argument: str) -> Reply:
    """Asks once; the button (or "yes") erases everything."""
    t = ctx.texts.t
    if _confirmed(ctx, argument):
        return _forgotten(ctx)
    if argument == "no":
        saved = replace(ctx.saved, pending=None)
        return Reply((note(t("Nothing was erased.")),), saved=saved)
    asked = f"{int(ctx.now.timestamp()):x}"  # the button of an earlier time is no answer to this one
    pending = Pending("forget", "sure", asked, ctx.now + ASK_AGAIN)
    question = t(
        "Shall I erase everything I keep of you: your place, your answers, your journal and your reminders? "
        "This cannot be undone."
    )
    buttons = (
        ctx.button(t("Yes, erase it all"), "forget", f"yes {asked}"),
        ctx.button(t("No, keep it"), "forget", "no"),
    )
    return Reply((note(question, *buttons),), saved=replace(ctx.saved, pending=pending), private=True)


def forget_answer(ctx: Context, text: str) -> Reply | None:
    """What was typed in answer to that question: only what can be meant in no other way; else None."""
    said = erases(text)
    return None if said is None else forget(ctx, "yes" if said else "no")


def _confirmed(ctx: Context, argument: str) -> bool:
    """Whether that is a yes to the question that stands, by its own button or in words, where it was asked:
    before this person alone."""
    pending, reply = ctx.saved.pending, ctx.inbound.reply
    alone = ctx.inbound.address.direct or (reply is not None and reply.ephemeral)
    if not alone or pending is None or pending.command != "forget":
        return False
    said = argument == "yes" and not isinstance(ctx.inbound.body, Press)
    return said or argument == f"yes {pending.data}"


def _forgotten(ctx: Context) -> Reply:
    words = ctx.texts.t(
        "It is done: I know nothing of you any more. Backups are overwritten within {days} days. "
        "If you ever write again, we start afresh. Take good care.",
        days=str(ctx.about.backup_days),
    )
    return Reply((note(words),), forget=True, private=True)
