"""The afternoon of docs/authors.md, as a new writer would go through it: every command, in order."""

import asyncio
import csv
import io
import re
import shlex
from pathlib import Path

import pytest

from bot.cli import main
from bot.script_library import read
from tests.authoring.test_import import OURS, SAMPLE, words
from tests.chat import Chat, Screen, running

GUIDE = (Path(__file__).parents[2] / "docs" / "authors.md").read_text("utf-8")
SECTION = GUIDE.partition("## An afternoon:")[2].partition("\n## ")[0]
BLOCKS = [
    [shlex.split(line, comments=True)[1:] for line in block.splitlines()]
    for block in re.findall(r"```sh\n(.*?)```", SECTION, re.DOTALL)
]


def fill(table: Path) -> None:
    """The translator's part, saved as a German spreadsheet does."""
    found = list(csv.DictReader(io.StringIO(table.read_bytes().decode("utf-8-sig"))))
    assert all(row["original"] and not row["text"] for row in found)
    for row in found:
        name, colon, said = row["original"].partition(": ")
        row["text"] = (
            f"{name}: Auf Deutsch: {said}" if colon and len(name) < 12 else f"Deutsch {row['original']}"
        )
    out = io.StringIO()
    writer = csv.DictWriter(out, list(found[0]), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(found)
    table.write_bytes(out.getvalue().encode("utf-16"))


@pytest.mark.parametrize("talk", ["ours", "sample"])
async def test_an_afternoon(
    talk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if talk == "sample" and not SAMPLE.exists():
        pytest.skip("the long sample is not here")
    text = OURS if talk == "ours" else SAMPLE.read_text("utf-8")
    place = tmp_path / "my-series"
    place.mkdir()
    (tmp_path / "played").mkdir()
    monkeypatch.setenv("ALANA_DIALOGUES", str(tmp_path / "played"))
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{tmp_path}/alana.db")
    monkeypatch.chdir(place)
    (place / "talk.txt").write_text(text, "utf-8")
    await asyncio.to_thread(afternoon, monkeypatch)
    catalogue, problems = read(tmp_path / "played")
    assert [p for p in problems if p.severity == "error"] == []
    [series] = catalogue.series.values()
    assert set(series.program.strings) < set(series.strings["de"])
    await played(tmp_path, text)


def afternoon(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [command[0] for block in BLOCKS for command in block] == [
        "import", "check", "test", "chat", "graph", "export", "strings", "strings", "strings", "strings",
        "publish",
    ]  # fmt: skip
    for command in (command for block in BLOCKS for command in block):
        monkeypatch.setattr("sys.stdin", io.StringIO("1\n" * 50))
        if command[:2] == ["strings", "export"]:
            assert main(command) == 0
            fill(Path("talk-de.csv"))
        else:
            assert main(command) == 0, command


async def played(folder: Path, text: str) -> None:
    """On a screen of each language, to the end, nothing of the transcript lost."""
    for key, locale in (("1", "en"), ("2", "de")):
        screen = Screen()
        async with running(folder, folder / "played", screen) as program:
            chat = Chat(program, screen, key=key, locale=locale)
            await chat.open()
            for _ in range(12):
                buttons = [b for b in chat.last.buttons if b.press.verb == "o"]
                if not buttons:
                    break
                await chat.tap(buttons[0].label.removesuffix("…"))
        if locale == "en":
            whole = words(chat.transcript)
            said = re.sub(r"(?m)^[ *]*\w+ *:[ *]*", "", text.partition("\n")[2])
            for sentence in re.split(r"(?<=[.?!])\s+|\n\n", said):
                assert words(sentence) in whole, sentence
        else:
            assert "Auf Deutsch: " in chat.transcript
