"""The scripts that a command looks at: those named, else those that the bot plays."""

from pathlib import Path
from typing import Annotated

import typer

Scripts = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Scripts, .yarnproject files or folders; none: the dialogues that the bot plays.",
        show_default=False,
    ),
]


def or_played(paths: list[Path] | None) -> list[Path]:
    """`paths`, or the folder of the settings (`ALANA_DIALOGUES`)."""
    if paths:
        return paths
    from bot.settings import load_settings  # only here: a check of named files needs no settings

    return [load_settings().dialogues]
