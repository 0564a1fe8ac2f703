"""Runs test plans and must-fail scripts: `python -m tests.yarn.conformance DIR…`.

A `NAME.yarn` with a `NAME.testplan` beside it passes when it compiles without an error and every run of its
plan is met. A `NAME.yarn` without a plan passes when compiling it gives an error with a valid place. Each
script is its own project, with an empty variable store and the host functions that the official plans use.
Prints a line for each failing file, then `N passed, N failed`; ends with 1 when anything failed.
"""

import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

if __package__ in (None, ""):  # run by its path: make the project importable
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.engine.machine import Env
from bot.engine.values import Value
from bot.yarn import HostDeclarations, Signature, Source, compile_sources
from bot.yarn.plan_run import play
from bot.yarn.scanner import split_lines
from bot.yarn.testplan import parse_plan


def _assert(value: Value) -> Value:
    if value is not True:
        raise AssertionError("an assert of the script is false")
    return True


FUNCTIONS: dict[str, Callable[..., Value]] = {
    "assert": _assert,
    "add_three_operands": lambda a, b, c: a + b + c,
    "set_objective_complete": lambda _: True,
    "is_objective_active": lambda _: True,
    "get_quest_status": lambda _: "InProgress",
    "dummy_bool": lambda: True,
    "dummy_number": lambda: 1.0,
    "dummy_string": lambda: "string",
}
HOST = HostDeclarations(
    {
        "assert": Signature(("bool",), "bool"),
        "add_three_operands": Signature(("number", "number", "number"), "number"),
        "set_objective_complete": Signature(("string",), "bool"),
        "is_objective_active": Signature(("string",), "bool"),
        "get_quest_status": Signature(("string",), "string"),
    }
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`failure` is "" for a script that passed."""

    script: Path
    failure: str


def scripts(folders: Iterable[Path]) -> list[Path]:
    """Every script below the folders, in order."""
    found: set[Path] = set()
    for folder in folders:
        found |= {folder} if folder.is_file() else set(folder.rglob("*.yarn"))
    return sorted(found)


def judge(script: Path, *, restart: bool = False) -> Verdict:
    """Judges one script. With `restart`, its state is written and read back at every wait."""
    plan = script.with_suffix(".testplan")
    try:
        text = script.read_bytes().decode("utf-8-sig")
        failure = _played(script.name, text, plan, restart) if plan.is_file() else _refused(script.name, text)
    except Exception as error:  # whatever it is, it is this script's failure and not the end of the run
        failure = f"{type(error).__name__}: {error}"
    return Verdict(script, failure)


def _played(name: str, text: str, plan_file: Path, restart: bool) -> str:
    compiled = compile_sources([Source(name, text)], HOST)
    if compiled.program is None:
        return f"does not compile: {next(iter(compiled.errors), 'no program')}"
    plan = parse_plan(plan_file.read_bytes().decode("utf-8-sig"), plan_file.name)
    if plan.diagnostics:
        return str(plan.diagnostics[0])
    env = Env(functions=FUNCTIONS, saliency="best_least_recently_seen", random=random.Random(7))
    result = play(compiled.program, plan, env, restart=restart)
    for number, run in enumerate(result.runs, 1):
        if (wrong := run.mismatch) is not None:
            details = f": expected {wrong.expected}, got {wrong.actual}" if wrong.expected else ""
            return f"{plan.file}:{wrong.line}: run {number}: {wrong.message}{details}".replace("\n", " | ")
    return ""


def _refused(name: str, text: str) -> str:
    errors = compile_sources([Source(name, text)], HOST).errors
    lines = split_lines(text)
    if not errors:
        return "compiles, and should be refused"
    for error in errors:
        inside = 1 <= error.line <= len(lines) + 1
        width = len(lines[error.line - 1]) if inside and error.line <= len(lines) else 0
        if not inside or not 1 <= error.column <= width + 1:
            return f"its error points outside the text: {error}"
    return ""


def main(arguments: Sequence[str]) -> int:
    """Judges all scripts under the folders; the exit code."""
    if not arguments:
        print("usage: python -m tests.yarn.conformance DIR…", file=sys.stderr)
        return 2
    folders = [Path(argument) for argument in arguments]
    missing = [folder for folder in folders if not folder.exists()]
    for folder in missing:
        print(f"{folder}: there is no such file or folder", file=sys.stderr)
    verdicts = [judge(script) for script in scripts(folders)]
    failed = [verdict for verdict in verdicts if verdict.failure]
    for verdict in failed:
        print(f"{verdict.script}: {verdict.failure}")
    print(f"{len(verdicts) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
