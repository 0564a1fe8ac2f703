"""A line of somebody's journal, offered back to them once, a month later. Shown only after a yes.

Facts kept in the profile: `line_on` (local date of the first line written), `line_offered` (it was offered).
The line itself stays in the journal; neither the offer nor a script ever holds a word of it.
"""

from datetime import timedelta

from bot.commands.context import Note, note
from bot.commands.journal import OLDEST
from bot.conversation.knowing import today
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import Button, Press
from bot.ports import Saved
from bot.reminders import stored
from bot.texts import Texts

LATER = timedelta(days=30)


def written(view: View) -> Saved:
    """The person, once a line was written; the first one's day is kept."""
    facts = view.saved.profile.facts
    if facts.line_on is not None:
        return view.saved
    return stored.with_facts(view.saved, replace(facts, line_on=today(view)))


def due(view: View) -> bool:
    """Whether a first line is a month old and was never offered."""
    facts = view.saved.profile.facts
    if facts.line_on is None or facts.line_offered:
        return False
    return today(view) - facts.line_on >= LATER


def offered(saved: Saved) -> Saved:
    """The person, to whom it will not be offered again."""
    return stored.with_facts(saved, replace(saved.profile.facts, line_offered=True))


def offer(view: View) -> Note:
    """The question, with a button for yes and one for no."""
    return note(question(view.texts), *buttons(view))


def question(texts: Texts) -> str:
    return texts.t("A month ago you wrote a line for yourself. Would you like to see it again?")


def buttons(view: View) -> tuple[Button, ...]:
    saved, room, t = view.saved, view.limits.max_label, view.texts.t
    ways = (t("Show me the line"), OLDEST), (t("Let it rest"), "rest")
    press = (saved.subject.key, "journal", saved.run, saved.step)
    return tuple(Button(label[:room], Press(*press, value)) for label, value in ways)
