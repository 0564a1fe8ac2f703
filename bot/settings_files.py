"""Settings as they are written down: variables, a file such as `.env`, a folder with a file for each. What
cannot be read is one line that names the file, and never shows what stands in it: it may be a token.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import TextIO

from dotenv.parser import parse_stream

from bot.errors import SettingsError

PREFIX = "ALANA_"
CREDENTIALS = "CREDENTIALS_DIRECTORY"  # systemd's, and any folder with a file for each setting
LARGEST = 256 * 1024  # bytes of a file of settings


def variables(env: Mapping[str, str] | None = None, env_file: Path | str | None = ".env") -> dict[str, str]:
    """All ALANA_ variables that have a value: those of the environment over those of the credentials that it
    names, and those over the file's."""
    around = os.environ if env is None else env
    return from_file(env_file) | from_credentials(around.get(CREDENTIALS)) | filled(around)


def filled(source: Mapping[str, str | None]) -> dict[str, str]:
    """Those of them that are ours and have a value, by names in capitals."""
    upper = ((name.upper(), value) for name, value in source.items())
    return {name: value for name, value in upper if name.startswith(PREFIX) and value and value.strip()}


def from_file(env_file: Path | str | None) -> dict[str, str]:
    """Those of a file, if it exists. Raises `SettingsError`."""
    path = Path(env_file) if env_file is not None else None
    text = text_of(path) if path is not None else None
    return {} if path is None or text is None else filled(dict(_written(path, StringIO(text))))


def from_credentials(folder: str | None) -> dict[str, str]:
    """The files of a folder that are named like settings, one value in each. Raises `SettingsError`."""
    return filled({path.name: text.strip() for path, text in _credentials(folder)})


def unheard(folder: str | None) -> Iterator[str]:
    """A line for each of what was to come from such a folder and says nothing, or the bot would start with
    less than was wanted: on another database, or without a platform."""
    if folder and not Path(folder).is_dir():
        yield f"{CREDENTIALS}: there is no folder {folder}, so no setting comes from there"
    for path, text in _credentials(folder):
        if not text.strip():
            yield f"{path} is empty: nothing is set by it"


def _credentials(folder: str | None) -> Iterator[tuple[Path, str]]:
    if not folder or not Path(folder).is_dir():
        return
    try:
        paths = sorted(Path(folder).iterdir())
    except OSError as error:
        raise _unread(Path(folder), error) from None
    for path in paths:
        if path.name.upper().startswith(PREFIX) and (text := text_of(path)) is not None:
            yield path, text


def text_of(path: Path) -> str | None:
    """What stands in a file of settings; None where there is none. Raises `SettingsError`."""
    try:
        return path.read_text(encoding="utf-8-sig") if _there(path) else None
    except (OSError, UnicodeDecodeError) as error:
        raise _unread(path, error) from None


def _written(path: Path, file: TextIO) -> Iterator[tuple[str, str]]:
    """The names and values of a file, as they stand: a password may hold a dollar sign. A line that says
    nothing is an error, or the bot would start with less than was wanted."""
    for binding in parse_stream(file):
        if binding.key is not None and binding.value is not None:
            yield binding.key, binding.value
        elif binding.error or binding.key is not None:
            before = binding.original.string  # it begins behind the end of the last one
            line = binding.original.line + before[: len(before) - len(before.lstrip())].count("\n")
            what = "a quotation mark is not closed" if binding.error else "write NAME=VALUE"
            raise SettingsError(f"{path}, line {line}: {what}")


def _there(path: Path) -> bool:
    """Whether there is a file of settings. A pipe or a device would be read for ever."""
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise SettingsError(f"{path}: cannot be read: it is a link to nothing") from None
        return False
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have that name"
        raise SettingsError(f"{path}: cannot be read: {reason}") from None
    if stat.S_ISDIR(found.st_mode):
        raise SettingsError(f"{path}: cannot be read: it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise SettingsError(f"{path}: cannot be read: it is not an ordinary file")
    if found.st_size > LARGEST:
        raise SettingsError(f"{path}: cannot be read: settings take at most {LARGEST // 1024} KB")
    return True


def _unread(path: Path, error: OSError | UnicodeDecodeError) -> SettingsError:
    reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
    return SettingsError(f"{path}: cannot be read: {reason}")
