"""An evening played once more from its beginning, as for somebody new to it.

While it is read again, its own visits and once flags lie aside, under their names with a mark before them;
they come back when it is over or left. That it was done stays true, and so does all that is known of the
person: variables, and what is visited in other evenings and in nodes that evenings share. Pure.
"""

from bot.engine.program import Program
from bot.engine.state import State
from bot.frozen import replace

ASIDE = "aside:"  # no name of a node has a colon


def laid_aside(program: Program, node: str, state: State) -> State:
    """The state as if nothing of the evening that begins at `node`, all in its file, had been read."""
    own = _names(program, program.nodes[node].file)
    visits = {ASIDE * (name in own) + name: count for name, count in state.visits.items()}
    once = frozenset(ASIDE * (_node_of(program, key) in own) + key for key in state.once)
    return replace(state, visits=visits, once=once)


def taken_back(state: State) -> State:
    """The state with what lay aside counted in again."""
    aside = {name: count for name, count in state.visits.items() if name.startswith(ASIDE)}
    if not aside and not any(key.startswith(ASIDE) for key in state.once):
        return state
    visits = {name: count for name, count in state.visits.items() if name not in aside}
    for name, count in aside.items():
        plain = name.removeprefix(ASIDE)
        visits[plain] = visits.get(plain, 0) + count
    return replace(state, visits=visits, once=frozenset(key.removeprefix(ASIDE) for key in state.once))


def _names(program: Program, file: str) -> frozenset[str]:
    """By which visits of that file's nodes are counted: their own names, and those of their groups."""
    infos = [info for info in program.nodes.values() if info.file == file]
    return frozenset(name for info in infos for name in (info.name, info.title))


def _node_of(program: Program, key: str) -> str:
    """The node in which a once flag is used up: its key names a line, a node, or is made of one."""
    line = program.lines.get(key)
    if line is not None:
        return line.node
    named = key.partition(":")[2]
    return named if named in program.nodes else named.rpartition("-")[0]
