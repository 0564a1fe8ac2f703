"""Reading the dialogue folder: project files and scripts from disk → a `Catalogue`.

One broken episode does not take the others down: what compiles is played, what does not is reported.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.conversation.catalogue import Catalogue, Series, catalogue, make_series
from bot.engine.program import Program
from bot.errors import ContentError, Diagnostic
from bot.yarn import Source, compile_sources
from bot.yarn.project import SUFFIX, Project, load_project
from bot.yarn.strings import read_table

log = logging.getLogger("alana.scripts")


class Shelf:
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

    def newest(self) -> float:
        """When a file of the folder was last changed; 0 where there is none."""
        return max((_changed(path) for path in self._folder.rglob("*") if path.is_file()), default=0.0)


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
            sources.append(Source(_name(path), path.read_bytes().decode("utf-8-sig")))
        except (OSError, UnicodeDecodeError) as error:
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
            text = localisation.strings.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            problems.append(_unreadable(localisation.strings, error))
            continue
        table = read_table(text, _name(localisation.strings))
        problems += table.diagnostics
        strings[language] = table.texts(program)
    return strings, problems


def _unreadable(path: Path, error: OSError | UnicodeDecodeError) -> Diagnostic:
    reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
    return Diagnostic("AL800", "error", _name(path), 1, 1, f"this file cannot be read: {reason}")


def _name(path: Path) -> str:
    """As short as it can be told from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
