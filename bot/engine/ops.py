"""The instruction set: a small factory for each instruction.

A factory takes the place of the following instruction and its operands, and gives a closure
`op(run) -> next place`; `WAIT` ends the turn. Programs are flat tuples of such closures.
"""

from collections.abc import Callable, Sequence

from bot.engine.effects import Ask, AskKind, Command, Effect, End, Offer
from bot.engine.expressions import Expr
from bot.engine.lines import Phrase
from bot.engine.run import WAIT, Fault, NodeMark, Run
from bot.engine.saliency import GroupMember, choose
from bot.engine.state import Answering, Options
from bot.engine.values import text_of
from bot.frozen import frozen

Op = Callable[[Run], int]
LONGEST_STACK = 200  # detours inside detours


@frozen
class Place:
    """A key's place in the code: `back` puts the wait again (or follows the detour), `after` goes on."""

    node: str
    back: int
    after: int


@frozen
class OptionSpec:
    """One option of a group as it is compiled."""

    key: str
    phrase: Phrase
    condition: Expr | None
    once: str | None


class Tables:
    """The program's own lookups that instructions share; filled while linking, then only read."""

    __slots__ = ("entries", "groups", "marks", "phrases", "places", "questions")

    def __init__(self) -> None:
        self.entries: dict[str, int] = {}
        self.groups: dict[str, Sequence[GroupMember]] = {}
        self.marks: dict[str, NodeMark] = {}
        self.places: dict[str, Place] = {}
        self.phrases: dict[str, Phrase] = {}  # by line id
        self.questions: dict[str, Phrase] = {}  # options and prompts, by their stable key


_END: Effect = End()


# ---------------------------------------------------------------- what people see


def say(following: int, phrase: Phrase) -> Op:
    name = phrase.id

    def op(run: Run) -> int:
        run.out.append(phrase.say(run))
        run.said = name
        return following

    return op


def command(following: int, pieces: Sequence[str | Expr]) -> Op:
    """Pieces are literal text and expressions, in order."""
    if all(isinstance(piece, str) for piece in pieces):
        fixed: Effect = Command("".join(piece for piece in pieces if isinstance(piece, str)))

        def constant(run: Run) -> int:
            run.out.append(fixed)
            return following

        return constant

    def op(run: Run) -> int:
        parts = [piece if isinstance(piece, str) else text_of(piece(run)) for piece in pieces]
        run.out.append(Command("".join(parts)))
        return following

    return op


def offer(following: int, specs: Sequence[OptionSpec]) -> Op:
    """Evaluates every condition and text in order, then waits. `following` is not used: choices lead on."""
    first = specs[0].key
    rows = [(spec.key, spec.phrase, spec.condition, spec.once) for spec in specs]

    def op(run: Run) -> int:
        shown, choices = [], []
        for key, phrase, condition, once in rows:
            able = (condition is None or condition(run) is True) and (once is None or once not in run.once)
            shown.append(phrase.option(run, able))
            choices.append((key, able))
        run.out.append(Offer(tuple(shown)))
        run.wait(first, Options(tuple(choices)))
        return WAIT

    return op


def ask(following: int, phrase: Phrase, key: str, kind: AskKind, variable: str | None) -> Op:
    awaited = Answering(key, kind, variable)

    def op(run: Run) -> int:
        run.out.append(Ask(key, kind, variable, phrase.text(run)))
        run.wait(key, awaited)
        return WAIT

    return op


# ---------------------------------------------------------------- variables and conditions


def assign(following: int, name: str, value: Expr) -> Op:
    def op(run: Run) -> int:
        run.set(name, value(run))
        return following

    return op


def call(following: int, value: Expr) -> Op:
    def op(run: Run) -> int:
        value(run)
        return following

    return op


def branch(following: int, condition: Expr, otherwise: int) -> Op:
    """Goes on when the condition holds, else to `otherwise`."""

    def op(run: Run) -> int:
        return following if condition(run) is True else otherwise

    return op


