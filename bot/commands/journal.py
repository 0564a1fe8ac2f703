"""/journal: what the person wrote for themselves, evening by evening, in pages."""

from collections.abc import Iterable, Iterator

from bot.commands.context import Context, Note, Reply, say
from bot.frozen import replace
from bot.model import Card, Mark, Rich, Style
from bot.ports import JournalEntry

OLDEST = "oldest"  # what the button of the line from a month ago says
ROOM = 3_000  # characters of a page, where one message holds so many
PLACE = 200  # kept free for which page it is, and for what a platform makes longer

Piece = tuple[str, Style | None]


def journal(ctx: Context, argument: str) -> Reply:
    """The page with that number, the first one without; or the oldest line alone, or none, where it was
    offered."""
    t = ctx.texts.t
    if argument == "rest":
        return say(t("It stays where it is. /journal shows it, whenever you like."))
    if not ctx.reflections:
        empty = t(
            "Your journal is empty so far. Some evenings ask you to write a line or two, and it lands here."
        )
        return replace(say(empty), private=True)
    names = {card.key: card.name for card in ctx.episodes}
    shown = ctx.reflections[:1] if argument == OLDEST else ctx.reflections
    room = min(ROOM, ctx.limits.max_text - PLACE)
    pages = _pages((p for entry in shown for p in _pieces(entry, names.get(entry.episode))), room)
    wanted = int(argument) if argument.isascii() and argument.isdecimal() else 1
    number = max(1, min(wanted, len(pages)))
    said = tuple(entry.text for entry in shown)
    if len(pages) == 1:
        return Reply((Note(pages[0], card=Card()),), private=True, said=said)
    others = [each for each in (number - 1, number + 1) if 1 <= each <= len(pages)]
    buttons = (ctx.button(t("Page {number}", number=str(each)), "journal", str(each)) for each in others)
    place = t("Page {number} of {count}", number=str(number), count=str(len(pages)))
    page = pages[number - 1]
    whole = Rich(f"{page.text}\n\n{place}", page.marks)
    return Reply((Note(whole, tuple(buttons), 2, card=Card()),), private=True, said=said)


def _pieces(entry: JournalEntry, episode: str | None) -> Iterator[Piece]:
    """An entry in pieces: heading, prompt, and what was written."""
    yield f"{episode or entry.episode} – {entry.at:%Y-%m-%d}\n", Style.BOLD
    yield f"{entry.prompt}\n", Style.ITALIC
    yield f"{entry.text}\n\n", None


def _pages(pieces: Iterable[Piece], room: int) -> list[Rich]:
    pages: list[Rich] = []
    text, marks = "", []
    for words, style in pieces:
        while words:
            part = _fitting(words, room - len(text), room)
            if part.strip() and style is not None:
                marks.append(Mark(style, len(text), len(part.rstrip())))
            text, words = text + part, words[len(part) :]
            if words:
                pages.append(Rich(text.rstrip(), tuple(marks)))
                text, marks = "", []
    return [*pages, Rich(text.rstrip(), tuple(marks))]


def _fitting(words: str, room: int, page: int) -> str:
    """What of the words still goes on a page: all of them, or up to a space."""
    if len(words) <= room:
        return words
    end = max(words.rfind(space, 0, room) for space in (" ", "\n")) + 1
    return words[:end] if end or len(words) <= page else words[:room]
