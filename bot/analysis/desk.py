"""The workbenches that somebody writes at: projects on disk, with the texts that are open and not yet saved
in the place of the files'.
"""

from collections.abc import Mapping
from pathlib import Path

from bot.analysis.bundles import SCRIPT, Bundle, gather, shown
from bot.analysis.workbench import Workbench
from bot.frozen import replace
from bot.yarn import DEFAULT, HostDeclarations, Source


class Desk:
    """`benches` by what they were opened for: a project file, or a script that is in no project."""

    def __init__(self, host: HostDeclarations = DEFAULT) -> None:
        self._host = host
        self._open: dict[Path, str] = {}
        self._homes: dict[Path, Path] = {}
        self.benches: dict[Path, Workbench] = {}

    def write(self, path: Path, text: str) -> Workbench | None:
        """Takes what a script is by now, in whatever editor. None where it is no script."""
        if path.suffix != SCRIPT:
            return None
        self._open[path] = text
        bench = self.bench(path)
        if bench is not None and (facts := bench.facts.get(shown(path))) is not None:
            if facts.script.source.text != text:
                self.benches[self._homes[path]] = bench.changed(shown(path), text)
            return self.benches[self._homes[path]]
        return self._laid(path)

    def close(self, path: Path) -> None:
        """From now on the file on disk counts again."""
        if self._open.pop(path, None) is not None:
            self._laid(path)

    def refresh(self) -> None:
        """Something changed on disk: every project is looked at again; what is the same is not read again."""
        homes, self._homes = dict.fromkeys((*self.benches, *self._open)), {}
        for path in homes:
            if path not in self._homes:
                self._laid(path)
        kept = set(self._homes.values())
        self.benches = {home: bench for home, bench in self.benches.items() if home in kept}

    def bench(self, path: Path) -> Workbench | None:
        """The workbench that a script or project file lies on; None for what is neither, or not there."""
        home = self._homes.get(path)
        return self.benches[home] if home is not None else self._laid(path)

    def _laid(self, path: Path) -> Workbench | None:
        found = self._bundle(path)
        if found is None:
            return None
        home, bundle = found
        self._homes[path] = home
        for file in bundle.files:
            self._homes[file] = home
        before = self.benches.get(home)
        if before is None or before.bundle != bundle:  # of the same bundle the same is known
            self.benches[home] = Workbench(bundle, self._host, before)
        return self.benches[home]

    def _bundle(self, path: Path) -> tuple[Path, Bundle] | None:
        bundles, _ = gather([path])
        if not bundles and path not in self._open:
            return None
        bundle = bundles[0] if bundles else Bundle((), (), frozenset())
        if path.suffix == SCRIPT and path not in bundle.files:  # its project cannot be read, or it is new
            bundle = replace(bundle, files=(path,), wanted=frozenset({shown(path)}))
        if bundle.project is not None and bundle.wanted != {source.name for source in bundle.sources}:
            bundle = gather([bundle.project.path])[0][0]
        return (bundle.project.path if bundle.project is not None else path), self._with_open(bundle)

    def _with_open(self, bundle: Bundle) -> Bundle:
        """The texts that are open; also those whose file is not there yet, or cannot be read."""
        opened: Mapping[str, str] = {shown(path): text for path, text in self._open.items()}
        on_disk = {source.name: source.text for source in bundle.sources}
        names = [shown(file) for file in bundle.files if shown(file) in opened or shown(file) in on_disk]
        sources = tuple(Source(name, opened.get(name, on_disk.get(name, ""))) for name in names)
        problems = tuple(d for d in bundle.diagnostics if d.code != "AL800" or d.file not in opened)
        return replace(bundle, sources=sources, diagnostics=problems)
