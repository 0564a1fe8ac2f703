"""From paths to bundles: what is compiled together.

A `.yarnproject` is one bundle. A script that stands in no project is a bundle of its own, as every script is
where the language's own tests are judged. Reads files, compiles nothing.
"""

import contextlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import Diagnostic
from bot.frozen import frozen
from bot.yarn import Source
from bot.yarn.project import SUFFIX, Project, load_project
from bot.yarn.reading import UnreadableFile, read_utf8

SCRIPT = ".yarn"
PLAN = ".testplan"
_UNREADABLE = "AL800"


@frozen
class Bundle:
    """Scripts of one name space. `wanted` are the names of the scripts that were asked for."""

    sources: tuple[Source, ...]
    files: tuple[Path, ...]
    wanted: frozenset[str]
    project: Project | None = None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def plans(self) -> tuple[Path, ...]:
        """The test plans beside the wanted scripts."""
        beside = [f.with_suffix(PLAN) for f in self.files if shown(f) in self.wanted]
        return tuple(plan for plan in beside if os.path.lexists(plan))


@dataclass(slots=True)
class _Search:
    projects: dict[Path, set[Path] | None] = field(default_factory=dict)  # None: all of its scripts
    loose: dict[Path, None] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    loaded: dict[Path, Project | None] = field(default_factory=dict)


def shown(path: Path) -> str:
    """A path as short as it can be told from here, in one line."""
    with contextlib.suppress(ValueError):
        path = path.absolute().relative_to(Path.cwd())
    return str(path).replace("\n", "␊")


def gather(paths: Iterable[Path]) -> tuple[tuple[Bundle, ...], tuple[Diagnostic, ...]]:
    """The bundles that the paths (scripts, project files, folders) name, and what could not be used."""
    search = _Search()
    for path in paths:
        _take(search, path.absolute())
    bundles = [_project_bundle(search, path, wanted) for path, wanted in search.projects.items()]
    bundles += [_loose_bundle(path) for path in search.loose]
    return tuple(b for b in bundles if b is not None), tuple(search.problems)


def _take(search: _Search, path: Path) -> None:
    try:
        path.stat()
    except FileNotFoundError:
        search.problems.append(_problem(path, "there is no such file or folder"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "that is no name of a file"
        search.problems.append(_problem(path, f"this cannot be read: {reason}"))
    else:
        _take_found(search, path)


def _take_found(search: _Search, path: Path) -> None:
    if path.is_dir():
        _take_folder(search, path)
    elif path.suffix == SUFFIX:
        search.projects[path] = None
    elif path.suffix == PLAN and os.path.isfile(path.with_suffix(SCRIPT)):
        _take_script(search, path.with_suffix(SCRIPT))
    elif path.suffix == SCRIPT:
        _take_script(search, path)
    else:
        hint = "a plain transcript becomes a script with: alana import FILE"
        search.problems.append(_problem(path, f"this is no {SCRIPT} script and no {SUFFIX}", hint))


def _take_folder(search: _Search, folder: Path) -> None:
    projects = _below(folder, SUFFIX)
    covered: set[Path] = set()
    for path in projects:
        search.projects[path] = None
        project = _loaded(search, path)
        # Where a project cannot be read, nobody knows which scripts are its own: that is told once.
        covered |= set(project.sources if project is not None else _below(path.parent, SCRIPT))
    scripts = [path for path in _below(folder, SCRIPT) if path not in covered]
    for path in scripts:
        _take_script(search, path)
    if not projects and not scripts:
        search.problems.append(_problem(folder, f"this folder holds no {SCRIPT} script and no {SUFFIX}"))


def _below(folder: Path, ending: str) -> list[Path]:
    """The files of that ending in a folder and all below it; what may not be looked at is passed over."""
    found = ((Path(above), names) for above, _, names in os.walk(folder))
    return sorted(above / name for above, names in found for name in names if name.endswith(ending))


def _take_script(search: _Search, path: Path) -> None:
    owner = _owner(search, path)
    if owner is None:
        search.loose[path] = None
        return
    wanted = search.projects.setdefault(owner, set())
    if wanted is not None:
        wanted.add(path)


def _owner(search: _Search, path: Path) -> Path | None:
    """The nearest project file above a script that names it, or that cannot be read and so might."""
    for folder in path.parents[:4]:
        for candidate in sorted(folder.glob(f"*{SUFFIX}")):
            project = _loaded(search, candidate)
            if project is None or path in project.sources:
                return candidate
    return None


def _loaded(search: _Search, path: Path) -> Project | None:
    if path not in search.loaded:
        search.loaded[path] = load_project(path).project
    return search.loaded[path]


def _project_bundle(search: _Search, path: Path, wanted: set[Path] | None) -> Bundle | None:
    read = load_project(path)
    if read.project is None:
        search.problems += [_renamed(d, shown(path)) for d in read.diagnostics]
        scripts = _below(path.parent, SCRIPT) if wanted is None else wanted
        _, problems = _sources(sorted(scripts))  # what is wrong with them whatever they belong to
        return Bundle((), (), frozenset(), None, problems) if problems else None
    files = read.project.sources
    sources, problems = _sources(files)
    names = frozenset(shown(f) for f in files if wanted is None or f in wanted)
    warnings = [_renamed(d, shown(path)) for d in read.diagnostics]
    return Bundle(sources, files, names, read.project, (*warnings, *problems))


def _renamed(problem: Diagnostic, file: str) -> Diagnostic:
    place = (problem.line, problem.column, problem.message, problem.hint, problem.end_column)
    return Diagnostic(problem.code, problem.severity, file, *place)


def _loose_bundle(path: Path) -> Bundle:
    sources, problems = _sources((path,))
    return Bundle(sources, (path,), frozenset({shown(path)}), None, problems)


def _sources(files: Sequence[Path]) -> tuple[tuple[Source, ...], tuple[Diagnostic, ...]]:
    sources, problems = [], []
    for path in files:
        text = read_text(path)
        if isinstance(text, Diagnostic):
            problems.append(text)
        else:
            sources.append(Source(shown(path), text))
    return tuple(sources), tuple(problems)


def read_text(path: Path) -> str | Diagnostic:
    """A file's text with its line ends as they are, or why it cannot be read."""
    try:
        return read_utf8(path)
    except UnreadableFile as error:
        return _problem(path, f"this file cannot be read: {error}")


def _problem(path: Path, message: str, hint: str = "") -> Diagnostic:
    return Diagnostic(_UNREADABLE, "error", shown(path), 1, 1, message, hint)
