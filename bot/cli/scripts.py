"""What a command looks at: the scripts that are named, else those that the bot plays; a named database."""

from pathlib import Path
from typing import Annotated

import typer

from bot.errors import AlanaError

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


def database_named(database: str, option: str) -> str:
    """The URL, with its driver, of a database given as a URL or as an SQLite file. Raises `AlanaError`."""
    from pydantic import SecretStr

    from bot.dsn import parse
    from bot.settings_values import database_url

    url = database if "://" in database else f"sqlite:///{database}"
    try:
        found = database_url(SecretStr(url)).get_secret_value()
    except ValueError as error:
        raise AlanaError(f"{option}: {error}") from None
    file = parse(found).file
    if file is not None and not Path(file).exists():
        raise AlanaError(f"{option}: there is no database {file}")
    return found
