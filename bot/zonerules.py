"""Which time zone rules this process goes by: the machine's or those that are installed with us.

`zoneinfo` takes the machine's database first, however old; governments change clocks at weeks' notice. So the
newer of the two wins, decided once: at the start, and at the latest with the first zone made by `known_zone`.
"""

import re
import zoneinfo
from datetime import timedelta, timezone, tzinfo
from functools import cache, lru_cache
from importlib import import_module
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.frozen import frozen

OLDEST = "2025a"  # the rules that this program was made with; its requirements ask for these or newer
_VERSION = re.compile(r"(?:# version )?(\d{4})([a-z]{1,2})\b")
_MARKS = ("+VERSION", "tzdata.zi", "version")  # files of a database that begin with its version
_PROBES = ("UTC", "Europe/Berlin")  # a folder with one of these is a database


@frozen
class Rules:
    """The rules in use. `version` as IANA names it ("2026a"), "" where it is not known; `folder`: the
    machine's database, None for the installed package. `others`: each database that was passed over, by its
    folder ("tzdata" for the package), and its version."""

    version: str
    folder: Path | None
    others: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        source = self.folder or "the tzdata package"
        said = f"{self.version or 'of no known version'}, from {source}"
        passed = ", ".join(f"{where} has {version or 'no version'}" for where, version in self.others)
        return f"{said} ({passed})" if passed else said


@cache
def rules() -> Rules:
    """Decides, and holds every `ZoneInfo` of this process to it, also those that libraries make.

    A database without a readable version loses against one that has it; of equal ones the package wins.
    """
    package = _packaged()
    found = [(_version_of(folder), folder) for folder in map(Path, zoneinfo.TZPATH) if _is_database(folder)]
    candidates = [*([(package, None)] if package is not None else []), *found]
    if not candidates:
        return Rules("", None)
    version, folder = max(candidates, key=lambda c: _rank(c[0]))  # the first of equal ones
    others = tuple((str(f or "tzdata"), v) for v, f in candidates if f != folder)
    # Where the folder lacks a zone, `zoneinfo` goes on to the package by itself.
    zoneinfo.reset_tzpath([str(folder.absolute())] if folder is not None else [])
    ZoneInfo.clear_cache()
    return Rules(version, folder, others)


@lru_cache(maxsize=2048)
def known_zone(name: str) -> ZoneInfo | None:
    """The zone of that IANA name; None where the rules do not have it (any more)."""
    rules()
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


def zone_or(name: str, offset_minutes: int) -> tzinfo:
    """The zone of that name, or the fixed offset east of UTC that it had when it was last known."""
    return known_zone(name) or timezone(timedelta(minutes=max(-1439, min(1439, offset_minutes))))


@cache
def zone_names() -> frozenset[str]:
    """Every zone's IANA name, old ones too."""
    rules()
    return frozenset(zoneinfo.available_timezones())


def _packaged() -> str | None:
    """The version of the installed package; None without one."""
    try:
        return str(import_module("tzdata").IANA_VERSION)
    except ImportError:
        return None


def _is_database(folder: Path) -> bool:
    return any((folder / name).is_file() for name in _PROBES)


def _version_of(folder: Path) -> str:
    """The version that a database says it has; "" where it says none that can be read."""
    for mark in _MARKS:
        try:
            with (folder / mark).open(encoding="utf-8", errors="replace") as file:
                found = _VERSION.match(file.readline(100))
        except OSError:
            continue
        if found is not None:
            return found[1] + found[2]
    return ""


def _rank(version: str) -> tuple[int, int, str]:
    found = _VERSION.fullmatch(version)
    return (int(found[1]), len(found[2]), found[2]) if found else (0, 0, "")
