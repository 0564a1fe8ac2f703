"""One bundle under the writer's hands.

A change of one file costs the reading of that file, and what all files share.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from bot.analysis.bundles import Bundle, shown
from bot.analysis.episodes import check_episodes
from bot.analysis.facts import ScriptFacts, facts_of
from bot.analysis.flow import check_flow
from bot.analysis.offered import check_offered
from bot.analysis.shown import check_shown
from bot.analysis.turns import check_turns
from bot.analysis.variables import check_variables
from bot.engine.program import Program
from bot.errors import Diagnostic
from bot.frozen import replace
from bot.yarn import DEFAULT, HostDeclarations, Source
from bot.yarn.compiler import Compilation, collector_paused, settle


class Workbench:
    """What is known of a bundle's scripts. A value: `changed` gives another, which takes over what is still
    true. Scripts are settled once for each; the older one is not to be asked for more afterwards."""

    def __init__(
        self, bundle: Bundle, host: HostDeclarations = DEFAULT, before: "Workbench | None" = None
    ) -> None:
        known = before.facts if before is not None else {}
        self.bundle, self.host = bundle, host
        self.facts: Mapping[str, ScriptFacts] = {
            source.name: kept
            if (kept := known.get(source.name)) is not None and kept.script.source == source
            else facts_of(source, host)
            for source in bundle.sources
        }
        self._ordered = [self.facts[source.name] for source in bundle.sources]

    def changed(self, name: str, text: str) -> "Workbench":
        """With another text of one script."""
        sources = tuple(Source(name, text) if s.name == name else s for s in self.bundle.sources)
        return Workbench(replace(self.bundle, sources=sources), self.host, self)

    @cached_property
    def settled(self) -> Compilation:
        """The scripts with names and types."""
        return settle([facts.script for facts in self._ordered], self.host)

    @cached_property
    def program(self) -> Program | None:
        """What can be played; None with errors."""
        return self.settled.program()

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """All that is wrong with the scripts and the project file; tables are looked at elsewhere."""
        with collector_paused():
            return told(self.bundle, (*self.bundle.diagnostics, *self._found()))

    def _found(self) -> Iterator[Diagnostic]:
        report, scripts = self.settled.report, self._ordered
        yield from report.all
        yield from (finding for facts in scripts for finding in facts.single)
        yield from check_offered(scripts, self.host)
        yield from check_shown(scripts, _folders(self.bundle))
        yield from check_episodes([facts.file for facts in scripts])
        if not report.broken:
            ways = [way for facts in scripts for way in facts.ways]
            yield from (finding for facts in scripts for finding in facts.blocks)
            yield from check_flow(ways)
            yield from check_turns(ways)
            yield from check_variables({facts.name: facts.occurrences for facts in scripts})


def _folders(bundle: Bundle) -> dict[str, Path]:
    """Where the files of each script lie: beside the project, or beside the script."""
    project = bundle.project.path.parent if bundle.project is not None else None
    return {shown(file): project or file.parent for file in bundle.files}


def told(bundle: Bundle, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The findings that were asked for, with the severity that the project file gives them."""
    names = {source.name for source in bundle.sources}
    inside = (d for d in found if d.file in bundle.wanted or d.file not in names)
    return tuple(sorted(_silenced(bundle, inside), key=place_of))


def _silenced(bundle: Bundle, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The project file may give a code another severity, or none; an error of the compiler stays one."""
    severities = bundle.project.severities if bundle.project is not None else {}
    for diagnostic in found:
        level = severities.get(diagnostic.code)
        if diagnostic.severity == "error" or level is None:
            yield diagnostic
        elif level == "error":
            yield replace(diagnostic, severity="error")
        elif level == "warning":
            yield diagnostic


def place_of(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    """By which findings are ordered."""
    return diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.code
