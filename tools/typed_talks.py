"""Writes docs/transcripts/typed: people who mostly type, as the program answers them.

    python tools/typed_talks.py

Each talk is a list of what somebody does, from `tools/typed_talks.toml`: `/name argument` is a command,
`> words` taps the button with those words, anything else is typed. Played from the database to the screen,
by the lexical matcher, which is the same everywhere.
"""

import asyncio
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.chat import Chat, Screen, running  # noqa: E402

TALKS = ROOT / "tools/typed_talks.toml"
OUT = ROOT / "docs/transcripts/typed"


async def talk(title: str, locale: str, does: list[str]) -> str:
    """One conversation as Markdown: what was typed is quoted, questions that stand are listed."""
    rows = [f"# {title}", ""]
    screen = Screen()
    with tempfile.TemporaryDirectory() as folder:
        async with running(Path(folder), ROOT / "dialogues", screen) as program:
            chat = Chat(program, screen, locale=locale)
            await chat.open()
            rows += _shown(chat, 0)
            for act in does:
                before = len(chat.messages)
                await _do(chat, act)
                rows += ["", f"> {act.removeprefix('> ')}", "", *_shown(chat, before)]
    return "\n".join(rows) + "\n"


async def _do(chat: Chat, act: str) -> None:
    if act.startswith("> "):
        await chat.tap(act[2:])
    elif act.startswith("/"):
        name, _, argument = act[1:].partition(" ")
        await chat.command(name, argument)
    else:
        await chat.say(act)


def _shown(chat: Chat, before: int) -> list[str]:
    rows = []
    for message in chat.messages[before:]:
        rows += [message.text, *(f"- {line}" for line in message.listing)]
        rows += [f"- [{button.label}]" for button in message.buttons if not message.listing]
    return rows


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    for name, each in tomllib.loads(TALKS.read_text("utf-8")).items():
        text = asyncio.run(talk(each["title"], each.get("locale", "en"), each["does"]))
        (OUT / f"{name}.md").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
