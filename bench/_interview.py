"""What the benches talk about: an interview of twenty questions, written out for our side and for the peer.

One turn is a tap: the keyboard of the question before it is edited away, and three messages follow, the
last one with the next question. A person's state is some 2 KB: notes of their own and visits.
"""

from pathlib import Path

TURNS = 20
NOTES = 24  # variables of some 50 letters each
OPTIONS = 3

_WORDS = [
    "lantern",
    "river",
    "gravel",
    "thistle",
    "harbour",
    "candle",
    "meadow",
    "winter",
    "copper",
    "window",
    "barley",
    "ember",
]


def sentence(seed: int, words: int) -> str:
    """Words that differ from seed to seed, always the same for one."""
    picked = [_WORDS[(seed * 7 + i * (1 + seed % 5)) % len(_WORDS)] for i in range(words)]
    return " ".join(picked).capitalize() + "."


def note(number: int) -> str:
    return sentence(number, 8)


def question(turn: int, option: int) -> str:
    return f"Question {turn}, way {option}: {sentence(turn + option, 3)}"


def answers(turn: int) -> tuple[str, str, str]:
    """The three messages that answer the tap on question `turn`."""
    return tuple(f"{sentence(turn * 3 + i, 14)} {sentence(turn + i, 9)}" for i in range(3))  # type: ignore[return-value]


def script() -> str:
    """The interview in Yarn."""
    declared = [f'<<declare $note_{i:02} = "">>' for i in range(NOTES)]
    lines = ["title: Series", "series: bench", "name: The bench", "---", *declared, "==="]
    lines += ["title: Talk", "episode: 01-talk", "name: Talk", "question: Shall we?", "---"]
    lines += [f'<<set $note_{i:02} = "{note(i)}">>' for i in range(NOTES)]
    lines += ["Alana: Good evening. #line:b-hello", "<<jump Turn_01>>", "==="]
    for turn in range(1, TURNS + 1):
        lines += _node(turn)
    lines += [f"title: Turn_{TURNS + 1:02}", "closes: 01-talk", "---", "-> The end. #line:b-end", "==="]
    return "\n".join(lines) + "\n"


def _node(turn: int) -> list[str]:
    first, second, third = answers(turn)
    lines = [f"title: Turn_{turn:02}", "---"]
    for option in range(OPTIONS):
        lines.append(f"-> {question(turn, option)} #line:b-{turn}-{option}")
        lines.append(f'    <<set $note_{option:02} = "{note(turn + option)}">>')
    lines += [f"Alana: {text} #line:b-{turn}-a{i}" for i, text in enumerate((first, second, third))]
    return [*lines, f"<<jump Turn_{turn + 1:02}>>", "==="]


def write(folder: Path) -> Path:
    """A dialogue folder with the interview in it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.yarn").write_text(script(), encoding="utf-8")
    (folder / "bench.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["**/*.yarn"], "excludeFiles": [], "baseLanguage": "en"}',
        encoding="utf-8",
    )
    return folder
