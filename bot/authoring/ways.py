"""Ways through a script: a plan's run, or the main way, which takes every question in its order.

What happened on a way can be written as a plan, and put together as a plain transcript.
"""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.analysis.wording import AUTO_LABEL, GOES_ON
from bot.authoring.talks import ALANA, QUESTIONER, from_comment
from bot.engine.effects import Ask, End, Offer
from bot.engine.machine import Env, Stepper
from bot.engine.program import Program
from bot.engine.state import State
from bot.errors import AlanaError, DialogueFault
from bot.frozen import frozen, replace
from bot.yarn import Source
from bot.yarn.plan_run import Happened, entries, play
from bot.yarn.testplan import GoTo, TestPlan

_MOST, _AGAIN = 200_000, 20  # events of a way, and how often it takes the same question for words
SEED = 7  # groups and dice fall the same way every time


def beginning(program: Program, node: str = "", files: Collection[str] = ()) -> str:
    """The node that a way begins with: the named one, else, of these files, the first evening, else `Start`,
    else the first."""
    if node:
        if not program.has_node(node):
            raise AlanaError(f"the scripts have no node {node}")
        return node
    inside = [info for info in program.nodes.values() if not files or info.file in files]
    episode = next((info.name for info in inside if info.header("episode")), "")
    start = next((info.name for info in inside if info.name == "Start"), "")
    found = episode or start or next((info.title for info in inside if not info.header("series")), "")
    if not found:
        raise AlanaError("there is no node to begin with")
    return found


def main_way(program: Program, node: str) -> list[Happened]:
    """The way of somebody who takes, of what is offered, the first thing not taken yet, and answers nothing.
    Ends where everything was taken, or where it only goes in circles."""
    stepper = Stepper(program, State.initial(program), Env(random=random.Random(SEED)))
    taken: set[str] = set()
    asked: Counter[str] = Counter()
    happened: list[Happened] = []
    try:
        stepper.begin(node)
        while len(happened) < _MOST:
            effect = stepper.next()
            noted = entries(effect)
            if isinstance(effect, Offer):
                free = [i for i, option in enumerate(effect.options) if option.available]
                new = [i for i in free if effect.options[i].key not in taken]
                if free and not new:
                    break  # a menu that comes again, and all of it was taken
                chosen = new[0] if new else None
                if chosen is not None:
                    taken.add(effect.options[chosen].key)
                    noted[chosen] = replace(noted[chosen], mark="chosen")
                stepper.choose(chosen)
            elif isinstance(effect, Ask):
                asked[effect.key] += 1
                if asked[effect.key] > _AGAIN:
                    break  # it goes in circles, and nothing is answered
                noted.append(Happened("answer", mark="skipped"))
                stepper.answer(None)
            happened += noted
            if isinstance(effect, End):
                break
    except DialogueFault as fault:
        raise AlanaError(f"the way ends in a mistake of the script: {fault}") from None
    return happened


def planned_way(program: Program, plan: TestPlan, run: int, begun: str) -> tuple[str, list[Happened]]:
    """The node that a plan's run (counted from 0) begins with, and what happens in it. Runs before it are
    played, too: variables go on. Raises `AlanaError` where the plan is not met."""
    result = play(program, replace(plan, runs=plan.runs[: run + 1]), Env(random=random.Random(SEED)))
    last = result.runs[-1]
    if last.mismatch is not None:
        raise AlanaError(f"{plan.file}:{last.mismatch.line}: {last.mismatch.message}; alana test tells more")
    node = next((step.node for step in last.run.steps if isinstance(step, GoTo)), begun)
    return node, list(last.happened)


# --- as a plan ------------------------------------------------------------------------------------------


def as_plan(node: str, happened: Iterable[Happened]) -> str:
    """The plan that plays this way."""
    happened = list(happened)
    out = [f"set: {entry.text}" for entry in happened if entry.kind == "set"] + [f"node: {node}"]
    options: list[Happened] = []
    for entry in (*happened, Happened("")):
        if options and (entry.kind != "option"):
            chosen = [place for place, option in enumerate(options, 1) if option.mark == "chosen"]
            if chosen or all(option.mark == "disabled" for option in options):
                out.append(f"select: {(chosen or [0])[0]}")
            elif entry.kind != "say":
                del out[-len(options) :]  # offered last, and nothing taken
            options = []
        out += _planned(entry)
        if entry.kind == "option":
            options.append(entry)
    return "\n".join(out) + "\n"


