"""A small test client of the engine: a script in, a transcript out, the state through its codec each turn."""

import random
from collections.abc import Iterable

from bot.engine.effects import Ask, Begin, Command, Effect, End, Event, Offer, SayLine
from bot.engine.machine import Env, Turn, advance
from bot.engine.program import Program
from bot.engine.state import State, dump, load
from bot.yarn import Compiled, Source, compile_sources


def compiled(text: str) -> Compiled:
    if "title:" not in text:
        text = f"title: Start\n---\n{text}\n===\n"
    return compile_sources([Source("x.yarn", text)])


def program(text: str) -> Program:
    result = compiled(text)
    assert result.program is not None, [str(d) for d in result.diagnostics]
    return result.program


def shown(effects: Iterable[Effect]) -> list[str]:
    """Lines as they are, options as `> text` or `x text`, commands in `<<>>`, questions with `?`."""
    out = []
    for effect in effects:
        match effect:
            case SayLine(line):
                out.append(line.text.plain)
            case Offer(options):
                out += [("> " if o.available else "x ") + o.text.plain for o in options]
            case Ask(prompt=prompt):
                out.append(f"? {prompt.plain}")
            case Command(text):
                out.append(f"<<{text}>>")
            case End():
                out.append("END")
    return out


class Talk:
    """A conversation whose state goes through its codec between all turns."""

    def __init__(self, text: str, env: Env | None = None) -> None:
        self.program = program(text)
        self.env = env or Env(random=random.Random(3))
        self.state = State.initial(self.program)

    def do(self, event: Event) -> list[str]:
        turn: Turn = advance(self.program, self.state, event, self.env)
        self.state = load(dump(turn.state))
        assert self.state == turn.state
        return shown(turn.effects)

    def begin(self, node: str = "Start") -> list[str]:
        return self.do(Begin(node))


def run(text: str) -> list[str]:
    return Talk(text).begin()
