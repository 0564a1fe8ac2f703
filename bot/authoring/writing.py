"""Writing files for a writer: at once, through no link, and where a project is given only inside it."""

import os
import secrets
import stat
from pathlib import Path

from bot.analysis.bundles import shown
from bot.errors import AlanaError
from bot.yarn.project import SUFFIX

_ABOVE = 5  # folders that are searched for a project


def write_file(path: Path, content: str | bytes, *, inside: Path | None = None, over: bool = False) -> bool:
    """Writes a file, UTF-8 for text; True when something changed.

    `inside`: the folder that must hold it, links resolved. `over`: whether a file that is there is replaced.
    Raises `AlanaError` with its one line; the old content stays until the new one is whole.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    before = check_target(path, inside=inside, over=over)
    try:
        if before is not None and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, data, before)
    except OSError as error:
        raise AlanaError(f"{shown(path)} cannot be written: {error.strerror}") from None
    return True


def check_target(path: Path, *, inside: Path | None = None, over: bool = False) -> int | None:
    """The permissions of the file that is there, None without one. Raises `AlanaError` where `write_file`
    would refuse the place."""
    try:
        _check_place(path, inside)
        before = _mode(path)
    except OSError as error:
        raise AlanaError(f"{shown(path)} cannot be written: {error.strerror}") from None
    except ValueError:
        raise AlanaError(f"{shown(path)!r} is no name of a file") from None
    if before is not None and not over:
        raise AlanaError(f"{shown(path)} is there already: name another file, or give --force")
    return before


def project_folder(*places: Path) -> Path | None:
    """The folder of the project that one of these places lies in, if any does."""
    for place in places:
        whole = place.absolute()
        for folder in (whole, *whole.parents)[:_ABOVE]:
            if any(folder.glob(f"*{SUFFIX}")):
                return folder
    return None


def _check_place(path: Path, inside: Path | None) -> None:
    if path.is_symlink():
        raise AlanaError(f"{shown(path)} is a link, and nothing is written through it: name the file itself")
    if inside is not None and not path.parent.resolve().is_relative_to(inside.resolve()):
        raise AlanaError(f"{shown(path)} lies outside the project's folder, {shown(inside)}")


def _mode(path: Path) -> int | None:
    """The permissions of the file that is there; None without one."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise AlanaError(f"{shown(path)} is there and is no regular file: name another")
    return mode & 0o777


def _replace(path: Path, data: bytes, mode: int | None) -> None:
    fresh = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            if mode is not None:
                os.fchmod(file.fileno(), mode)
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
