"""How fast the engine plays, beside a peer: `python bench/engine.py` from the project's root.

Both engines play the same branching interview (`bench/engine/interview.*`: about five lines and three
options a turn, conditions, variables, visit counts) with the same choices, in alternating rounds. Ours
renders each line to its final text: values, markup, and a translation looked up for each line and option.
The peer is `bink`, a Rust ink runtime; it plays what inkjs compiled from `interview.ink`. Its fastest way
is used: all text of a turn at once, then the choices' texts.

Prints what was measured, then compile times, and last one JSON line.
"""

import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bink.story import Story  # noqa: E402

from bot.engine.effects import Begin, Choose, Offer, SayLine  # noqa: E402
from bot.engine.machine import Env, advance  # noqa: E402
from bot.engine.program import Program  # noqa: E402
from bot.engine.state import State, dump, load  # noqa: E402
from bot.yarn import Source, compile_sources  # noqa: E402

DATA = ROOT / "bench" / "engine"
TURNS = 3_000
ROUNDS = 7


def compiled() -> Program:
    source = Source("interview.yarn", (DATA / "interview.yarn").read_text(encoding="utf-8"))
    program = compile_sources([source]).program
    assert program is not None
    return program


def environment(program: Program) -> Env:
    """Every line has a translation, so that each one is looked up and comes from the table."""
    return Env(strings={key: f"{text}" for key, text in program.strings.items()}, random=random.Random(1))


def picks(count: int) -> list[int]:
    dice = random.Random(7)
    return [dice.randrange(6) for _ in range(count)]


def play(program: Program, env: Env, choices: list[int]) -> tuple[State, int]:
    """Plays our side; gives the last state and the number of lines."""
    turn = advance(program, State.initial(program), Begin("Start"), env)
    lines = len(turn.effects) - 1
    for pick in choices:
        able = [index for index, (_, ok) in enumerate(turn.state.waiting.choices) if ok]  # type: ignore[union-attr]
        turn = advance(program, turn.state, Choose(able[pick % len(able)]), env)
        lines += len(turn.effects) - 1
    return turn.state, lines


def play_saved(program: Program, env: Env, choices: list[int]) -> tuple[State, int]:
    """The same, the state written and read back at every turn, as the bot runs it."""
    turn = advance(program, State.initial(program), Begin("Start"), env)
    saved, lines = dump(turn.state), len(turn.effects) - 1
    for pick in choices:
        state = load(saved)
        able = [index for index, (_, ok) in enumerate(state.waiting.choices) if ok]  # type: ignore[union-attr]
        turn = advance(program, state, Choose(able[pick % len(able)]), env)
        saved = dump(turn.state)
        lines += len(turn.effects) - 1
    return turn.state, lines


def play_bink(story_json: str, choices: list[int]) -> int:
    story = Story(story_json)
    read = 0
    story.continue_maximally()
    for pick in choices:
        offered = list(story.get_current_choices())
        read += len(offered)
        story.choose_choice_index(pick % len(offered))
        story.continue_maximally()
    return read


def check_same(program: Program, env: Env, story_json: str) -> None:
    """Both sides must show the same words on the same way; else the comparison means nothing."""
    story = Story(story_json)
    turn = advance(program, State.initial(program), Begin("Start"), env)
    for pick in picks(200):
        theirs = [line.strip() for line in story.continue_maximally().split("\n") if line.strip()]
        ours = [effect.line.text.plain for effect in turn.effects if isinstance(effect, SayLine)]
        assert ours == [line.replace("<i>", "").replace("</i>", "") for line in theirs], (ours, theirs)
        offer = turn.effects[-1]
        assert isinstance(offer, Offer)
        able = [index for index, option in enumerate(offer.options) if option.available]
        assert [offer.options[i].text.plain for i in able] == list(story.get_current_choices())
        story.choose_choice_index(pick % len(able))
        turn = advance(program, turn.state, Choose(able[pick % len(able)]), env)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def script_of(lines: int) -> str:
    """A script of about that many lines, with everything an episode has."""
    body = (DATA / "interview.yarn").read_text(encoding="utf-8").split("title: Hall")[1].split("===")[0]
    body = "title: Hall" + body
    head = '<<declare $name = "">>\n<<declare $trust = 0>>\n<<declare $turns = 0>>\n<<declare $mood = "">>\n'
    head = f'title: Start\n---\n{head}<<declare $old_friend = "">>\n<<declare $cups_of_tea = 0>>\n===\n'
    parts = [head]
    for number in range(lines // (body.count("\n") + 1)):
        text = body.replace("title: Hall", f"title: Hall{number}").replace("#line:hall-", f"#line:{number}-")
        parts.append(text.replace("Kitchen", "Start").replace("jump Garden", "jump Start") + "===\n")
    return "".join(parts)


def compile_seconds(lines: int, repeat: int) -> float:
    source = Source("big.yarn", script_of(lines))

    def work() -> None:
        assert compile_sources([source]).program is not None

    return min(seconds(work) for _ in range(repeat))


def main() -> None:
    program = compiled()
    env = environment(program)
    story_json = (DATA / "interview.ink.json").read_text(encoding="utf-8")
    check_same(program, env, story_json)
    choices = picks(TURNS)
    rows: list[tuple[float, float, float]] = []
    state, lines = play(program, env, choices)
    for _ in range(ROUNDS):
        rows.append(
            (
                seconds(lambda: play(program, env, choices)),
                seconds(lambda: play_saved(program, env, choices)),
                seconds(lambda: play_bink(story_json, choices)),
            )
        )
    ours, saved, theirs = (min(column) for column in zip(*rows, strict=True))
    ratio = statistics.median(row[2] / row[0] for row in rows)
    with_codec = statistics.median(row[2] / row[1] for row in rows)
    size = len(dump(state).encode())
    a_turn = lines / TURNS
    print(f"{TURNS} turns, {lines} lines ({a_turn:.1f} a turn), {ROUNDS} rounds, state of {size} bytes")
    print(f"ours            {TURNS / ours:9.0f} turns/s  {ours / TURNS * 1e6:6.1f} µs a turn")
    print(f"ours with codec {TURNS / saved:9.0f} turns/s  {saved / TURNS * 1e6:6.1f} µs a turn")
    print(f"bink            {TURNS / theirs:9.0f} turns/s  {theirs / TURNS * 1e6:6.1f} µs a turn")
    for count, repeat in ((2_000, 5), (20_000, 2), (200_000, 1)):
        took = compile_seconds(count, repeat)
        print(f"compiling {count:7} lines: {took * 1000:8.1f} ms, {took / count * 1e6:5.1f} µs a line")
    figures = {
        "turns_per_s": round(TURNS / ours),
        "lines_per_s": round(lines / ours),
        "bink_turns_per_s": round(TURNS / theirs),
        "ratio": round(ratio, 2),
        "ratio_with_codec": round(with_codec, 2),
        "state_bytes": size,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
