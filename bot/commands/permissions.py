"""What the bot may lack in a place, called in each language as Discord's own pages call it there."""

from collections.abc import Iterable

from bot.texts import Texts, mark

NAMES = frozenset(
    (
        mark("View Channel"),
        mark("Send Messages"),
        mark("Send Messages in Threads"),
        mark("Create Public Threads"),
        mark("Create Private Threads"),
        mark("Read Message History"),
        mark("Attach Files"),
        mark("Connect"),
        mark("Manage Threads"),
        mark("a text channel"),
    )
)


TEXT_CHANNEL = "a text channel"  # no permission: elsewhere there is no such thread


def named(texts: Texts, lacking: Iterable[str]) -> str:
    """In a sentence."""
    return ", ".join(map(texts.t, lacking))
