"""The scripts of a project as files, and one of them as it is being typed: what is answered at once, however
large the project is.

Writes a script only inside the project, whole, and only over what its writer has seen.
"""

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from bot.analysis.bundles import PLAN, SCRIPT, Bundle, gather, shown
from bot.analysis.workbench import Workbench, told
from bot.authoring.fixes import fixes
from bot.authoring.translating import languages
from bot.authoring.writing import write_file
from bot.errors import AlanaError, ContentError, Diagnostic
from bot.frozen import frozen
from bot.yarn import Source
from bot.yarn.project import SUFFIX, Project, load_project
from bot.yarn.reading import UnreadableFile, read_utf8
from bot.yarn.tree import Node

_FIRST = 5_000  # lines that are read at once, to find where the series begins


@frozen
class OnDisk:
    """A script as it stands on disk."""

    text: str
    version: str


class ScriptFolder:
    """One project or script. Names of files are as the analysis room tells them."""

    def __init__(self, path: Path) -> None:
        bundles, problems = gather([path])
        if len(bundles) != 1 or not bundles[0].files:
            names = [
                shown(b.project.path if b.project is not None else b.files[0]) for b in bundles if b.files
            ]
            said = f"name one of {', '.join(names[:6])}" if names else str(next(iter(problems), ""))
            raise ContentError(f"{shown(path)} holds no single series: {said}")
        bundle = bundles[0]
        self._project = bundle.project
        self._paths = {shown(path): path for path in bundle.files}
        self.home = bundle.project.path if bundle.project is not None else bundle.files[0]
        self.folder = self.home.parent
        self._seen: Mapping[Path, tuple[int, int]] = {}

    @property
    def names(self) -> Sequence[str]:
        return [*self._paths]

    def path(self, name: str) -> Path:
        """Raises `AlanaError` for a name that is no script of the project."""
        path = self._paths.get(name)
        if path is None or path.suffix != SCRIPT:
            raise AlanaError(f"{name[:80]} is no script of this project")
        if not path.resolve().is_relative_to(self.folder.resolve()):
            raise AlanaError(f"{name} is a link that leads out of the project: it is not opened here")
        return path

    # ------------------------------------------------------------ files

    def on_disk(self, name: str) -> OnDisk:
        try:
            text = read_utf8(self.path(name))
        except UnreadableFile as error:
            raise AlanaError(f"{name} cannot be read: {error}") from None
        return OnDisk(text, version(text))

    def versions(self) -> dict[str, str]:
        """Of every script that can be read."""
        found = {}
        for name, path in self._paths.items():
            try:
                found[name] = version(read_utf8(path))
            except UnreadableFile:
                continue
        return found

    def save(self, name: str, text: str, seen: str) -> tuple[OnDisk, bool]:
        """Writes a script over the version that was seen, with the line ends that it had. Gives what stands
        there now, and whether it was written: nothing is written over what its writer has not seen."""
        there = self.on_disk(name)
        if "\r\n" in there.text and "\n" not in there.text.replace("\r\n", ""):
            text = re.sub(r"\r?\n", "\r\n", text)
        if there.version != seen and there.text != text:
            return there, False
        write_file(self.path(name), text, inside=self.folder, over=True)
        return OnDisk(text, version(text)), True

    def moved(self) -> bool:
        """Looks whether something changed on disk since the last look."""
        if self.home.suffix == SUFFIX:
            # While its file cannot be read, the project keeps the scripts that it had.
            self._project = load_project(self.home).project or self._project
        if self._project is not None:
            self._paths = {shown(path): path for path in self._project.sources}
        seen = {path: _entry(path) for path in self._files()}
        changed = bool(self._seen) and seen != self._seen
        self._seen = seen
        return changed

    def _files(self) -> list[Path]:
        """All that the project is made of; the plans and tables belong to it."""
        tables = self._project.localisation.values() if self._project is not None else ()
        return [
            self.home,
            *(file for path in self._paths.values() for file in (path, path.with_suffix(PLAN))),
            *(table.strings for table in tables if table.strings is not None),
        ]

    # ------------------------------------------------------------ what is known at once

    def judged(self, name: str, text: str) -> list[dict[str, object]]:
        """What is wrong with one script by itself."""
        bench = self._alone(name, text)
        facts = bench.facts[name]
        found = told(bench.bundle, {*facts.script.problems.all, *facts.single})
        return [as_row(bench, each) for each in found if each.file == name]

    def _alone(self, name: str, text: str) -> Workbench:
        bundle = Bundle((Source(name, text),), (self.path(name),), frozenset({name}), self._project)
        return Workbench(bundle)

    def outline(self) -> dict[str, object]:
        """The project before it is read: its scripts, and the nodes of those up to where it begins."""
        nodes: dict[str, Sequence[Node]] = dict.fromkeys(self._paths, ())
        lines = 0
        for name, path in self._paths.items():
            try:
                facts = self._alone(name, read_utf8(path)).facts[name]
            except (UnreadableFile, AlanaError):
                continue
            nodes[name] = facts.file.nodes
            lines += len(facts.lines)
            if lines > _FIRST or any(map(_begins, facts.file.nodes)):
                break
        return outline(self.home, self._project, nodes)


def version(text: str) -> str:
    """Of a script's text: another text has another."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def outline(home: Path, project: Project | None, scripts: Mapping[str, Sequence[Node]]) -> dict[str, object]:
    """A project in a few words, for the page: files with their nodes, where it begins, languages."""
    nodes = [node for found in scripts.values() for node in found]
    headers = [{header.key: header.value for header in node.headers} for node in nodes]
    title = next((found["name"] for found in headers if "series" in found and "name" in found), "")
    begins = [node.title for node in nodes if _begins(node)]
    return {
        "title": title or home.stem,
        "begin": next(iter([*begins, *(node.title for node in nodes)]), ""),
        "files": [
            {"name": name, "short": Path(name).name, "nodes": [node.title for node in found]}
            for name, found in scripts.items()
        ],
        "base": project.base_language if project is not None else "en",
        "languages": languages(project) if project is not None else [],
    }


def _begins(node: Node) -> bool:
    return node.title == "Start" or any(header.key == "episode" for header in node.headers)


def as_row(bench: Workbench, finding: Diagnostic) -> dict[str, object]:
    """A finding with its fixes, for the page."""
    mending = [
        {"title": f.title, "edits": [[e.line, e.column, e.end_line, e.end_column, e.text] for e in f.edits]}
        for f in (fixes(bench, finding) if finding.code not in _SLOW else ())
    ]
    return {
        "code": finding.code, "severity": finding.severity, "line": finding.line, "column": finding.column,
        "end": finding.end_column or finding.column + 1, "message": finding.message, "hint": finding.hint,
        "fixes": mending,
    }  # fmt: skip


def _entry(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


_SLOW = frozenset({"AL609"})  # tagging reads every script anew: editors and `alana tag` offer it
