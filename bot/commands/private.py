"""/export, /forget: what belongs to the person alone. Answered in the direct chat only."""

from datetime import datetime, timedelta

from bot.commands.context import Context, Reply, note
from bot.frozen import replace
from bot.model import Press, Upload
from bot.person.asking import AskedToForget
from bot.ports import Saved
from bot.reminders import stored
from bot.yesno import erases

ASK_AGAIN = timedelta(minutes=10)
EXPORT_EVERY = timedelta(hours=1)


def export(ctx: Context, argument: str) -> Reply:
    """Everything kept of the person, as JSON and as readable text; once an hour."""
    t = ctx.texts.t
    again = next_export(ctx.saved, ctx.now)
    if again is not None:
        words = ctx.texts.n(
            "You had everything less than an hour ago. I can put it together again in {count} minute.",
            "You had everything less than an hour ago. I can put it together again in {count} minutes.",
            -((ctx.now - again) // timedelta(minutes=1)),
        )
        return Reply((note(words),), private=True)
    files = (
        Upload("alana.json", ctx.exported, t("Everything that is kept of you.")),
        Upload("alana.txt", _readable(ctx), t("The same to read: your journal.")),
    )
    saved = stored.with_facts(ctx.saved, replace(ctx.saved.profile.facts, exported_at=ctx.now))
    words = t("Here is everything I keep of you, in two files.")
    return Reply((note(words),), saved=saved, files=files, private=True)


def next_export(saved: Saved, now: datetime) -> datetime | None:
    """When there may be another one; None: now. A clock that was put back holds nobody off for longer."""
    at = saved.profile.facts.exported_at
    return at + EXPORT_EVERY if at is not None and at <= now < at + EXPORT_EVERY else None


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
    if ctx.saved.version == 0:
        return Reply(
            (note(t("There is nothing to erase: I keep nothing of you.")),), forget=True, private=True
        )
    if _confirmed(ctx, argument):
        return _forgotten(ctx)
    if argument == "no":
        saved = replace(ctx.saved, pending=None)
        return Reply((note(t("Nothing was erased.")),), saved=saved)
    asked = f"{int(ctx.now.timestamp()):x}"  # the button of an earlier time is no answer to this one
    pending = AskedToForget(asked, ctx.now + ASK_AGAIN)
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
    pending = ctx.saved.pending
    if not ctx.alone or not isinstance(pending, AskedToForget):
        return False
    said = argument == "yes" and not isinstance(ctx.inbound.body, Press)
    return said or argument == f"yes {pending.mark}"


def _forgotten(ctx: Context) -> Reply:
    words = ctx.texts.t(
        "It is done: I know nothing of you any more. Backups are overwritten within {days} days. "
        "If you ever write again, we start afresh. Take good care.",
        days=str(ctx.about.backup_days),
    )
    return Reply((note(words),), forget=True, private=True)
