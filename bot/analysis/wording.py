"""What texts look like to the people who get them: too long, cut off, a sentence taken for a name, no id.

Lengths are of the plain text, values left out.
"""

import re
from collections.abc import Iterator

from bot.analysis.findings import warning
from bot.analysis.walk import texts
from bot.engine.effects import FinalText
from bot.engine.render import render, speaker_of
from bot.errors import Diagnostic
from bot.yarn.compiler import template_of
from bot.yarn.statements import READINGS
from bot.yarn.tree import File, Formatted, LineSyntax

TELEGRAM_UNITS = 4096  # UTF-16 units of a message
DISCORD_POINTS = 2000  # code points of a message
LABEL = 80  # code points of a button's label
AUTO_LABEL = "label:auto"  # hashtag of an option whose text the import made
GOES_ON = "goes_on"  # hashtag of a line that is one paragraph with the next line of its speaker
_NAME_WORDS = 3
_CLOSING = "\"'”’»)]}*_ "


def check_wording(file: File) -> Iterator[Diagnostic]:
    """Findings about a file's single texts, and one about missing ids."""
    missing: list[LineSyntax] = []
    for node in file.nodes:
        for kind, line in texts(node):
            yield from _check(file.name, kind, line)
            if line.line_id is None and line.shadow is None:
                missing.append(line)
    if missing:
        yield _without_ids(file.name, missing)


def _without_ids(file: str, missing: list[LineSyntax]) -> Diagnostic:
    count = len(missing)
    message = f"{count} text{'s have' if count > 1 else ' has'} no #line: id; this is the first"
    return warning("AL609", file, missing[0].line, missing[0].column, message, f"run: alana tag {file}")


def _check(file: str, kind: str, line: LineSyntax) -> Iterator[Diagnostic]:
    template = template_of(line.text.source)
    text = render(template, [""] * len(line.text.parts), lambda *_: "other")
    place = (file, line.line, line.column)
    if kind == "option":
        if len(text.plain) > LABEL:
            message = f"this option has {len(text.plain)} characters, a button holds {LABEL}"
            yield warning("AL607", *place, message, "shorten it; the rest can go into the answer")
        if AUTO_LABEL in line.tags:
            message = f"the import made this label of a longer question: {text.plain}"
            yield warning("AL617", *place, message, f"write a better one, then remove #{AUTO_LABEL}")
        return
    if slip := _slip(line.text):
        yield warning("AL613", *place, "people would see this as it stands", slip)
        return
    yield from _check_length(place, text)
    speaker, _ = speaker_of(text)
    if speaker is not None and len(speaker.split()) > _NAME_WORDS:
        message = f"{speaker[:60]!r} is taken for the speaker's name"
        yield warning("AL610", *place, message, "write \\: if it is no name")
    if kind != "prompt" and GOES_ON not in line.tags and _cut_off(line.text.source, text.plain):
        message = f"this line looks cut off: …{text.plain[-30:]}"
        yield warning("AL608", *place, message, "end it with punctuation, or finish the sentence")


_ARROW = re.compile(r"(?:-{2,}>|[–—]>|→|➔|-(?=\s)|>>)\s*\S")  # what an option may turn into while typing
_ANGLE = re.compile(
    r"<\s*(?:(" + "|".join({*READINGS, "ask", "reflect"}) + r")\b|/?(b|i|em|strong)>)", re.IGNORECASE
)


def _slip(text: Formatted) -> str:
    """What to write instead, where a text is an option or command in disguise; "" for any other text."""
    if _ARROW.match(text.source) and not any(map(text.escaped, range(3))):
        return "an option begins with ->, then its text"
    found = _ANGLE.search(text.source)
    if found and not text.escaped(found.start()):
        return "write <<…>> around it" if found.group(1) else "write [b]bold[/b] and [i]italic[/i]"
    return ""


def _check_length(place: tuple[str, int, int], text: FinalText) -> Iterator[Diagnostic]:
    points = len(text.plain)
    units = points + sum(1 for char in text.plain if ord(char) > 0xFFFF)
    if units > TELEGRAM_UNITS:
        message = (
            f"this line has {units} characters; Telegram takes {TELEGRAM_UNITS}, Discord {DISCORD_POINTS}"
        )
    elif points > DISCORD_POINTS:
        message = f"this line has {points} characters, Discord takes {DISCORD_POINTS} in one message"
    else:
        return
    yield warning("AL606", *place, message, "split it into several lines")


def _cut_off(source: str, plain: str) -> bool:
    """Whether a line breaks off, but in a value or in markup. Scripts without upper case are left alone."""
    if not source or (source[-1] >= "\ue000" and source[-1] <= "\uf8ff") or source.endswith("/]"):
        return False
    return breaks_off(plain)


def breaks_off(plain: str) -> bool:
    """Whether a text stops in the middle: behind a letter, a figure or a comma."""
    last = plain.rstrip(_CLOSING)[-1:]
    return last in (",", "-", "–") or last.isdigit() or last.lower() != last.upper()
