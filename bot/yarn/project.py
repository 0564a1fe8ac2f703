"""Project files (`.yarnproject`, JSON, versions 2 to 4): which scripts belong together, in which languages.

Reads the file and the names of files beside it; compiles nothing. What is wrong comes back as diagnostics.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from bot.errors import Diagnostic
from bot.frozen import frozen
from bot.yarn.globs import BadPattern, Pattern, folded, pattern
from bot.yarn.reading import UnreadableFile, read_utf8

SUFFIX = ".yarnproject"
VERSIONS = (2, 3, 4)
SEVERITIES = ("error", "warning", "info", "none")
EVERY_SCRIPT = "**/*.yarn"
MOST_FILES = 50_000  # below a project's folder: whoever names the whole disk is told so


@frozen
class Localisation:
    """Where a language's string table and assets are."""

    strings: Path | None = None
    assets: Path | None = None


@frozen
class Project:
    """A project file's contents; all paths are absolute and `sources` are sorted by name."""

    path: Path
    version: int
    base_language: str
    sources: tuple[Path, ...]
    localisation: Mapping[str, Localisation] = field(default_factory=dict)
    severities: Mapping[str, str] = field(default_factory=dict)


@frozen
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
        text = read_utf8(path).removeprefix("\ufeff")
    except UnreadableFile as error:
        return ProjectRead(None, (_diagnostic(path, 1, 1, f"the project file cannot be read: {error}"),))
    return read_project(text, path)


def read_project(text: str, path: Path) -> ProjectRead:
    """The project that `text` describes, its paths taken from the folder of `path`."""
    try:
        data = json.loads(_plain(text), parse_constant=_no_constant)
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
        hint = f'the usual pattern is "{EVERY_SCRIPT}"'
        warnings = (_diagnostic(path, line, column, "no script matches sourceFiles", hint, "warning"),)
    return ProjectRead(project, warnings)


def _diagnostic(
    path: Path, line: int, column: int, message: str, hint: str = "", severity: str = "error"
) -> Diagnostic:
    level = "error" if severity == "error" else "warning"
    return Diagnostic("AL801", level, str(path), line, column, message, hint)  # type: ignore[arg-type]


# What is not closed ends with its line or the text, so that every character is looked at once.
_STRING = r'"(?:[^"\\\n]|\\.)*"?'
_JSON_PIECE = re.compile(_STRING + r"|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_LAST_COMMA = re.compile(_STRING + r"|,(?=\s*[\]}])", re.DOTALL)


def _plain(text: str) -> str:
    """JSON without the comments and last commas that the language's tools allow; every place stays."""
    bare = _JSON_PIECE.sub(lambda found: _kept(found) or re.sub(r"[^\n]", " ", found.group()), text)
    return _LAST_COMMA.sub(lambda found: _kept(found) or _comma(bare, found.start()), bare)


def _comma(text: str, at: int) -> str:
    """A last comma goes, where something stands before it."""
    before = at - 1
    while before >= 0 and text[before].isspace():
        before -= 1
    return "," if before < 0 or text[before] in ",[{" else " "


def _kept(found: re.Match[str]) -> str:
    return found.group() if found.group().startswith('"') else ""


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _find(text: str, key: str) -> tuple[int, int]:
    at = max(text.lower().find(f'"{key.lower()}"'), 0) if key else 0
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def _named(data: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """The values of these keys, written in whatever capitals; of several the last one, as upstream."""
    wanted = {key.lower(): key for key in keys}
    found = {wanted[name.lower()]: value for name, value in data.items() if name.lower() in wanted}
    return {key: value for key, value in found.items() if value is not None}


_KEYS = (
    "projectFileVersion", "baseLanguage", "sourceFiles", "excludeFiles", "localisation", "compilerOptions",
)  # fmt: skip


def _project(data: Any, path: Path) -> Project:
    if not isinstance(data, dict):
        raise _Wrong("", "a project file is one JSON object", 'begin with { "projectFileVersion": 4, … }')
    data = _named(data, *_KEYS)
    version = data.get("projectFileVersion")
    if version not in VERSIONS or isinstance(version, bool):
        raise _Wrong("projectFileVersion", "projectFileVersion must be 2, 3 or 4", "write 4")
    base = data.get("baseLanguage")
    if not isinstance(base, str) or not _is_language(base):
        raise _Wrong("baseLanguage", "baseLanguage must be a language code", 'for example "en"')
    wanted = _patterns(data, "sourceFiles", [EVERY_SCRIPT])
    unwanted = _patterns(data, "excludeFiles", [])
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


def _patterns(data: Mapping[str, Any], key: str, otherwise: list[str]) -> list[Pattern]:
    given = data.get(key, otherwise)
    if not isinstance(given, list) or not all(isinstance(item, str) for item in given):
        raise _Wrong(key, f"{key} must be a list of file patterns", f'"{EVERY_SCRIPT}" takes every script')
    try:
        return [pattern(item) for item in given]
    except BadPattern as bad:
        raise _Wrong(key, bad.message, bad.hint) from None


def _matching(root: Path, wanted: Iterable[Pattern], unwanted: Iterable[Pattern]) -> list[Path]:
    wanted, unwanted = list(wanted), list(unwanted)
    found, seen = [], 0
    for folder, folders, names in os.walk(root):
        folders.sort()
        seen += len(names) + len(folders)
        if seen > MOST_FILES:
            said = f"more than {MOST_FILES} files lie below {root.name or root}"
            raise _Wrong("sourceFiles", said, "give the project a folder of its own")
        above = Path(folder).relative_to(root).parts
        for name in names:
            path = [folded(part) for part in (*above, name)]
            if any(p.takes(path) for p in wanted) and not any(p.leaves_out(path) for p in unwanted):
                found.append(Path(folder, name))
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
        entry = _named(entry, "strings", "assets")
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
    given = _named(options, "diagnosticsSeverity").get("diagnosticsSeverity", {})
    if not isinstance(given, dict) or not all(str(v).lower() in SEVERITIES for v in given.values()):
        words = ", ".join(SEVERITIES)
        raise _Wrong("diagnosticsSeverity", f"diagnosticsSeverity gives each code one of {words}")
    return {code: str(value).lower() for code, value in given.items()}
