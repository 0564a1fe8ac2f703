"""Pages of the journal: what is typed at a reflection."""

from bot.conversation import looking_back, steps
from bot.conversation.outputs import Became, Outputs
from bot.conversation.saying import ANSWER_WITHIN, expecting, words
from bot.conversation.understand import TYPED_LIMIT
from bot.conversation.view import View
from bot.engine.effects import Answer, Ask
from bot.person.asking import AskedPage
from bot.ports import JournalEntry


def ask(view: View, text: str) -> Outputs:
    """A plain word ("no", "hm") may be no page at all: it is kept only where the person says so."""
    question = view.texts.t(
        "Shall I keep “{words}” in your journal? Yes, or write something else, or skip it.", words=text
    )
    return Became(expecting(view.saved, AskedPage(text, view.now + ANSWER_WITHIN))), words(question)


def keep(view: View, text: str) -> Outputs:
    """Into the journal, and only there: the engine learns that something was written, not what."""
    saved, state = view.saved, view.saved.state
    shown = view.stage.shown(state) if state is not None else ()
    prompt = next((e.prompt.plain for e in shown if isinstance(e, Ask)), "")
    page = f"{saved.person}-{saved.version + 1}"
    out: Outputs = (JournalEntry(page, saved.series or "", saved.episode or "", prompt, text, view.now),)
    if len(text) >= TYPED_LIMIT:
        long = view.texts.t(
            "That was long: its first {count} characters are in your journal.", count=f"{len(text):,}"
        )
        out += (words(long),)
    noted = Became(looking_back.written(view))
    return (*out, noted, *steps.play(view.at(noted.saved), Answer(True)))
