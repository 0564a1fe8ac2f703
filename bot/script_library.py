"""Reading the dialogue folder: project files and scripts from disk → a `Catalogue`.

One broken episode does not take the others down: what compiles is played, what does not is reported.
"""

import hashlib
import logging
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.conversation.catalogue import Catalogue, Series, catalogue, make_series
from bot.engine.program import Program
from bot.errors import ContentError, Diagnostic
from bot.yarn import Source, compile_sources
from bot.yarn.project import SUFFIX, Project, load_project
from bot.yarn.reading import UnreadableFile, read_bytes, read_utf8
from bot.yarn.strings import load_table

log = logging.getLogger("alana.scripts")


class ScriptLibrary:
    """The catalogue that is played now, and the next one once it is published."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.current, diagnostics = read(folder)
        for diagnostic in diagnostics:
            if diagnostic.severity == "error":
                log.error("%s", diagnostic)

    def read_again(self) -> tuple[Catalogue | None, Sequence[Diagnostic]]:
        """The folder as it is now; None and the errors where there are some. What is played stays."""
        found, diagnostics = read(self._folder)
        errors = [d for d in diagnostics if d.severity == "error"]
        return (None if errors else found), errors

    def publish(self, found: Catalogue) -> None:
        """From the next turn on this is played."""
        self.current = found

    def standing(self) -> "Snapshot":
        """The folder's files as they stand now."""
        return Snapshot(self._folder)


class Snapshot:
    """Which files a folder holds, and what is in them. Two are equal when names and contents are.

    Contents are read only where a file's entry differs, so that looking every second costs next to nothing.
    """

    def __init__(self, folder: Path) -> None:
        self._entries = dict(_entries(folder))
        self._contents: dict[str, bytes] = {}

    def same(self, before: "Snapshot") -> bool:
        """Whether nothing changed since; a file that was only touched has not."""
        if self._entries.keys() != before._entries.keys():
            return False
        for name, entry in self._entries.items():
            known = before._contents.get(name)
            if known is not None and entry == before._entries[name]:
                self._contents[name] = known
        return self.contents() == before.contents()

    def contents(self) -> dict[str, bytes]:
        """A digest of each file."""
        for name in self._entries:
            if name not in self._contents:
                self._contents[name] = _digest(Path(name))
        return self._contents


def _entries(folder: Path) -> Iterator[tuple[str, tuple[int, int, int, int]]]:
    """(path, (inode, size, time of change, time of the entry's change)) of every file that is read, those
    behind links too. The last of these times is the file system's own: nobody sets it back."""
    for path in _read_files(folder):
        try:
            found = path.stat()
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(found.st_mode):
            yield str(path), (found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _read_files(folder: Path) -> Iterator[Path]:
    """Project files, and what they name: a database or log beside them is nobody's script."""
    try:
        projects = list(_projects(folder))
    except ContentError:
        return
    for path in projects:
        yield path
        project = load_project(path).project
        if project is not None:
            yield from project.sources
            yield from (entry.strings for entry in project.localisation.values() if entry.strings is not None)


def _digest(path: Path) -> bytes:
    try:
        return hashlib.blake2b(read_bytes(path), digest_size=16).digest()
    except UnreadableFile:
        return b""


def read(folder: Path) -> tuple[Catalogue, tuple[Diagnostic, ...]]:
    """Every series of the folder. Raises `ContentError` where nothing at all can be played."""
    projects = list(_projects(folder))
    if not projects:
        raise ContentError(
            f"{folder} holds no series (no {SUFFIX} file in it or in a folder of it): set ALANA_DIALOGUES"
        )
    series: list[Series] = []
    problems: list[Diagnostic] = []
    for path in projects:
        found, wrong = read_series(path)
        problems += wrong
        if found is not None:
            series.append(found)
    if not series:
        first = next((d for d in problems if d.severity == "error"), None)
        raise ContentError(f"no series in {folder} can be played. {first or 'Run `alana check` on it.'}")
    return catalogue(series), tuple(problems)


def read_series(path: Path) -> tuple[Series | None, tuple[Diagnostic, ...]]:
    """One project: its scripts compiled, its string tables read."""
    read_project = load_project(path)
    project = read_project.project
    if project is None:
        return None, read_project.diagnostics
    sources, unreadable = _sources(project)
    compiled = compile_sources(sources, partial=True)
    strings, wrong = _strings(project, compiled.program)
    problems = (*read_project.diagnostics, *unreadable, *compiled.diagnostics, *wrong)
    if compiled.program is None:
        return None, problems
    series = make_series(compiled.program, strings, path.parent.name)
    if not series.episodes:
        where = Diagnostic("AL801", "error", str(path), 1, 1, "no node of it has an `episode:` header")
        return None, (*problems, where)
    return series, problems


def _projects(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():
        raise ContentError(f"{folder} is not a folder: set ALANA_DIALOGUES to the one with the series")
    try:
        return sorted([*folder.glob(f"*{SUFFIX}"), *folder.glob(f"*/*{SUFFIX}")])
    except OSError as error:
        raise ContentError(f"{folder} cannot be read: {error.strerror}") from None


def _sources(project: Project) -> tuple[list[Source], list[Diagnostic]]:
    sources, problems = [], []
    for path in project.sources:
        try:
            sources.append(Source(_name(path), read_utf8(path).removeprefix("\ufeff")))
        except UnreadableFile as error:
            problems.append(_unreadable(path, error))
    return sources, problems


def _strings(
    project: Project, program: Program | None
) -> tuple[Mapping[str, Mapping[str, str]], list[Diagnostic]]:
    strings: dict[str, Mapping[str, str]] = {}
    problems: list[Diagnostic] = []
    for language, localisation in project.localisation.items():
        if localisation.strings is None:
            continue
        try:
            table = load_table(localisation.strings, _name(localisation.strings))
        except UnreadableFile as error:
            problems.append(_unreadable(localisation.strings, error))
            continue
        problems += table.diagnostics
        strings[language] = table.texts(program)
    return strings, problems


def _unreadable(path: Path, error: UnreadableFile) -> Diagnostic:
    return Diagnostic("AL800", "error", _name(path), 1, 1, f"this file cannot be read: {error}")


def _name(path: Path) -> str:
    """As short as it can be told from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
