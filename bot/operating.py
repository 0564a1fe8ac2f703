"""What operators decide for everybody, as turns see it: nudges paused, and the newest note to all."""

from bot.frozen import frozen

# The names under which it is kept.
PAUSED, NOTICE, NOTICED, RELOAD = "nudges paused", "notice", "noticed", "reload"


@frozen
class Notice:
    """A note to everyone who agreed to get notes. `id` is the moment at which it was written, as text."""

    id: str
    text: str


@frozen
class Rulings:
    """All that holds now. `noticed`: the notice that was handed to everybody; `reload`: the newest wish."""

    paused: bool = False
    notice: Notice | None = None
    noticed: str = ""
    reload: str = ""


@frozen
class Health:
    """How the bot does, in a few figures. `oldest`: seconds that what waits has waited at most; `readers`:
    how many agreed to notes and can be reached."""

    version: str
    scripts: int
    people: int
    readers: int
    waiting: int
    oldest: float
    dead: int
    poison: int
    connected: tuple[tuple[str, bool], ...]


def rulings(written: dict[str, str]) -> Rulings:
    """What is kept, read."""
    id_, _, text = written.get(NOTICE, "").partition(" ")
    return Rulings(
        bool(written.get(PAUSED)),
        Notice(id_, text) if text else None,
        written.get(NOTICED, ""),
        written.get(RELOAD, ""),
    )
