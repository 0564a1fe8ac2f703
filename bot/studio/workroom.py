"""All of a project, read, judged and played: what takes its time where the project is large.

`backroom.py` keeps it in a process of its own; nothing here knows of the page.
"""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bot.analysis.bundles import gather, shown
from bot.analysis.desk import Desk
from bot.analysis.workbench import Workbench
from bot.authoring.graph import Figures, graph
from bot.authoring.translating import table_of
from bot.engine.program import Program
from bot.errors import AlanaError
from bot.studio.picture import laid_out
from bot.studio.plans import reported
from bot.studio.playing import PlatformView, Talk
from bot.studio.scripts import as_row, outline
from bot.yarn.plan_run import Understand
from bot.yarn.strings import extract, fresh

PageWish = Mapping[str, Any]


class Workroom:
    """`looks` gives a platform by its name, `understand` says what a plan's words are taken for."""

    def __init__(self, home: Path, looks: Callable[[str], PlatformView], understand: Understand) -> None:
        self._home, self._looks, self._understand = home, looks, understand
        self._desk = Desk()
        self._program: Program | None = None
        self._reached: frozenset[int] | None = None
        self._verbs: Mapping[str, Callable[[PageWish], object]] = {
            "findings": self._findings, "graph": self._graph, "talk": self._talk, "plan": self._plan,
            "coverage": self._coverage, "translations": self._translations,
        }  # fmt: skip

    def do(self, verb: str, asked: PageWish) -> object:
        """One piece of work. Raises `AlanaError` for what cannot be, and `KeyError`, `TypeError` or
        `ValueError` for what makes no sense."""
        return self._verbs[verb](asked)

    def take(self, typed: Mapping[Path, str | None]) -> None:
        """Scripts as they are typed by now; None: what stands on disk counts again, of all that is not."""
        for path, text in typed.items():
            if text is not None:
                self._desk.write(path, text)
            else:
                self._desk.close(path)
        if None in typed.values():
            self._desk.refresh()

    @property
    def bench(self) -> Workbench:
        bench = self._desk.bench(self._home)
        if bench is None or not bench.bundle.files:
            problem = next(iter(gather([self._home])[1]), f"{shown(self._home)} is gone")
            raise AlanaError(str(problem))
        return bench

    def _findings(self, asked: PageWish) -> dict[str, object]:
        """Everything that is wrong, by file, and the project in a few words."""
        bench = self.bench
        found: dict[str, list[dict[str, object]]] = {name: [] for name in bench.facts}
        for each in bench.findings:
            found.setdefault(each.file, []).append(as_row(bench, each))
        names = map(shown, bench.bundle.files)  # what cannot be read has no nodes, but its finding
        nodes = {name: bench.facts[name].file.nodes if name in bench.facts else () for name in names}
        return {"files": found, "outline": outline(self._home, bench.bundle.project, nodes)}

    def _playable(self) -> Program:
        """What can be played now; with errors what could be before. Raises `AlanaError` without any."""
        self._program = self.bench.program or self._program
        if self._program is None:
            raise AlanaError("the scripts have errors, so nothing can be played yet")
        return self._program

    # ------------------------------------------------------------ pictures and talks

    def _graph(self, asked: PageWish) -> dict[str, object]:
        """One file's nodes and ways, with the places of its boxes."""
        bench = self.bench
        _ = bench.settled  # it names the nodes
        program = self._playable() if self._reached is not None else None
        texts = {source.name: source.text for source in bench.bundle.sources}
        files = [facts.file for facts in bench.facts.values()]
        return laid_out(graph(files, program, texts, Figures(self._reached), {str(asked["file"])}))

    def _played(self, asked: PageWish, *, base: bool = False) -> Talk:
        project = self.bench.bundle.project
        first = project.base_language if project is not None else "en"
        code = first if base else str(asked.get("language", first))
        strings = None
        if project is not None and code != project.base_language:
            strings = {row.id: row.best for row in table_of(project, code).rows if row.best.strip()}
        talk = Talk(self._playable(), self._looks(str(asked["platform"])), code, strings)
        talk.play(str(asked["node"]), list(asked["moves"]))
        return talk

    def _talk(self, asked: PageWish) -> dict[str, object]:
        talk = self._played(asked)
        if asked.get("words"):
            move = asyncio.run(talk.meant(str(asked["words"])[:2000]))
            talk = self._played({**asked, "moves": [*talk.fitting, move]})
        if self.bench.program is None:
            talk.note("the scripts have errors, so this is how they were before")
        return talk.view()

    def _plan(self, asked: PageWish) -> str:
        """What was played as a test plan; in the base language, as plans are."""
        return self._played(asked, base=True).plan(str(asked["node"]))

    # ------------------------------------------------------------ reports

    def _coverage(self, asked: PageWish) -> dict[str, object]:
        self._reached, told = reported(self.bench.bundle, self._playable(), self._understand)
        return told

    def _translations(self, asked: PageWish) -> list[dict[str, str]]:
        """Every text beside its translation, and how far that is: done, changed or missing."""
        project = self.bench.bundle.project
        if project is None:
            raise AlanaError("translations need a .yarnproject")
        known = {row.id: row for row in table_of(project, str(asked["language"])).rows}
        found = []
        for row in extract(self._playable(), project.base_language):
            done = known.get(row.id)
            state = "missing"
            if done is not None and done.best.strip():
                state = "done" if done.text.strip() and fresh(done, row.text) else "changed"
            best = done.best if done is not None else ""
            found.append({"id": row.id, "base": row.text, "text": best, "state": state, "file": row.file})
        return found