def _planned(entry: Happened) -> Iterator[str]:
    match entry.kind:
        case "line":
            yield f"line: {_quoted(entry.text)}"
        case "option":
            yield f"option: `{entry.text}`{' [disabled]' if entry.mark == 'disabled' else ''}"
        case "command":
            yield f"command: `{entry.text}`"
        case "ask":
            yield f"ask: {_quoted(entry.text)}"
        case "say":
            yield f"say: `{entry.text.replace('`', chr(39))}`"
        case "answer":
            yield "skip" if entry.mark else f"answer: `{entry.text.replace('`', chr(39))}`"
        case "end":
            yield "stop"


def _quoted(text: str) -> str:
    return "*" if "`" in text else f"`{text}`"


# --- as a transcript ------------------------------------------------------------------------------------


@frozen
class Passage:
    """A paragraph of a transcript; `speaker` is "" where the one before goes on, and for what nobody says: a
    heading (`# …`) or stage direction, a `note`."""

    speaker: str
    text: str
    note: bool = False


@frozen
class Asides:
    """Headings and stage directions before and behind the texts of a script, by the texts' ids."""

    before: Mapping[str, Sequence[str]]
    behind: Mapping[str, Sequence[str]]


def notes_of(program: Program, sources: Iterable[Source]) -> Asides:
    """What the comments of the scripts keep of a transcript."""
    rows = {source.name: source.text.splitlines() for source in sources}
    before, behind = {}, {}
    for info in program.lines.values():
        around = rows.get(info.file, [])
        before[info.id] = _notes(around[at] for at in range(info.line - 2, -1, -1))[0][::-1]
        kept, stop = _notes(around[at] for at in range(info.line, len(around)))
        behind[info.id] = kept if stop.startswith(("<<", "===")) else []
    return Asides(before, behind)


NO_NOTES = Asides({}, {})


def _notes(rows: Iterable[str]) -> tuple[list[str], str]:
    """The notes in blank rows and comments, and the row where these end."""
    out: list[str] = []
    for row in map(str.strip, rows):
        if row and not row.startswith("//"):
            return out, row
        out += [note] if (note := from_comment(row)) else []
    return out, ""


def title_of(program: Program, node: str) -> str:
    """`Series: Evening` as the headers name them; "" where they do not."""
    info = program.nodes.get(node)
    name = info.header("name") if info is not None else ""
    series = next((n.header("name") for n in program.nodes.values() if n.header("series")), "")
    return f"{series}: {name}" if series and name else name


def transcript(happened: Sequence[Happened], notes: Asides = NO_NOTES) -> list[Passage]:
    """Who says what, paragraphs that the import broke put together again, labels that it made left out."""
    out: list[Passage] = []
    parts: list[str] = []
    before = ""
    for entry in happened:
        speaker, text, goes_on = _told(entry)
        taken = entry.kind != "option" or entry.mark == "chosen"
        out += [Passage("", note, True) for note in notes.before.get(entry.key, ()) if taken]
        if text:
            parts.append(text)
        if text and not goes_on:
            out.append(Passage("" if speaker == before else speaker, " ".join(parts)))
            parts, before = [], speaker
        out += [Passage("", note, True) for note in notes.behind.get(entry.key, ()) if taken]
    return out


def _told(entry: Happened) -> tuple[str, str, bool]:
    """(speaker, text, whether the paragraph goes on) of what a transcript holds of one event; "" for none."""
    if entry.kind == "line" and entry.line is not None:
        line = entry.line
        return line.speaker or ALANA, line.spoken.plain, GOES_ON in line.tags
    if entry.kind == "option" and entry.mark == "chosen" and AUTO_LABEL not in entry.tags:
        return QUESTIONER, entry.text, False
    if entry.kind == "ask":
        return ALANA, entry.text, False
    return QUESTIONER, entry.text if entry.kind == "answer" else "", False
