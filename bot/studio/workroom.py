"""The project that the page is about: its scripts as they are on disk and as they are being typed.

Writes a script only inside the project, whole, and only over what its writer has seen.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from bot.analysis.bundles import PLAN, SCRIPT, gather, shown
from bot.analysis.desk import Desk
from bot.analysis.workbench import Workbench
from bot.authoring.fixes import fixes
from bot.authoring.graph import Figures, Graph, graph
from bot.authoring.layered import layered
from bot.authoring.translating import languages, table_of
from bot.authoring.writing import write_file
from bot.engine.program import Program
from bot.errors import AlanaError, ContentError, Diagnostic
from bot.frozen import frozen
from bot.yarn.project import SUFFIX, load_project
from bot.yarn.reading import UnreadableFile, read_utf8
from bot.yarn.strings import extract, fresh

_MANY = 400  # nodes of one file that are laid out in layers; more stand in columns
_WIDE, _ROW, _HEAD, _OPTIONS = 230.0, 18.0, 50.0, 6  # points of a box, and options that it names


@frozen
class Newer:
    """What stands on disk in the place of what was to be overwritten."""

    text: str
    version: str


class Workroom:
    """One project or script. Names of files are as the analysis room tells them. Finding it is quick; reading
    all of it, with the first look at `bench`, takes its time where it is large."""

    def __init__(self, path: Path) -> None:
        bundles, problems = gather([path])
        if len(bundles) != 1 or not bundles[0].files:
            names = [
                shown(b.project.path if b.project is not None else b.files[0]) for b in bundles if b.files
            ]
            said = f"name one of {', '.join(names[:6])}" if names else str(next(iter(problems), ""))
            raise ContentError(f"{shown(path)} holds no single series: {said}")
        bundle = bundles[0]
        self.home = bundle.project.path if bundle.project is not None else bundle.files[0]
        self.folder = self.home.parent
        self.desk = Desk()
        self.program: Program | None = None
        self._seen: Mapping[Path, tuple[int, int]] = {}

    @property
    def bench(self) -> Workbench:
        bench = self.desk.bench(self.home)
        if bench is None:
            raise AlanaError(f"{shown(self.home)} is gone")
        return bench

    def path(self, name: str) -> Path:
        """Raises `AlanaError` for a name that is no script of the project."""
        for path in self.bench.bundle.files:
            if shown(path) == name and path.suffix == SCRIPT:
                if not path.resolve().is_relative_to(self.folder.resolve()):
                    raise AlanaError(f"{name} is a link that leads out of the project: it is not opened here")
                return path
        raise AlanaError(f"{name[:80]} is no script of this project")

    # ------------------------------------------------------------ scripts

    def on_disk(self, name: str) -> Newer:
        try:
            text = read_utf8(self.path(name))
        except UnreadableFile as error:
            raise AlanaError(f"{name} cannot be read: {error}") from None
        return Newer(text, version(text))

    def save(self, name: str, text: str, seen: str) -> Newer | None:
        """Writes a script over the version that was seen. None where that went well; else what is there, and
        nothing is written."""
        there = self.on_disk(name)
        if there.version != seen and there.text != text:
            return there
        write_file(self.path(name), text, inside=self.folder, over=True)
        self.desk.close(self.path(name))  # from now on what stands on disk counts, whoever writes it
        return None

    def opened(self, name: str) -> Newer:
        """A script afresh, as it is on disk; what was typed and not saved is given up."""
        there = self.on_disk(name)
        self.desk.close(self.path(name))
        return there

    def moved(self) -> bool:
        """Looks whether something changed on disk since the last look, and takes it up."""
        seen = {path: _entry(path) for path in self._files()}
        if seen == self._seen:
            return False
        if self._seen:
            self.desk.refresh()
        self._seen = seen
        return True

    def _files(self) -> Iterator[Path]:
        """All that the project is made of; the plans and tables belong to it."""
        yield self.home
        project = load_project(self.home).project if self.home.suffix == SUFFIX else None
        scripts = project.sources if project is not None else (self.home,)
        for path in scripts:
            yield from (path, path.with_suffix(PLAN))
        tables = project.localisation.values() if project is not None else ()
        yield from (table.strings for table in tables if table.strings is not None)

    # ------------------------------------------------------------ what is known

    def quick(self, name: str) -> list[dict[str, object]]:
        """What is wrong with one script by itself, at once."""
        facts = self.bench.facts[name]
        found = {*facts.script.problems.all, *facts.single}
        return [told(self.bench, each) for each in sorted(found, key=lambda d: (d.line, d.column))]

    def findings(self) -> dict[str, list[dict[str, object]]]:
        """Everything, by file. Takes its time in a large series."""
        bench = self.bench
        found: dict[str, list[dict[str, object]]] = {name: [] for name in bench.facts}
        for each in bench.findings:
            found.setdefault(each.file, []).append(told(bench, each))
        self.program = bench.program or self.program
        return found

    def playable(self) -> Program:
        """What can be played now; with errors what could be before. Raises `AlanaError` without any."""
        self.program = self.bench.program or self.program
        if self.program is None:
            raise AlanaError("the scripts have errors, so nothing can be played yet")
        return self.program

    def graph(self, name: str, figures: Figures) -> dict[str, object]:
        """One file's nodes and ways, with the places of its boxes."""
        self.path(name)
        bench = self.bench
        program = self.playable()
        texts = {source.name: source.text for source in bench.bundle.sources}
        files = [facts.file for facts in bench.facts.values()]
        return laid_out(graph(files, program, texts, figures, {name}))

    def outline(self) -> dict[str, object]:
        """The project in a few words: files with their nodes, languages."""
        bench = self.bench
        project = bench.bundle.project
        nodes = [node for facts in bench.facts.values() for node in facts.file.nodes]
        headers = [(node, {header.key: header.value for header in node.headers}) for node in nodes]
        title = next((found["name"] for _, found in headers if "series" in found and "name" in found), "")
        begins = [node.title for node, found in headers if "episode" in found or node.title == "Start"]
        return {
            "title": title or self.home.stem,
            "begin": next(iter([*begins, *(node.title for node in nodes)]), ""),
            "files": [
                {
                    "name": facts.name,
                    "short": Path(facts.name).name,
                    "nodes": [n.title for n in facts.file.nodes],
                }
                for facts in bench.facts.values()
            ],
            "base": project.base_language if project is not None else "en",
            "languages": languages(project) if project is not None else [],
        }

    def strings(self, language: str) -> Mapping[str, str] | None:
        """A language's texts by id; None for the base language."""
        project = self.bench.bundle.project
        if project is None or language == project.base_language:
            return None
        return {row.id: row.best for row in table_of(project, language).rows if row.best.strip()}

    def translations(self, language: str) -> list[dict[str, str]]:
        """Every text beside its translation, and how far that is: done, changed or missing."""
        project = self.bench.bundle.project
        if project is None:
            raise AlanaError("translations need a .yarnproject")
        known = {row.id: row for row in table_of(project, language).rows}
        found = []
        for row in extract(self.playable(), project.base_language):
            done = known.get(row.id)
            state = "missing"
            if done is not None and done.best.strip():
                state = "done" if done.text.strip() and fresh(done, row.text) else "changed"
            best = done.best if done is not None else ""
            found.append({"id": row.id, "base": row.text, "text": best, "state": state, "file": row.file})
        return found


