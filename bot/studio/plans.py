"""The test plans beside the scripts, played: what they reach, and what no plan does."""

import random
from pathlib import Path

from bot.analysis.bundles import Bundle, read_text, shown
from bot.authoring.coverage import coverage
from bot.authoring.ways import SEED
from bot.engine.machine import Env
from bot.engine.program import Program
from bot.errors import Diagnostic
from bot.yarn.plan_run import Understand, play
from bot.yarn.testplan import parse_plan


def played(bundle: Bundle, program: Program, understand: Understand) -> tuple[frozenset[int], list[str]]:
    """The places that the plans reach, and a line for each plan that is not met."""
    reached: set[int] = set()
    wrong = []
    for path in bundle.plans:
        text = read_text(path)
        plan = parse_plan(text, shown(path)) if isinstance(text, str) else None
        problems = [text] if isinstance(text, Diagnostic) else plan.diagnostics if plan is not None else ()
        if plan is None or problems:
            wrong += [str(problem) for problem in problems]
            continue
        result = play(program, plan, Env(random=random.Random(SEED)), understand=understand)
        reached |= result.reached
        for number, run in enumerate(result.runs, 1):
            if run.mismatch is not None:
                at = f"{shown(path)}:{run.mismatch.line}"
                wrong.append(f"{at}: run {number}: {run.mismatch.message}")
    return frozenset(reached), wrong


def reported(
    bundle: Bundle, program: Program, understand: Understand
) -> tuple[frozenset[int], dict[str, object]]:
    """The places that the plans reach; and for the page figures, plans that are not met, what is missed."""
    reached, wrong = played(bundle, program, understand)
    found = coverage(program, reached, bundle.wanted)
    return reached, {
        "plans": [Path(path).name for path in bundle.plans],
        "wrong": wrong,
        "figures": {"lines": found.lines, "options": found.options, "branches": found.branches},
        "missed": [[m.kind, m.file, m.line, m.text] for m in found.missed],
    }
