"""The series as it ships: compiled once, with its translation."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.analysis.bundles import Bundle, gather
from bot.engine.program import LineInfo, Program
from bot.yarn import compile_sources
from bot.yarn.strings import StringRow, StringTable, extract, read_table

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "dialogues" / "finding-a-soul-mate"


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode: its file's path and name, its entry node and that node's headers."""

    path: Path
    file: str
    node: str
    headers: dict[str, str]
    closing: str


@dataclass(frozen=True, slots=True)
class Shipped:
    """The compiled series."""

    bundle: Bundle
    program: Program
    episodes: tuple[Episode, ...]
    base: tuple[StringRow, ...]
    german: StringTable

    def texts(self, file: str, *kinds: str) -> list[LineInfo]:
        """The texts of one script, in order."""
        return [i for i in self.program.lines.values() if i.file == file and i.kind in kinds]


@pytest.fixture(scope="session")
def shipped() -> Shipped:
    (bundle,), problems = gather([FOLDER])
    assert problems == ()
    compiled = compile_sources(bundle.sources)
    assert compiled.program is not None
    program = compiled.program
    german = read_table((FOLDER / "strings" / "de.csv").read_text("utf-8"), "de.csv")
    return Shipped(bundle, program, _evenings(program), extract(program, "en"), german)


def _evenings(program: Program) -> tuple[Episode, ...]:
    closing = {node.header("closes"): name for name, node in program.nodes.items()}
    found = [
        Episode(FOLDER / Path(node.file).name, node.file, name, dict(node.headers), closing[key])
        for name, node in program.nodes.items()
        if (key := node.header("episode"))
    ]
    return tuple(sorted(found, key=lambda episode: episode.headers["episode"]))
