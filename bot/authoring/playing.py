"""A path → the program that it names, or one refusal with all that is wrong with it."""

from pathlib import Path

from bot.analysis.bundles import Bundle, gather, shown
from bot.analysis.report import as_text
from bot.engine.program import Program
from bot.errors import ContentError
from bot.yarn import compile_sources


def compiled(path: Path) -> tuple[Bundle, Program]:
    """The one bundle of a path, compiled. Raises `ContentError` with every error in it, or for several."""
    bundles, problems = gather([path])
    texts: dict[str, str] = {}
    if len(bundles) > 1:
        names = [shown(b.project.path if b.project is not None else b.files[0]) for b in bundles if b.files]
        raise ContentError(f"{shown(path)} holds more than one: name {' or '.join(names[:6])}")
    for bundle in bundles:
        done = compile_sources(bundle.sources)
        texts |= {source.name: source.text for source in bundle.sources}
        wrong = [d for d in (*bundle.diagnostics, *done.diagnostics) if d.severity == "error"]
        if done.program is not None and not wrong and bundle.sources:
            return bundle, done.program
        problems = (*problems, *wrong)
    raise ContentError(as_text(problems, texts) or f"{shown(path)} holds no script that can be played")
