"""Reading the files that writers make: regular files only, and never more than fits.

A pipe, a device or an endless file has no place among scripts, and opening one could wait for ever.
"""

import os
import stat
from pathlib import Path

MOST_BYTES = 8_000_000  # of one script, plan, project file, table or transcript


class UnreadableFile(Exception):
    """Why a file cannot be read, in words that follow “this file cannot be read: ”."""


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """A regular file's content, links followed. Raises `UnreadableFile`; never waits."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise UnreadableFile(error.strerror or "it cannot be opened") from None
    except ValueError:
        raise UnreadableFile("its name holds a character that names cannot have") from None
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        folder = "a folder" if stat.S_ISDIR(mode) else "no regular file but a pipe, a socket or a device"
        raise UnreadableFile(f"it is {folder}")
    with open(descriptor, "rb") as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            raise UnreadableFile(error.strerror or "it cannot be read") from None
    if len(data) > most:
        raise UnreadableFile(f"it is larger than {_size(most)}")
    return data


def read_utf8(path: Path) -> str:
    """A script's text as it stands, a byte order mark included. Raises `UnreadableFile`."""
    try:
        return read_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"it is not UTF-8 text (byte {error.start}); save it as UTF-8") from None


def _size(count: int) -> str:
    return f"{count // 1_000_000} MB" if count >= 1_000_000 else f"{count} bytes"
