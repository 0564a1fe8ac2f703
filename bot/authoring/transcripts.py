"""What happened in a plan's run, for a person to read, and how it differs from what was expected."""

from collections.abc import Callable
from difflib import unified_diff

from bot.yarn.plan_run import Happened, PlanResult, RunResult
from bot.yarn.testplan import (
    ExpectAsk,
    ExpectCommand,
    ExpectLine,
    ExpectOption,
    GiveAnswer,
    GoTo,
    Select,
    Step,
    Stop,
)


def as_markdown(result: PlanResult) -> str:
    """Every run of a plan as a conversation: who says what, what could be chosen, what was chosen."""
    out: list[str] = []
    for number, run in enumerate(result.runs, 1):
        out.append(f"## {result.plan.file}, run {number}\n")
        out += [_READABLE[entry.kind](entry) for entry in run.happened]
        if run.mismatch is not None:
            out.append(f"\n**Line {run.mismatch.line} of the plan: {run.mismatch.message}**")
        out.append("")
    return "\n".join(out)


def _said(entry: Happened) -> str:
    line = entry.line
    if line is None or line.speaker is None:
        return f"{entry.text}\n"
    return f"**{line.speaker}:** {line.spoken.plain}\n"


def _choice(entry: Happened) -> str:
    marks = {"chosen": "- **[x] ", "disabled": "- ~~[ ] "}
    ends = {"chosen": "**", "disabled": "~~"}
    return f"{marks.get(entry.mark, '- [ ] ')}{entry.text}{ends.get(entry.mark, '')}"


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


def _expected(step: Step) -> str:
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