def version(text: str) -> str:
    """Of a script's text: another text has another."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def told(bench: Workbench, finding: Diagnostic) -> dict[str, object]:
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


def laid_out(shape: Graph) -> dict[str, object]:
    """Boxes with their places, ways with their bends; what stands in other files is a small box."""
    names = {spot.name for spot in shape.spots}
    sizes = {s.name: (_WIDE, _HEAD + _ROW * min(len(s.rows), _OPTIONS)) for s in shape.spots}
    pairs = []
    for way in shape.ways:
        target = way.target if way.target in names else f"→ {way.target}"
        sizes.setdefault(target, (_WIDE, _ROW + 14))
        pairs.append((way.source, target))
    if len(sizes) <= _MANY:
        placed = layered(sizes, pairs)
        boxes, bends, width, height = placed.boxes, placed.bends, placed.width, placed.height
    else:
        boxes, bends, width, height = _columns(sizes)
    kinds = dict(zip(pairs, shape.ways, strict=True))
    return {
        "width": width, "height": height,
        "boxes": [[name, *boxes[name], *sizes[name]] for name in sizes],
        "spots": {
            s.name: {
                "title": s.title, "lines": s.lines, "reach": s.reach, "marks": list(s.marks),
                "rows": [[r.text, r.condition, r.reach] for r in s.rows[:_OPTIONS]], "people": s.people,
            }
            for s in shape.spots
        },
        "ways": [
            [pair[0], pair[1], way.kind, way.label, [list(point) for point in bends.get(pair, ())]]
            for pair, way in kinds.items()
        ],
    }  # fmt: skip


_Bends = Mapping[tuple[str, str], tuple[tuple[float, float], ...]]
_Sizes = Mapping[str, tuple[float, float]]


def _columns(sizes: _Sizes) -> tuple[_Sizes, _Bends, float, float]:
    """Boxes one under another in columns of fifty, for files that are too large for layers."""
    places: dict[str, tuple[float, float]] = {}
    x, y, tallest = 0.0, 0.0, 0.0
    for number, (name, (_, height)) in enumerate(sizes.items(), 1):
        places[name] = (x, y)
        y += height + _ROW
        tallest = max(tallest, y)
        if number % 50 == 0:
            x, y = x + _WIDE + 40, 0.0
    return places, {}, x + _WIDE, tallest


_SLOW = frozenset({"AL609"})  # tagging reads every script anew: editors and `alana tag` offer it
