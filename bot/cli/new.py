"""`alana new`: a small series to begin from."""

from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import shown
from bot.authoring.starter import starter
from bot.authoring.writing import write_file
from bot.errors import AlanaError


def new(
    folder: Annotated[Path, typer.Argument(help="The series' folder; it is made.", show_default=False)],
) -> None:
    """Make a small series that plays as it is: change its words, then its shape."""
    files = starter(folder.absolute().name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise AlanaError(f"{shown(folder)} is not empty: name a new folder")
        for name, text in files.items():
            write_file(folder / name, text, inside=folder)
    except OSError as error:
        raise AlanaError(f"{shown(folder)} cannot be written: {error.strerror}") from None
    place = shown(folder)
    print(f"{place}: {', '.join(files)}")
    print(
        f"Next: alana chat {place}, alana check {place}, alana test {place}; docs/authors.md tells the rest."
    )
