"""What happened in a plan's run, for a person to read, and how it differs from what was expected."""

from collections.abc import Callable
from difflib import unified_diff
from itertools import pairwise

from bot.engine.program import Program
from bot.frozen import replace
from bot.yarn.plan_run import START, Happened, PlanResult, RunResult
from bot.yarn.testplan import (
    ExpectAsk,
    ExpectCommand,
    ExpectLine,
    ExpectOption,
    GiveAnswer,
    GoTo,
    PlanStep,
    Select,
    Stop,
)


def as_markdown(result: PlanResult) -> str:
    """Every run of a plan as a conversation: who says what, what could be chosen, what was chosen."""
    runs = enumerate(result.runs, 1)
    return "\n\n".join(f"## {result.plan.file}, run {number}\n\n{_conversation(run)}" for number, run in runs)


def first_as_markdown(result: PlanResult, program: Program) -> str:
    """The first run alone, under the `name` and `question` of the node it begins with; "" without one."""
    if not result.runs:
        return ""
    run = result.runs[0]
    begun = next((step.node for step in run.run.steps if isinstance(step, GoTo)), START)
    node = program.nodes.get(begun)
    name, question = (node.header("name"), node.header("question")) if node else (None, None)
    top = [f"# {name or begun}\n", f"*{question}*\n"][: 1 + bool(question)]
    happened = [entry for entry in run.happened if entry.kind != "node"]
    return "\n".join([*top, _conversation(replace(run, happened=tuple(happened)))])


def _conversation(run: RunResult) -> str:
    """A run's events, with a blank line after each message and after each list of options.

    An option that could not be chosen was not shown to anybody, so it is left out.
    """
    out: list[str] = []
    for before, entry in pairwise((None, *run.happened)):
        if entry is None or (entry.kind == "option" and entry.mark == "disabled"):
            continue
        if before is not None and before.kind == "option" and entry.kind != "option":
            out.append("")
        out.append(_READABLE[entry.kind](entry))
    if run.mismatch is not None:
        out.append(f"\n**Line {run.mismatch.line} of the plan: {run.mismatch.message}**\n")
    return "\n".join(out).rstrip("\n")


def _said(entry: Happened) -> str:
    line = entry.line
    if line is None or line.speaker is None:
        return f"{entry.text}\n"
    return f"**{line.speaker}:** {line.spoken.plain}\n"


def _choice(entry: Happened) -> str:
    return f"- **[x] {entry.text}**" if entry.mark == "chosen" else f"- [ ] {entry.text}"


_READABLE: dict[str, Callable[[Happened], str]] = {
    "line": _said,
    "option": _choice,
    "command": lambda entry: f"`<<{entry.text}>>`\n",
    "ask": lambda entry: f"*{entry.text}*\n",
    "answer": lambda entry: f"> {'(skipped)' if entry.mark else entry.text}\n",
    "end": lambda entry: "*The end.*\n",
    "set": lambda entry: f"*({entry.text})*\n",
    "node": lambda entry: f"*(to {entry.text})*\n",
}


def difference(run: RunResult) -> str:
    """Expected and actual transcript of a failed run, side by side as a diff; "" for one that was met."""
    if run.mismatch is None:
        return ""
    actual = [text for entry in run.happened if (text := _ACTUAL[entry.kind](entry))]
    return "\n".join(unified_diff(_chosen(run), actual, "expected", "actual", lineterm="", n=4))


def _chosen(run: RunResult) -> list[str]:
    """The plan's steps in the words of a transcript; chosen options are marked like the actual ones."""
    out: list[str] = []
    options: list[int] = []
    for step in run.run.steps:
        if isinstance(step, Select):
            if 0 < step.number <= len(options):
                out[options[step.number - 1]] += " (chosen)"
            options = []
            continue
        text = _expected(step)
        if isinstance(step, ExpectOption):
            options.append(len(out))
        out += [text] if text else []
    return out


def _expected(step: PlanStep) -> str:
    match step:
        case ExpectLine(text=text):
            return text if text is not None else "*"
        case ExpectOption(text=text, available=available):
            return f"-> {text}" + ("" if available else " (not available)")
        case ExpectCommand(text=text):
            return f"<<{text}>>"
        case ExpectAsk(text=text):
            return f"? {text if text is not None else '*'}"
        case GiveAnswer(text=text):
            return f"> {text if text is not None else '(skipped)'}"
        case Stop():
            return "(end)"
        case GoTo(node=node):
            return f"(to {node})"
    return ""


_MARKS = {"chosen": " (chosen)", "disabled": " (not available)"}
_ACTUAL: dict[str, Callable[[Happened], str]] = {
    "line": lambda entry: entry.text,
    "option": lambda entry: f"-> {entry.text}{_MARKS.get(entry.mark, '')}",
    "command": lambda entry: f"<<{entry.text}>>",
    "ask": lambda entry: f"? {entry.text}",
    "answer": lambda entry: f"> {'(skipped)' if entry.mark else entry.text}",
    "end": lambda entry: "(end)",
    "set": lambda entry: "",
    "node": lambda entry: f"(to {entry.text})",
}
