"""What a circle keeps of its evening: the questions that it asked, as a file, and a picture of the way. It
names nobody."""

from collections.abc import Iterator

from bot.circles.circle import Circle, Passed
from bot.commands.context import note
from bot.conversation.outputs import Handed, Outputs, Said
from bot.conversation.view import View
from bot.frozen import replace
from bot.model import Picture, Upload

NAME = "evening.txt"


def keepsake(view: View, circle: Circle, title: str) -> Outputs:
    """Nothing where nothing was asked."""
    if not circle.path:
        return ()
    t = view.texts.t
    count = str(len(circle.path))
    caption = t("What we asked this evening, to keep.")
    content = "\n".join(_rows(view, circle, title)) + "\n"
    alt = t(
        "A lit path with {count} lamps, one for each question, from “{first}” to “{last}”; "
        "at each fork the ways that we did not take.",
        count=count,
        first=circle.path[0].question,
        last=circle.path[-1].question,
    )
    picture = Picture("", alt, tuple(max(1, passed.offered) for passed in circle.path))
    shown = replace(note(t("Our way through “{name}”.", name=title)), picture=picture)
    return Handed(Upload(NAME, content, caption)), Said((shown,))


def _rows(view: View, circle: Circle, title: str) -> Iterator[str]:
    t = view.texts.t
    yield title
    yield f"{view.now:%Y-%m-%d}"
    yield ""
    for number, passed in enumerate(circle.path, 1):
        yield f"{number}. {passed.question}"
        told = _votes(view, passed)
        if told:
            yield f"   {told}"
    yield ""
    yield t("We were {count}.", count=str(len(circle.members)))


def _votes(view: View, passed: Passed) -> str:
    if passed.votes is None:
        return ""
    t, offered = view.texts.t, str(passed.offered)
    told = t("{count} votes, {offered} to choose from", count=str(passed.votes), offered=offered)
    return ", ".join((told, t("drawn by lot"))) if passed.lot else told
