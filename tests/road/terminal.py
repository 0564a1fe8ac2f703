"""A bot in piped mode: played whole, and killed at its questions."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from subprocess import PIPE

from tests.road.bot_process import environment
from tests.starting import run, start

FIRST = "1"  # the first of whatever is offered: a question, or leaving one open


def only(dialogues: Path, episode: str, folder: Path) -> Path:
    """The series with that evening alone."""
    series = Path(shutil.copytree(dialogues, folder / "one"))
    for script in series.glob("*/[0-9]*.yarn"):
        if not script.name.startswith((episode, "00")):
            script.unlink()
    return series


def kept_through_kills(folder: Path, dialogues: Path, *, every: int = 1) -> int:
    """Plays the evening, killing the process with SIGKILL at every so-manyeth question: the answer to each
    question comes as in an uninterrupted run, and no question comes again once it was answered. The
    number of kills."""
    whole = _whole(folder / "whole", dialogues)
    done, kills = 0, 0
    (folder / "killed").mkdir()
    while done < len(whole) - 1:
        take = min(every, len(whole) - 1 - done)
        _some(folder / "killed", dialogues, whole, done, take)
        done, kills = done + take, kills + 1
    return kills


def _whole(folder: Path, dialogues: Path) -> list[list[str]]:
    """What is said, piece by piece: the opening, then from each answer of the person to the next."""
    folder.mkdir()
    done = run("chat", cwd=folder, env=environment(folder, dialogues), input=f"{FIRST}\n" * 40)
    assert done.returncode == 0, done.stderr
    pieces: list[list[str]] = [[]]
    for line in done.stdout.splitlines():
        if line.startswith("Questioner: "):
            pieces.append([])
        pieces[-1].append(line)
    over = next(n for n, piece in enumerate(pieces) if any("last of the evenings" in line for line in piece))
    assert over > 10, "the evening has more questions"
    return pieces[: over + 1]


def _some(folder: Path, dialogues: Path, whole: list[list[str]], done: int, take: int) -> None:
    """One process, that answers `take` questions after `done` and is killed once it has said all of it."""
    piped = {"stdin": PIPE, "stdout": PIPE, "stderr": PIPE}
    with start("chat", cwd=folder, env=environment(folder, dialogues), **piped) as process:
        process.stdin.write(f"{FIRST}\n")
        first = _up_to_the_answer(process.stdout, whole, done)
        for number in range(done + 1, done + take + 1):
            said = [first] + [process.stdout.readline().rstrip("\n") for _ in whole[number][1:]]
            assert said == whole[number], f"answer {number}: {said} instead of {whole[number]}"
            if number < done + take:
                process.stdin.write(f"{FIRST}\n")
                first = process.stdout.readline().rstrip("\n")
        process.kill()
        assert "Traceback" not in process.stderr.read()


def _up_to_the_answer(out: Iterable[str], whole: list[list[str]], done: int) -> str:
    """The person's line. Before it may stand only what was said last: the question again, and before it
    what was shown but not yet marked as shown when the process died."""
    for line in out:
        words = line.rstrip("\n")
        if words.startswith("Questioner: ") and words == whole[done + 1][0]:
            return words
        assert words in whole[done], f"after {done} answers it says {words!r}"
    raise AssertionError(f"it ended after {done} answers")
