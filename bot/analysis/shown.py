"""What `<<image>>` and `<<audio>>` show: written right, with words for those who do not see it, a file."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.analysis.facts import ScriptFacts
from bot.analysis.findings import error, warning
from bot.errors import Diagnostic
from bot.media import KINDS, LARGEST, LONGEST_ALT, TYPES, inside, media, media_type
from bot.model import Media

ShownSpot = tuple[str, int, int]
HINT = 'write <<image "lamp.png" alt="A lamp in the snow">> or <<audio "rain.mp3">>'


def check_shown(scripts: Sequence[ScriptFacts], folders: Mapping[str, Path]) -> Iterator[Diagnostic]:
    """`folders` has, by a script's name, where its files lie."""
    for script in scripts:
        for command in script.commands:
            text = "".join(piece if isinstance(piece, str) else "{}" for piece in command.pieces)
            if text.split(maxsplit=1)[:1] and text.split(maxsplit=1)[0] in KINDS:
                yield from _check(text, (script.name, command.line, command.column), folders.get(script.name))


def _check(text: str, place: ShownSpot, folder: Path | None) -> Iterator[Diagnostic]:
    shown = media(text)
    if shown is None:
        yield error("AL621", *place, "a picture or sound is not written right", HINT)
        return
    if shown.kind == "image" and not shown.alt:
        said = "nobody who does not see the picture learns what it shows"
        yield error("AL621", *place, said, f'add alt="…" behind "{shown.file}"')
    if len(shown.alt) > LONGEST_ALT:
        yield error("AL621", *place, f"alt has {len(shown.alt)} characters, {LONGEST_ALT} fit", "say less")
    if media_type(shown) is None:
        kinds = ", ".join(TYPES[shown.kind])
        yield error("AL622", *place, f"{shown.file} is no {shown.kind} that is shown", f"it ends in {kinds}")
    elif folder is not None:
        yield from _check_file(shown, place, folder)


def _check_file(shown: Media, place: ShownSpot, folder: Path) -> Iterator[Diagnostic]:
    path = inside(folder, shown.file)
    if path is None:
        yield error("AL622", *place, f"there is no file {shown.file}", f"put it into {folder.name or folder}")
    elif path.stat().st_size > LARGEST[shown.kind]:
        most = LARGEST[shown.kind] // 1_000_000
        yield error("AL622", *place, f"{shown.file} is larger than {most} MB", "make it smaller")
    elif not path.stat().st_size:
        yield warning("AL622", *place, f"{shown.file} is empty", "put the file there")
