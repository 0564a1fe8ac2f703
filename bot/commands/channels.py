"""Channels in a sentence: by name, and marked, so that a platform that can shows each as it is called now."""

import re
from collections.abc import Iterable

from bot.model import Mark, Rich, Style
from bot.venues import Named

_PLACE = re.compile("\ufffc(.*?)\ufffc")


def placed(channel: Named) -> str:
    """What stands for it until `named` puts its name there."""
    return f"\ufffc{channel.id}\ufffc"


def named(text: str, channels: Iterable[Named]) -> Rich:
    """The text with the names of those channels, each marked."""
    known = {one.id: one for one in channels}
    out, at, marks = "", 0, list[Mark]()
    for found in _PLACE.finditer(text):
        channel = known.get(found[1])
        if channel is None:
            continue
        out += text[at : found.start()]
        name = channel.name if channel.name.startswith("#") else f"#{channel.name}"
        marks.append(Mark(Style.CHANNEL, len(out), len(name), id=channel.id))
        out, at = out + name, found.end()
    return Rich(out + text[at:], tuple(marks))
