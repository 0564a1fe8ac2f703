"""What a circle keeps of its evening: the questions that it asked, as a file, and a picture of the way. It
names nobody. Both are one message."""

from collections.abc import Iterator

from bot.circles.circle import Circle, Passed
from bot.conversation.outputs import Handed, Outputs
from bot.conversation.view import View
from bot.model import Picture, Upload

NAME = "evening.txt"


def keepsake(view: View, circle: Circle, title: str) -> Outputs:
    """Nothing where nothing was asked."""
    if not circle.path:
        return ()
    t = view.texts
    caption = t.t("What we asked in “{name}”, to keep.", name=title)
    content = "\n".join(_rows(view, circle, title)) + "\n"
    alt = t.n(
        "A lit path with one lamp, for “{first}”, and at the fork the ways that we did not take.",
        "A lit path with {count} lamps, one for each question, from “{first}” to "
        "“{last}”, and at each fork the ways that we did not take.",
        len(circle.path),
        first=circle.path[0].question,
        last=circle.path[-1].question,
    )
    picture = Picture("", alt, tuple(max(1, passed.offered) for passed in circle.path))
    return (Handed(Upload(NAME, content, caption, picture)),)


def _rows(view: View, circle: Circle, title: str) -> Iterator[str]:
    yield title
    yield f"{view.now:%Y-%m-%d}"
    yield ""
    for number, passed in enumerate(circle.path, 1):
        yield f"{number}. {passed.question}"
        told = _votes(view, passed)
        if told:
            yield f"   {told}"
    yield ""
    yield view.texts.n("One of us was there.", "We were {count}.", len(circle.members))


def _votes(view: View, passed: Passed) -> str:
    if passed.votes is None:
        return ""
    told = view.texts.n(
        "{count} vote, {offered} to choose from",
        "{count} votes, {offered} to choose from",
        passed.votes,
        offered=str(passed.offered),
    )
    return ", ".join((told, view.texts.t("drawn by lot"))) if passed.lot else told
