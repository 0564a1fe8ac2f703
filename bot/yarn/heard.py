"""What a script answers to words that are none of its questions: its node groups called `Heard`.

The bot sets `$heard` to what it heard and plays a detour to the first of these groups that has something
to say. An evening's own group, called like a node of its file with `_Heard` behind, goes before that of the
series. Asked about somebody of whom it tells, `Who_` with their name goes before both.
"""

from collections.abc import Iterator, Mapping

from bot.engine.effects import Detour, Resume
from bot.engine.machine import Env, advance
from bot.engine.program import Program
from bot.engine.state import State

HEARD = "$heard"
GROUP = "Heard"
WHO = "Who_"  # before a name: what is said to whoever asks about somebody of the script


def is_aside(title: str) -> bool:
    """Whether a node is one that the bot plays beside the talk, from everywhere."""
    return title == GROUP or title.endswith(f"_{GROUP}") or title.startswith(WHO)


def groups(program: Program, state: State) -> Iterator[str]:
    """The groups to try, in order: of the file where somebody stands, of those that it is a detour from, and
    of the series."""
    nodes = (state.node or "", *(node for node, _ in reversed(state.stack)))
    files = dict.fromkeys(info.file for node in nodes if (info := program.nodes.get(node)) is not None)
    for file in files:
        titles = dict.fromkeys(info.title for info in program.nodes.values() if info.file == file)
        yield from (own for title in titles if (own := f"{title}_{GROUP}") in program.groups)
    if GROUP in program.groups:
        yield GROUP


def cast(program: Program) -> Mapping[str, str]:
    """Those of whom the script says who they are: the name in small letters -> its node."""
    return {each.removeprefix(WHO).casefold(): each for each in program.nodes if each.startswith(WHO)}


def says_something(program: Program, state: State, group: str, env: Env) -> bool:
    """Whether a detour to a group would say more than the open question again."""
    if HEARD not in program.initial:
        return False
    # What `present` shows may hold less: what is said between a line and its options comes back, too.
    silent = advance(program, state, Resume(), env).effects
    return advance(program, state, Detour(group), env).effects != silent
