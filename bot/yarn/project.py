"""Project files (`.yarnproject`, JSON, versions 2 to 4): which scripts belong together, in which languages.

Reads the file and the names of files beside it; compiles nothing. What is wrong comes back as diagnostics.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import Diagnostic

SUFFIX = ".yarnproject"
VERSIONS = (2, 3, 4)
SEVERITIES = ("error", "warning", "info", "none")


@dataclass(frozen=True, slots=True)
class Localisation:
    """Where a language's string table and assets are."""

    strings: Path | None = None
    assets: Path | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project file's contents; all paths are absolute and `sources` are sorted by name."""

    path: Path
    version: int
    base_language: str
    sources: tuple[Path, ...]
    localisation: Mapping[str, Localisation] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProjectRead:
    """`project` is None when the file cannot be used."""

    project: Project | None
    diagnostics: tuple[Diagnostic, ...]


class _Wrong(Exception):
    def __init__(self, key: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.key, self.message, self.hint = key, message, hint


def load_project(path: Path) -> ProjectRead:
    """Reads a project file and looks up its scripts."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return ProjectRead(None, (_diagnostic(path, 1, 1, f"the project file cannot be read: {reason}"),))
    return read_project(text, path)


def read_project(text: str, path: Path) -> ProjectRead:
    """The project that `text` describes, its paths taken from the folder of `path`."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg}"
        return ProjectRead(None, (_diagnostic(path, error.lineno, error.colno, message),))
    except (ValueError, RecursionError):
        return ProjectRead(None, (_diagnostic(path, 1, 1, "this JSON cannot be read"),))
    try:
        project = _project(data, path.absolute())
    except _Wrong as wrong:
        line, column = _find(text, wrong.key)
        return ProjectRead(None, (_diagnostic(path, line, column, wrong.message, wrong.hint),))
    warnings: tuple[Diagnostic, ...] = ()
    if not project.sources:
        line, column = _find(text, "sourceFiles")
        hint = 'the usual pattern is "**/*.yarn"'
        warnings = (_diagnostic(path, line, column, "no script matches sourceFiles", hint, "warning"),)
    return ProjectRead(project, warnings)


def _diagnostic(
    path: Path, line: int, column: int, message: str, hint: str = "", severity: str = "error"
) -> Diagnostic:
    level = "error" if severity == "error" else "warning"
    return Diagnostic("AL801", level, str(path), line, column, message, hint)  # type: ignore[arg-type]


def _find(text: str, key: str) -> tuple[int, int]:
    at = max(text.find(f'"{key}"'), 0) if key else 0
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _project(data: Any, path: Path) -> Project:
    if not isinstance(data, dict):
        raise _Wrong("", "a project file is one JSON object", 'begin with { "projectFileVersion": 4, … }')
    version = data.get("projectFileVersion")
    if version not in VERSIONS or isinstance(version, bool):
        raise _Wrong("projectFileVersion", "projectFileVersion must be 2, 3 or 4", "write 4")
    base = data.get("baseLanguage")
    if not isinstance(base, str) or not _is_language(base):
        raise _Wrong("baseLanguage", "baseLanguage must be a language code", 'for example "en"')
    wanted = _patterns(data, "sourceFiles", required=True)
    unwanted = _patterns(data, "excludeFiles")
    return Project(
        path,
        version,
        base,
        tuple(_matching(path.parent, wanted, unwanted)),
        _localisation(data, path.parent),
        _severities(data),
    )


def _is_language(code: str) -> bool:
    return re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", code) is not None


def _patterns(data: Mapping[str, Any], key: str, *, required: bool = False) -> list[re.Pattern[str]]:
    given = data.get(key)
    if given is None and not required:
        return []
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise _Wrong(key, f"{key} must be a list of file patterns", '"**/*.yarn" takes every script')
    return [_glob(item, key) for item in given]


def _glob(pattern: str, key: str) -> re.Pattern[str]:
    """`**` any folders, `*` and `?` within one name; relative to the project's folder."""
    clean = pattern.replace("\\", "/").removeprefix("./")
    parts = clean.split("/")
    if not clean or clean.startswith("/") or ".." in parts or ":" in parts[0]:
        raise _Wrong(key, f"the pattern {pattern[:60]!r} leaves the project's folder", "name files inside it")
    out: list[str] = []
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part == "**":
            folders = "(?:[^/]+/)*" if not last else ".*"
            if not out or out[-1] != folders:
                out.append(folders)
            continue
        name = re.sub(r"\*+", "*", part)
        out.append("".join({"*": "[^/]*", "?": "[^/]"}.get(c, re.escape(c)) for c in name))
        out.append("" if last else "/")
    return re.compile("".join(out), re.DOTALL)


def _matching(
    root: Path, wanted: Iterable[re.Pattern[str]], unwanted: Iterable[re.Pattern[str]]
) -> Iterable[Path]:
    wanted, unwanted = list(wanted), list(unwanted)
    found = []
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in names:
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if any(p.fullmatch(relative) for p in wanted) and not any(
                p.fullmatch(relative) for p in unwanted
            ):
                found.append(path)
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def _localisation(data: Mapping[str, Any], root: Path) -> Mapping[str, Localisation]:
    given = data.get("localisation", {})
    if not isinstance(given, dict):
        raise _Wrong("localisation", "localisation must be an object of languages", '{ "de": {…} }')
    languages = {}
    for code, entry in given.items():
        if not _is_language(code):
            raise _Wrong(code, f"{code[:30]!r} is no language code", 'for example "de"')
        if not isinstance(entry, dict):
            raise _Wrong(code, f"the language {code} must be an object", '{ "strings": "strings/de.csv" }')
        languages[code] = Localisation(_path(entry, "strings", root), _path(entry, "assets", root))
    return languages


def _path(entry: Mapping[str, Any], key: str, root: Path) -> Path | None:
    given = entry.get(key)
    if given is None or given == "":
        return None
    if not isinstance(given, str) or "\0" in given:
        raise _Wrong(key, f"{key} must be the name of a file", '"strings/de.csv"')
    return root / given


def _severities(data: Mapping[str, Any]) -> Mapping[str, str]:
    options = data.get("compilerOptions", {})
    if not isinstance(options, dict):
        raise _Wrong("compilerOptions", "compilerOptions must be an object")
    given = options.get("diagnosticsSeverity", {})
    if not isinstance(given, dict) or not all(str(v).lower() in SEVERITIES for v in given.values()):
        words = ", ".join(SEVERITIES)
        raise _Wrong("diagnosticsSeverity", f"diagnosticsSeverity gives each code one of {words}")
    return {code: str(value).lower() for code, value in given.items()}
