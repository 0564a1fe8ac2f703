"""A path → the program that it names, or one refusal with all that is wrong with it."""

from pathlib import Path

from bot.authoring.bundles import Bundle, gather
from bot.authoring.report import as_text
from bot.engine.program import Program
from bot.errors import ContentError
from bot.yarn import compile_sources


def compiled(path: Path) -> tuple[Bundle, Program]:
    """The first bundle of a path, compiled. Raises `ContentError` with every error in it."""
    bundles, problems = gather([path])
    texts: dict[str, str] = {}
    for bundle in bundles:
        done = compile_sources(bundle.sources)
        texts |= {source.name: source.text for source in bundle.sources}
        wrong = [d for d in (*bundle.diagnostics, *done.diagnostics) if d.severity == "error"]
        if done.program is not None and not wrong and bundle.sources:
            return bundle, done.program
        problems = (*problems, *wrong)
    raise ContentError(as_text(problems, texts) or f"{path} holds no script that can be played")
