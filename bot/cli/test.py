"""`alana test`: plays the test plans beside the scripts, and tells what they never reached."""

import random
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import Bundle, gather, read_text, shown
from bot.analysis.report import as_text
from bot.authoring.coverage import as_text as coverage_text
from bot.authoring.coverage import coverage
from bot.authoring.transcripts import as_markdown, difference, first_as_markdown
from bot.authoring.ways import SEED
from bot.cli.scripts import Scripts, or_played
from bot.engine.machine import Env
from bot.engine.program import Program
from bot.errors import Diagnostic
from bot.frozen import frozen
from bot.yarn import compile_sources
from bot.yarn.plan_run import PlanResult, play
from bot.yarn.testplan import parse_plan

Readable = Annotated[bool, typer.Option("--transcript", help="Print every run as a conversation.")]
First = Annotated[
    bool, typer.Option("--first", help="With --transcript: only each plan's first run, under its title.")
]


@dataclass(slots=True)
class _Tally:
    passed: int = 0
    failed: int = 0
    reached: set[int] = field(default_factory=set)


@frozen
class Telling:
    """What is printed of the plans, and where."""

    transcript: bool = False
    first: bool = False

    def conversation(self, result: PlanResult, program: Program) -> None:
        if self.transcript:
            print(first_as_markdown(result, program) if self.first else as_markdown(result))

    def figures(self, text: str) -> None:
        print(text, file=sys.stderr if self.transcript else sys.stdout)


def test(paths: Scripts = None, transcript: Readable = False, first: First = False) -> None:  # noqa: PT028
    """Play every .testplan beside its script; ends with 1 when one is not met.

    With --transcript the figures go to standard error, so that the conversations can be kept in a file.
    """
    tell = Telling(transcript, first)
    bundles, problems = gather(or_played(paths))
    if problems:
        print(as_text(problems, {}))
    passed, failed = play_bundles(bundles, tell)
    tell.figures(f"{passed} plan{'s' * (passed != 1)} met, {failed} not met")
    if failed or problems:
        raise typer.Exit(1)


def play_bundles(bundles: Iterable[Bundle], tell: Telling) -> tuple[int, int]:
    """Plays the plans of all bundles and prints what came of them: how many are met, how many not."""
    tallies = [_play_bundle(bundle, tell) for bundle in bundles]
    return sum(tally.passed for tally in tallies), sum(tally.failed for tally in tallies)


test.__test__ = False  # type: ignore[attr-defined]  # a command, whatever its name says to test runners


def _play_bundle(bundle: Bundle, tell: Telling) -> _Tally:
    """Plays a bundle's plans and prints what came of them; the scripts must compile."""
    tally = _Tally()
    compiled = compile_sources(bundle.sources)
    errors = [d for d in (*bundle.diagnostics, *compiled.diagnostics) if d.severity == "error"]
    if compiled.program is None or errors:
        print(as_text(errors, {source.name: source.text for source in bundle.sources}))
        tally.failed = max(len(bundle.plans), 1)
        return tally
    for path in bundle.plans:
        _play_file(compiled.program, path, tally, tell)
    if bundle.plans:
        tell.figures(coverage_text(coverage(compiled.program, tally.reached, _tested(bundle))))
    return tally


def _tested(bundle: Bundle) -> frozenset[str]:
    """With a project asked for as a whole, all of its scripts; else those that have a plan."""
    if bundle.project is not None and len(bundle.wanted) == len(bundle.files):
        return bundle.wanted
    return frozenset(shown(plan.with_suffix(".yarn")) for plan in bundle.plans)


def _play_file(program: Program, path: Path, tally: _Tally, tell: Telling) -> None:
    text = read_text(path)
    if isinstance(text, Diagnostic):
        _fail(tally, [text], "")
        return
    plan = parse_plan(text, shown(path))
    if plan.diagnostics:
        _fail(tally, plan.diagnostics, text)
        return
    from bot.conversation.rehearsal import understand  # brings the languages' rules, which few plans ask for

    result = play(program, plan, Env(random=random.Random(SEED)), restart=True, understand=understand)
    tally.reached |= result.reached
    tell.conversation(result, program)
    tally.passed, tally.failed = tally.passed + result.passed, tally.failed + (not result.passed)
    if not result.passed:
        _print_failures(result)


def _fail(tally: _Tally, problems: Iterable[Diagnostic], text: str) -> None:
    problems = list(problems)
    print(as_text(problems, {problem.file: text for problem in problems}))
    tally.failed += 1


def _print_failures(result: PlanResult) -> None:
    for number, run in enumerate(result.runs, 1):
        if run.mismatch is None:
            continue
        print(f"{result.plan.file}:{run.mismatch.line}: run {number}: {run.mismatch.message}")
        if run.mismatch.expected:
            print(_indented("expected", run.mismatch.expected))
            print(_indented("actual", run.mismatch.actual))
        print(difference(run))


def _indented(label: str, text: str) -> str:
    return "\n".join(f"  {label if not i else '':<9} {part}" for i, part in enumerate(text.split("\n")))