def once(following: int, key: str, condition: Expr | None, otherwise: int) -> Op:
    """Goes on the first time its condition holds and uses that up; else to `otherwise`."""

    def op(run: Run) -> int:
        able = condition is None or condition(run) is True
        if not able or key in run.once:
            return otherwise
        run.use_up(key)
        return following

    return op


def goto(following: int, target: int) -> Op:
    return lambda run: target


def pick(following: int, candidates: Sequence[GroupMember], otherwise: int) -> Op:
    """A line group: one item runs, or none."""

    def op(run: Run) -> int:
        chosen = choose(run, candidates)
        return otherwise if chosen is None else chosen.start

    return op


# ---------------------------------------------------------------- nodes


def enter(following: int, mark: NodeMark) -> Op:
    def op(run: Run) -> int:
        run.node = mark
        return following

    return op


def hub(following: int, mark: NodeMark, candidates: Sequence[GroupMember]) -> Op:
    """A node group: goes to the chosen member; with none it counts and returns (`following`)."""

    def op(run: Run) -> int:
        run.node = mark
        chosen = choose(run, candidates)
        return following if chosen is None else chosen.start

    return op


def back(following: int, tables: Tables) -> Op:
    """The end of a node: returns to the caller, or ends the dialogue."""

    def op(run: Run) -> int:
        run.leave()
        while run.stack:
            node, key = run.stack[-1]
            run.stack = run.stack[:-1]
            place, mark = tables.places.get(key), tables.marks.get(node)
            if place is not None and mark is not None:
                run.node = mark
                return place.back
            if node in tables.entries:  # the place is gone or was the node's start
                return tables.entries[node]
        return _finish(run)

    return op


def _finish(run: Run) -> int:
    run.node = run.at = run.waiting = None
    run.out.append(_END)
    return WAIT


def _unwind(run: Run, tables: Tables) -> None:
    """Leaves the running node and every node that waits on the return stack."""
    run.leave()
    for node, _ in reversed(run.stack):
        mark = tables.marks.get(node)
        if mark is not None:
            run.count_visits(mark.counts)
    run.stack = ()


def stop(following: int, tables: Tables) -> Op:
    def op(run: Run) -> int:
        _unwind(run, tables)
        return _finish(run)

    return op


def jump(following: int, tables: Tables, target: Expr) -> Op:
    def op(run: Run) -> int:
        start = tables.entries.get(target(run))  # type: ignore[arg-type]
        if start is None:
            raise Fault("this jump leads to a node that does not exist")
        _unwind(run, tables)
        return start

    return op


def jump_to(following: int, tables: Tables, start: int) -> Op:
    """A jump whose place is known."""

    def op(run: Run) -> int:
        _unwind(run, tables)
        return start

    return op


def detour(following: int, tables: Tables, target: Expr, key: str) -> Op:
    """Calls a node; the key's place is where the run comes back to."""

    def op(run: Run) -> int:
        start = tables.entries.get(target(run))  # type: ignore[arg-type]
        if start is None:
            raise Fault("this detour leads to a node that does not exist")
        push(run, key)
        return start

    return op


def push(run: Run, key: str) -> None:
    """Puts the running node on the return stack; with "" it will start anew."""
    if len(run.stack) >= LONGEST_STACK:
        raise Fault(f"more than {LONGEST_STACK} detours inside one another; is there a circle of detours?")
    if run.node is not None:
        run.stack = (*run.stack, (run.node.name, key))


def broken(following: int, message: str) -> Op:
    """Stands for a jump into a file that could not be compiled."""

    def op(run: Run) -> int:
        raise Fault(message)

    return op


# ---------------------------------------------------------------- functions that need the tables


def has_any_content(tables: Tables) -> Callable[..., bool]:
    """Whether a node, or any member of a node group, could run now. Nothing is counted."""

    def function(run: Run, name: str) -> bool:
        members = tables.groups.get(name)
        if members is None:
            return name in tables.entries
        run.burn()
        run.asking(1)
        found = any(member.holds(run) for member in members)
        run.asking(-1)
        return found

    return function
